/// A library that inflates; all give the same bytes, at different speeds.
package enum InflateEngine: String, CaseIterable, Sendable {
  /// The reference: always there, and it salvages what damage leaves.
  case zlib
  /// Intel's ISA-L, about twice as fast; part of a build with the trait `ISAL`.
  case isal

  /// True where this build has it.
  package var isAvailable: Bool { Self.available.contains(self) }

  #if ISAL && os(Linux)
    /// The engines of this build.
    package static let available: [InflateEngine] = [.zlib, .isal]
    /// The fastest engine of this build.
    package static let fastest = InflateEngine.isal
  #else
    /// The engines of this build.
    package static let available: [InflateEngine] = [.zlib]
    /// The fastest engine of this build.
    package static let fastest = InflateEngine.zlib
  #endif

  /// The library's name and version, e.g. `zlib 1.2.13`.
  package var versionText: String {
    switch self {
    case .zlib: "zlib \(ZlibInflater.version)"
    case .isal:
      #if ISAL && os(Linux)
        "ISA-L \(IsalInflater.version)"
      #else
        "ISA-L (not in this build)"
      #endif
    }
  }
}

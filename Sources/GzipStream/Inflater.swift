/// The engine that a file is inflated with.
enum Inflater: ~Copyable {
  case zlib(ZlibInflater)
  #if ISAL && os(Linux)
    case isal(IsalInflater)
  #endif

  /// A new engine of this kind.
  init(_ engine: InflateEngine) {
    switch engine {
    case .zlib: self = .zlib(ZlibInflater())
    case .isal:
      #if ISAL && os(Linux)
        self = .isal(IsalInflater())
      #else
        preconditionFailure("this build has no ISA-L")
      #endif
    }
  }

  /// The kind of this engine.
  var engine: InflateEngine {
    switch self {
    case .zlib: .zlib
    #if ISAL && os(Linux)
      case .isal: .isal
    #endif
    }
  }

  /// True where zlib must have the last word on damage, and where it reads the headers too.
  var isReference: Bool {
    switch self {
    case .zlib: true
    #if ISAL && os(Linux)
      case .isal: false
    #endif
    }
  }

  /// Makes the engine ready for the next member.
  func reset() {
    switch self {
    case .zlib(let engine): engine.reset()
    #if ISAL && os(Linux)
      case .isal(let engine): engine.reset()
    #endif
    }
  }

  /// Inflates from `input` and appends at most `limit` bytes to `output`.
  func inflate(_ input: Span<UInt8>, upTo limit: Int, appendingTo output: inout [UInt8])
    -> InflateStep
  {
    switch self {
    case .zlib(let engine): engine.inflate(input, upTo: limit, appendingTo: &output)
    #if ISAL && os(Linux)
      case .isal(let engine): engine.inflate(input, upTo: limit, appendingTo: &output)
    #endif
    }
  }
}

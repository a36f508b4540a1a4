/// A path as the file system stores it: bytes, which need not be UTF-8.
package struct FilePath: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The bytes, without a terminating zero.
  package let bytes: [UInt8]

  /// The path with these bytes.
  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// The path with the bytes of `string` in UTF-8.
  package init(_ string: String) { self.bytes = Array(string.utf8) }

  /// The path as text; bytes that are not UTF-8 become U+FFFD.
  package var description: String { String(decoding: bytes, as: UTF8.self) }

  /// The path of `name` inside this folder.
  package func appending(_ name: [UInt8]) -> FilePath {
    if bytes.isEmpty { return FilePath(bytes: name) }
    return FilePath(bytes: bytes.last == UInt8(ascii: "/") ? bytes + name : bytes + [0x2F] + name)
  }

  /// The part after the last slash.
  package var lastComponent: String {
    let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return String(decoding: bytes[start...], as: UTF8.self)
  }

  /// Bytewise order, the same in every locale.
  package static func < (a: FilePath, b: FilePath) -> Bool {
    a.bytes.lexicographicallyPrecedes(b.bytes)
  }

  /// Calls `body` with the path as a C string.
  func withCString<R>(_ body: (UnsafePointer<CChar>) throws -> R) rethrows -> R {
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    // The array outlives the call, and the callee keeps no pointer.
    return try unsafe terminated.withUnsafeBufferPointer { pointer in
      guard let base = pointer.baseAddress else { preconditionFailure("terminated is never empty") }
      return try unsafe body(base)
    }
  }
}

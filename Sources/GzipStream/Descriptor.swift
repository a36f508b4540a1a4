#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

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

/// An open file descriptor that is closed exactly once.
struct Descriptor: ~Copyable {
  let number: Int32
  private let ownsIt: Bool

  /// Takes over an already open descriptor; standard input stays open afterwards.
  init(borrowing number: Int32) {
    self.number = number
    ownsIt = false
  }

  /// Takes over a descriptor that is closed with this value.
  init(owning number: Int32) {
    self.number = number
    ownsIt = true
  }

  /// Opens `path` for reading.
  init(reading path: FilePath) throws(LogReadError) {
    try self.init(path, flags: O_RDONLY | O_CLOEXEC, operation: "open")
  }

  /// Opens `path` with `flags`, creating it with mode 0644 where they say so.
  init(_ path: FilePath, flags: Int32, operation: String) throws(LogReadError) {
    // `open` reads a terminated string that outlives the call.
    let opened = unsafe path.withCString { unsafe open($0, flags, 0o644) }
    guard opened >= 0 else {
      throw LogReadError(.system(operation: operation, errno: errno), at: 0)
    }
    number = opened
    ownsIt = true
  }

  deinit {
    if ownsIt { close(number) }
  }

  /// Reads up to `limit` bytes and appends them; returns how many, 0 at the end.
  func read(upTo limit: Int, appendingTo bytes: inout [UInt8], at offset: Int)
    throws(LogReadError) -> Int
  {
    var got = -1
    var failure: Int32 = 0
    bytes.append(addingCapacity: limit) { output in
      // `read` writes at most `limit` bytes into the span's own free storage.
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        repeat {
          got = unsafe systemRead(number, buffer.baseAddress, limit)
          failure = errno
        } while got < 0 && failure == EINTR
        count += max(0, got)
      }
    }
    guard got >= 0 else {
      throw LogReadError(.system(operation: "read", errno: failure), at: offset)
    }
    return got
  }

  /// Writes all of `bytes`; throws at the first refusal, e.g. `EPIPE`.
  func write(_ bytes: Span<UInt8>) throws(LogReadError) {
    var written = 0
    while written < bytes.count {
      // `write` reads `count - written` bytes that the span keeps alive.
      let sent = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe systemWrite(
          number, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
      }
      if sent < 0 && errno == EINTR { continue }
      guard sent > 0 else {
        throw LogReadError(.system(operation: "write", errno: errno), at: written)
      }
      written += sent
    }
  }
}

/// The C function, whose name the methods above take.
private func systemRead(_ number: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int)
  -> Int
{
  unsafe read(number, buffer, count)
}

/// The C function, whose name the methods above take.
private func systemWrite(_ number: Int32, _ buffer: UnsafePointer<UInt8>?, _ count: Int) -> Int {
  unsafe write(number, buffer, count)
}

/// The text that the operating system has for an `errno`.
package func systemMessage(_ code: Int32) -> String {
  // The C library's table of messages is constant for valid codes; the text is copied at once.
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}

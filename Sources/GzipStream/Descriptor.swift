#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// An open file descriptor that is closed exactly once.
struct Descriptor: ~Copyable {
  let number: Int32
  private let ownsIt: Bool

  /// Borrows an open descriptor, which stays open afterwards: standard input or output.
  init(borrowing number: Int32) {
    self.number = number
    ownsIt = false
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

  /// True where bytes can be read a second time, which a pipe does not allow.
  var isSeekable: Bool { lseek(number, 0, SEEK_CUR) >= 0 }

  /// Goes back by `count` bytes; `offset` is where the descriptor stands, for the error.
  func seekBack(by count: Int, at offset: Int) throws(LogReadError) {
    guard lseek(number, -off_t(count), SEEK_CUR) >= 0 else {
      throw LogReadError(.system(operation: "lseek", errno: errno), at: offset)
    }
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
        let rest = unsafe buffer[written...]
        return unsafe systemWrite(number, UnsafeBufferPointer(rebasing: rest))
      }
      if sent < 0 && errno == EINTR { continue }
      guard sent > 0 else {
        throw LogReadError(.system(operation: "write", errno: errno), at: written)
      }
      written += sent
    }
  }
}

/// The C function, whose name the method above takes.
private func systemRead(_ number: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int)
  -> Int
{
  unsafe read(number, buffer, count)
}

/// The C function, whose name the method above takes.
private func systemWrite(_ number: Int32, _ buffer: UnsafeBufferPointer<UInt8>) -> Int {
  unsafe write(number, buffer.baseAddress, buffer.count)
}

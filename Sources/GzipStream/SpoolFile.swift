#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A temporary file without a name: bytes are appended and read back at any offset.
///
/// It is unlinked as soon as it is open, so that it goes away with the process, however that
/// ends. May be shared between threads: appends are serial, reads are independent.
package final class SpoolFile: Sendable {
  private let number: Int32
  private let end = Guarded(0)

  /// Opens a new file in `folder`.
  package init(in folder: FilePath) throws(LogReadError) {
    var template = folder.appending(Array("trailscan-spool-XXXXXX".utf8)).bytes
      .map { CChar(bitPattern: $0) }
    template.append(0)
    // `mkstemp` replaces the X's inside the terminated local buffer; `unlink` reads it.
    let opened = unsafe template.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      let opened = unsafe mkstemp(base)
      if opened >= 0 { unsafe unlink(base) }
      return opened
    }
    guard opened >= 0 else {
      throw LogReadError(.system(operation: "create a temporary file", errno: errno), at: 0)
    }
    number = opened
  }

  /// Copies the rest of standard input into a new file in `folder`, to be read more than once.
  package convenience init(copyingStandardInputTo folder: FilePath) throws(LogReadError) {
    try self.init(in: folder)
    let input = Descriptor(borrowing: 0)
    var chunk: [UInt8] = []
    var offset = 0
    while try input.read(upTo: 1 << 20, appendingTo: &chunk, at: offset) > 0 {
      offset += chunk.count
      _ = try append(chunk)
      chunk.removeAll(keepingCapacity: true)
    }
  }

  deinit { close(number) }

  /// A reader from the beginning on; by one at a time, and not beyond the life of the file.
  package func reader(limits: InflationLimits, engine: InflateEngine) -> LogReader {
    lseek(number, 0, SEEK_SET)
    return LogReader(Descriptor(borrowing: number), limits: limits, engine: engine)
  }

  /// Appends `bytes` and returns the offset at which they begin.
  package func append(_ bytes: [UInt8]) throws(LogReadError) -> Int {
    let start = end.withLock { end in
      defer { end += bytes.count }
      return end
    }
    var written = 0
    while written < bytes.count {
      // `pwrite` reads the rest of an array that outlives the call.
      let sent = unsafe bytes.withUnsafeBufferPointer { buffer in
        unsafe pwrite(
          number, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written,
          off_t(start + written))
      }
      if sent < 0 && errno == EINTR { continue }
      guard sent > 0 else {
        throw LogReadError(.system(operation: "write a temporary file", errno: errno), at: start)
      }
      written += sent
    }
    return start
  }

  /// Appends up to `count` bytes from `offset` on to `bytes`; returns how many there were.
  package func read(at offset: Int, count: Int, appendingTo bytes: inout [UInt8])
    throws(LogReadError) -> Int
  {
    guard count > 0 else { return 0 }
    var got = -1
    var failure: Int32 = 0
    bytes.append(addingCapacity: count) { output in
      // `pread` writes at most `count` bytes into the span's own free storage.
      unsafe output.withUnsafeMutableBufferPointer { buffer, filled in
        repeat {
          got = unsafe pread(number, buffer.baseAddress, count, off_t(offset))
          failure = errno
        } while got < 0 && failure == EINTR
        filled += max(0, got)
      }
    }
    guard got >= 0 else {
      throw LogReadError(
        .system(operation: "read a temporary file", errno: failure), at: offset)
    }
    return got
  }
}

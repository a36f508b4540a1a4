internal import CZlib

/// What one call of an inflate engine achieved.
struct InflateStep {
  /// Compressed bytes taken from the input.
  var consumed: Int
  /// True where a gzip member ended, its checksum and length verified.
  var memberEnded: Bool
}

/// zlib, reading gzip members.
///
/// The `z_stream` lives on the heap at one address, since zlib keeps a pointer back to it.
/// Owned by one `LogReader`, used by one thread at a time.
@safe struct ZlibInflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 = the largest window; + 16 = a gzip wrapper and nothing else.
    let code = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib could not be initialised: \(code)")
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// Makes the engine ready for the next member.
  func reset() {
    _ = unsafe inflateReset(stream)
  }

  /// Inflates from `input` into the free space that `output` gains, at most `limit` bytes.
  ///
  /// Throws `.corrupt` at damage; what came before it has been appended.
  func inflate(
    _ input: Span<UInt8>, upTo limit: Int, appendingTo output: inout [UInt8], at offset: Int
  ) throws(LogReadError) -> InflateStep {
    var code = Z_OK
    var consumed = 0
    // zlib reads `input.count` bytes and writes at most `limit`, and keeps neither pointer.
    unsafe input.withUnsafeBufferPointer { source in
      output.append(addingCapacity: limit) { free in
        unsafe free.withUnsafeMutableBufferPointer { target, count in
          unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          unsafe stream.pointee.avail_in = UInt32(source.count)
          unsafe stream.pointee.next_out = target.baseAddress
          unsafe stream.pointee.avail_out = UInt32(limit)
          code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
          consumed = unsafe source.count - Int(stream.pointee.avail_in)
          count += unsafe limit - Int(stream.pointee.avail_out)
        }
      }
    }
    // Z_BUF_ERROR only says that this call could not move on: more input is needed.
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
      let message =
        unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib code \(code)"
      throw LogReadError(.corrupt(message), at: offset + consumed)
    }
    return InflateStep(consumed: consumed, memberEnded: code == Z_STREAM_END)
  }
}

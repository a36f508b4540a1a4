internal import CZlib

/// zlib, reading gzip members with their headers: the reference, and the one that salvages.
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

  /// The version of the library that runs.
  static var version: String {
    // The library's own constant text.
    unsafe zlibVersion().map { unsafe String(cString: $0) } ?? "of unknown version"
  }

  /// Makes the engine ready for the header of the next member.
  func reset() {
    _ = unsafe inflateReset(stream)
  }

  /// Inflates from `input` and appends at most `limit` bytes to `output`, all that come before
  /// damage among them.
  func inflate(_ input: Span<UInt8>, upTo limit: Int, appendingTo output: inout [UInt8])
    -> InflateStep
  {
    let room = min(limit, 1 << 30)
    var code = Z_OK
    var consumed = 0
    // zlib reads `input.count` bytes and writes at most `room`, and keeps neither pointer.
    unsafe input.withUnsafeBufferPointer { source in
      output.append(addingCapacity: room) { free in
        unsafe free.withUnsafeMutableBufferPointer { target, count in
          unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
          unsafe stream.pointee.avail_in = UInt32(source.count)
          unsafe stream.pointee.next_out = target.baseAddress
          unsafe stream.pointee.avail_out = UInt32(room)
          code = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
          consumed = unsafe source.count - Int(stream.pointee.avail_in)
          count += unsafe room - Int(stream.pointee.avail_out)
        }
      }
    }
    return InflateStep(consumed: consumed, outcome: outcome(of: code))
  }

  private func outcome(of code: Int32) -> InflateStep.Outcome {
    switch code {
    // Z_BUF_ERROR only says that this call could not move on: more input is needed.
    case Z_OK, Z_BUF_ERROR: .unfinished
    case Z_STREAM_END: .memberEnded
    // The message is a constant of the library.
    default:
      .damaged(unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "code \(code)")
    }
  }
}

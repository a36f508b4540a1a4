internal import CZlib

/// Deflates bytes into gzip members. The synthetic fleet and the tests write their logs with it.
@safe package struct GzipWriter: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  /// A writer with zlib's compression `level`, 1 (fast) to 9 (small).
  package init(level: Int = 6) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code = unsafe deflateInit2_(
      stream, CInt(level), Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      CInt(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib could not be initialised: \(code)")
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deinitialize(count: 1)
    unsafe stream.deallocate()
  }

  /// Appends the compressed form of `bytes` to `output`; `finish` ends the member, and the next
  /// call starts another one. The same bytes give the same output (the header holds no time).
  package mutating func write(
    _ bytes: Span<UInt8>, finish: Bool, appendingTo output: inout [UInt8]
  ) {
    let step = 1 << 16
    var code = Z_OK
    // zlib reads the span's bytes during the loop only and writes into the array's free storage.
    unsafe bytes.withUnsafeBufferPointer { source in
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(source.count)
      repeat {
        output.append(addingCapacity: step) { free in
          unsafe free.withUnsafeMutableBufferPointer { target, count in
            unsafe stream.pointee.next_out = target.baseAddress
            unsafe stream.pointee.avail_out = UInt32(step)
            code = unsafe deflate(stream, finish ? Z_FINISH : Z_NO_FLUSH)
            count += unsafe step - Int(stream.pointee.avail_out)
          }
        }
      } while unsafe stream.pointee.avail_out == 0
    }
    precondition(!finish || code == Z_STREAM_END, "deflate did not finish: \(code)")
    if finish { _ = unsafe deflateReset(stream) }
  }

  /// One whole gzip member that holds `bytes`.
  package static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
    var writer = GzipWriter(level: level)
    var output: [UInt8] = []
    writer.write(bytes.span, finish: true, appendingTo: &output)
    return output
  }
}

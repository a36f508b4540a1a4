#if ISAL && os(Linux)
  internal import CISAL

  /// ISA-L, reading the deflate data and the trailer of gzip members; their headers are passed over
  /// by the caller, since ISA-L forgets half of one that is split between two inputs.
  ///
  /// Twice as fast as zlib and less exact about damage: it may stop a few bytes earlier, and it
  /// accepts code tables with gaps, even for good where the checksum fits in the end. Whoever gets
  /// `.damaged` asks zlib what the member really holds. The state (87 kB) lives on the heap at one
  /// address. Owned by one `LogReader`, used by one thread at a time.
  @safe struct IsalInflater: ~Copyable {
    private let state: UnsafeMutablePointer<inflate_state>

    init() {
      unsafe state = .allocate(capacity: 1)
      unsafe isal_inflate_init(state)
      reset()
    }

    deinit {
      unsafe state.deallocate()
    }

    /// The version of the library that this was built with.
    static var version: String {
      "\(ISAL_MAJOR_VERSION).\(ISAL_MINOR_VERSION).\(ISAL_PATCH_VERSION)"
    }

    /// Makes the engine ready for the deflate data of the next member.
    func reset() {
      unsafe isal_inflate_reset(state)
      // No header; the checksum and the length behind the data are verified.
      unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR_VER)
    }

    /// Inflates from `input` and appends at most `limit` bytes to `output`.
    func inflate(_ input: Span<UInt8>, upTo limit: Int, appendingTo output: inout [UInt8])
      -> InflateStep
    {
      let room = min(limit, 1 << 30)
      var code = ISAL_DECOMP_OK
      var consumed = 0
      // ISA-L reads `input.count` bytes and writes at most `room`, and keeps neither pointer.
      unsafe input.withUnsafeBufferPointer { source in
        output.append(addingCapacity: room) { free in
          unsafe free.withUnsafeMutableBufferPointer { target, count in
            unsafe state.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            unsafe state.pointee.avail_in = UInt32(source.count)
            unsafe state.pointee.next_out = target.baseAddress
            unsafe state.pointee.avail_out = UInt32(room)
            code = unsafe isal_inflate(state)
            consumed = unsafe source.count - Int(state.pointee.avail_in)
            count += unsafe room - Int(state.pointee.avail_out)
          }
        }
      }
      return InflateStep(consumed: consumed, outcome: outcome(of: code))
    }

    private func outcome(of code: Int32) -> InflateStep.Outcome {
      guard code == ISAL_DECOMP_OK else { return .damaged("ISA-L code \(code)") }
      return unsafe state.pointee.block_state == ISAL_BLOCK_FINISH ? .memberEnded : .unfinished
    }
  }
#endif

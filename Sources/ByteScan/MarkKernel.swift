internal import CByteScan

/// A way to look at blocks of 64 bytes of JSON; all see the same, at different speeds.
///
/// Which one runs is a value handed down, so that a test can force each of them. `mark` says where
/// the strings and brackets of blocks stand, `scan` finds the end of a value by the same marks and
/// keeps none, `map` notes all values of a text:
///
///     bytes ─► 64 ─► strings, brackets ─► how often it is open, keys ─► next 64
///                       state ─────────────────────────────────►
package enum MarkKernel: String, CaseIterable, Sendable {
  /// One byte after the other in plain Swift: slow, easy to believe, the measure of the others.
  case plain
  /// Eight bytes at a time, on any processor.
  case portable
  /// 16 bytes at a time, on any x86-64 processor.
  case sse2
  /// 32 bytes at a time, on x86-64 processors since about 2013.
  case avx2
  /// 64 bytes at a time, on x86-64 processors with AVX-512BW and VBMI2.
  case avx512
  /// 16 bytes at a time, on any 64-bit ARM processor.
  case neon

  /// True where this processor can run it.
  package var isAvailable: Bool {
    native.map { bytescan_can_run($0) } ?? true
  }

  /// The fastest kernel that this processor can run.
  package static let fastest =
    [MarkKernel.avx512, .avx2, .neon, .sse2].first(where: \.isAvailable) ?? .portable

  /// The C name of the kernel; the plain one has none.
  var native: bytescan_kernel? {
    switch self {
    case .plain: nil
    case .portable: BYTESCAN_PORTABLE
    case .sse2: BYTESCAN_SSE2
    case .avx2: BYTESCAN_AVX2
    case .avx512: BYTESCAN_AVX512
    case .neon: BYTESCAN_NEON
    }
  }
}

extension MarkKernel {
  /// Marks `blocks` whole blocks of 64 bytes from byte `start` of `bytes`, at any alignment, into
  /// the first `blocks` elements of `marks`, and moves `state` on behind them.
  package func mark(
    _ bytes: Span<UInt8>, from start: Int, blocks: Int, state: inout MarkState,
    into marks: inout MutableSpan<BlockMarks>
  ) {
    precondition(blocks >= 0 && blocks <= marks.count, "no room for the marks of all blocks")
    precondition(start >= 0 && start <= bytes.count, "the start lies outside the bytes")
    precondition(blocks <= (bytes.count - start) / 64, "the blocks reach beyond the bytes")
    if let native {
      precondition(bytescan_can_run(native), "this processor cannot run the kernel \(self)")
      Self.mark(bytes, from: start, blocks: blocks, state: &state, into: &marks, with: native)
    } else {
      for block in 0..<blocks {
        marks[block] = Self.markPlainly(bytes, from: start + block * 64, state: &state)
      }
    }
  }

  /// The C loop over blocks that are known to lie inside `bytes`.
  private static func mark(
    _ bytes: Span<UInt8>, from start: Int, blocks: Int, state: inout MarkState,
    into marks: inout MutableSpan<BlockMarks>, with native: bytescan_kernel
  ) {
    var carried = bytescan_state(escape: state.escape, string: state.string)
    // C reads `blocks * 64` bytes and writes `blocks` elements, both checked by the caller, and
    // keeps no pointer. `BlockMarks` has the five words of `bytescan_marks` in the same order.
    unsafe bytes.withUnsafeBufferPointer { source in
      unsafe marks.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        unsafe target.withMemoryRebound(to: bytescan_marks.self, capacity: blocks) { target in
          unsafe bytescan_mark(native, source + start, blocks, &carried, target)
        }
      }
    }
    state.escape = carried.escape
    state.string = carried.string
  }
}

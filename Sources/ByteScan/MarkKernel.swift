/// A way to mark blocks; all give the same marks, at different speeds.
///
/// Which one runs is a value handed down, so that a test can force each of them.
package enum MarkKernel: String, CaseIterable, Sendable {
  /// One byte after the other in plain Swift: slow, easy to believe, the measure of the others.
  case plain

  /// True where this processor can run it.
  package var isAvailable: Bool { true }

  /// The fastest kernel that this processor can run.
  package static let fastest = MarkKernel.plain
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
    for block in 0..<blocks {
      marks[block] = Self.markPlainly(bytes, from: start + block * 64, state: &state)
    }
  }
}

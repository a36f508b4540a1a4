internal import ByteScan

/// The part of a stream that is in memory, with marks computed as far as they are wanted.
///
/// Bytes are appended at the end and dropped at the front; every index counts from the front.
/// Marks are made for a few thousand bytes at a time, just before they are read, while the bytes
/// are still in the first cache.
///
///     dropped │ kept ..... cursor ... │ batch of marked blocks │ not marked yet │ appended
struct MarkedWindow {
  static let batchBlocks = 64

  var bytes: [UInt8] = []
  /// Bytes of the stream that were dropped from the front so far.
  private(set) var dropped = 0
  private let kernel: MarkKernel
  private var state = MarkState()
  private var marks = [BlockMarks](repeating: BlockMarks(), count: batchBlocks)
  /// Where the marked batch begins and how many blocks it has.
  private var batchStart = 0
  private var batchCount = 0

  init(kernel: MarkKernel) { self.kernel = kernel }

  /// The marks of the block at `position`, without the bits before it, and where the block begins.
  ///
  /// Nil where the block is not complete yet. Positions must not go back over a batch.
  mutating func block(at position: Int) -> (marks: BlockMarks, start: Int)? {
    while position >= batchStart + batchCount * 64 {
      if !markNextBatch() { return nil }
    }
    let index = (position - batchStart) >> 6
    let start = batchStart + index << 6
    var found = marks[index]
    let ahead = UInt64.max << UInt64(position - start)
    found.open &= ahead
    found.close &= ahead
    found.quote &= ahead
    found.newline &= ahead
    found.key &= ahead
    return (found, start)
  }

  /// Forgets all marks and string state and begins anew at `position`.
  mutating func restart(at position: Int) {
    batchStart = position
    batchCount = 0
    state = MarkState()
  }

  /// Drops bytes before `position` and returns how many; bytes without marks stay, since the
  /// string state behind them depends on each of them.
  mutating func drop(to position: Int) -> Int {
    let count = min(position, batchStart + batchCount * 64)
    guard count > 0 else { return 0 }
    bytes.removeSubrange(..<count)
    dropped += count
    batchStart -= count
    return count
  }

  /// Fills the last block with blanks, since nothing follows any more.
  mutating func pad() {
    let end = batchStart + batchCount * 64
    let rest = (bytes.count - end) & 63
    if bytes.count > end, rest > 0 {
      bytes.append(contentsOf: repeatElement(0x20, count: 64 - rest))
    }
  }

  private mutating func markNextBatch() -> Bool {
    let start = batchStart + batchCount * 64
    let blocks = min(Self.batchBlocks, (bytes.count - start) >> 6)
    guard blocks > 0 else { return false }
    Self.mark(bytes, from: start, blocks: blocks, kernel, &state, into: &marks)
    batchStart = start
    batchCount = blocks
    return true
  }

  /// A function of the parts, so that each is borrowed alone.
  private static func mark(
    _ bytes: [UInt8], from start: Int, blocks: Int, _ kernel: MarkKernel,
    _ state: inout MarkState, into marks: inout [BlockMarks]
  ) {
    var span = marks.mutableSpan
    kernel.mark(bytes.span, from: start, blocks: blocks, state: &state, into: &span)
  }
}

internal import CloudTrail

/// Takes the lines out of a stream of bytes.
///
/// The caller appends bytes to `buffer` and calls `drain`; `end` says that nothing follows. A line
/// longer than the limit is handed out cut, its rest is passed over. Owned by one thread; memory
/// is the unfinished line and a chunk.
package struct LineSplitter {
  /// One line without its end.
  package struct Line: Equatable, Sendable {
    /// Where it stands in the bytes handed out with it.
    package var range: Range<Int>
    /// Its number in the stream, from 1.
    package var number: Int
    /// True where it was longer than the limit.
    package var isCut: Bool
  }

  private static let feed = UInt8(ascii: "\n")

  /// The bytes not yet used; append to them, nothing else.
  package var buffer: [UInt8] = []
  private let limit: Int
  private var number = 0
  /// How much of the buffer holds no line end.
  private var searched = 0
  private var isPassing = false
  private var isEnded = false

  /// A splitter at the start of a stream.
  package init(limit: Int = 1 << 20) { self.limit = limit }

  /// Says that no byte follows; call `drain` once more.
  package mutating func end() { isEnded = true }

  /// Hands out the lines that are complete, in order.
  package mutating func drain(_ body: (Span<UInt8>, Line) -> Void) {
    var start = 0
    var index = searched
    while index < buffer.count {
      if buffer[index] == Self.feed {
        finish(start..<index, body)
        start = index + 1
      } else if !isPassing, index - start == limit {
        hand(start..<index, isCut: true, body)
        isPassing = true
      }
      index += 1
    }
    if isEnded, start < buffer.count {
      finish(start..<buffer.count, body)
      start = buffer.count
    }
    // Of a line that is passed over nothing is kept.
    buffer.removeSubrange(..<(isPassing ? buffer.count : start))
    searched = buffer.count
  }

  private mutating func finish(_ range: Range<Int>, _ body: (Span<UInt8>, Line) -> Void) {
    if isPassing {
      isPassing = false
      return
    }
    let isReturned = range.upperBound > range.lowerBound && buffer[range.upperBound - 1] == 0x0D
    hand(range.lowerBound..<range.upperBound - (isReturned ? 1 : 0), isCut: false, body)
  }

  private mutating func hand(
    _ range: Range<Int>, isCut: Bool, _ body: (Span<UInt8>, Line) -> Void
  ) {
    number += 1
    body(buffer.span, Line(range: range, number: number, isCut: isCut))
  }
}

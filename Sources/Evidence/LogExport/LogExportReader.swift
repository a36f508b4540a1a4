internal import CloudTrail

/// Reads log events out of lines: an export task's file, or what `aws logs tail` printed.
///
///     2026-03-02T09:00:31.412Z message                                export task, in no order
///     2026-03-02T10:15:13.000000+00:00 runner/main/9e8d… message      tail --format detailed
///     2026-03-02T10:15:13 message                                     tail --format short
///
/// A line without a time belongs to the message before it. One thread; memory is one message.
package struct LogExportReader {
  /// Bytes kept of one message.
  private static let limit = 1 << 16

  private var open: LogMessage?
  /// Lines before the first message, which belong to none.
  package private(set) var strayLines = 0

  /// A reader at the start of a file.
  package init() {}

  /// Takes the next line; returns the message that it ends, if any.
  package mutating func take(_ bytes: Span<UInt8>, _ line: LineSplitter.Line) -> LogMessage? {
    guard let stamp = LineTime(bytes, line.range) else {
      continueMessage(bytes, line)
      return nil
    }
    let last = open
    var start = stamp.end
    var stream: String?
    if stamp.zone == .offset {
      let end = (start..<line.range.upperBound).first { bytes[$0] == 0x20 } ?? line.range.upperBound
      stream = String(decoding: JSONText.copy(bytes, start..<end), as: UTF8.self)
      start = min(end + 1, line.range.upperBound)
    }
    var message = LogMessage(
      time: stamp.time, stream: stream, text: Self.text(bytes, start..<line.range.upperBound))
    message.hasZone = stamp.zone != .none
    message.isCut = line.isCut || line.range.upperBound - start > Self.limit
    open = message
    return last
  }

  /// The last message, once no line follows.
  package mutating func finish() -> LogMessage? {
    defer { open = nil }
    return open
  }

  private mutating func continueMessage(_ bytes: Span<UInt8>, _ line: LineSplitter.Line) {
    guard var message = open else {
      if !line.range.isEmpty { strayLines += 1 }
      return
    }
    open = nil
    if message.text.utf8.count + line.range.count < Self.limit {
      message.text += "\n" + Self.text(bytes, line.range)
    } else {
      message.isCut = true
    }
    open = message
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let kept = range.lowerBound..<min(range.upperBound, range.lowerBound + limit)
    return String(decoding: JSONText.copy(bytes, kept), as: UTF8.self)
  }
}

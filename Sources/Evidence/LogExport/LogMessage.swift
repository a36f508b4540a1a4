package import CloudTrail

/// One log event of a log group: what a container wrote.
package struct LogMessage: Equatable, Sendable {
  /// When CloudWatch Logs was given it.
  package var time: EventTime
  /// False where the export names no time zone; the time is then taken as UTC.
  package var hasZone = true
  /// The log stream, where the export names it.
  package var stream: String?
  /// What was written, with its line feeds.
  package var text: String
  /// True where the text was longer than what is kept of it.
  package var isCut = false

  /// A log event.
  package init(time: EventTime, stream: String?, text: String) {
    self.time = time
    self.stream = stream
    self.text = text
  }
}

/// The id of a task in the name of its log stream.
package enum LogStreamName {
  /// The last 32 hexadecimal digits: the driver awslogs names streams `prefix/container/task`, an
  /// export task writes hyphens in place of the slashes (Amazon ECS developer guide).
  package static func task(in name: String) -> String? {
    let bytes = Array(name.utf8)
    var end = bytes.count
    while end >= 32 {
      if !isDigit(bytes[end - 1]) {
        end -= 1
        continue
      }
      var start = end
      while start > 0, isDigit(bytes[start - 1]) { start -= 1 }
      if end - start == 32 { return String(decoding: bytes[start..<end], as: UTF8.self) }
      end = start
    }
    return nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

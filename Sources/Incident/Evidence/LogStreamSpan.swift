internal import CloudTrail
internal import Evidence

/// What one file holds of one log stream: how many log events, and of what time.
struct LogStreamSpan {
  /// The stream, where it is named.
  var name: String?
  /// The task that wrote it.
  var task: String?
  var first: EventTime
  var last: EventTime
  var count = 0
}

/// Gathers the streams of a file.
struct LogStreams {
  /// How many streams of one file are told apart.
  private static let limit = 10_000

  private(set) var spans: [String: LogStreamSpan] = [:]

  /// The task of a message: by the name of its stream, else by the names of the folder and file
  /// that hold it, as an export task lays them out.
  static func task(of message: LogMessage, file: LogFile) -> String? {
    if let stream = message.stream { return LogStreamName.task(in: stream) }
    let parts = file.name.split(separator: "/").suffix(2)
    return parts.compactMap { LogStreamName.task(in: String($0)) }.first
  }

  /// Counts a message.
  mutating func note(_ message: LogMessage, task: String?) {
    // What is beyond the limit is counted together, under no name.
    let isBeyond = spans.count >= Self.limit && spans[message.stream ?? task ?? ""] == nil
    let key = isBeyond ? "" : message.stream ?? task ?? ""
    var span =
      spans[key]
      ?? LogStreamSpan(
        name: isBeyond ? nil : message.stream, task: isBeyond ? nil : task, first: message.time,
        last: message.time)
    span.first = min(span.first, message.time)
    span.last = max(span.last, message.time)
    span.count += 1
    spans[key] = span
  }
}

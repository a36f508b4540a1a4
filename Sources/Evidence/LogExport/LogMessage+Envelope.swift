package import CloudTrail

extension LogMessage {
  /// The log event that an envelope held; nil where it does not tell when it was logged.
  package init?(_ logged: LoggedText) {
    guard let text = logged.time, let time = Self.time(text) else { return nil }
    self.init(time: time, stream: logged.stream, text: logged.text)
  }

  /// Milliseconds since 1970, or `2026-03-02 10:15:13.000` in UTC (CloudWatch Logs API reference).
  private static func time(_ text: String) -> EventTime? {
    if let number = Double(text), (0...253_402_300_799_999).contains(number) {
      return EventTime(seconds: Int64(number / 1_000))
    }
    let iso = text.split(separator: " ").joined(separator: "T")
    return EventTime(iso: iso.hasSuffix("Z") ? iso : iso + "Z")
  }
}

extension AccessLogLine {
  /// The line of an access log that a log event is, where S3 delivers them to CloudWatch Logs.
  package init?(message text: String) {
    guard text.first == "{", text.contains("\"bucket_name\"") else { return nil }
    let bytes = Array(text.utf8)
    var map = JSONMap()
    guard (try? map.read(bytes.span)) != nil else { return nil }
    self.init(map, bytes.span)
  }
}

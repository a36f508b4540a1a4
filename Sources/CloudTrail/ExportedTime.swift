internal import ByteScan

/// The time that CloudWatch Logs export tasks put before each message, as in
/// `2026-03-02T10:15:13.000Z {…}` (Amazon CloudWatch Logs user guide, exporting to S3).
enum ExportedTime: Equatable {
  /// It ends before this place, where a blank stands.
  case time(end: Int)
  case absent
  /// More bytes must tell.
  case needsBytes

  /// What stands at `start`; no byte follows where the stream `isEnded`.
  static func find(in bytes: Span<UInt8>, at start: Int, isEnded: Bool) -> ExportedTime {
    let isTime: (UInt8) -> Bool = { byte in
      byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":")
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "T") || byte == UInt8(ascii: "Z")
    }
    var end = start
    while end < bytes.count, end - start <= 30, isTime(bytes[end]) { end += 1 }
    if end == bytes.count, end - start <= 30, !isEnded { return .needsBytes }
    let isTimeLong = (20...30).contains(end - start)
    return isTimeLong && end < bytes.count && bytes[end] == 0x20 ? .time(end: end) : .absent
  }
}

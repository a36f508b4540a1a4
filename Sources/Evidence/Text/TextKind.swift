internal import CloudTrail

/// What a file that is no JSON turns out to hold, told by its first line, never by its name.
package enum TextKind: Equatable, Sendable {
  /// Lines of S3 server access logs.
  case accessLog
  /// Log events of CloudWatch Logs, as text.
  case logExport
  /// What an export task writes to see whether it may.
  case exportTest
  /// Nothing of these: JSON, CloudTrail behind time stamps, or something else.
  case other

  /// How many bytes of the first line decide at most.
  private static let reach = 1 << 16
  private static let permission = Array("Permission Check Successful".utf8)

  /// The kind of a file that begins with `bytes`; nil where more of them must tell.
  package init?(sniffing bytes: Span<UInt8>, isEnded: Bool) {
    var start = 0
    while start < bytes.count, JSONText.isBlank(bytes[start]) { start += 1 }
    guard start < bytes.count else {
      if !isEnded { return nil }
      self = .other
      return
    }
    // The usual case is told by its first byte.
    if [UInt8(ascii: "{"), UInt8(ascii: "["), 0xEF].contains(bytes[start]) {
      self = .other
      return
    }
    let limit = min(bytes.count, start + Self.reach)
    let end = (start..<limit).first { bytes[$0] == UInt8(ascii: "\n") }
    guard isEnded || end != nil || limit - start == Self.reach else { return nil }
    self = Self.kind(bytes, start..<(end ?? limit))
  }

  private static func kind(_ bytes: Span<UInt8>, _ line: Range<Int>) -> TextKind {
    if line.count >= permission.count,
      JSONText.equal(bytes, line.lowerBound..<line.lowerBound + permission.count, permission)
    {
      return .exportTest
    }
    if let stamp = LineTime(bytes, line) {
      return isRecord(bytes, stamp.end..<line.upperBound) ? .other : .logExport
    }
    return isAccessLog(bytes, line) ? .accessLog : .other
  }

  /// True for a record of CloudTrail, which a trail may deliver to a log group, too.
  private static func isRecord(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = range.first, bytes[first] == UInt8(ascii: "{") else { return false }
    return ["\"eventSource\"", "\"eventVersion\""].allSatisfy { name in
      let name = Array(name.utf8)
      return range.dropLast(max(0, min(range.count, name.count - 1))).contains {
        bytes[$0] == name[0] && JSONText.equal(bytes, $0..<$0 + name.count, name)
      }
    }
  }

  /// True where two words, and a time in brackets, stand first.
  private static func isAccessLog(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    var index = line.lowerBound
    for _ in 0..<2 {
      guard let blank = (index..<line.upperBound).first(where: { bytes[$0] == 0x20 }), blank > index
      else { return false }
      index = blank + 1
    }
    guard index + 28 <= line.upperBound, bytes[index] == UInt8(ascii: "["),
      bytes[index + 27] == UInt8(ascii: "]")
    else { return false }
    return EventTime(accessLog: JSONText.copy(bytes, index + 1..<index + 27)) != nil
  }
}

package import CloudTrail

extension EventTime {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads the time of an access log: `02/Mar/2026:09:00:20 +0000`.
  package init?(accessLog bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: " ")
    guard parts.count == 2, let offset = Self.offset(parts[1]) else { return nil }
    let words = parts[0].split { $0 == "/" || $0 == ":" }
    guard words.count == 6, let month = Self.months.firstIndex(of: String(words[1])),
      let day = Int(words[0]), let year = Int(words[2]), let hour = Int(words[3]),
      let minute = Int(words[4]), let second = Int(words[5]),
      let time = EventTime(
        year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
    else { return nil }
    self = time.advanced(by: -offset)
  }

  /// Seconds east of UTC: `Z`, `+0000`, `+00:00`.
  static func offset(_ text: some StringProtocol) -> Int64? {
    if text == "Z" { return 0 }
    let digits = text.utf8.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard let sign = text.utf8.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      digits.count == 4, digits.allSatisfy({ $0 &- 0x30 < 10 })
    else { return nil }
    let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
    let seconds = number / 100 * 3_600 + number % 100 * 60
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }
}

/// A time at the begin of a line, as CloudWatch Logs and its command line write it.
struct LineTime: Equatable {
  /// How the zone stands there, which tells the program that wrote the line.
  enum Zone: Equatable {
    /// `Z`: an export task, or records of CloudTrail.
    case zulu
    /// `+00:00`: `aws logs tail --format detailed`.
    case offset
    /// None: `aws logs tail --format short`, in the time of whoever ran it.
    case none
  }

  var time: EventTime
  var zone: Zone
  /// Where the text behind the time and its blank begins.
  var end: Int

  /// Reads it at `start`; nil where there is none with a blank, or the end, behind it.
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let start = range.lowerBound
    guard range.count >= 19, bytes[start + 10] == UInt8(ascii: "T"),
      bytes[start + 4] == UInt8(ascii: "-")
    else { return nil }
    var index = start + 19
    if index < range.upperBound, bytes[index] == UInt8(ascii: ".") {
      index += 1
      while index < range.upperBound, bytes[index] &- 0x30 < 10 { index += 1 }
    }
    let zoneStart = index
    while index < range.upperBound, bytes[index] != 0x20, index - zoneStart < 7 { index += 1 }
    guard index == range.upperBound || bytes[index] == 0x20 else { return nil }
    let zoneText = String(decoding: JSONText.copy(bytes, zoneStart..<index), as: UTF8.self)
    let clock = JSONText.copy(bytes, start..<start + 19) + [UInt8(ascii: "Z")]
    guard let time = EventTime(iso: clock),
      let offset = zoneText.isEmpty ? 0 : EventTime.offset(zoneText)
    else { return nil }
    self.time = time.advanced(by: -offset)
    zone = zoneText.isEmpty ? .none : zoneText == "Z" ? .zulu : .offset
    end = min(index + 1, range.upperBound)
  }
}

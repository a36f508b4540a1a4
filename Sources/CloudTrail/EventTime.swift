/// A moment in UTC, in whole seconds since 1970, as `eventTime` tells it.
///
/// CloudTrail writes `YYYY-MM-DDTHH:MM:SSZ` (AWS CloudTrail user guide, record contents); a
/// fraction is accepted and dropped. Values order by time.
package struct EventTime: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package var seconds: Int64

  /// The moment `seconds` after 1970-01-01T00:00:00Z.
  package init(seconds: Int64) { self.seconds = seconds }

  /// Earlier moments order first.
  package static func < (a: EventTime, b: EventTime) -> Bool { a.seconds < b.seconds }

  /// The moment `seconds` later, or the last one that there is.
  package func advanced(by seconds: Int64) -> EventTime {
    let (sum, isOver) = self.seconds.addingReportingOverflow(seconds)
    return EventTime(seconds: isOver ? (seconds < 0 ? .min : .max) : sum)
  }

  /// The moment of a calendar date and time in UTC, or nil where there is no such date.
  package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (1...12).contains(month), (0...23).contains(hour), (0...59).contains(minute),
      (0...60).contains(second), (1970...9999).contains(year),
      (1...Self.days(in: month, of: year)).contains(day)
    else { return nil }
    let days = Self.daysSince1970(year: year, month: month, day: day)
    seconds = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second)
  }

  /// Year, month, day, hour, minute and second in UTC.
  package var components: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    let isBefore1970 = seconds % 86_400 < 0
    let day = Int(seconds / 86_400) - (isBefore1970 ? 1 : 0)
    let rest = Int(seconds % 86_400) + (isBefore1970 ? 86_400 : 0)
    // Days are counted from 0000-03-01, so that leap days end each 4-year cycle.
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, rest / 3_600, rest / 60 % 60, rest % 60
    )
  }

  private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension EventTime {
  /// From the year 0 to the year 9999, which take four digits.
  private static let plain: Range<Int64> = -62_167_219_200..<253_402_300_800

  /// Appends the text of `description`.
  package func append(to bytes: inout [UInt8]) {
    guard Self.plain.contains(seconds) else {
      bytes.append(contentsOf: description.utf8)
      return
    }
    let parts = components
    func digits(_ value: Int, _ sign: UInt8?) {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: value / 10))
      bytes.append(0x30 + UInt8(truncatingIfNeeded: value % 10))
      if let sign { bytes.append(sign) }
    }
    digits(parts.year / 100, nil)
    digits(parts.year % 100, UInt8(ascii: "-"))
    digits(parts.month, UInt8(ascii: "-"))
    digits(parts.day, UInt8(ascii: "T"))
    digits(parts.hour, UInt8(ascii: ":"))
    digits(parts.minute, UInt8(ascii: ":"))
    digits(parts.second, UInt8(ascii: "Z"))
  }
}

extension EventTime: CustomStringConvertible {
  /// RFC 3339 in UTC: `2026-03-02T09:00:05Z`.
  package var description: String {
    if Self.plain.contains(seconds) {
      var bytes: [UInt8] = []
      append(to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    let parts = components
    func padded(_ value: Int, _ width: Int = 2) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return padded(parts.year, 4) + "-" + padded(parts.month) + "-" + padded(parts.day) + "T"
      + padded(parts.hour) + ":" + padded(parts.minute) + ":" + padded(parts.second) + "Z"
  }
}

extension EventTime {
  /// Reads ISO 8601 in UTC, extended (`2026-03-02T09:00:05.123Z`) or basic (`20260302T090005Z`).
  package init?(iso text: some Collection<UInt8>) {
    let bytes = Array(text)
    guard bytes.count >= 16, bytes.last == UInt8(ascii: "Z") else { return nil }
    self.init(iso: bytes.span, in: 0..<bytes.count)
  }

  /// Reads ISO 8601 in UTC from part of `bytes`, without allocating.
  package init?(iso bytes: Span<UInt8>, in range: Range<Int>) {
    let isExtended = range.count >= 20 && bytes[range.lowerBound + 4] == UInt8(ascii: "-")
    guard range.count >= 16, bytes[range.upperBound - 1] == UInt8(ascii: "Z") else { return nil }
    let places = isExtended ? [0, 5, 8, 11, 14, 17] as InlineArray<6, Int> : [0, 4, 6, 9, 11, 13]
    func number(_ index: Int, _ digits: Int) -> Int? {
      var value = 0
      for offset in 0..<digits {
        let digit = bytes[range.lowerBound + places[index] + offset] &- 0x30
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
      }
      return value
    }
    let end = places[5] + 2
    guard !isExtended || Self.hasMarks(bytes, range.lowerBound),
      Self.isFraction(bytes, range.lowerBound + end..<range.upperBound - 1),
      bytes[range.lowerBound + places[3] - 1] | 0x20 == UInt8(ascii: "t"),
      let year = number(0, 4), let month = number(1, 2), let day = number(2, 2),
      let hour = number(3, 2), let minute = number(4, 2), let second = number(5, 2)
    else { return nil }
    self.init(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }

  private static func hasMarks(_ bytes: Span<UInt8>, _ start: Int) -> Bool {
    bytes[start + 7] == UInt8(ascii: "-") && bytes[start + 13] == UInt8(ascii: ":")
      && bytes[start + 16] == UInt8(ascii: ":")
  }

  /// True for nothing, or a point with digits behind it.
  private static func isFraction(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    guard range.count > 1, bytes[range.lowerBound] == UInt8(ascii: ".") else { return false }
    for index in range.dropFirst() where bytes[index] &- 0x30 >= 10 { return false }
    return true
  }

  /// Reads the text form that CloudTrail gives dates inside responses, always UTC:
  /// `Mar 2, 2026, 10:00:05 AM`, in older records without the second comma; also ISO 8601.
  package init?(responseDate text: String) {
    if text.utf8.first.map({ $0 &- 0x30 < 10 }) ?? true {
      self.init(iso: Array(text.utf8))
      return
    }
    let words = Self.words(text)
    guard words.count >= 4 else { return nil }
    let clock = words[3].utf8.split(separator: UInt8(ascii: ":")).map { Int(Substring($0)) }
    guard let month = Self.months.firstIndex(of: words[0]), let day = Int(words[1]),
      let year = Int(words[2]), clock.count == 3, var hour = clock[0], let minute = clock[1],
      let second = clock[2]
    else { return nil }
    // Some records write a 24-hour clock and PM after it.
    if words.count > 4, hour <= 12 { hour = hour % 12 + (words[4] == "PM" ? 12 : 0) }
    self.init(
      year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// U+202F, which newer records write before AM and PM.
  private static let narrowSpace: [UInt8] = [0xE2, 0x80, 0xAF]

  /// What stands between spaces, narrow ones too, and commas.
  private static func words(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var words: [String] = []
    var (start, index) = (0, 0)
    while index < bytes.count {
      let width =
        switch bytes[index] {
        case UInt8(ascii: " "), UInt8(ascii: ","): 1
        case narrowSpace[0] where bytes[index...].starts(with: narrowSpace): narrowSpace.count
        default: 0
        }
      if width > 0, start < index { words.append(JSONText.string(bytes.span, start..<index)) }
      index += max(1, width)
      if width > 0 { start = index }
    }
    if start < index { words.append(JSONText.string(bytes.span, start..<index)) }
    return words
  }
}

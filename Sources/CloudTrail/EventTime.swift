/// A moment in UTC, in whole seconds since 1970, as `eventTime` tells it.
///
/// CloudTrail writes `YYYY-MM-DDTHH:MM:SSZ` (AWS CloudTrail user guide, record contents); who reads
/// records and writes them again may put an offset in the place of the `Z` (RFC 3339). A fraction
/// is accepted and dropped. Values order by time.
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
  /// Reads ISO 8601, extended (`2026-03-02T09:00:05.123Z`) or basic (`20260302T090005Z`), in UTC or
  /// with an offset (`2026-03-02T10:00:05+01:00`).
  package init?(iso text: some Collection<UInt8>) {
    let bytes = Array(text)
    self.init(iso: bytes.span, in: 0..<bytes.count)
  }

  /// Reads ISO 8601, in the same forms.
  package init?(iso text: String) {
    let utf8 = text.utf8Span
    self.init(iso: utf8.span, in: 0..<utf8.count)
  }

  /// Reads ISO 8601 from part of `bytes`, without allocating.
  package init?(iso bytes: Span<UInt8>, in range: Range<Int>) {
    guard range.count >= 16, let zone = Self.zone(bytes, range),
      let time = Self(clock: bytes, in: range.lowerBound..<range.upperBound - zone.length)
    else { return nil }
    let shifted = time.advanced(by: -zone.offset)
    // What is written has four digits for the year, and begins with 1970.
    guard (0..<Self.plain.upperBound).contains(shifted.seconds) else { return nil }
    self = shifted
  }

  /// How many bytes tell the zone, and how many seconds it is ahead of UTC.
  private static func zone(_ bytes: Span<UInt8>, _ range: Range<Int>)
    -> (length: Int, offset: Int64)?
  {
    if bytes[range.upperBound - 1] == UInt8(ascii: "Z") { return (1, 0) }
    let sign = bytes[range.upperBound - 6]
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      bytes[range.upperBound - 3] == UInt8(ascii: ":")
    else { return nil }
    func number(at index: Int) -> Int64? {
      let (tens, ones) = (bytes[index] &- 0x30, bytes[index + 1] &- 0x30)
      return tens < 10 && ones < 10 ? Int64(tens) * 10 + Int64(ones) : nil
    }
    guard let hours = number(at: range.upperBound - 5), hours < 24,
      let minutes = number(at: range.upperBound - 2), minutes < 60
    else { return nil }
    let offset = hours * 3_600 + minutes * 60
    return (6, sign == UInt8(ascii: "-") ? -offset : offset)
  }

  /// Reads what stands before the zone.
  private init?(clock bytes: Span<UInt8>, in range: Range<Int>) {
    let isExtended = range.count >= 19 && bytes[range.lowerBound + 4] == UInt8(ascii: "-")
    guard range.count >= 15 else { return nil }
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
      Self.isFraction(bytes, range.lowerBound + end..<range.upperBound),
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
    let utf8 = text.utf8Span
    self.init(responseDate: utf8.span)
  }

  private init?(responseDate bytes: Span<UInt8>) {
    guard !bytes.isEmpty, bytes[0] &- 0x30 >= 10 else {
      self.init(iso: bytes, in: 0..<bytes.count)
      return
    }
    var words = InlineArray<5, Range<Int>>(repeating: 0..<0)
    var count = 0
    while count < words.count,
      let word = Self.word(bytes, from: words[max(0, count - 1)].upperBound)
    {
      words[count] = word
      count += 1
    }
    guard count >= 4, let month = Self.month(bytes, words[0]),
      let day = Self.number(bytes, words[1]),
      let year = Self.number(bytes, words[2]), let clock = Self.clock(bytes, words[3])
    else { return nil }
    var hour = clock.hour
    // Some records write a 24-hour clock and PM after it.
    if count > 4, hour <= 12 {
      hour = hour % 12 + (JSONText.equal(bytes, words[4], Self.afternoon) ? 12 : 0)
    }
    self.init(
      year: year, month: month, day: day, hour: hour, minute: clock.minute, second: clock.second)
  }

  /// The next word from `start` on: what stands between spaces, narrow ones too, and commas.
  private static func word(_ bytes: Span<UInt8>, from start: Int) -> Range<Int>? {
    var first = start
    while first < bytes.count, let width = separator(bytes, at: first) { first += width }
    var end = first
    while end < bytes.count, separator(bytes, at: end) == nil { end += 1 }
    return first < end ? first..<end : nil
  }

  /// How many bytes what separates words has at `index`; nil where nothing does.
  private static func separator(_ bytes: Span<UInt8>, at index: Int) -> Int? {
    switch bytes[index] {
    case UInt8(ascii: " "), UInt8(ascii: ","): 1
    // U+202F, which newer records write before AM and PM.
    case 0xE2 where index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] == 0xAF:
      3
    default: nil
    }
  }

  private static let months = Array("JanFebMarAprMayJunJulAugSepOctNovDec".utf8)

  private static func month(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard range.count == 3 else { return nil }
    for month in 0..<12 where JSONText.equal(months.span, from: 3 * month, bytes, range) {
      return month + 1
    }
    return nil
  }

  /// The number that up to nine digits are.
  private static func number(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard (1...9).contains(range.count) else { return nil }
    var value = 0
    for index in range {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// Hour, minute and second between colons.
  private static func clock(_ bytes: Span<UInt8>, _ range: Range<Int>)
    -> (hour: Int, minute: Int, second: Int)?
  {
    var parts = InlineArray<3, Int>(repeating: 0)
    var count = 0
    var start = range.lowerBound
    for end in range.lowerBound...range.upperBound
    where end == range.upperBound || bytes[end] == UInt8(ascii: ":") {
      guard count < parts.count, let part = number(bytes, start..<end) else { return nil }
      parts[count] = part
      count += 1
      start = end + 1
    }
    return count == parts.count ? (parts[0], parts[1], parts[2]) : nil
  }

  private static let afternoon = Array("PM".utf8)
}

/// A whole second of UTC, as CloudTrail writes times.
package struct Timestamp: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
  /// Seconds since 1970-01-01T00:00:00Z.
  package var seconds: Int

  /// The time that many seconds after 1970-01-01T00:00:00Z.
  package init(seconds: Int) { self.seconds = seconds }

  /// Reads `2026-04-14T09:30:00Z`, or a date alone; nil for anything else.
  package init?(_ text: String) {
    let parts = text.utf8.split(omittingEmptySubsequences: false) { !(0x30...0x39).contains($0) }
    let numbers = parts.prefix(6).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    let isTime = numbers.count == 6 && text.utf8.count == 20 && text.hasSuffix("Z")
    guard isTime || (numbers.count == 3 && text.utf8.count == 10) else { return nil }
    let days = Self.days(year: numbers[0], month: numbers[1], day: numbers[2])
    let clock = isTime ? numbers[3] * 3600 + numbers[4] * 60 + numbers[5] : 0
    seconds = days * 86_400 + clock
  }

  /// A time in source code; traps where it is misspelt.
  package init(stringLiteral text: String) {
    guard let time = Timestamp(text) else { preconditionFailure("\(text) is not a time") }
    self = time
  }

  /// Order in time.
  package static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

  /// The time `seconds` later.
  package static func + (time: Timestamp, seconds: Int) -> Timestamp {
    Timestamp(seconds: time.seconds + seconds)
  }

  /// The time `seconds` earlier.
  package static func - (time: Timestamp, seconds: Int) -> Timestamp {
    Timestamp(seconds: time.seconds - seconds)
  }

  /// Days since 1970-01-01 of a date of the Gregorian calendar.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    // The year begins in March here, so that the leap day is its last.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private var date: (year: Int, month: Int, day: Int) {
    let shifted = seconds / 86_400 + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  private var clock: (hour: Int, minute: Int, second: Int) {
    let second = seconds % 86_400
    return (second / 3600, second / 60 % 60, second % 60)
  }
}

extension Timestamp {
  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `2026-04-14T09:30:00Z`.
  package var iso: String {
    let (date, clock) = (date, clock)
    return "\(date.year)-\(Self.two(date.month))-\(Self.two(date.day))T"
      + "\(Self.two(clock.hour)):\(Self.two(clock.minute)):\(Self.two(clock.second))Z"
  }

  /// `20260414T0930Z`, as in the names of log files.
  package var fileTime: String {
    let (date, clock) = (date, clock)
    return "\(date.year)\(Self.two(date.month))\(Self.two(date.day))T"
      + "\(Self.two(clock.hour))\(Self.two(clock.minute))Z"
  }

  /// `2026/04/14`, as in the folders of log files.
  package var folder: String {
    let date = date
    return "\(date.year)/\(Self.two(date.month))/\(Self.two(date.day))"
  }

  /// The hour of the day, 0 to 23.
  package var hour: Int { clock.hour }

  /// `Apr 14, 2026, 9:30:00 AM`: how responses write times since about 2022.
  package var spelledOut: String { spelled(afterYear: ", ") }

  /// `Apr 14, 2026 9:30:00 AM`: how responses wrote times before, and sometimes still do.
  package var spelledOutBefore: String { spelled(afterYear: " ") }

  private func spelled(afterYear separator: String) -> String {
    let (date, clock) = (date, clock)
    let hour = clock.hour % 12 == 0 ? 12 : clock.hour % 12
    return "\(Self.months[date.month - 1]) \(date.day), \(date.year)\(separator)"
      + "\(hour):\(Self.two(clock.minute)):\(Self.two(clock.second)) "
      + (clock.hour < 12 ? "AM" : "PM")
  }
}

import CloudTrail

extension EventTime {
  /// The day in UTC: `2026-03-02`.
  var day: String { String(description.prefix(10)) }

  /// The time of the day in UTC: `09:00:05`.
  var clock: String { String(description.dropFirst(11).prefix(8)) }

  /// Day and time: `2026-03-02 09:00:05`.
  var dayAndClock: String { day + " " + clock }

  /// Day and time to the minute: `2026-03-02 09:00`.
  var dayAndMinute: String { day + " " + clock.prefix(5) }

  /// The time, with the day where it is another than that of `other`.
  func clock(after other: EventTime) -> String { day == other.day ? clock : dayAndClock }
}

internal import CloudTrail

/// What puts events in order: time, then issuing before using, then id; then the place, for
/// copies of one record.
struct EventRank: Comparable {
  var time: EventTime
  var id: EventID
  var isIssuing: Bool
  var file: Int32
  var index: Int32

  /// True where both are copies of one record; records without an id never are.
  func isCopy(of other: EventRank) -> Bool {
    time == other.time && id == other.id && id != .none
  }

  static func < (a: EventRank, b: EventRank) -> Bool {
    if a.time != b.time { return a.time < b.time }
    if a.isIssuing != b.isIssuing { return a.isIssuing }
    if a.id != b.id { return a.id < b.id }
    return (a.file, a.index) < (b.file, b.index)
  }
}

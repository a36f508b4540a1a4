/// The file by which CloudTrail delivers a record: one for each account, region and five minutes.
struct Delivery: Hashable, Comparable {
  /// Seconds between two files of the same place.
  static let interval = 300

  /// The time in the file's name.
  var time: Timestamp
  /// The account and region.
  var place: Place

  /// The delivery of `record` when it is ready `lag` seconds after it happened.
  init(of record: Record, lag: Int) {
    let ready = record.time.seconds + lag
    time = Timestamp(seconds: (ready + Self.interval - 1) / Self.interval * Self.interval)
    place = Place(record.account, record.region)
  }

  /// The delivery `count` files later.
  func later(by count: Int) -> Delivery {
    var later = self
    later.time = time + count * Self.interval
    return later
  }

  static func < (a: Delivery, b: Delivery) -> Bool {
    a.time == b.time ? a.place < b.place : a.time < b.time
  }

  /// `AWSLogs/<account>/CloudTrail/<region>/YYYY/MM/DD`.
  var folder: String {
    "AWSLogs/\(place.account.id)/CloudTrail/\(place.region.name)/\(time.folder)"
  }

  /// `<account>_CloudTrail_<region>_YYYYMMDDTHHmmZ_<suffix>.json.gz`.
  func fileName(suffix: String) -> String {
    "\(place.account.id)_CloudTrail_\(place.region.name)_\(time.fileTime)_\(suffix).json.gz"
  }
}

internal import CloudTrail

/// What matched a rule: a few of them by id, all of them by number.
struct Tally: Sendable {
  /// How many ids are kept.
  static let limit = 1_000
  /// How many names of each kind are kept.
  static let nameLimit = 50

  private(set) var hits: [(time: EventTime, id: String)] = []
  private(set) var count = 0
  private(set) var last: EventTime
  private(set) var actors: Set<String> = []
  private(set) var sessions: Set<String> = []
  private(set) var addresses: Set<String> = []
  /// What a rule wants notes to show.
  private(set) var details: Set<String> = []
  /// The matches beyond the limit: the first and the last of them.
  private var beyond: (first: EventTime, last: EventTime)?

  /// Nothing yet, at a time.
  init(at time: EventTime) {
    last = time
  }

  /// When the first match was.
  var first: EventTime? { hits.first?.time }

  /// Adds a match.
  mutating func add(
    _ time: EventTime, _ id: String, actor: String, session: String?, address: String,
    details: [String]
  ) {
    count += 1
    last = max(last, time)
    if hits.count < Self.limit {
      hits.append((time, id))
    } else {
      beyond = (beyond?.first ?? time, time)
    }
    func note(_ text: String, _ names: inout Set<String>) {
      if names.count < Self.nameLimit { names.insert(text) }
    }
    note(actor, &actors)
    if let session { note(session, &sessions) }
    if !address.isEmpty { note(address, &addresses) }
    for detail in details { note(detail, &self.details) }
  }

  /// Forgets what is older than `time`; false where nothing is left.
  mutating func forget(before time: EventTime) -> Bool {
    let kept = hits.filter { $0.time >= time }
    let isBeyondKept = beyond.map { $0.last >= time } ?? false
    count -= hits.count - kept.count
    if !isBeyondKept {
      count = kept.count
      beyond = nil
    }
    hits = kept
    return count > 0
  }
}

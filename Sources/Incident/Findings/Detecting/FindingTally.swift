internal import CloudTrail
internal import Sigma

/// The events of one finding: a few of them by id, all of them by number.
struct FindingTally {
  /// What makes events one finding.
  struct Key: Hashable {
    var rule: Int
    var runner: String?
    /// The session, or who called without one.
    var actor: String
    var isDenied: Bool
    var values: [String]
  }

  /// What completes the reason, and what it is about.
  private struct Detail {
    var topic: String
    var text: String
  }

  /// How many event ids are kept.
  static let limit = 1_000
  /// How many details complete the reason.
  static let detailLimit = 3

  let rule: DetectionRule
  let key: Key
  private(set) var level: Finding.Level
  private(set) var session: String?
  private var first: EventTime
  private var last: EventTime
  private var count = 0
  private var ids: [(time: EventTime, id: EventID)] = []
  private var known: Set<EventID> = []
  private var details: [Detail] = []

  init(_ rule: DetectionRule, _ key: Key, session: String?, at time: EventTime) {
    self.rule = rule
    self.key = key
    self.session = session
    level = .informational
    (first, last) = (time, time)
  }

  /// Adds an event of this level, of a session.
  mutating func add(
    _ time: EventTime, _ id: EventID, of session: String?, level: Finding.Level, shown: [String],
    signals: [Signal]
  ) {
    add(time, id)
    // What several sessions did is no single one's.
    if self.session != session { self.session = nil }
    self.level = max(self.level, level)
    for text in shown { add(Detail(topic: text, text: text)) }
    for signal in signals {
      let topic = signal.name.isCounting ? signal.name.rawValue : signal.words
      add(Detail(topic: topic, text: signal.words))
    }
  }

  /// Adds what completes the reason; what counts takes the place of the count before.
  private mutating func add(_ detail: Detail) {
    if let place = details.firstIndex(where: { $0.topic == detail.topic }) {
      details[place] = detail
    } else if details.count < Self.detailLimit {
      details.append(detail)
    }
  }

  /// Adds an event, each once as far as ids are kept.
  mutating func add(_ time: EventTime, _ id: EventID) {
    if known.contains(id) { return }
    count += 1
    first = min(first, time)
    last = max(last, time)
    guard ids.count < Self.limit else { return }
    ids.append((time, id))
    if id != .none { known.insert(id) }
  }

  /// The finding.
  var finding: Finding {
    let ordered = ids.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    var finding = Finding(
      id: rule.id, title: rule.rule.title + (key.isDenied ? " (denied)" : ""), level: level,
      time: first, eventID: "", why: why, next: rule.options.next)
    finding.eventIDs = ordered.map(\.id.description).filter { !$0.isEmpty }
    finding.lastTime = last
    finding.count = count
    finding.runner = key.runner
    finding.session = session
    finding.describe(rule.rule)
    return finding
  }

  private var why: String {
    let reason = rule.rule.description ?? rule.rule.title
    guard !details.isEmpty else { return reason }
    return reason + " Seen: " + details.map(\.text).joined(separator: "; ") + "."
  }
}

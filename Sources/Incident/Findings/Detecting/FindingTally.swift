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
  /// How many callers and addresses are named.
  static let nameLimit = 5
  /// How much of the values that make a finding stands in its title.
  private static let valueLimit = 60

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
  private var callers: [Int] = []
  private var addresses: [StringID] = []

  init(_ rule: DetectionRule, _ key: Key, session: String?, at time: EventTime) {
    self.rule = rule
    self.key = key
    self.session = session
    level = .informational
    (first, last) = (time, time)
  }

  /// Adds an event of this level, of a session.
  mutating func add(
    _ event: Event, of session: String?, level: Finding.Level, shown: [String], signals: [Signal]
  ) {
    add(event.time, event.id)
    Self.note(event.principal, in: &callers)
    Self.note(event.address, in: &addresses)
    // What several sessions did is no single one's.
    if self.session != session { self.session = nil }
    self.level = max(self.level, level)
    for text in shown { add(Detail(topic: text, text: text)) }
    for signal in signals {
      let topic = signal.name.isCounting ? signal.name.rawValue : signal.words
      add(Detail(topic: topic, text: signal.words))
    }
  }

  private static func note<Name: Equatable>(_ name: Name, in names: inout [Name]) {
    if names.count < nameLimit, !names.contains(name) { names.append(name) }
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

  /// The title of the rule, what tells its findings apart, and whether the calls were denied.
  private var title: String {
    let values = key.values.filter { !$0.isEmpty }
      .map { $0.replacing(".amazonaws.com", with: "") }.joined(separator: " ")
    let shown = values.count > Self.valueLimit ? "\(values.prefix(Self.valueLimit))…" : values
    return rule.rule.title + (shown.isEmpty ? "" : ": \(shown)") + (key.isDenied ? " (denied)" : "")
  }

  /// The finding, with the names that `tables` know.
  func finding(_ tables: EventTables) -> Finding {
    let ordered = ids.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    var finding = Finding(
      id: rule.id, title: title, level: level, time: first, eventID: "", why: why,
      next: rule.options.next)
    let names = callers.map { tables.principals[$0].displayName }
    finding.actors = Array(Set(names.filter { !$0.isEmpty })).sorted()
    finding.sourceIPAddresses = addresses.map(tables.strings.text).filter { !$0.isEmpty }.sorted()
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

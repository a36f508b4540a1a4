internal import CloudTrail
internal import Sigma

/// The events of one finding: a few of them by id, all of them by number.
struct FindingTally {
  /// What makes events one finding, in the numbers of `FindingNames`.
  struct Key: Hashable {
    /// The place of the rule in the pack.
    var rule: Int32
    var runner: Int32
    /// The session, or who called without one.
    var actor: Int32
    /// The values that make findings of their own.
    var values: Int32
    var isDenied: Bool
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

  let key: Key
  private(set) var level = Finding.Level.informational
  /// The session, in the numbers of `FindingNames`.
  private var session: Int32
  private var count = 0
  private var first: EventTime
  private var last: EventTime
  private var ids: [(time: EventTime, id: EventID)] = []
  private var calls = SharedCalls(limit: 64)
  /// How many records are of calls that another account told of before, and the last one of them:
  /// they are evidence, and no second call.
  private var copies = 0
  private var lastCopy = EventID.none
  /// The ids once they are all that are kept.
  private var known: Set<EventID> = []
  private var details: [Detail] = []
  private var callers: [Int32] = []
  private var addresses: [StringID] = []

  init(_ key: Key, session: Int32, at time: EventTime) {
    self.key = key
    self.session = session
    (first, last) = (time, time)
  }

  /// Adds an event of this level, of a session.
  mutating func add(_ event: Event, of session: Int32, level: Finding.Level) {
    add(event.time, event.id)
    if calls.isCopy(event), event.id != lastCopy {
      copies += 1
      lastCopy = event.id
    }
    Self.note(Int32(event.principal), in: &callers)
    Self.note(event.address, in: &addresses)
    // What several sessions did is no single one's.
    if self.session != session { self.session = FindingNames.none }
    self.level = max(self.level, level)
  }

  /// Adds what completes the reason: values of the event, and what detectors noticed of it.
  mutating func add(shown: [String], _ signals: [Signal]) {
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
    if ids.count < Self.limit {
      ids.append((time, id))
      // Until then nobody asks how many they are.
      if ids.count == Self.limit { settle() }
    } else if !known.contains(id) {
      count += 1
      first = min(first, time)
      last = max(last, time)
    }
  }

  /// Takes out what is there twice, and counts what is left.
  private mutating func settle() {
    known = Set(minimumCapacity: ids.count)
    ids.removeAll { id in id.id != .none && !known.insert(id.id).inserted }
    for id in ids {
      first = min(first, id.time)
      last = max(last, id.time)
    }
    count = ids.count
  }

  /// Completes what its rule says of every finding, with names for its numbers; no event can be
  /// added behind it.
  mutating func finding(_ template: Finding, _ names: inout FindingNames, _ tables: EventTables)
    -> Finding
  {
    if count < Self.limit { settle() }
    var finding = template
    finding.level = level
    finding.title += words(names.texts(key.values))
    if !details.isEmpty {
      finding.why += " Seen: " + details.map(\.text).joined(separator: "; ") + "."
    }
    let actors = callers.map { names.actor(Int($0)) }
    finding.actors = Self.sorted(actors.compactMap { names.name($0) })
    finding.sourceIPAddresses = addresses.map { tables.texts[$0] }.filter { !$0.isEmpty }.sorted()
    let ordered = ids.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    finding.eventIDs = ordered.map(\.id.description).filter { !$0.isEmpty }
    finding.firstTime = first
    finding.lastTime = last
    finding.count = max(1, count - copies)
    finding.runner = names.name(key.runner)
    finding.session = names.name(session)
    return finding
  }

  /// What tells the findings of a rule apart, and whether the calls were denied.
  private func words(_ values: [String]) -> String {
    let values = values.filter { !$0.isEmpty }
      .map { $0.replacingBytes(".amazonaws.com", with: "") }.joined(separator: " ")
    let shown = values.count > Self.valueLimit ? "\(values.prefix(Self.valueLimit))…" : values
    return (shown.isEmpty ? "" : ": \(shown)") + (key.isDenied ? " (denied)" : "")
  }

  /// Each name once, none that is empty.
  private static func sorted(_ names: [String]) -> [String] {
    names.count == 1 && names[0] != "" ? names : Set(names.filter { !$0.isEmpty }).sorted()
  }
}

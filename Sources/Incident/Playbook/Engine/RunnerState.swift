internal import CloudTrail
internal import Sigma

/// What has been seen so far of one runner, rule by rule and item by item.
final class RunnerState {
  /// A match of a rule for an item; the empty item stands for the runner as a whole.
  struct Key: Hashable {
    var rule: Int
    var item: String
  }

  /// A value that was learned, when, and where the call was logged that taught it first.
  struct Captured {
    var value: String
    var time: EventTime
    var place: CoverageTally.Place
  }

  let facts: RunnerFacts
  var incident = IncidentStart()
  var watch = SuspicionWatch()
  /// An event worth a row of the incident's table.
  struct Notable {
    var time: EventTime
    var eventID: String
    var actor: String
    var words: String
  }

  /// The first call of a suspicious session that was let through, or that of the outsider who
  /// fetched it, and the first thing that responders did.
  var firstUnauthorized: Notable?
  var firstResponse: Notable?
  /// The keys by id that calls of the runner have used so far.
  private(set) var usedKeys: Set<String> = []
  /// How the records spell them.
  private var spelledKeys: Set<StringID> = []
  /// Tasks that suspicious sessions started.
  var suspectTasks: [String] = []
  /// Roles other than its own that suspicious sessions assumed.
  private(set) var assumedRoles: [RunnerFacts.Role] = []
  /// What it did somewhere: the first ones say most of where it works.
  enum Work: Int, CaseIterable {
    case tasks, logins, calls
  }

  /// The names of the regions where it worked, by what it did.
  private var regions = Work.allCases.map { _ in [StringID: String]() }
  /// Tallies by rule, then by item.
  private typealias Tallies = [Int: [String: Tally]]

  private var tallies: Tallies = [:]
  /// When each rule last matched, by its number.
  private var lastMatches: [EventTime?] = []
  /// What would be evidence, had one of the responders done it.
  private var strangers: Tallies = [:]
  private(set) var captured: [String: [Captured]] = [:]

  /// The items of the sets that never change.
  private var knownItems: [RunnerSet: [StepItem]] = [:]
  private var knownValues: [RunnerSet: [PlaceholderValue]] = [:]
  /// The last answer, for so many roles and this state of the ledger.
  private var firstRevocation: (roles: Int, generation: Int, entry: RevocationLedger.Entry?)?

  init(_ facts: RunnerFacts) {
    self.facts = facts
  }

  /// True where the key that records spell so is one of `usedKeys`.
  func knowsKey(_ spelling: StringID) -> Bool { spelledKeys.contains(spelling) }

  /// Notes a key that a call of the runner has used.
  func noteKey(_ spelling: StringID, _ id: String) {
    spelledKeys.insert(spelling)
    usedKeys.insert(id)
  }

  /// The roles whose sessions must end, as `account/name`, as far as they have names: its own, and
  /// those that suspicious sessions assumed.
  private(set) lazy var exposedRoles = facts.roles.compactMap { role in
    role.name.map { "\(role.account)/\($0)" }
  }

  /// Notes a role, `account/name`, that a suspicious session assumed; false where that is no news.
  func noteAssumed(_ role: String) -> Bool {
    guard !exposedRoles.contains(role), exposedRoles.count < Tally.limit else { return false }
    exposedRoles.append(role)
    assumedRoles.append(
      RunnerFacts.Role(
        name: ResourceName.roleName(role), account: String(role.prefix { $0 != "/" }),
        kind: .other))
    knownItems[.exposedRoleNames] = nil
    knownValues[.exposedRoleNames] = nil
    return true
  }

  /// The entry of `ledger` in force for any of these roles that begins to work first.
  func firstRevocation(_ ledger: RevocationLedger) -> RevocationLedger.Entry? {
    if let known = firstRevocation, known.roles == exposedRoles.count,
      known.generation == ledger.generation
    {
      return known.entry
    }
    let entry = ledger.first(of: exposedRoles)
    firstRevocation = (exposedRoles.count, ledger.generation, entry)
    return entry
  }

  /// The regions where the runner works, in text order.
  var workRegions: [String] { (regions.first { !$0.isEmpty } ?? [:]).values.sorted() }

  /// Notes that it worked in the region `id`, which has this name.
  func note(region id: StringID, _ name: @autoclosure () -> String, of work: Work) {
    if regions[work.rawValue][id] == nil { regions[work.rawValue][id] = name() }
  }

  /// The names of the regions where calls on objects of its buckets were logged: each bucket is in
  /// one.
  private(set) var bucketRegions: [StringID: String] = [:]

  /// True where one of its buckets is known to be in the region.
  func hasBucket(in region: StringID) -> Bool { bucketRegions[region] != nil }

  /// Notes that one of its buckets is in the region `id`, which has this name.
  func note(bucketIn id: StringID, _ name: String) { bucketRegions[id] = name }

  // MARK: Matches

  /// Notes a match; one of a stranger stands apart.
  func add(_ key: Key, _ view: EventView, details: [String], isStranger: Bool = false) {
    if isStranger {
      Self.add(key, view, details: details, to: &strangers)
    } else {
      Self.add(key, view, details: details, to: &tallies)
      noteMatch(of: key.rule, at: view.time)
    }
  }

  /// Notes that a rule matched.
  private func noteMatch(of rule: Int, at time: EventTime) {
    if lastMatches.count <= rule {
      lastMatches += repeatElement(nil, count: rule + 1 - lastMatches.count)
    }
    lastMatches[rule] = lastMatches[rule].map { max($0, time) } ?? time
  }

  /// Looks again when a rule last matched, of which something was forgotten.
  private func renewLastMatch(of rule: Int) {
    guard rule < lastMatches.count else { return }
    lastMatches[rule] = tallies[rule]?.values.lazy.map(\.last).max()
  }

  private static func add(
    _ key: Key, _ view: EventView, details: [String], to tallies: inout Tallies
  ) {
    tallies[key.rule, default: [:]][key.item, default: Tally(at: view.time)].add(
      view.time, view.eventID, actor: view.actor, session: view.sessionID,
      address: view.directAddress, details: details)
  }

  /// Forgets the matches for an item, or for the runner as a whole.
  func forget(_ key: Key) {
    tallies[key.rule]?[key.item] = nil
    renewLastMatch(of: key.rule)
  }

  /// Forgets the matches of a rule for every item.
  func forgetAll(of rule: Int) {
    tallies[rule] = nil
    renewLastMatch(of: rule)
  }

  /// Forgets what is older than the incident, where a rule speaks of the incident alone.
  func beginIncident(_ rules: [PlaybookRule]) {
    guard let start = incident.time else { return }
    for rule in tallies.keys where rules[rule].window == .incident {
      Self.forget(rule, before: start, in: &tallies)
      renewLastMatch(of: rule)
    }
    for rule in strangers.keys { Self.forget(rule, before: start, in: &strangers) }
    if let response = firstResponse, response.time < start { firstResponse = nil }
    for number in rules.indices where rules[number].window == .incident {
      guard let capture = rules[number].capture else { continue }
      captured[capture.id]?.removeAll { $0.time < start }
    }
  }

  private static func forget(_ rule: Int, before start: EventTime, in tallies: inout Tallies) {
    tallies[rule] = tallies[rule]?.compactMapValues { tally in
      var tally = tally
      return tally.forget(before: start) ? tally : nil
    }
  }

  /// What strangers did that a rule asks for, of all items.
  func strangers(of rule: Int) -> [(item: String, tally: Tally)] {
    Self.listed(strangers[rule])
  }

  /// The matches of a rule, of all items.
  func tallies(of rule: Int) -> [(item: String, tally: Tally)] { Self.listed(tallies[rule]) }

  private static func listed(_ tallies: [String: Tally]?) -> [(item: String, tally: Tally)] {
    (tallies ?? [:]).map { ($0.key, $0.value) }.sorted { $0.item < $1.item }
  }

  /// True where the rule matched for the runner as a whole.
  func hasMatch(of rule: Int) -> Bool { tallies[rule]?[""] != nil }

  /// When one of the rules last matched; nil where none did.
  func lastMatch(of rules: [Int]) -> EventTime? {
    var last: EventTime?
    for rule in rules where rule < lastMatches.count {
      guard let time = lastMatches[rule] else { continue }
      last = last.map { max($0, time) } ?? time
    }
    return last
  }

  // MARK: Learned values

  /// Learns a value; a bounded number of them.
  func capture(
    _ id: String, _ value: String, at time: EventTime,
    in there: @autoclosure () -> CoverageTally.Place
  ) {
    var known = captured[id] ?? []
    if let place = known.firstIndex(where: { $0.value == value }) {
      known[place].time = min(known[place].time, time)
    } else if known.count < 10_000 {
      known.append(Captured(value: value, time: time, place: there()))
    }
    captured[id] = known
  }

  /// The values learned before `time`.
  func values(of id: String, before time: EventTime?) -> [String] {
    (captured[id] ?? []).filter { time == nil || $0.time < time ?? $0.time }.map(\.value)
  }

  // MARK: Items

  /// What a step asks for each of, as far as it is known.
  func items(of set: ItemSet) -> [StepItem] {
    switch set {
    case .runner(let set): items(of: set)
    case .captured(let id): values(of: id, before: nil).map { StepItem(label: $0, spellings: [$0]) }
    }
  }

  private func items(of set: RunnerSet) -> [StepItem] {
    if let known = knownItems[set] { return known }
    let items = newItems(of: set)
    if !set.isLearned { knownItems[set] = items }
    return items
  }

  private func newItems(of set: RunnerSet) -> [StepItem] {
    func items(_ texts: [String]) -> [StepItem] {
      texts.map { StepItem(label: $0, spellings: [$0]) }
    }
    switch set {
    case .name: return items([facts.name])
    case .subjects: return items(facts.subjects)
    case .providers: return items(facts.providers)
    case .accounts: return items(facts.accounts.sorted())
    case .roleNames: return facts.roleItems
    case .exposedRoleNames: return facts.roleItems + assumedRoles.map(\.item)
    case .loginRoleNames: return items(facts.loginRoleNames)
    case .successorRoleNames: return items(facts.successorRoles.compactMap(\.name))
    case .buckets: return items(facts.buckets.map(\.words))
    case .clusters: return items(facts.clusters)
    case .keys: return facts.keys
    case .logGroups: return items(facts.logGroups.map(\.words))
    case .taskIds: return items(facts.tasks)
    case .taskDefinitions: return items(facts.taskDefinitions)
    case .taskFamilies:
      return items(Set(facts.taskDefinitions.map(ResourceName.taskFamily)).sorted())
    case .suspectTasks: return items(suspectTasks)
    case .roleArns: return items(facts.roleArns.map(\.words))
    case .subnets: return items(facts.subnets)
    case .securityGroups: return items(facts.securityGroups)
    case .repositories: return items(facts.repositories)
    case .policies: return items(facts.policies)
    case .regions: return items(workRegions)
    case .logRegions: return items(Set(places(of: .logGroups).map(\.region)).sorted())
    }
  }

  /// What `%runner.…%` stands for.
  func values(of set: RunnerSet) -> [PlaceholderValue] {
    if let known = knownValues[set] { return known }
    let values: [PlaceholderValue] =
      switch set {
      case .buckets: facts.buckets
      case .logGroups: facts.logGroups
      case .roleArns: facts.roleArns
      default: items(of: set).flatMap(\.spellings).map { .literal($0) }
      }
    if !set.isLearned { knownValues[set] = values }
    return values
  }
}

extension PlaceholderValue {
  /// The text as given.
  var words: String {
    switch self {
    case .literal(let text), .pattern(let text): text
    }
  }
}

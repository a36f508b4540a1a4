internal import CloudTrail
internal import Sigma

/// Walks through the events in order and gathers, for each runner and rule, what was seen.
///
/// It knows no step by name. An event is asked only by the rules that speak of its call, and only
/// for the runners that it can concern; what rules learn takes effect behind the event.
///
///     event ─► suspicion ─► rules of its call ─► runners ─► items ─► matches
///                                                                      ├─► tallies, captures
///                                                                      └─► revocations
///
/// One thread. Memory grows with runners, rules and sessions, not with events.
final class StepEngine {
  /// A rule that matched.
  private struct Match {
    var runner: RunnerState
    var rule: Int
    /// The labels of the items it matched for; the empty one for the runner as a whole.
    var items: [String]
  }

  let playbook: Playbook
  let tables: EventTables
  let states: [RunnerState]
  private(set) var ledger: RevocationLedger
  private var sessions: [Int: SessionMarks] = [:]
  private var uses: [Int: Session.AfterRevocation] = [:]
  private var rulesByCall: [UInt64: [Int]] = [:]
  private let runnersByAccount: [String: [Int]]
  private let delays: [String: Int64]
  private let networks: [NetworkRange]
  /// Buckets of which a data event was seen.
  private(set) var dataBuckets: Set<String> = []

  /// What was noticed of a session.
  private struct SessionMarks {
    var isSuspect = false
    /// When a call was first denied by an explicit deny in a policy of its role.
    var deniedAt: EventTime?
  }

  /// An engine for the runners of `tables`.
  init(_ playbook: Playbook, _ tables: EventTables) {
    self.playbook = playbook
    self.tables = tables
    ledger = RevocationLedger(grace: playbook.grace)
    states = RunnerFactsReader(tables.graph).facts().map(RunnerState.init)
    var byAccount: [String: [Int]] = [:]
    for state in states {
      // A runner whose account is not known may be anywhere.
      for account in state.facts.accounts.isEmpty ? [""] : state.facts.accounts {
        byAccount[account, default: []].append(state.facts.number)
      }
    }
    runnersByAccount = byAccount
    delays = Dictionary(
      playbook.rules.compactMap { rule in rule.capture.map { ($0.id, rule.delay) } },
      uniquingKeysWith: max)
    networks = playbook.networks.values.flatMap { $0 }.compactMap { NetworkRange($0) }
  }

  /// Takes the next event in order; returns the steps of its runner's that it serves.
  func take(_ item: TimelineBuilder.Item) -> [String] {
    let numbers = rules(of: item.event)
    let view = EventView(item, tables)
    noteSuspicion(view)
    var matches: [Match] = []
    for number in numbers { match(number, view, &matches) }
    for match in matches { apply(match, view) }
    noteUse(view)
    return steps(matches, servedBy: item.finding?.runner)
  }

  private func rules(of event: Event) -> [Int] {
    let key = UInt64(event.source.number) << 32 | UInt64(event.name.number)
    if let numbers = rulesByCall[key] { return numbers }
    let source = tables.strings.text(event.source)
    let name = tables.strings.text(event.name)
    let numbers = playbook.rules.indices.filter { playbook.rules[$0].calls.admits(source, name) }
    rulesByCall[key] = numbers
    return numbers
  }

  private func steps(_ matches: [Match], servedBy runner: Int?) -> [String] {
    var found: Set<Int> = []
    for match in matches where match.runner.facts.number == runner {
      if let step = playbook.rules[match.rule].step, isTold(match.rule, step) { found.insert(step) }
    }
    return found.sorted().map { playbook.steps[$0].id }
  }

  /// True for evidence, contradictions and limits: what a verdict speaks of.
  private func isTold(_ rule: Int, _ step: Int) -> Bool {
    let step = playbook.steps[step]
    return step.parts.contains { $0.evidence.contains(rule) } || step.contradictions.contains(rule)
      || step.limits.contains(rule)
  }

  // MARK: Matching

  private func match(_ number: Int, _ view: EventView, _ matches: inout [Match]) {
    let rule = playbook.rules[number]
    guard rule.ending.admits(view.outcome) else { return }
    let runners = concerned(rule, view)
    guard !runners.isEmpty else { return }
    if runners.count > 1 {
      guard rule.by != .responders || mayRespond(view) else { return }
      let open = EventContext(view: view, engine: self)
      if view.evaluate(rule, open) == .no { return }
    }
    for runner in runners where isOpen(rule, runner, view) {
      let items = self.items(rule, runner, view)
      if !items.isEmpty { matches.append(Match(runner: runner, rule: number, items: items)) }
    }
  }

  /// The items for which the rule says yes.
  private func items(_ rule: PlaybookRule, _ runner: RunnerState, _ view: EventView) -> [String] {
    var context = EventContext(view: view, engine: self, runner: runner)
    guard let set = rule.forEach else { return view.evaluate(rule, context) == .yes ? [""] : [] }
    let items = runner.items(of: set)
    if !rule.asksForItem {
      return view.evaluate(rule, context) == .yes ? items.map(\.label) : []
    }
    return items.filter { item in
      context.item = item
      return view.evaluate(rule, context) == .yes
    }.map(\.label)
  }

  /// The runners that an event can concern: that of the session for what runners do, those of the
  /// account for all else. What a service does concerns the runner it does it for.
  private func concerned(_ rule: PlaybookRule, _ view: EventView) -> [RunnerState] {
    if rule.by == .runner {
      return view.sessionRunner.flatMap { $0 < states.count ? [states[$0]] : nil } ?? []
    }
    if view.principal.isService, let runner = view.finding?.runner, runner < states.count {
      let relatives = states.filter { $0.facts.successors.contains(runner) }
      return [states[runner]] + relatives
    }
    let numbers = (runnersByAccount[view.account] ?? []) + (runnersByAccount[""] ?? [])
    return numbers.map { states[$0] }
  }

  /// True where what the rule waits for has been seen, and the right one called.
  private func isOpen(_ rule: PlaybookRule, _ runner: RunnerState, _ view: EventView) -> Bool {
    if !rule.after.isEmpty {
      guard let last = runner.lastMatch(of: rule.after), view.time > last.advanced(by: rule.delay)
      else { return false }
    }
    return rule.by != .responders || isResponder(view, for: runner.facts)
  }

  // MARK: What follows

  private func apply(_ match: Match, _ view: EventView) {
    let rule = playbook.rules[match.rule]
    let context = EventContext(view: view, engine: self, runner: match.runner)
    if let capture = rule.capture {
      for value in view.texts(of: capture.field, context) where !value.isEmpty {
        for spelling in KeyName.spellings(value) {
          match.runner.capture(capture.id, spelling, at: view.time)
        }
      }
      return
    }
    let details = rule.show.map { view.texts(of: $0, context) } ?? []
    for item in match.items {
      match.runner.add(RunnerState.Key(rule: match.rule, item: item), view, details: details)
    }
    undo(match)
    if let effect = rule.effect { apply(effect, view, context) }
    if rule.by == .responders, isEvidence(match.rule, rule),
      match.runner.incident.act(view.time, marksIncident: rule.marksIncident)
    {
      match.runner.beginIncident(playbook.rules)
    }
  }

  private func isEvidence(_ number: Int, _ rule: PlaybookRule) -> Bool {
    rule.step.map { playbook.steps[$0].parts.contains { $0.evidence.contains(number) } } ?? false
  }

  /// Takes back what this match undoes, for the same items.
  private func undo(_ match: Match) {
    for number in playbook.rules.indices
    where playbook.rules[number].undoneBy.contains(match.rule) {
      for item in match.items {
        if item.isEmpty {
          match.runner.forgetAll(of: number)
        } else {
          match.runner.forget(RunnerState.Key(rule: number, item: item))
          match.runner.forget(RunnerState.Key(rule: number, item: ""))
        }
      }
    }
  }

  private func apply(_ effect: PlaybookRule.Effect, _ view: EventView, _ context: EventContext) {
    switch effect {
    case .ends(let roles, let before, let policy):
      let cutoff: EventTime?
      switch before {
      case .forever: cutoff = nil
      case .eventTime: cutoff = view.time
      case .field(let name):
        guard let text = view.texts(of: name, context).first,
          let time = EventTime(iso: Array(text.utf8))
        else { return }
        cutoff = time
      }
      let entry = RevocationLedger.Entry(
        cutoff: cutoff, put: view.time,
        policy: policy.flatMap { view.texts(of: $0, context).first },
        eventID: view.eventID)
      for role in view.texts(of: roles, context) { ledger.end("\(view.account)/\(role)", entry) }
    case .restores(let roles, let policy):
      guard let name = view.texts(of: policy, context).first else { return }
      for role in view.texts(of: roles, context) {
        ledger.restore("\(view.account)/\(role)", policy: name)
      }
    }
  }
}

// MARK: What rules ask

extension StepEngine {
  /// The name of a runner.
  func name(of runner: Int) -> String {
    runner < states.count ? states[runner].facts.label : ""
  }

  /// What a role, `account/name`, is for.
  func kind(ofRole role: String) -> RoleKind? {
    if let found = tables.graph.naming.role(role) { return found.kind }
    return tables.graph.owners[RunnerGraph.Resource(kind: .role, name: role)] == nil ? nil : .login
  }

  /// True where the event is a reading of the access logs of the runner's bucket.
  func isAccessLog(_ view: EventView, of runner: Int) -> Bool {
    view.source == "s3.amazonaws.com"
      && tables.graph.owner(ofAccessLog: view.event.resource) == runner
  }

  /// The time before which learned values count; nil = at once.
  func learnedBefore(_ capture: String, at time: EventTime) -> EventTime? {
    guard let delay = delays[capture], delay > 0 else { return nil }
    return time.advanced(by: -delay)
  }

  /// True where the event can be the work of responders at all.
  private func mayRespond(_ view: EventView) -> Bool {
    if view.principal.isService || view.principal.type == "WebIdentityUser" { return false }
    if view.principal.arn?.contains(":assumed-role/AWSServiceRoleFor") == true { return false }
    guard let runner = view.sessionRunner, runner < states.count else { return true }
    return !states[runner].facts.hasNamedRoles
  }

  /// True where those called who answer the runner's incident.
  func isResponder(_ view: EventView, for runner: RunnerFacts) -> Bool {
    guard mayRespond(view), view.sessionRunner != runner.number else { return false }
    guard !playbook.responders.isEmpty else { return true }
    let names = [view.principal.arn, view.principal.issuerArn].compactMap { $0 }
    return playbook.responders.contains { pattern in
      names.contains { Wildcard(pattern).matches($0) }
    }
  }

  /// What the revocations of the runner's roles mean for the session that was used.
  func revocation(_ view: EventView, _ runner: RunnerState) -> SessionRevocation {
    guard let node = view.session, let role = node.role, let issued = node.session.issuedAt else {
      return .none
    }
    let roles = runner.facts.roles.compactMap { role in
      role.name.map { "\(role.account)/\($0)" }
    }
    return ledger.state(of: role, issued: issued, at: view.time, among: roles)
  }

  /// True where the request takes away what keeps sessions ended.
  func endsRevocation(_ request: RequestReading) -> Bool {
    guard let policy = request.policyName else { return false }
    if let document = request.permissions, document.deniesAll || document.revokesBefore != nil {
      return false
    }
    return request.view.mentions(.role).contains {
      ledger.isNeeded(policy, on: $0, at: request.view.time)
    }
  }

  /// True for a session from a suspicious address, or one that such a session led to.
  func isSuspect(_ session: Int) -> Bool {
    var number: Int? = session
    var depth = 0
    while let current = number, depth < 64 {
      if sessions[current]?.isSuspect == true { return true }
      number = tables.graph.sessions.nodes[current].parent
      depth += 1
    }
    return false
  }

  /// True where a policy of its role had explicitly denied a call of the session before.
  func wasDenied(_ session: Int, before time: EventTime) -> Bool {
    guard let denied = sessions[session]?.deniedAt else { return false }
    return time > denied.advanced(by: playbook.grace)
  }
}

// MARK: What is noticed of every event

extension StepEngine {
  private static let explicitDeny = "with an explicit deny in an identity-based policy"

  /// True for an address outside of the playbook's networks, where it names any.
  private func isForeign(_ address: String) -> Bool {
    guard !networks.isEmpty, PublicAddress.isPublic(address) else { return false }
    let bytes = Array(address.utf8)
    return !networks.contains { $0.contains(bytes.span, 0..<bytes.count) }
  }

  /// Notes logins and uses that are out of the ordinary.
  private func noteSuspicion(_ view: EventView) {
    if view.finding?.stage == .login { return noteLogin(view) }
    guard let number = view.finding?.session, let runner = view.sessionRunner,
      runner < states.count, view.principal.invokedBy == nil
    else { return }
    let state = states[runner]
    let role = view.session?.role.map(ResourceName.roleName) ?? ""
    let notice = state.watch.use(
      of: number, role: role, from: view.address, at: view.time,
      isForeign: isForeign(view.address))
    if state.watch.addresses.contains(view.address) {
      sessions[number, default: SessionMarks()].isSuspect = true
    }
    tell(notice, to: state)
    if view.outcome == .denied, sessions[number]?.deniedAt == nil,
      view.record?.text(Field.errorMessage)?.contains(Self.explicitDeny) == true
    {
      sessions[number, default: SessionMarks()].deniedAt = view.time
    }
  }

  private func noteLogin(_ view: EventView) {
    guard let runner = view.finding?.runner, runner < states.count else { return }
    let state = states[runner]
    let notice = state.watch.login(
      from: view.address, at: view.time, succeeded: view.outcome == .success,
      isForeign: isForeign(view.address))
    if state.watch.addresses.contains(view.address),
      let issued = tables.graph.sessions.issued[view.event.id]
    {
      sessions[issued, default: SessionMarks()].isSuspect = true
    }
    tell(notice, to: state)
  }

  private func tell(_ notice: SuspicionWatch.Notice?, to state: RunnerState) {
    guard let notice, state.incident.suspect(notice.time, notice.words) else { return }
    state.beginIncident(playbook.rules)
  }

  /// Notes where a runner works and with which keys, and uses of ended sessions.
  private func noteUse(_ view: EventView) {
    if view.event.isData, view.source == "s3.amazonaws.com", dataBuckets.count < 100_000 {
      dataBuckets.formUnion(view.mentions(.bucket))
    }
    guard let runner = view.finding?.runner, runner < states.count else { return }
    let state = states[runner]
    if let bucket = view.contextBucket, view.outcome == .success,
      state.facts.buckets.isEmpty || tables.graph.owns(runner, bucket: bucket)
    {
      state.usedKeys.formUnion(view.mentions(.key).map(KeyName.id))
    }
    notePlace(view, state)
    noteTasks(view, state)
    noteEnded(view)
  }

  private func notePlace(_ view: EventView, _ state: RunnerState) {
    guard view.outcome == .success, !view.region.isEmpty else { return }
    let isOwn = view.sessionRunner == state.facts.number
    if isOwn, view.name == "RunTask" { state.regions[0][view.region] = true }
    if view.finding?.stage == .login { state.regions[1][view.region] = true }
    if isOwn, view.source != "iam.amazonaws.com" { state.regions[2][view.region] = true }
  }

  /// Tasks that a suspicious session started must be stopped.
  private func noteTasks(_ view: EventView, _ state: RunnerState) {
    guard ["RunTask", "StartTask"].contains(view.name), view.outcome == .success,
      let session = view.finding?.session, isSuspect(session)
    else { return }
    for task in view.mentions(.task)
    where !state.suspectTasks.contains(task) && state.suspectTasks.count < Tally.limit {
      state.suspectTasks.append(task)
    }
  }

  /// Counts what is done with a session behind its end.
  private func noteEnded(_ view: EventView) {
    guard let number = view.finding?.session, let node = view.session, let role = node.role,
      let issued = node.session.issuedAt, let entry = ledger.entry(for: role, issued: issued),
      view.time > entry.put, view.name != "GetCallerIdentity"
    else { return }
    if view.outcome == .denied { uses[number, default: Session.AfterRevocation()].denied += 1 }
    if view.outcome == .success, view.time > entry.start.advanced(by: playbook.grace) {
      uses[number, default: Session.AfterRevocation()].succeeded += 1
    }
  }

  /// What the steps came to, by runner, then in the order of the playbook.
  func verdicts(_ coverage: [CoverageEntry]) -> [StepVerdict] {
    let judge = CoverageJudge(entries: coverage, playbook: playbook, dataBuckets: dataBuckets)
    return VerdictWriter(engine: self, coverage: judge).verdicts()
  }

  /// What made each runner suspect, in the order of the graph.
  var suspicions: [Runner.Suspicion] { states.map(\.incident.suspect) }

  /// Fills in what is known of the end of sessions.
  ///
  /// A success counts as a use behind the end once the grace is over.
  func mark(_ listed: inout [Session]) {
    var numbers: [String: Int] = [:]
    for (number, node) in tables.graph.sessions.nodes.enumerated() {
      numbers[node.session.id] = number
    }
    for index in listed.indices {
      guard let number = numbers[listed[index].id],
        let role = tables.graph.sessions.nodes[number].role, let issued = listed[index].issuedAt,
        let entry = ledger.entry(for: role, issued: issued)
      else { continue }
      if let expiry = listed[index].expiresAt, expiry <= entry.put { continue }
      listed[index].revokedAt = max(entry.put, issued)
      listed[index].afterRevocation = uses[number] ?? Session.AfterRevocation()
    }
  }
}

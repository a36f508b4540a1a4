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
    /// True where the right thing was done by somebody who is none of the responders.
    var isStranger: Bool
  }

  let playbook: Playbook
  let tables: EventTables
  let states: [RunnerState]
  private(set) var ledger: RevocationLedger
  /// What was noticed of sessions, by number.
  var marks: [SessionMarks]
  /// What was done with sessions behind their end.
  var uses: [Int: Session.AfterRevocation] = [:]
  let runnersByAccount: [String: [Int]]
  /// The same for accounts that were met, with those that may be anywhere.
  var runnersThere: [StringID: AccountRunners] = [:]
  /// The runners of which each capture has learned anything.
  private var capturers: [String: Set<Int>] = [:]
  var names: NameOwners
  /// Whom suspicious sessions made, `account/user eve`, and keys, roles, identity providers.
  var intruders: Set<String> = []
  /// How long, in seconds, after they were learned the values of captures begin to count.
  let delays: [String: Int64]
  let networks: [NetworkRange]
  /// Whom people suspect.
  let suspects: FactsMatch
  /// Who revoked, by the id of the event.
  private(set) var actors: [String: String] = [:]
  /// Buckets of which a data event was seen.
  var dataBuckets: Set<String> = []
  /// Those of the events that were asked about, by number.
  var notedBuckets: Set<StringID> = []
  let known: KnownCalls
  /// What is asked of each kind of events.
  private var table: QuestionTable
  /// The runners whose place each runner took, in order.
  let forerunners: [Int: [Int]]
  /// The sessions of each role, `account/name`, in order.
  private(set) lazy var sessionsOfRoles: [String: [Int]] = {
    var numbers: [String: [Int]] = [:]
    let nodes = tables.graph.sessions.nodes
    for number in nodes.indices {
      nodes[number].role.map { numbers[$0, default: []].append(number) }
    }
    return numbers
  }()
  /// Whether each principal may be a responder.
  private let mayRespond: [Bool]
  /// What each rule is used for.
  private let ruleUses: [RuleUse]

  /// What a rule is used for, beyond its own question.
  private struct RuleUse {
    /// True for evidence of a part of its step.
    var isEvidence = false
    /// True for evidence, contradictions and limits: what a verdict speaks of.
    var isTold = false
    /// The rules whose matches it takes back.
    var undoes: [Int] = []
  }

  /// What was noticed of a session.
  struct SessionMarks {
    var isSuspect = false
    /// The address of its first call, where that is not out of the ordinary; nil until it is known.
    var usualAddress: StringID?
    /// How many of the runner's addresses were out of the ordinary when that was found.
    var oddCount = 0
    /// When a call was first denied by an explicit deny in a policy of its role.
    var deniedAt: EventTime?
  }

  /// An engine for the runners of `tables`, which begin as `states` and are known by `names`; it
  /// remembers what is asked for so many kinds of events.
  init(
    _ playbook: Playbook, _ tables: EventTables, _ states: [RunnerState], _ names: NameOwners,
    facts: IncidentFacts = IncidentFacts(), kinds: Int
  ) {
    table = QuestionTable(limit: kinds)
    self.playbook = playbook
    suspects = FactsMatch(facts)
    self.tables = tables
    ledger = RevocationLedger(grace: playbook.grace)
    self.states = states
    self.names = names
    marks = Array(repeating: SessionMarks(), count: tables.graph.sessions.nodes.count)
    var byAccount: [String: [Int]] = [:]
    for state in states {
      // A runner whose account is not known may be anywhere.
      for account in state.facts.accounts.isEmpty ? [""] : state.facts.accounts {
        byAccount[account, default: []].append(state.facts.number)
      }
    }
    runnersByAccount = byAccount
    forerunners = states.reduce(into: [:]) { found, state in
      for successor in state.facts.successors {
        found[successor, default: []].append(state.facts.number)
      }
    }
    delays = Dictionary(
      playbook.rules.compactMap { rule in rule.capture.map { ($0.id, rule.delay) } },
      uniquingKeysWith: max)
    known = KnownCalls(tables.strings)
    mayRespond = tables.principals.indices.map { Self.mayRespond(tables.principals, $0) }
    ruleUses = Self.ruleUses(in: playbook)
    for state in states where facts.concerns(state.facts.label) {
      state.incident.given = facts.compromised
      state.incident.lastGiven = facts.lastMoment
      state.incident.isNamed = facts.runner != nil
    }
    networks = playbook.networks.values.flatMap { $0 }.compactMap { NetworkRange($0) }
  }

  /// The rules of a playbook as they are asked.
  static func asked(_ playbook: Playbook) -> [AskedRule] {
    playbook.rules.map { rule in
      let ending = rule.ending
      return AskedRule(detection: rule.detection, calls: rule.calls, by: rule.by) { facts in
        ending.admits(facts.outcome)
      }
    }
  }

  /// Learns what the rules ask of kinds of events; every event that is taken is of one of these.
  func learn(_ kinds: [[OpenRule]], beginsAnew: Bool) {
    table.learn(kinds, beginsAnew: beginsAnew)
  }

  /// Takes the next event in order; returns the steps of its runner's that it serves.
  func take(_ view: EventView) -> [String] {
    noteSuspicion(view)
    var questions = table.questions(view.kind, state(of: view))
    if view.isRepeat {
      // The record of the same call was asked already.
      questions.removeAll { !playbook.rules[$0.rule].calls.isNarrow }
    }
    if questions.isEmpty, view.finding == nil, !view.event.isData { return [] }
    var matches: [Match] = []
    for question in questions where view.named.isSuperset(of: question.names) {
      match(question, view, &matches)
    }
    for match in matches { apply(match, view) }
    noteUse(view)
    return matches.isEmpty ? [] : steps(matches, servedBy: view.finding?.runner)
  }

  /// What is known of an event now.
  func state(of view: EventView) -> EventState {
    var state: EventState = []
    if view.sessionRunner != nil { state.insert(.isRunner) }
    if mayRespond(view) { state.insert(.mayRespond) }
    if let session = view.finding?.session {
      if isSuspect(session) { state.insert(.isSuspect) }
      if wasDenied(session, before: view.time) { state.insert(.wasDenied) }
    }
    if ledger.isEmpty || view.usedRole == nil { state.insert(.isUnrevoked) }
    if view.event.source != known.s3 || view.accessLogOwner == nil {
      state.insert(.isNoAccessLog)
    }
    return state
  }

  /// Whether the caller of an event may be a responder; a runner with roles of its own is none.
  func mayRespond(_ view: EventView) -> Bool {
    guard mayRespond[view.event.principal] else { return false }
    guard let runner = view.sessionRunner, runner < states.count else { return true }
    return !states[runner].facts.hasNamedRoles
  }

  /// The same of a principal by its number; one that is handed over is copied.
  private static func mayRespond(_ principals: [Principal], _ number: Int) -> Bool {
    let type = principals[number].type
    let arn = principals[number].arn
    if type == "WebIdentityUser" { return false }
    if Principal.isService(type: type, arn: arn, invokedBy: principals[number].invokedBy) {
      return false
    }
    return arn.map { JSONText.contains($0, serviceRole) } != true
  }

  private static let serviceRole = Array(":assumed-role/AWSServiceRoleFor".utf8)

  private static func ruleUses(in playbook: Playbook) -> [RuleUse] {
    var uses = playbook.rules.map { _ in RuleUse() }
    for (number, rule) in playbook.rules.enumerated() {
      for other in rule.undoneBy { uses[other].undoes.append(number) }
      guard let step = rule.step.map({ playbook.steps[$0] }) else { continue }
      uses[number].isEvidence = step.parts.contains { $0.evidence.contains(number) }
      uses[number].isTold =
        uses[number].isEvidence || step.contradictions.contains(number)
        || step.limits.contains(number)
    }
    return uses
  }

  private func steps(_ matches: [Match], servedBy runner: Int?) -> [String] {
    var found: Set<Int> = []
    for match in matches where match.runner.facts.number == runner && ruleUses[match.rule].isTold {
      if let step = playbook.rules[match.rule].step { found.insert(step) }
    }
    return found.sorted().map { playbook.steps[$0].id }
  }

  // MARK: Matching

  private func match(
    _ question: QuestionTable.Question, _ view: EventView, _ matches: inout [Match]
  ) {
    let number = question.rule
    guard mayMatch(question) else { return }
    let runners = concerned(question, view)
    guard !runners.isEmpty else { return }
    if runners.count > 1 {
      let open = EventContext(view: view, engine: self)
      if view.evaluate(question, open) == .no { return }
    }
    for runner in runners where isOpen(number, runner, view) {
      let isStranger =
        playbook.rules[number].by == .responders
        && !isResponder(view, for: runner.facts.number)
      if isStranger, !(ruleUses[number].isEvidence && isStrange(view, to: runner.facts.number)) {
        continue
      }
      let items = self.items(question, runner, view)
      if items.isEmpty { continue }
      matches.append(Match(runner: runner, rule: number, items: items, isStranger: isStranger))
    }
  }

  /// False where only learned values can make a match, and no runner has any yet.
  private func mayMatch(_ question: QuestionTable.Question) -> Bool {
    if case .captured(let id) = playbook.rules[question.rule].forEach, capturers[id] == nil {
      return false
    }
    return question.captures.isEmpty || question.captures.contains { capturers[$0] != nil }
  }

  /// The items for which the rule says yes.
  private func items(
    _ question: QuestionTable.Question, _ runner: RunnerState, _ view: EventView
  ) -> [String] {
    var context = EventContext(view: view, engine: self, runner: runner)
    guard let set = playbook.rules[question.rule].forEach else {
      return view.evaluate(question, context) == .yes ? [""] : []
    }
    let items = runner.items(of: set)
    if !playbook.rules[question.rule].asksForItem {
      return view.evaluate(question, context) == .yes ? items.map(\.label) : []
    }
    return items.filter { item in
      context.item = item
      return view.evaluate(question, context) == .yes
    }.map(\.label)
  }

  /// The runners that an event can concern: that of the session for what runners do, those of the
  /// account for all else. Credentials that a service fetches concern the runner it does it for,
  /// and those that runner came from.
  private func concerned(_ question: QuestionTable.Question, _ view: EventView) -> [RunnerState] {
    if playbook.rules[question.rule].by == .runner {
      return view.sessionRunner.flatMap { $0 < states.count ? [states[$0]] : nil } ?? []
    }
    // What is no record names no account that logged it: whose it is was found by what it names.
    if known.evidence(view.event.source) != nil {
      return view.finding?.runner.flatMap { $0 < states.count ? [states[$0]] : nil } ?? []
    }
    if view.principal.isService, view.source == "sts.amazonaws.com",
      let runner = view.finding?.runner, runner < states.count
    {
      return [states[runner]] + (forerunners[runner] ?? []).map { states[$0] }
    }
    let there = runners(in: view.event.account)
    guard there.states.count > 1 else { return there.states }
    if let fields = playbook.rules[question.rule].boundBy ?? question.boundBy {
      return owners(of: fields, view, EventContext(view: view, engine: self), among: there)
    }
    if question.captures.isEmpty { return there.states }
    return there.those(
      question.captures.reduce(into: Set()) { $0.formUnion(capturers[$1] ?? []) })
  }

  /// True where what the rule waits for has been seen.
  private func isOpen(_ number: Int, _ runner: RunnerState, _ view: EventView) -> Bool {
    if playbook.rules[number].isAnsweredOnce, runner.hasMatch(of: number) { return false }
    if playbook.rules[number].after.isEmpty { return true }
    guard let last = runner.lastMatch(of: playbook.rules[number].after) else { return false }
    return view.time > last.advanced(by: playbook.rules[number].delay)
  }

  // MARK: What follows

  private func apply(_ match: Match, _ view: EventView) {
    let context = EventContext(view: view, engine: self, runner: match.runner)
    if let capture = playbook.rules[match.rule].capture {
      for value in view.texts(of: capture.field, context) where !value.isEmpty {
        if playbook.rules[match.rule].namesIntruders { noteIntruder(value, madeBy: view) }
        for spelling in KeyName.spellings(value) {
          match.runner.capture(capture.id, spelling, at: view.time, in: view.logged)
          capturers[capture.id, default: []].insert(match.runner.facts.number)
          learn(spelling, of: match.runner.facts.number)
        }
      }
      return
    }
    let details = playbook.rules[match.rule].show.map { view.texts(of: $0, context) } ?? []
    for item in match.items {
      match.runner.add(
        RunnerState.Key(rule: match.rule, item: item), view, details: details,
        isStranger: match.isStranger)
    }
    undo(match)
    if let effect = playbook.rules[match.rule].effect {
      apply(effect, playbook.rules[match.rule].title, view, context)
    }
    guard playbook.rules[match.rule].by == .responders, !match.isStranger,
      ruleUses[match.rule].isEvidence
    else { return }
    noteResponse(view, match.runner)
    let marksIncident = playbook.rules[match.rule].marksIncident
    if match.runner.incident.act(view.time, marksIncident: marksIncident) {
      match.runner.beginIncident(playbook.rules)
    }
  }

  /// Learns a name of a runner, so that events that name it are asked about.
  func learn(_ name: String, of runner: Int) {
    names.add(name, runner)
  }

  /// Takes back what this match undoes, for the same items.
  private func undo(_ match: Match) {
    for number in ruleUses[match.rule].undoes {
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

  private func apply(
    _ effect: PlaybookRule.Effect, _ title: String, _ view: EventView, _ context: EventContext
  ) {
    switch effect {
    case .ends(let roles, let before, let policy):
      let cutoff: EventTime?
      switch before {
      case .forever: cutoff = nil
      case .eventTime: cutoff = view.time
      case .field(let name):
        guard let text = view.texts(of: name, context).first,
          let time = EventTime(iso: text)
        else { return }
        cutoff = time
      }
      let entry = RevocationLedger.Entry(
        cutoff: cutoff, put: view.time,
        policy: policy.flatMap { view.texts(of: $0, context).first }, document: view.managedPolicy,
        eventID: view.eventID, words: title)
      actors[view.eventID] = view.actor
      for role in view.texts(of: roles, context) { ledger.end("\(view.account)/\(role)", entry) }
    case .restores(let roles, let policy):
      guard let name = view.texts(of: policy, context).first else { return }
      for role in view.texts(of: roles, context) {
        ledger.restore("\(view.account)/\(role)", policy: name, at: view.time)
      }
    }
  }
}

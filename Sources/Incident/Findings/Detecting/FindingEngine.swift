internal import CloudTrail
internal import Sigma

/// Walks through the events in order, asks the rules about them, and gathers findings.
///
///     event ─┬─ what was answered while scanning ───────────────────────────────► suppressions
///            └─ detectors in code ─► rules of its call, and of what was noticed ─┘       └─► tallies
///
/// It asks behind the `StepEngine`, whose knowledge of runners, sessions and revocations it shares.
/// One thread. Memory grows with findings, runners and what correlations count, not with events.
final class FindingEngine {
  let pack: DetectionPack
  let steps: StepEngine
  private var watch: EventWatch
  private var suppressions: SuppressionLedger
  private var tallies: [FindingTally] = []
  /// The place of each in `tallies`.
  private var places: [FindingTally.Key: Int] = [:]
  private var names: FindingNames
  private var correlations: CorrelationLedger
  private var correlated: [Finding] = []
  private var evidence: [EvidenceMark] = []
  /// What detectors in code make of each call.
  private var kinds: EventWatch.Kind.Table
  /// What is asked of each kind of events; not by rules that wait, or were answered while scanning.
  private var table: QuestionTable
  /// Rules that wait for a signal, or an indicator.
  private let signalQuestions: [QuestionTable.Question]
  private let indicatorQuestions: [QuestionTable.Question]
  private let leastTagged: Finding.Level

  /// An engine that asks the rules of `pack` and knows what `steps` knows.
  ///
  /// Entries are tagged with matches of `leastTagged` and above; everything is usual where the time
  /// is known to be clean.
  init(
    _ pack: DetectionPack, _ steps: StepEngine, baseline: Baseline, isClean: Bool,
    tagsFrom leastTagged: Finding.Level, kinds limit: Int
  ) {
    table = QuestionTable(limit: limit)
    self.leastTagged = leastTagged
    self.pack = pack
    self.steps = steps
    watch = EventWatch(steps, baseline, isClean: isClean)
    kinds = EventWatch.Kind.Table(steps.tables.strings)
    correlations = CorrelationLedger(pack.ruleSet)
    suppressions = SuppressionLedger(steps.playbook.suppressions)
    names = FindingNames(steps.tables, runners: steps.states.count)
    func waiting(_ isWaiting: (DetectionRule) -> Bool) -> [QuestionTable.Question] {
      pack.rules.indices.filter { isWaiting(pack.rules[$0]) }.map {
        QuestionTable.Question(rule: $0, pack.rules[$0].detection)
      }
    }
    signalQuestions = waiting(\.needsSignal)
    indicatorQuestions = steps.tables.indicators.isEmpty ? [] : waiting(\.needsIndicator)
  }

  /// The rules of a pack as they are asked.
  static func asked(_ pack: DetectionPack) -> [AskedRule?] {
    pack.rules.map { rule in
      rule.waits || rule.isAnsweredByRecord
        ? nil
        : AskedRule(
          detection: rule.detection, calls: rule.calls, by: .anyone,
          needsSession: rule.needsSession
        ) { facts in
          rule.admits(
            facts.outcome, hasFailed: facts.hasFailed, isServiceWork: facts.isServiceWork)
        }
    }
  }

  /// Learns what the rules ask of kinds of events; every event that is taken is of one of these.
  func learn(_ kinds: [[OpenRule]], beginsAnew: Bool) {
    table.learn(kinds, beginsAnew: beginsAnew)
  }

  /// Earlier events that turned out to be evidence since this was asked for last.
  func takeEvidence() -> [EvidenceMark] {
    defer { evidence = [] }
    return evidence
  }

  /// How long back, in seconds of log time, an event may turn out to be evidence: a window of the
  /// detectors, or of a correlation and the silence behind it.
  var lookBack: Int64 {
    let span = min(pack.ruleSet.longestTimespan, 30 * 86_400)
    return max(SlidingWindow.length, 2 * span + 60)
  }

  /// Judges the correlations whose windows are still open, when no more events come, and returns
  /// the evidence.
  func takeLastEvidence() -> [EvidenceMark] {
    keep(correlations.findings())
    return takeEvidence()
  }

  /// Keeps what correlations found, and marks its events.
  private func keep(_ findings: [Finding]) {
    for finding in findings where !suppressions.silence(finding) {
      correlated.append(finding)
      guard finding.level >= leastTagged else { continue }
      evidence += finding.eventIDs.map { EvidenceMark(eventID: EventID($0), finding: finding.id) }
    }
  }

  /// Takes the next event in order; returns the ids of the findings that it serves.
  func take(_ view: EventView) -> [String] {
    keep(correlations.findings(before: view.time))
    // A line of an access log that repeats a record tells nothing new.
    if view.isRepeat { return [] }
    let notes = watch.take(view, kinds.kind(of: view.event.source, view.event.name))
    guard view.isSelected else { return [] }
    var found: [Int] = []
    for number in view.event.answers { takeAnswer(Int(number), view, notes, &found) }
    let questions = table.questions(view.kind, steps.state(of: view))
    ask(questions, areSettled: true, view, notes, &found)
    if !view.event.raw.isEmpty { ask(indicatorQuestions, view, notes, &found) }
    if !notes.isEmpty { ask(signalQuestions, view, notes, &found) }
    return found.isEmpty ? [] : Set(found).map { pack.rules[$0].id }.sorted()
  }

  /// Takes the next event in order, of which nobody asks more than was answered while scanning.
  func takeAnswers(_ view: EventView) {
    keep(correlations.findings(before: view.time))
    guard view.isSelected else { return }
    var found: [Int] = []
    for number in view.event.answers { takeAnswer(Int(number), view, EventNotes(), &found) }
  }

  // MARK: One rule

  /// Asks questions of an event. Those that are settled are known to be about calls that ended as
  /// it did, made by callers like its own.
  private func ask(
    _ questions: [QuestionTable.Question], areSettled: Bool = false, _ view: EventView,
    _ notes: EventNotes, _ found: inout [Int]
  ) {
    if questions.isEmpty { return }
    let isNoted = !notes.isEmpty
    for question in questions
    where view.named.isSuperset(of: question.names) && (isNoted || !question.needsNotes) {
      let rule = pack.rules[question.rule]
      // What asks about a record that was not kept has been answered while scanning: no.
      guard rule.needs != .whole || !view.event.raw.isEmpty,
        areSettled ? admitsDeployer(rule, view) : admits(rule, view)
      else { continue }
      ask(rule, question, view, notes, &found)
    }
  }

  private func ask(
    _ rule: DetectionRule, _ question: QuestionTable.Question, _ view: EventView,
    _ notes: EventNotes, _ found: inout [Int]
  ) {
    for runner in runners(rule, question, view, notes) {
      let context = EventContext(view: view, engine: steps, runner: runner, notes: notes)
      guard view.evaluate(question.detection, needs: question.needs, context) == .yes else {
        continue
      }
      match(question.rule, rule, view, context, &found)
      // What is no runner's own concerns the account: one finding is enough.
      if view.finding?.runner == nil, !rule.asksForRunner { return }
    }
  }

  /// True where a rule is about calls that ended so, made by such callers.
  private func admits(_ rule: DetectionRule, _ view: EventView) -> Bool {
    rule.admits(
      view.outcome, hasFailed: view.hasFailed, isServiceWork: view.isServiceWork)
      && admitsDeployer(rule, view)
  }

  /// False where a rule is not about deployers, and one made the call.
  private func admitsDeployer(_ rule: DetectionRule, _ view: EventView) -> Bool {
    rule.options.includesDeployers || !steps.isDeployer(view)
  }

  /// Takes what a rule said of the record while it was scanned: yes.
  private func takeAnswer(
    _ number: Int, _ view: EventView, _ notes: EventNotes, _ found: inout [Int]
  ) {
    let rule = pack.rules[number]
    guard admits(rule, view) else { return }
    let runner = view.finding?.runner.flatMap { $0 < steps.states.count ? steps.states[$0] : nil }
    guard rule.isPlain, suppressions.isEmpty else {
      let context = EventContext(view: view, engine: steps, runner: runner, notes: notes)
      return match(number, rule, view, context, &found)
    }
    guard rule.isFinding else { return }
    let level = lowered(rule.level, rule, view)
    let session = session(view)
    let place = place(number, rule, view, runner, session, values: [])
    tallies[place].add(view.event, of: session, level: level)
    if level >= leastTagged { found.append(number) }
  }

  /// The runners that a rule is asked for: that of the event, else those of the account.
  private func runners(
    _ rule: DetectionRule, _ question: QuestionTable.Question, _ view: EventView,
    _ notes: EventNotes
  ) -> [RunnerState?] {
    if let runner = view.finding?.runner, runner < steps.states.count {
      return [steps.states[runner]]
    }
    guard rule.asksForRunner else { return [nil] }
    let there = steps.runners(in: view.event.account)
    guard there.states.count > 1 else { return there.states }
    let open = EventContext(view: view, engine: steps, notes: notes)
    if let fields = question.boundBy {
      return steps.owners(of: fields, view, open, among: there)
    }
    return view.evaluate(question.detection, needs: question.needs, open) == .no ? [] : there.states
  }

  private func match(
    _ number: Int, _ rule: DetectionRule, _ view: EventView, _ context: EventContext,
    _ found: inout [Int]
  ) {
    let runner = context.runner?.facts.label
    if rule.isCounted { correlations.note(rule.number, view, context, runner: runner) }
    guard rule.isFinding, !suppressions.silence(rule.id, runner: runner, view, context) else {
      return
    }
    let level = level(of: rule, view, context)
    let values = rule.options.per.map { view.texts(of: $0, context).joined(separator: ",") }
    let session = session(view)
    let place = place(number, rule, view, context.runner, session, values: values)
    let signals = context.notes?.signals(named: rule.signalNames) ?? []
    for signal in signals {
      for earlier in signal.evidence {
        tallies[place].add(earlier.time, earlier.eventID)
        if level >= leastTagged {
          evidence.append(
            EvidenceMark(time: earlier.time, eventID: earlier.eventID, finding: rule.id))
        }
      }
    }
    let shown = rule.options.show.map { view.texts(of: $0, context) } ?? []
    tallies[place].add(view.event, of: session, level: level)
    tallies[place].add(shown: shown, signals)
    if level >= leastTagged { found.append(number) }
  }

  /// The session that an event used, or issued.
  private func session(_ view: EventView) -> Int32 {
    let node = view.finding?.session ?? steps.tables.graph.sessions.issued[view.event.id]
    return node.map { names.session($0) } ?? FindingNames.none
  }

  /// The place of the tally that a match belongs to.
  private func place(
    _ number: Int, _ rule: DetectionRule, _ view: EventView, _ runner: RunnerState?,
    _ session: Int32, values: [String]
  ) -> Int {
    var actor = FindingNames.none
    if rule.options.per.isEmpty {
      actor = session == FindingNames.none ? names.actor(view.event.principal) : session
    }
    let key = FindingTally.Key(
      rule: Int32(number), runner: runner.map { names.runner($0.facts) } ?? FindingNames.none,
      actor: actor, values: names.list(values),
      isDenied: rule.options.partsDenied && view.outcome == .denied)
    if let known = places[key] { return known }
    places[key] = tallies.count
    tallies.append(FindingTally(key, session: session, at: view.time))
    return tallies.count - 1
  }

  private func level(
    of rule: DetectionRule, _ view: EventView, _ context: EventContext
  ) -> Finding.Level {
    for grade in rule.options.grades
    where view.evaluate(grade.detection, needs: rule.needs, context) == .yes {
      return grade.level
    }
    return lowered(rule.level, rule, view)
  }

  private func lowered(
    _ level: Finding.Level, _ rule: DetectionRule, _ view: EventView
  ) -> Finding.Level {
    rule.options.lowersDenied && view.outcome == .denied ? level.lowered : level
  }

  // MARK: Results

  /// All findings, by time, then id; nothing can be taken afterwards.
  func findings(_ coverage: [CoverageEntry]) -> [Finding] {
    var templates = [Finding?](repeating: nil, count: pack.rules.count)
    var found: [Finding] = []
    found.reserveCapacity(tallies.count)
    places = [:]
    while var tally = tallies.popLast() {
      let number = Int(tally.key.rule)
      let template = templates[number] ?? pack.rules[number].finding
      templates[number] = template
      found.append(tally.finding(template, &names, steps.tables))
    }
    for finding in findings(ofCoverage: coverage) where !suppressions.silence(finding) {
      found.append(finding)
    }
    found += correlated
    return Self.sorted(found)
  }

  /// By time, then id: places are moved, not what stands in them.
  private static func sorted(_ findings: [Finding]) -> [Finding] {
    var order = findings.indices.map { (findings[$0].firstTime, findings[$0].lastTime, $0) }
    order.sort { a, b in
      (a.0, a.1) != (b.0, b.1)
        ? (a.0, a.1) < (b.0, b.1) : Finding.precedes(findings[a.2], findings[b.2])
    }
    return order.map { findings[$0.2] }
  }

  /// What is noticed of what the logs do not hold.
  private func findings(ofCoverage coverage: [CoverageEntry]) -> [Finding] {
    coverage.flatMap(CoverageWatch.notices).flatMap { notice in
      pack.rules.filter { $0.signalNames == [notice.signal.name] }.map { rule in
        var finding = rule.finding
        finding.firstTime = notice.from
        finding.lastTime = notice.to
        finding.why = (rule.rule.description ?? "") + " Seen: \(notice.signal.words)."
        return finding
      }
    }
  }

  /// What was usual for each runner, for another analysis.
  func baseline() -> Baseline { watch.baseline() }

  /// What each suppression silenced.
  var silenced: [Silenced] { suppressions.silenced }
}

extension Finding {
  /// Time, then id, then what else tells two findings apart.
  package static func precedes(_ a: Finding, _ b: Finding) -> Bool {
    func key(_ f: Finding) -> (String, String, String, String, String) {
      (f.id, f.title, f.runner ?? "", f.session ?? "", f.eventIDs.first ?? "")
    }
    return (a.firstTime, a.lastTime) != (b.firstTime, b.lastTime)
      ? (a.firstTime, a.lastTime) < (b.firstTime, b.lastTime) : key(a) < key(b)
  }
}

extension EventNotes {
  /// The signals with these names.
  func signals(named names: Set<Signal.Name>) -> [Signal] {
    names.isEmpty ? [] : signals.filter { names.contains($0.name) }
  }
}

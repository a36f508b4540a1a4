internal import CloudTrail
internal import Sigma

/// Walks through the events in order, asks the rules about them, and gathers findings.
///
///     event ─► detectors in code ─► rules of its call, and of what was noticed ─► suppressions
///                                                                                  └─► tallies
///
/// It asks behind the `StepEngine`, whose knowledge of runners, sessions and revocations it shares.
/// One thread. Memory grows with findings, runners and what correlations count, not with events.
final class FindingEngine {
  let pack: DetectionPack
  let steps: StepEngine
  private var watch: EventWatch
  private var suppressions: SuppressionLedger
  private var tallies: [FindingTally.Key: FindingTally] = [:]
  private var correlations: CorrelationLedger
  private var correlated: [Finding] = []
  private var evidence: [EvidenceMark] = []
  /// What detectors in code make of each call.
  private var kinds: EventWatch.Kind.Table
  /// The rules by what they can match; not those that wait.
  private let table: QuestionTable
  /// Rules that wait for a signal, or an indicator.
  private let signalQuestions: [QuestionTable.Question]
  private let indicatorQuestions: [QuestionTable.Question]
  private let leastTagged: Finding.Level

  /// An engine that asks the rules of `pack` and knows what `steps` knows.
  ///
  /// Entries are tagged with matches of `leastTagged` and above.
  init(
    _ pack: DetectionPack, _ steps: StepEngine, baseline: Baseline,
    tagsFrom leastTagged: Finding.Level
  ) {
    self.leastTagged = leastTagged
    self.pack = pack
    self.steps = steps
    watch = EventWatch(steps, baseline)
    kinds = EventWatch.Kind.Table(steps.tables.strings)
    correlations = CorrelationLedger(pack.ruleSet)
    suppressions = SuppressionLedger(steps.playbook.suppressions)
    func waiting(_ isWaiting: (DetectionRule) -> Bool) -> [QuestionTable.Question] {
      pack.rules.indices.filter { isWaiting(pack.rules[$0]) }.map {
        QuestionTable.Question(rule: $0, pack.rules[$0].detection)
      }
    }
    signalQuestions = waiting(\.needsSignal)
    indicatorQuestions = steps.tables.indicators.isEmpty ? [] : waiting(\.needsIndicator)
    table = QuestionTable(
      pack.rules.map { rule in
        rule.waits
          ? nil
          : QuestionTable.Rule(
            detection: rule.detection, calls: rule.calls, needsSession: rule.needsSession)
      }, steps.tables)
  }

  /// Earlier events that turned out to be evidence since this was asked for last.
  func takeEvidence() -> [EvidenceMark] {
    defer { evidence = [] }
    return evidence
  }

  /// How long back, in seconds of log time, an event may turn out to be evidence: a window of the
  /// detectors, or of a correlation and the silence behind it.
  var lookBack: Int64 {
    let spans = pack.ruleSet.rules.compactMap { $0.correlation?.timespan }
    return max(SlidingWindow.length, 2 * min(spans.max() ?? 0, 30 * 86_400) + 60)
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
    var found: [String] = []
    ask(table.questions(view.kind), view, notes, &found)
    if !view.event.raw.isEmpty { ask(indicatorQuestions, view, notes, &found) }
    if !notes.isEmpty { ask(signalQuestions, view, notes, &found) }
    return found.count > 1 ? found.sorted() : found
  }

  // MARK: One rule

  private func ask(
    _ questions: [QuestionTable.Question], _ view: EventView, _ notes: EventNotes,
    _ found: inout [String]
  ) {
    if questions.isEmpty { return }
    let named = NamedParts(view.event)
    for question in questions where named.isSuperset(of: question.names) {
      ask(pack.rules[question.rule], question, view, notes, &found)
    }
  }

  private func ask(
    _ rule: borrowing DetectionRule, _ question: QuestionTable.Question, _ view: EventView,
    _ notes: EventNotes, _ found: inout [String]
  ) {
    // What asks about a record that was not kept has been answered while scanning: no.
    guard rule.needs != .whole || !view.event.raw.isEmpty,
      rule.options.outcomes.contains(view.outcome),
      rule.mayEnd(failed: view.hasFailed),
      rule.options.includesServices || !view.isServiceWork,
      rule.options.includesDeployers || !steps.isDeployer(view)
    else { return }
    for runner in runners(rule, question, view, notes) {
      let context = EventContext(view: view, engine: steps, runner: runner, notes: notes)
      guard view.evaluate(question.detection, needs: question.needs, context) == .yes else {
        continue
      }
      match(copy rule, view, context, &found)
      // What is no runner's own concerns the account: one finding is enough.
      if view.finding?.runner == nil, !rule.asksForRunner { return }
    }
  }

  /// The runners that a rule is asked for: that of the event, else those of the account.
  private func runners(
    _ rule: borrowing DetectionRule, _ question: QuestionTable.Question, _ view: EventView,
    _ notes: EventNotes
  ) -> [RunnerState?] {
    if let runner = view.finding?.runner, runner < steps.states.count {
      return [steps.states[runner]]
    }
    guard rule.asksForRunner else { return [nil] }
    let there = steps.runners(in: view.event.account)
    guard there.count > 1 else { return there }
    let open = EventContext(view: view, engine: steps, notes: notes)
    if let fields = question.boundBy {
      return steps.owners(of: fields, view, open, among: there)
    }
    return view.evaluate(question.detection, needs: question.needs, open) == .no ? [] : there
  }

  private func match(
    _ rule: DetectionRule, _ view: EventView, _ context: EventContext, _ found: inout [String]
  ) {
    let level = level(of: rule, view, context)
    let runner = context.runner?.facts.label
    correlations.note(rule, view, context, runner: runner)
    guard rule.isFinding,
      !suppressions.silence(rule.id, runner: runner, view, context)
    else { return }
    let session = view.sessionID ?? steps.issuedSession(by: view)
    let key = FindingTally.Key(
      rule: rule.number, runner: runner,
      actor: rule.options.per.isEmpty ? session ?? view.actor : "",
      isDenied: rule.options.partsDenied && view.outcome == .denied,
      values: rule.options.per.map { view.texts(of: $0, context).joined(separator: ",") })
    var tally =
      tallies.removeValue(forKey: key)
      ?? FindingTally(rule, key, session: session, at: view.time)
    let signals = context.notes?.signals(of: rule) ?? []
    for signal in signals {
      for earlier in signal.evidence {
        tally.add(earlier.time, earlier.eventID)
        if level >= leastTagged {
          evidence.append(
            EvidenceMark(time: earlier.time, eventID: earlier.eventID, finding: rule.id))
        }
      }
    }
    let shown = rule.options.show.map { view.texts(of: $0, context) } ?? []
    tally.add(view.event, of: session, level: level, shown: shown, signals: signals)
    tallies[key] = tally
    if level >= leastTagged, !found.contains(rule.id) { found.append(rule.id) }
  }

  private func level(
    of rule: DetectionRule, _ view: EventView, _ context: EventContext
  ) -> Finding.Level {
    for grade in rule.options.grades
    where view.evaluate(grade.detection, needs: rule.needs, context) == .yes {
      return grade.level
    }
    let level = Finding.Level(rule.rule.level)
    return rule.options.lowersDenied && view.outcome == .denied ? level.lowered : level
  }

  // MARK: Results

  /// All findings, by time, then id.
  func findings(_ coverage: [CoverageEntry]) -> [Finding] {
    var found = tallies.values.map { $0.finding(steps.tables) }
    for finding in findings(ofCoverage: coverage) where !suppressions.silence(finding) {
      found.append(finding)
    }
    found += correlated
    return found.sorted(by: Finding.precedes)
  }

  /// What is noticed of what the logs do not hold.
  private func findings(ofCoverage coverage: [CoverageEntry]) -> [Finding] {
    coverage.flatMap(CoverageWatch.notices).flatMap { notice in
      pack.rules.filter { $0.signalNames == [notice.signal.name] }.map { rule in
        var finding = Finding(
          id: rule.id, title: rule.rule.title, level: Finding.Level(rule.rule.level),
          time: notice.from, eventID: "",
          why: (rule.rule.description ?? "") + " Seen: \(notice.signal.words).",
          next: rule.options.next)
        finding.lastTime = notice.to
        finding.eventIDs = []
        finding.describe(rule.rule)
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
  /// The signals that a rule can be about.
  func signals(of rule: DetectionRule) -> [Signal] {
    rule.signalNames.isEmpty ? [] : signals.filter { rule.signalNames.contains($0.name) }
  }
}

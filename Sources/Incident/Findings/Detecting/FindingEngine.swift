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
  /// What is done with a call.
  private struct Plan {
    var kind: EventWatch.Kind
    /// The rules that may match, by their places in the pack.
    var rules: [Int]
    /// Those of them that do not ask about the whole record.
    var rulesWithoutRecord: [Int]
  }

  let pack: DetectionPack
  let steps: StepEngine
  private var watch: EventWatch
  private var suppressions: SuppressionLedger
  private var tallies: [FindingTally.Key: FindingTally] = [:]
  private var correlations: CorrelationLedger
  private var evidence: [EvidenceMark] = []
  /// What is done with each call, and the rules that wait for a signal, by their places in the pack.
  private var plans: [UInt64: Plan] = [:]
  private let signalRules: [Int]
  /// Rules of any call that wait for a session, or an indicator.
  private let sessionRules: [Int]
  private let indicatorRules: [Int]
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
    correlations = CorrelationLedger(pack.ruleSet)
    suppressions = SuppressionLedger(steps.playbook.suppressions)
    signalRules = pack.rules.indices.filter { pack.rules[$0].needsSignal }
    sessionRules = pack.rules.indices.filter { pack.rules[$0].waitsForSession }
    indicatorRules =
      steps.tables.indicators.isEmpty
      ? [] : pack.rules.indices.filter { pack.rules[$0].needsIndicator }
  }

  /// Earlier events that turned out to be evidence since this was asked for last.
  func takeEvidence() -> [EvidenceMark] {
    defer { evidence = [] }
    return evidence
  }

  /// Takes the next event in order; returns the ids of the findings that it serves.
  func take(_ item: TimelineBuilder.Item) -> [String] {
    // A line of an access log that repeats a record tells nothing new; a log event is no call.
    if item.finding?.attribution.method == .requestID || item.entry?.source.kind == .logExport {
      return []
    }
    let plan = plan(for: item.event.source, item.event.name)
    let notes = watch.take(item, plan.kind)
    // What asks about a record that was not kept has been answered while scanning: no.
    let isKept = !item.event.raw.isEmpty
    var rules = isKept ? plan.rules : plan.rulesWithoutRecord
    if item.finding?.session != nil { rules += sessionRules }
    if isKept { rules += indicatorRules }
    if rules.isEmpty, notes.isEmpty { return [] }
    guard item.event.isSelected else { return [] }
    let view = EventView(item, steps.tables)
    var found: [String] = []
    for place in rules + (notes.isEmpty ? [] : signalRules) {
      ask(pack.rules[place], view, notes, &found)
    }
    return found.sorted()
  }

  /// True for a call that a detector in code looks at, whoever made it.
  func looksAt(_ event: EncodedEvent) -> Bool {
    plan(for: event.source, event.name).kind.isLookedAt
  }

  private func plan(for service: StringID, _ call: StringID) -> Plan {
    let key = UInt64(service.number) << 32 | UInt64(call.number)
    if let known = plans[key] { return known }
    let source = steps.tables.strings.text(service)
    let name = steps.tables.strings.text(call)
    let rules = pack.rules.indices.filter {
      !pack.rules[$0].waits && pack.rules[$0].calls.admits(source, name)
    }
    let plan = Plan(
      kind: EventWatch.Kind(source, name), rules: rules,
      rulesWithoutRecord: rules.filter { pack.rules[$0].needs != .whole })
    plans[key] = plan
    return plan
  }

  // MARK: One rule

  private func ask(
    _ rule: DetectionRule, _ view: EventView, _ notes: EventNotes, _ found: inout [String]
  ) {
    guard rule.options.outcomes.contains(view.outcome),
      rule.mayEnd(failed: view.errorCode != nil),
      rule.options.includesServices || !view.isServiceWork,
      rule.options.includesDeployers || !steps.isDeployer(view)
    else { return }
    for runner in runners(rule, view) {
      let context = EventContext(view: view, engine: steps, runner: runner, notes: notes)
      guard view.evaluate(rule.detection, needs: rule.needs, context) == .yes else { continue }
      match(rule, view, context, &found)
      // What is no runner's own concerns the account: one finding is enough.
      if view.finding?.runner == nil, !rule.asksForRunner { return }
    }
  }

  /// The runners that a rule is asked for: that of the event, else those of the account.
  private func runners(_ rule: DetectionRule, _ view: EventView) -> [RunnerState?] {
    if let runner = view.finding?.runner, runner < steps.states.count {
      return [steps.states[runner]]
    }
    return rule.asksForRunner ? steps.runners(in: view.account) : [nil]
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
          evidence.append(EvidenceMark(eventID: earlier.eventID.description, finding: rule.id))
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
    for finding in correlations.findings() + findings(ofCoverage: coverage) {
      if suppressions.silence(finding) { continue }
      found.append(finding)
    }
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

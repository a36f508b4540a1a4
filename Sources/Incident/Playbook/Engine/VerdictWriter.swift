internal import CloudTrail

/// Judges what was gathered: one verdict for each runner and step.
///
/// In this order: what contradicts the step wins; then a step that does not concern the runner;
/// then what was seen; then logs that are not there; and only then "not seen".
struct VerdictWriter {
  let engine: StepEngine
  let coverage: CoverageJudge

  /// What was seen of a part.
  private struct Finding {
    /// True where everything the part asks for was seen.
    var isWhole = false
    /// True where the part asks for nothing of this runner.
    var isEmpty = false
    var missing: [String] = []
    /// Why nothing can be said: what the part is about is not known.
    var unknown: String?
    var tallies: [(rule: PlaybookRule, tally: Tally)] = []
    /// What would have counted, had one of the responders done it.
    var strangers: [(rule: PlaybookRule, tally: Tally)] = []
    /// How many of the items were seen, where some were and some not.
    var share: String?

    var isSeen: Bool { !tallies.isEmpty || !strangers.isEmpty }
    var isStrong: Bool { tallies.contains { !$0.rule.isWeak } }
  }

  /// Whether a step concerns a runner.
  private enum Applicability {
    case yes
    case no(String)
    case unknown(String)
  }

  /// By runner, then in the order of the playbook.
  func verdicts() -> [StepVerdict] {
    engine.states.sorted { ($0.facts.label, $0.facts.number) < ($1.facts.label, $1.facts.number) }
      .flatMap { state in engine.playbook.steps.map { verdict($0, state) } }
  }

  private func verdict(_ step: PlaybookStep, _ state: RunnerState) -> StepVerdict {
    state.beginIncident(engine.playbook.rules)
    let findings = step.parts.map { finding($0, state) }
    let contradictions = told(step.contradictions, state)
    let limits = told(step.limits, state)
    var verdict = StepVerdict(
      runner: state.facts.label, playbook: engine.playbook.id, step: step.id, title: step.title,
      status: .notSeen, note: "")
    let seen = findings.flatMap { $0.tallies + $0.strangers }
    fill(&verdict, evidence: seen, contradictions)
    var note = VerdictNote()
    if !contradictions.isEmpty {
      verdict.status = .contradicted
      verdict.missing = zip(step.parts, findings).filter { !$0.0.isOptional }.flatMap(\.1.missing)
      for item in contradictions { note.tell(item.rule, item.tally) }
    } else if case .no(let reason) = applicability(step, state),
      !findings.contains(where: \.isStrong)
    {
      verdict.status = .notApplicable
      note.add(reason)
    } else {
      judge(&verdict, &note, step, state, findings, limits)
    }
    note.remarks(told(step.remarks, state).map(\.rule.title))
    note.add(order(step, state))
    if verdict.status != .notApplicable {
      (verdict.since, verdict.sinceBasis) = (state.incident.time, state.incident.words)
    }
    verdict.note = note.text
    return verdict
  }

  private func judge(
    _ verdict: inout StepVerdict, _ note: inout VerdictNote, _ step: PlaybookStep,
    _ state: RunnerState, _ findings: [Finding], _ limits: [(rule: PlaybookRule, tally: Tally)]
  ) {
    let required = zip(step.parts, findings).filter { !$0.0.isOptional }.map(\.1)
    let logs = coverage.missing(step.needs, for: state)
    let sources = required.compactMap(\.unknown) + logs
    let isWhole =
      required.allSatisfy { $0.isWhole || $0.isEmpty } && required.contains { $0.isWhole }
    verdict.missing = required.flatMap(\.missing)
    for item in findings.flatMap(\.tallies) { note.see(item.rule, item.tally) }
    for share in findings.compactMap(\.share) { note.add(share) }
    for item in required.flatMap(\.strangers) { note.tell(stranger: item.rule, item.tally) }
    for limit in limits {
      note.tell(limit.rule, limit.tally)
      verdict.missing.append(limit.rule.title)
    }
    if isWhole {
      verdict.status = limits.isEmpty ? .done : .partial
      let blind = coverage.missing(step.watch, for: state)
      if !blind.isEmpty {
        note.add(
          "What would contradict it cannot be ruled out without \(blind.joined(separator: "; ")).")
      }
    } else if findings.contains(where: \.isSeen) {
      verdict.status = .partial
      verdict.missing += logs.map { "not in the logs: \($0)" }
    } else if case .unknown(let what) = applicability(step, state) {
      verdict.status = .notAssessable
      verdict.missing = [what] + logs
      note.add("The logs do not tell \(what).")
    } else if !sources.isEmpty {
      verdict.status = .notAssessable
      verdict.missing = sources
      note.add(
        "Nothing of this step is in \(coverage.claim(step.needs, for: state)), and they cannot "
          + "prove its absence.")
    } else {
      verdict.status = .notSeen
      note.add(
        "Nothing of this step is in \(coverage.claim(step.needs, for: state)), which cover the "
          + "time and places concerned.")
    }
  }

  // MARK: Parts

  private func finding(_ part: PlaybookStep.Part, _ state: RunnerState) -> Finding {
    var finding = Finding()
    let all = part.evidence.flatMap { number in
      state.tallies(of: number).map {
        (rule: engine.playbook.rules[number], item: $0.item, tally: $0.tally)
      }
    }
    finding.strangers = part.evidence.flatMap { number in
      state.strangers(of: number).map { (engine.playbook.rules[number], $0.tally) }
    }
    guard let set = part.forEach else {
      finding.tallies = all.map { ($0.rule, $0.tally) }
      finding.isWhole = finding.isStrong
      if !finding.isWhole { finding.missing = [part.title] }
      return finding
    }
    let items = self.items(set, part, state)
    let labels = Set(items.map(\.label))
    finding.isEmpty = items.isEmpty && part.mayBeEmpty
    if items.isEmpty, !part.mayBeEmpty {
      let what = "\(part.title) (\(set.words) not known from these logs)"
      finding.missing = [what]
      finding.unknown = what
      return finding
    }
    finding.tallies = all.filter { labels.contains($0.item) }.map { ($0.rule, $0.tally) }
    let strong = Set(all.filter { !$0.rule.isWeak }.map(\.item))
    let open = items.filter { !strong.contains($0.label) }
    finding.missing = open.map { item in
      "\(item.label): \(part.title)" + (part.listsLive ? live(item, state) : "")
    }
    if part.listsLive { finding.missing += items.compactMap { unsettled($0, state) } }
    if !open.isEmpty, open.count < items.count {
      finding.share =
        "\(VerdictNote.sentence(part.title).dropLast()): "
        + "\(items.count - open.count) of \(items.count)."
    }
    finding.isWhole = !items.isEmpty && finding.missing.isEmpty
    return finding
  }

  /// What the logs would have to show of the end of a role's sessions, in words, where they end
  /// before it must work everywhere.
  private func unsettled(_ item: StepItem, _ state: RunnerState) -> String? {
    guard let end = coverage.end,
      let time = roles(of: item, state).compactMap({ engine.settling(of: $0, at: end) }).max()
    else { return nil }
    return "\(item.label): logs beyond \(time), by when the end of its sessions must work "
      + "everywhere: they were used behind it, and these logs end at \(end)"
  }

  /// The roles, `account/name`, that an item stands for.
  private func roles(of item: StepItem, _ state: RunnerState) -> [String] {
    state.exposedRoles.filter { item.spellings.contains(ResourceName.roleName($0)) }
  }

  /// The sessions of a role that are still valid when the logs end, in words.
  private func live(_ item: StepItem, _ state: RunnerState) -> String {
    guard let end = coverage.end else { return "" }
    let sessions = roles(of: item, state).flatMap { engine.liveSessions(of: $0, at: end) }
      .sorted { ($0.latestExpiry ?? end, $0.id) > ($1.latestExpiry ?? end, $1.id) }
    guard !sessions.isEmpty else { return "" }
    let named = sessions.prefix(3).map { session in
      "session \(session.id) valid until \(session.latestExpiry ?? end)"
    }
    let rest = sessions.count > 3 ? " and \(sessions.count - 3) more" : ""
    return "; still alive: " + named.joined(separator: ", ") + rest
  }

  private func items(
    _ set: ItemSet, _ part: PlaybookStep.Part, _ state: RunnerState
  ) -> [StepItem] {
    let excluded = part.except.map { Set(state.values(of: $0, before: nil)) } ?? []
    return state.items(of: set).filter { excluded.isDisjoint(with: $0.spellings) }
  }

  /// The matches of rules, those of all items together.
  private func told(_ rules: [Int], _ state: RunnerState) -> [(rule: PlaybookRule, tally: Tally)] {
    rules.flatMap { number in
      let rule = engine.playbook.rules[number]
      return state.tallies(of: number).filter { match in
        !rule.unless.contains { other in
          state.tallies(of: other).contains { $0.item == match.item || $0.item.isEmpty }
        }
      }.map { (rule, $0.tally) }
    }
  }

  // MARK: Applicability

  private func applicability(_ step: PlaybookStep, _ state: RunnerState) -> Applicability {
    guard let applies = step.applies else { return .yes }
    if applies.unlessSuccessor, let predecessor = state.facts.predecessor {
      return .no("It took the place of \(predecessor), where the change is judged.")
    }
    if applies.ifAny.isEmpty, applies.ifSeen.isEmpty { return .yes }
    if applies.ifAny.contains(where: { !state.items(of: $0).isEmpty }) { return .yes }
    if applies.ifSeen.contains(where: { state.lastMatch(of: [$0]) != nil }) { return .yes }
    if let reason = applies.ifNone, applies.ifSeen.isEmpty {
      let sources = coverage.missing(applies.needs, for: state)
      if sources.isEmpty { return .no(VerdictNote.sentence(reason)) }
      return .unknown("\(applies.unknown), \(sources.joined(separator: "; "))")
    }
    for number in applies.ifNot {
      guard let seen = state.tallies(of: number).compactMap(\.tally.first).min() else { continue }
      let sources = coverage.missing(applies.needs, for: state, since: seen)
      if !sources.isEmpty {
        return .unknown("\(applies.unknown), \(sources.joined(separator: "; "))")
      }
      return .no(VerdictNote.sentence(engine.playbook.rules[number].title))
    }
    return .unknown(applies.unknown)
  }

  // MARK: Order

  /// A sentence where a step began before one that should have come first.
  private func order(_ step: PlaybookStep, _ state: RunnerState) -> String {
    guard let first = firstEvidence(step.parts, state) else { return "" }
    var sentences: [String] = []
    for before in step.after {
      let owner = engine.playbook.steps[before.step]
      if case .no = applicability(owner, state) { continue }
      let parts = before.part.map { [owner.parts[$0]] } ?? owner.parts
      let name = before.part.map { "\(owner.id).\(owner.parts[$0].id)" } ?? owner.id
      guard let other = firstEvidence(parts, state) else {
        sentences.append("It should come after \(name), of which nothing was seen.")
        continue
      }
      if first < other {
        sentences.append("It began at \(first), before \(name) did at \(other).")
      }
    }
    return sentences.joined(separator: " ")
  }

  private func firstEvidence(_ parts: [PlaybookStep.Part], _ state: RunnerState) -> EventTime? {
    parts.filter { !$0.isOptional }.flatMap(\.evidence)
      .flatMap { state.tallies(of: $0).compactMap(\.tally.first) }.min()
  }

  // MARK: Filling in

  private func fill(
    _ verdict: inout StepVerdict, evidence: [(rule: PlaybookRule, tally: Tally)],
    _ contradictions: [(rule: PlaybookRule, tally: Tally)]
  ) {
    verdict.evidence = Self.ids(evidence.map(\.tally))
    verdict.contradictions = Self.ids(contradictions.map(\.tally))
    let all = (evidence + contradictions).map(\.tally)
    verdict.actors = Set(all.flatMap(\.actors)).sorted()
    verdict.firstTime = all.compactMap(\.first).min()
    verdict.lastTime = all.map(\.last).max()
  }

  /// The ids in the order of time, each once, as many as are kept.
  private static func ids(_ tallies: [Tally]) -> [String] {
    var seen: Set<String> = []
    let ordered = tallies.flatMap(\.hits).sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    return Array(ordered.map(\.id).filter { seen.insert($0).inserted }.prefix(Tally.limit))
  }
}

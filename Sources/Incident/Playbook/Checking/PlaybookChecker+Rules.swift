internal import Sigma

/// What a rule is for; that decides who must have called, unless the rule says so itself.
enum RulePurpose {
  case capture, applicability, evidence, contradiction, limit, remark, signal

  /// Evidence is what responders do; all else may be anybody's doing.
  var caller: PlaybookRule.Caller {
    switch self {
    case .capture, .evidence: .responders
    case .applicability, .contradiction, .limit, .remark, .signal: .anyone
    }
  }

  /// What tells whether a step applies, and what is learned, may be older than the incident.
  var window: PlaybookRule.Window {
    switch self {
    case .capture, .applicability, .signal: .always
    case .evidence, .contradiction, .limit, .remark: .incident
    }
  }
}

extension PlaybookChecker {
  /// Gives every rule its number, in the order in which they are compiled.
  mutating func numberRules() {
    for capture in written.captures { number(capture, "captured") }
    for step in written.steps {
      let owner = step.id?.value ?? ""
      for rule in (step.applies?.ifSeen ?? []) + (step.applies?.ifNot ?? []) {
        number(rule, owner)
      }
      for part in step.parts {
        let first = count
        for rule in part.evidence { number(rule, owner) }
        if let id = part.id { numbers["\(owner).\(id.value)", default: []] += first..<count }
      }
      for rule in step.contradictions + step.limits + step.remarks + step.signals {
        number(rule, owner)
      }
      checkUnique(ids(of: step), "part or rule")
    }
  }

  private func ids(of step: PlaybookSource.Step) -> [Text?] {
    let asked = (step.applies?.ifSeen ?? []) + (step.applies?.ifNot ?? [])
    return asked.map(\.id) + step.parts.map(\.id) + step.parts.flatMap(\.evidence).map(\.id)
      + (step.contradictions + step.limits + step.remarks + step.signals).map(\.id)
  }

  private mutating func number(_ rule: PlaybookSource.Rule, _ owner: String) {
    if let id = rule.id { numbers["\(owner).\(id.value)", default: []].append(count) }
    count += 1
  }

  /// Compiles a rule and appends it; one with faults is left out, and the playbook with it.
  mutating func compile(
    _ rule: PlaybookSource.Rule, _ purpose: RulePurpose, step: Int?, forEach: ItemSet? = nil
  ) {
    let items = rule.forEach.flatMap { itemSet($0) } ?? forEach
    let by = rule.by.flatMap { choice(PlaybookRule.Caller.self, $0, "a caller") }
    let ending = rule.outcome.flatMap { choice(PlaybookRule.Ending.self, $0, "an outcome") }
    let window = rule.window.flatMap { choice(PlaybookRule.Window.self, $0, "a window") }
    let effect = rule.effect.flatMap { self.effect($0) }
    let value = rule.value.map { checkField($0) }
    guard let id = rule.id, let title = rule.title, let select = rule.select,
      let detection = detection(select)
    else { return }
    let calls = CallIndex(detection)
    check(detection, calls, select, allowsItem: items != nil, at: id.place)
    checkEnding(ending ?? .success, select)
    var compiled = PlaybookRule(
      id: id.value, title: title.value, detection: detection, calls: calls,
      by: by ?? purpose.caller, ending: ending ?? .success, window: window ?? purpose.window,
      forEach: items, isWeak: rule.isWeak, marksIncident: rule.marksIncident, effect: effect,
      step: step, needs: Self.recordNeed(detection, effect, value, rule.show))
    compiled.delay = rule.delay.flatMap { delay($0) } ?? 0
    compiled.after = rule.after.flatMap { reference($0, in: step) }
    compiled.undoneBy = rule.undoneBy.flatMap { reference($0, in: step) }
    compiled.unless = rule.unless.flatMap { reference($0, in: step) }
    compiled.show = rule.show.map { checkField($0) }
    compiled.boundBy = RuleBinding.fields(of: select)
    compiled.asksForItem = detection.references.contains {
      $0.kind == .placeholder && $0.name == "item"
    }
    if purpose == .capture, let value { compiled.capture = (id.value, value) }
    compiled.namesIntruders = rule.namesIntruders
    if rule.namesIntruders, value != ContextField.access.name {
      fail("'intruders' are told by 'value: \(ContextField.access.name)'", at: id.place)
    }
    rules.append(compiled)
    gates.append(rule.after.first?.place ?? rule.place)
  }

  /// `grace` stands for that of the playbook.
  private mutating func delay(_ text: Text) -> Int64? {
    text.value == "grace" ? seconds(written.grace) ?? 600 : seconds(text)
  }

  private mutating func effect(_ effect: PlaybookSource.Effect) -> PlaybookRule.Effect? {
    let policy = effect.policy.map { checkField($0) }
    if let roles = effect.endsSessionsOf {
      guard let before = effect.issuedBefore else {
        fail("an effect that ends sessions needs 'issuedBefore'", at: effect.place)
        return nil
      }
      let cutoff: PlaybookRule.Cutoff =
        switch before.value {
        case "eventTime": .eventTime
        case "forever": .forever
        default: .field(checkField(before))
        }
      return .ends(roles: checkField(roles), before: cutoff, policy: policy)
    }
    guard let roles = effect.restoresSessionsOf, let policy else {
      fail(
        "an effect has 'endsSessionsOf', or 'restoresSessionsOf' and 'policy'", at: effect.place)
      return nil
    }
    return .restores(roles: checkField(roles), policy: policy)
  }

  /// The set that a text names: of a runner's names, or of what a capture learns.
  mutating func itemSet(_ text: Text) -> ItemSet? {
    if let set = RunnerSet(name: text.value) { return .runner(set) }
    let captures = written.captures.compactMap(\.id?.value).map { "captured.\($0)" }
    if captures.contains(text.value) {
      return .captured(String(text.value.dropFirst("captured.".count)))
    }
    let hint = Spelling.hint(for: text.value, among: RunnerSet.allCases.map(\.name) + captures)
    fail("unknown set '\(text.value)'\(hint)", at: text.place)
    return nil
  }

  /// The rules that a text names: of this step, or as `step.rule`; a part stands for its rules.
  mutating func reference(_ text: Text, in step: Int?) -> [Int] {
    let owner = step.flatMap { written.steps[$0].id?.value } ?? "captured"
    if let found = numbers["\(owner).\(text.value)"] ?? numbers[text.value] { return found }
    let names = numbers.keys.sorted().map { name in
      name.hasPrefix(owner + ".") ? String(name.dropFirst(owner.count + 1)) : name
    }
    fail(
      "unknown rule or part '\(text.value)'\(Spelling.hint(for: text.value, among: names))",
      at: text.place)
    return []
  }

  private static func recordNeed(
    _ detection: Detection, _ effect: PlaybookRule.Effect?, _ value: String?, _ show: Text?
  ) -> PlaybookRule.RecordNeed {
    var names = detection.references.filter { $0.kind != .placeholder }.map(\.name)
    names += [value, show?.value].compactMap { $0 }
    switch effect {
    case .ends(let roles, let before, let policy):
      names += [roles, policy].compactMap { $0 }
      if case .field(let name) = before { names.append(name) }
    case .restores(let roles, let policy): names += [roles, policy]
    case nil: break
    }
    return PlaybookRule.RecordNeed(fields: names)
  }
}

// MARK: What a selection may ask

extension PlaybookChecker {
  private func check(placeholder name: String, allowsItem: Bool) -> String? {
    if name == "item" {
      return allowsItem ? nil : "'%item%' needs a 'forEach'"
    }
    if RunnerSet(name: name) != nil { return nil }
    let captures = written.captures.compactMap(\.id?.value).map { "captured.\($0)" }
    let known = ["item"] + RunnerSet.allCases.map(\.name) + captures
    if captures.contains(name) { return nil }
    return "unknown placeholder '%\(name)%'\(Spelling.hint(for: name, among: known))"
  }

  private mutating func check(
    _ detection: Detection, _ calls: CallIndex, _ select: YAMLNode, allowsItem: Bool,
    at place: SourcePlace
  ) {
    for reference in detection.references {
      switch reference.kind {
      case .field: continue
      case .contextField:
        _ = checkField(Text(value: reference.name, place: reference.place))
      case .placeholder:
        if let reason = check(placeholder: reference.name, allowsItem: allowsItem) {
          fail(reason, at: reference.place)
        }
      }
    }
    if calls.isEmpty { fail("the selection can match nothing: no call fits all of it", at: place) }
    RuleVocabulary(contextValues: ContextField.possibleValues)
      .checkValues(select, in: written.text, &diagnostics)
    checkServicesOf(select)
  }

  /// Notes a field of trailscan's own that does not exist; returns the name.
  @discardableResult mutating func checkField(_ text: Text) -> String {
    let field = ContextField(name: text.value)
    if let field, field.isOfDetections {
      fail("'\(text.value)' is known to detections alone", at: text.place)
    } else if text.value.hasPrefix("trailscan."), field == nil {
      let hint = Spelling.hint(for: text.value, among: ContextField.allCases.map(\.name))
      fail("unknown field '\(text.value)'\(hint)", at: text.place)
    }
    return text.value
  }

  /// The same for a field that detections may ask for.
  mutating func checkDetectionField(_ text: Text) {
    guard ContextField(name: text.value)?.isOfDetections != true else { return }
    checkField(text)
  }

  /// What is no name of a service would match nothing.
  private mutating func checkServicesOf(_ node: YAMLNode) {
    for element in node.elements ?? [] { checkServicesOf(element) }
    for pair in node.pairs ?? [] {
      if pair.value.pairs != nil || pair.value.elements?.first?.pairs != nil {
        checkServicesOf(pair.value)
      } else if pair.key.text == "eventSource" {
        checkServices(pair.value)
      }
    }
  }

  private mutating func checkServices(_ node: YAMLNode) {
    for value in node.oneOrMany {
      guard let text = value.text, !text.contains("*"), !text.hasSuffix(".amazonaws.com"),
        EvidenceRecord.Source(rawValue: text) == nil
      else { continue }
      fail("'\(text)' can match nothing: a service is called '….amazonaws.com'", at: value.place)
    }
  }

  /// A call that succeeded has no error to ask for.
  private mutating func checkEnding(_ ending: PlaybookRule.Ending, _ select: YAMLNode) {
    guard ending == .success else { return }
    for pair in select.pairs ?? [] {
      let field = String((pair.key.text ?? "").utf8.prefix { $0 != UInt8(ascii: "|") }) ?? ""
      guard field == "errorCode" || field == "errorMessage", !pair.value.isNull,
        pair.value.text != "false"
      else { continue }
      fail(
        "can match nothing: without 'outcome' only calls that succeeded are asked about",
        at: pair.key.place)
    }
  }
}

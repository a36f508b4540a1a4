internal import Sigma

extension PlaybookChecker {
  /// Compiles a step and its rules, in the order in which they were numbered.
  mutating func step(_ index: Int) -> PlaybookStep {
    let step = written.steps[index]
    var compiled = PlaybookStep(id: step.id?.value ?? "", title: step.title?.value ?? "")
    compiled.after = step.after.compactMap { predecessor($0) }
    compiled.applies = step.applies.map { applies($0, index) }
    compiled.needs = step.needs.compactMap { need($0) }
    compiled.watch = step.watch.compactMap { need($0) }
    for part in step.parts { compiled.parts.append(self.part(part, index)) }
    compiled.contradictions = compileAll(step.contradictions, .contradiction, index)
    compiled.limits = compileAll(step.limits, .limit, index)
    compiled.remarks = compileAll(step.remarks, .remark, index)
    _ = compileAll(step.signals, .signal, index)
    return compiled
  }

  private mutating func compileAll(
    _ rules: [PlaybookSource.Rule], _ purpose: RulePurpose, _ step: Int,
    forEach: ItemSet? = nil
  ) -> [Int] {
    let first = self.rules.count
    for rule in rules { compile(rule, purpose, step: step, forEach: forEach) }
    return Array(first..<self.rules.count)
  }

  private mutating func part(_ part: PlaybookSource.Part, _ step: Int) -> PlaybookStep.Part {
    let items = part.forEach.flatMap { itemSet($0) }
    if let except = part.except { checkCapture(except) }
    if part.evidence.isEmpty {
      fail("the part has no evidence: it could never be seen", at: part.place)
    }
    for rule in part.evidence where rule.forEach != nil {
      fail("'forEach' belongs to the part", at: rule.forEach?.place ?? rule.place)
    }
    return PlaybookStep.Part(
      id: part.id?.value ?? "", title: part.title?.value ?? "", forEach: items,
      except: part.except.map { String($0.value.dropFirst("captured.".count)) },
      isOptional: part.isOptional, mayBeEmpty: part.mayBeEmpty, listsLive: part.listsLive,
      evidence: compileAll(part.evidence, .evidence, step, forEach: items))
  }

  private mutating func applies(_ applies: PlaybookSource.Applies, _ step: Int)
    -> PlaybookStep.Applies
  {
    var compiled = PlaybookStep.Applies()
    compiled.ifAny = applies.ifAny.compactMap { itemSet($0) }
    compiled.ifNone = applies.ifNone?.value
    compiled.ifSeen = compileAll(applies.ifSeen, .applicability, step)
    compiled.ifNot = compileAll(applies.ifNot, .applicability, step)
    compiled.needs = applies.needs.compactMap { need($0) }
    compiled.unknown = applies.unknown?.value ?? ""
    if let word = applies.unlessRunner {
      compiled.unlessSuccessor = word.value == "successor"
      if word.value != "successor" {
        fail("'\(word.value)' is no state of a runner: successor", at: word.place)
      }
    }
    let asks = !applies.ifAny.isEmpty || !applies.ifSeen.isEmpty
    if asks, applies.unknown == nil {
      fail("'applies' does not say what is 'unknown' where nothing tells", at: applies.place)
    }
    return compiled
  }

  private mutating func need(_ need: PlaybookSource.Need) -> PlaybookNeed? {
    if let outside = need.outside {
      return PlaybookNeed(events: .writes, places: [], outside: outside.value)
    }
    guard let word = need.events else {
      fail("a need names 'events' or something 'outside'", at: need.place)
      return nil
    }
    guard let events = choice(PlaybookNeed.Events.self, word, "a kind of events") else {
      return nil
    }
    if let buckets = need.buckets { checkCapture(buckets) }
    if need.regions.isEmpty, need.buckets == nil {
      fail("a need names 'regions' or 'buckets'", at: need.place)
    }
    var places = need.regions.compactMap { place($0) }
    if need.buckets != nil, need.regions.isEmpty { places = [.runner] }
    return PlaybookNeed(
      events: events, places: places,
      buckets: need.buckets.map { String($0.value.dropFirst("captured.".count)) })
  }

  /// Where logs must be there, as `regions` names it.
  private mutating func place(_ text: Text) -> PlaybookNeed.Place? {
    switch text.value {
    case "global": return .global
    case "runner": return .runner
    default: break
    }
    if let set = RunnerSet(name: text.value), set.isPlaced { return .holdings(.runner(set)) }
    if text.value.hasPrefix("captured.") { return itemSet(text).map { .holdings($0) } }
    if text.value.split(separator: "-").count >= 3 { return .region(text.value) }
    let sets = RunnerSet.allCases.filter(\.isPlaced).map(\.name) + ["captured.…"]
    let words = (["global", "runner"] + sets).joined(separator: ", ")
    fail("'\(text.value)' is no region: \(words), a name", at: text.place)
    return nil
  }

  private mutating func checkCapture(_ text: Text) {
    let names = written.captures.compactMap(\.id?.value).map { "captured.\($0)" }
    if names.contains(text.value) { return }
    fail(
      "unknown capture '\(text.value)'\(Spelling.hint(for: text.value, among: names))",
      at: text.place)
  }

  /// Whether a step concerns a runner is answered by the first match, unless other rules build on
  /// a later one.
  mutating func noteSingleAnswers(_ steps: [PlaybookStep]) {
    let named = Set(rules.flatMap { $0.undoneBy + $0.after + $0.unless })
    for number in steps.compactMap(\.applies).flatMap({ $0.ifSeen + $0.ifNot })
    where number < rules.count && !named.contains(number) && rules[number].undoneBy.isEmpty {
      rules[number].isAnsweredOnce = true
    }
  }

  // MARK: Order

  /// The step, or part of a step, that a text names.
  private mutating func predecessor(_ text: Text) -> PlaybookStep.Predecessor? {
    for (number, step) in written.steps.enumerated() {
      guard let id = step.id?.value else { continue }
      if id == text.value { return PlaybookStep.Predecessor(step: number) }
      for (part, written) in step.parts.enumerated()
      where "\(id).\(written.id?.value ?? "")" == text.value {
        return PlaybookStep.Predecessor(step: number, part: part)
      }
    }
    let names = written.steps.compactMap(\.id?.value)
    fail(
      "unknown step '\(text.value)'\(Spelling.hint(for: text.value, among: names))",
      at: text.place)
    return nil
  }

  /// Steps that wait for themselves are never reached.
  mutating func checkOrder(_ steps: [PlaybookStep]) {
    let follows = steps.map { $0.after.map(\.step) }
    for (number, step) in written.steps.enumerated() {
      guard let circle = Self.circle(from: number, follows), let place = step.after.first?.place
      else { continue }
      let names = circle.map { steps[$0].id }.joined(separator: " → ")
      fail("the step is never reached: it waits for itself (\(names))", at: place)
    }
  }

  /// Rules that wait for themselves never match.
  mutating func checkGates() {
    guard rules.count == count else { return }
    for (number, rule) in rules.enumerated()
    where !rule.after.isEmpty
      && rule.after.allSatisfy({ Self.waits($0, for: number, rules) })
    {
      fail("the rule can match nothing: it waits for itself", at: gates[number])
    }
  }

  /// True where rule `number` only opens once `target` has matched.
  private static func waits(
    _ number: Int, for target: Int, _ rules: [PlaybookRule], depth: Int = 0
  ) -> Bool {
    if number == target { return true }
    let after = rules[number].after
    guard !after.isEmpty, depth < rules.count else { return depth >= rules.count }
    return after.allSatisfy { waits($0, for: target, rules, depth: depth + 1) }
  }

  /// The way from a number back to itself; nil where there is none.
  private static func circle(from start: Int, _ follows: [[Int]]) -> [Int]? {
    var paths = [[start]]
    var seen: Set<Int> = []
    while let path = paths.popLast() {
      for next in follows[path[path.count - 1]] {
        if next == start { return path + [start] }
        if seen.insert(next).inserted { paths.append(path + [next]) }
      }
    }
    return nil
  }
}

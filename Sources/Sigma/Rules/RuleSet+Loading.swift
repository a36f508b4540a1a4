extension RuleSet {
  /// Reads rules from many texts and resolves what they say of each other.
  ///
  /// A rule with a fault is left out, and the fault noted; so is a rule about other logs, and the
  /// second of two with the same id, with a warning. A name that `vocabulary` does not hold is a
  /// fault.
  package init(
    loading sources: [SourceText], vocabulary: RuleVocabulary = RuleVocabulary(),
    diagnostics: inout Diagnostics
  ) {
    self.init(
      loading: sources.map { RuleDocuments($0) }, vocabulary: vocabulary,
      diagnostics: &diagnostics)
  }

  /// The same for rules that stand in texts of any kind.
  package init(
    loading texts: [RuleDocuments], vocabulary: RuleVocabulary = RuleVocabulary(),
    diagnostics: inout Diagnostics
  ) {
    var loader = RuleLoader()
    for text in texts {
      var reader = RuleReader(text, vocabulary: vocabulary)
      let rules = reader.rules()
      loader.documents += reader.documents
      loader.diagnostics.add(reader.diagnostics)
      for rule in rules { loader.add(rule) }
    }
    let rules = loader.resolved()
    diagnostics.add(loader.diagnostics)
    self.init(rules, isWanted: rules.map { _ in true }, documents: loader.documents)
  }
}

/// Collects rules and finds those that correlations refer to.
private struct RuleLoader {
  private enum Target {
    case rule(Int)
    case ambiguous
  }

  var diagnostics = Diagnostics()
  var documents = 0
  private var sources: [RuleSource] = []
  private var byID: [String: Int] = [:]
  private var repeated: Set<Int> = []
  private var byName: [String: Target] = [:]
  private var byTitle: [String: Target] = [:]

  mutating func add(_ rule: RuleSource) {
    if let id = rule.id?.lowercased() {
      if let other = byID[id] {
        let first = sources[other]
        repeated.insert(other)
        diagnostics.warn(
          Diagnostics.leftOut + "the id is that of '\(first.title)' in "
            + "\(first.source.name):\(first.node.place.line)",
          at: rule.node["id"]?.place ?? rule.node.place, in: rule.source)
        return
      }
      byID[id] = sources.count
    }
    if let name = rule.name { Self.note(name, sources.count, in: &byName) }
    Self.note(rule.title, sources.count, in: &byTitle)
    sources.append(rule)
  }

  // Static: a method would be given a copy of the loader, and copy the table for each rule.
  private static func note(_ name: String, _ number: Int, in table: inout [String: Target]) {
    table[name] = table[name] == nil ? .rule(number) : .ambiguous
  }

  /// The rules whose references all lead somewhere, with the numbers they have in the result.
  mutating func resolved() -> [Rule] {
    var correlations = sources.map { source in correlation(of: source) }
    var check = CorrelationCheck(sources, correlations)
    check.run()
    diagnostics.add(check.diagnostics)
    correlations = check.correlations
    var numbers: [Int?] = []
    var next = 0
    for (source, correlation) in zip(sources, correlations) {
      if case .correlation = source.body, correlation == nil {
        numbers.append(nil)
      } else {
        numbers.append(next)
        next += 1
      }
    }
    return sources.indices.compactMap { index in
      let source = sources[index]
      let isRepeated = repeated.contains(index)
      switch source.body {
      case .detection(let detection):
        return source.rule(.detection(detection), isRepeated: isRepeated)
      case .correlation:
        return correlations[index].map { correlation in
          source.rule(.correlation(correlation.renumbered(numbers)), isRepeated: isRepeated)
        }
      }
    }
  }

  /// The correlation with the rules it names; nil after a fault, and for a detection.
  private mutating func correlation(of rule: RuleSource) -> Correlation? {
    guard case .correlation(let written) = rule.body else { return nil }
    let rules = written.rules.compactMap { resolve($0, rule.source, warns: true) }
    var aliases: [String: [Int: String]] = [:]
    for alias in written.aliases {
      guard let number = resolve(alias.rule, rule.source, warns: false) else { return nil }
      aliases[alias.name, default: [:]][number] = alias.field
    }
    guard rules.count == written.rules.count else { return nil }
    let all = Correlation.Condition(
      relation: .atLeast, threshold: Double(Set(rules).count), field: nil, percentile: 50)
    return Correlation(
      kind: written.kind, rules: rules, groupBy: written.groupBy, timespan: written.timespan,
      generatesMatches: written.generatesMatches, condition: written.condition ?? all,
      aliases: aliases)
  }

  /// The rule meant by an id, a name, or a title.
  private mutating func resolve(_ node: YAMLNode, _ source: SourceText, warns: Bool) -> Int? {
    let text = node.text ?? ""
    if let number = byID[text.lowercased()] { return number }
    let target = byName[text] ?? byTitle[text]
    switch target {
    case .rule(let number)?:
      if byName[text] == nil, warns {
        diagnostics.warn(
          "'\(text)' is a title; a rule is referred to by id or name", at: node.place, in: source)
      }
      return number
    case .ambiguous?:
      diagnostics.fail("several rules are called '\(text)'", at: node.place, in: source)
    case nil:
      let known = byName.keys.sorted() + byTitle.keys.sorted()
      diagnostics.fail(
        "unknown rule '\(text)'\(Spelling.hint(for: text, among: known))", at: node.place,
        in: source)
    }
    return nil
  }
}

extension Correlation {
  /// The same correlation where the rules have new numbers.
  fileprivate func renumbered(_ numbers: [Int?]) -> Correlation {
    Correlation(
      kind: kind, rules: rules.compactMap { numbers[$0] }, groupBy: groupBy, timespan: timespan,
      generatesMatches: generatesMatches, condition: condition,
      aliases: aliases.mapValues { fields in
        Dictionary(
          uniqueKeysWithValues: fields.compactMap { rule, field in
            numbers[rule].map { ($0, field) }
          })
      })
  }
}

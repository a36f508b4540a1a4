/// Reads the `correlation:` mapping of a rule.
struct CorrelationReader {
  private static let keys = [
    "type", "rules", "group-by", "timespan", "condition", "aliases", "generate",
  ]

  let source: SourceText
  let vocabulary: RuleVocabulary
  private(set) var diagnostics = Diagnostics()

  init(source: SourceText, vocabulary: RuleVocabulary) {
    self.source = source
    self.vocabulary = vocabulary
  }

  private mutating func fail(_ reason: String, at place: SourcePlace) {
    diagnostics.fail(reason, at: place, in: source)
  }

  /// The correlation; nil after a fault.
  mutating func correlation(_ node: YAMLNode) -> CorrelationSource? {
    guard let pairs = node.pairs else {
      fail("expected a correlation, found \(node.kindName)", at: node.place)
      return nil
    }
    for pair in pairs where !Self.keys.contains(pair.key.text ?? "") {
      let key = pair.key.text ?? ""
      fail(
        "unknown key '\(key)' in the correlation\(Spelling.hint(for: key, among: Self.keys))",
        at: pair.key.place)
    }
    let kind = kind(node)
    let rules = texts("rules", node)
    if rules.isEmpty { fail("the correlation names no rules", at: node.place) }
    let timespan = timespan(node)
    let groupBy = texts("group-by", node).compactMap(\.text)
    let condition = kind.flatMap { self.condition(node, of: $0) }
    let aliases = aliases(node)
    checkFields(node, aliases)
    let generates = generates(node)
    guard let kind, let timespan, diagnostics.errors.isEmpty else { return nil }
    return CorrelationSource(
      kind: kind, rules: rules, groupBy: groupBy, timespan: timespan,
      generatesMatches: generates, condition: condition, aliases: aliases)
  }

  /// Checks the names of fields that stand for themselves, and what aliases stand for.
  private mutating func checkFields(
    _ node: YAMLNode, _ aliases: [(name: String, rule: YAMLNode, field: String)]
  ) {
    let names = Set(aliases.map(\.name))
    let fields = texts("group-by", node) + [node["condition"]?["field"]].compactMap { $0 }
    for field in fields {
      guard let name = field.text, !names.contains(name) else { continue }
      check(name, at: field.place)
    }
    for alias in aliases { check(alias.field, at: alias.rule.place) }
  }

  private mutating func check(_ name: String, at place: SourcePlace) {
    let kind: Detection.Reference.Kind = name.hasPrefix("trailscan.") ? .contextField : .field
    vocabulary.check(
      Detection.Reference(kind: kind, name: name, place: place), in: source, &diagnostics)
  }

  private mutating func kind(_ node: YAMLNode) -> Correlation.Kind? {
    guard let type = node["type"], let text = type.text else {
      fail("the correlation has no type", at: node.place)
      return nil
    }
    if let kind = Correlation.Kind(rawValue: text) { return kind }
    let names = Correlation.Kind.allCases.map(\.rawValue)
    fail(
      "unknown correlation type '\(text)'\(Spelling.hint(for: text, among: names)); "
        + "types are \(names.joined(separator: ", "))", at: type.place)
    return nil
  }

  /// The scalars of a key that holds one or a list.
  private mutating func texts(_ key: String, _ node: YAMLNode) -> [YAMLNode] {
    guard let value = node[key], !value.isNull else { return [] }
    let (texts, others) = value.oneOrMany.reduce(into: ([YAMLNode](), [YAMLNode]())) {
      if $1.text == nil { $0.1.append($1) } else { $0.0.append($1) }
    }
    for other in others {
      fail("'\(key)' takes texts, not \(other.kindName)", at: other.place)
    }
    return texts
  }

  private mutating func timespan(_ node: YAMLNode) -> Int64? {
    guard let value = node["timespan"] else {
      fail("the correlation has no timespan", at: node.place)
      return nil
    }
    let text = value.text ?? ""
    let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ seconds[$0] }), let count = Int64(text.dropLast()),
      (1...1_000_000).contains(count)
    else {
      fail("'\(text)' is no timespan such as 30s, 5m, 1h, 2d or 1w", at: value.place)
      return nil
    }
    return count * unit
  }

  private mutating func generates(_ node: YAMLNode) -> Bool {
    guard let value = node["generate"], !value.isNull else { return false }
    if let text = value.text, ["true", "false"].contains(text) { return text == "true" }
    fail("'generate' takes true or false", at: value.place)
    return false
  }

  private mutating func aliases(_ node: YAMLNode)
    -> [(name: String, rule: YAMLNode, field: String)]
  {
    guard let value = node["aliases"], !value.isNull else { return [] }
    var aliases: [(name: String, rule: YAMLNode, field: String)] = []
    for alias in value.pairs ?? [] {
      for pair in alias.value.pairs ?? [] {
        guard let name = alias.key.text, let field = pair.value.text else { continue }
        aliases.append((name, pair.key, field))
      }
      if alias.value.pairs == nil {
        fail(
          "expected the field of each rule, found \(alias.value.kindName)", at: alias.value.place)
      }
    }
    if value.pairs == nil {
      fail("expected aliases, found \(value.kindName)", at: value.place)
    }
    return aliases
  }

  // MARK: Condition

  private mutating func condition(_ node: YAMLNode, of kind: Correlation.Kind)
    -> Correlation.Condition?
  {
    guard let value = node["condition"], !value.isNull else {
      if kind == .temporal || kind == .temporalOrdered { return nil }
      fail("the correlation has no condition", at: node.place)
      return nil
    }
    if kind == .temporalOrdered || value.pairs == nil {
      fail("conditions of this form are unsupported for \(kind.rawValue)", at: value.place)
      return nil
    }
    let known = ["gt", "gte", "lt", "lte", "eq", "neq", "field", "percentile"]
    for pair in value.pairs ?? [] where !known.contains(pair.key.text ?? "") {
      fail("unknown key '\(pair.key.text ?? "")' in the condition", at: pair.key.place)
    }
    return comparison(value, of: kind)
  }

  private mutating func comparison(_ node: YAMLNode, of kind: Correlation.Kind)
    -> Correlation.Condition?
  {
    let comparisons = (node.pairs ?? []).compactMap { pair in
      NumberTest.Relation(rawValue: pair.key.text ?? "").map { ($0, pair.value) }
    }
    guard comparisons.count == 1, let (relation, value) = comparisons.first else {
      let found = comparisons.isEmpty ? "" : ", not \(comparisons.count) of them"
      fail("the condition needs one of gt, gte, lt, lte, eq, neq\(found)", at: node.place)
      return nil
    }
    guard let text = value.text, let threshold = Double(text), threshold.isFinite else {
      fail("'\(value.text ?? "")' is not a number", at: value.place)
      return nil
    }
    let field = node["field"]
    if kind.needsField, field?.text == nil {
      fail("a \(kind.rawValue) needs the field to look at", at: field?.place ?? node.place)
    } else if !kind.needsField, let field {
      fail("a \(kind.rawValue) looks at no field", at: field.place)
    }
    return Correlation.Condition(
      relation: relation, threshold: threshold, field: field?.text,
      percentile: percentile(node, of: kind))
  }

  private mutating func percentile(_ node: YAMLNode, of kind: Correlation.Kind) -> Int {
    guard kind == .valuePercentile else { return 50 }
    let value = node["percentile"]
    if let text = value?.text, let number = Int(text), (1...100).contains(number) { return number }
    fail("a value_percentile needs 'percentile', from 1 to 100", at: value?.place ?? node.place)
    return 50
  }
}

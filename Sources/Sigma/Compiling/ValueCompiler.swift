/// Turns one value of a rule and the modifiers of its field into tests.
struct ValueCompiler {
  let modifiers: FieldModifiers
  /// True for keywords, which are looked for anywhere in a value.
  let isKeyword: Bool

  /// What is wrong with a value, and how far into it.
  struct Fault: Error {
    let reason: String
    var offset = 0
  }

  /// The tests for a scalar, one of which must pass; several where a modifier makes variants.
  func tests(for node: YAMLNode) throws(Fault) -> [ValueTest] {
    guard case .scalar(let text, _) = node.content else {
      throw Fault(reason: "expected a value, found \(node.kindName)")
    }
    if node.isNull { return try nullTest() }
    if modifiers.refersToField { return [fieldTest(text)] }
    if let unit = modifiers.timeUnit { return [.time(unit, try number(text))] }
    switch modifiers.operation {
    case .exists: return [.exists(try truth(text))]
    case .number: return [.number(try number(text))]
    case .network: return [try network(text)]
    case .regex: return [.regex(try regex(text))]
    case .equals, .contains, .startsWith, .endsWith: return try textTests(text)
    }
  }

  private func nullTest() throws(Fault) -> [ValueTest] {
    let isPlain =
      modifiers.operation == .equals && modifiers.encodings.isEmpty && !modifiers.refersToField
      && !modifiers.expands && modifiers.timeUnit == nil && !isKeyword
    guard isPlain else { throw Fault(reason: "null cannot be compared like this") }
    return [.null]
  }

  private func fieldTest(_ name: String) -> ValueTest {
    var comparison = FieldComparison(isCased: modifiers.isCased)
    comparison.starBefore = hasStarBefore
    comparison.starAfter = hasStarAfter
    return .field(FieldPath(name), comparison)
  }

  private func truth(_ text: String) throws(Fault) -> Bool {
    switch text.lowercased() {
    case "true": return true
    case "false": return false
    default: throw Fault(reason: "'exists' takes true or false, not '\(text)'")
    }
  }

  private func number(_ text: String) throws(Fault) -> NumberTest {
    var relation = NumberTest.Relation.equal
    if case .number(let given) = modifiers.operation { relation = given }
    guard let test = NumberTest(relation, text) else {
      throw Fault(reason: "'\(text)' is not a number")
    }
    return test
  }

  private func network(_ text: String) throws(Fault) -> ValueTest {
    if modifiers.expands {
      guard case .placeholder(let name)? = ValueText(text, expands: true).parts.first,
        ValueText(text, expands: true).parts.count == 1
      else { throw Fault(reason: "'cidr' with 'expand' takes one placeholder, '%name%'") }
      return .networks(placeholder: name)
    }
    guard let range = NetworkRange(text) else {
      throw Fault(reason: "'\(text)' is not an address or a range such as 10.0.0.0/8")
    }
    return .network(range)
  }

  private func regex(_ text: String) throws(Fault) -> RegularExpression {
    do {
      return try RegularExpression(text, flags: modifiers.regexFlags)
    } catch {
      throw Fault(reason: error.reason, offset: error.offset)
    }
  }

  private func textTests(_ text: String) throws(Fault) -> [ValueTest] {
    if modifiers.encodings.isEmpty, !modifiers.expands, let pattern = plainPattern(text) {
      return [.text(pattern)]
    }
    var variants = [ValueText(text, expands: modifiers.expands)]
    if modifiers.expands, variants[0].placeholders.isEmpty {
      throw Fault(reason: "'expand' needs a placeholder, '%name%'")
    }
    for encoding in modifiers.encodings {
      var encoded: [ValueText] = []
      for variant in variants { encoded += try encoding.applied(to: variant) }
      variants = encoded
    }
    return variants.map(test)
  }

  /// The pattern of a value in which no sign has a meaning, as nearly all are; nil for others.
  private func plainPattern(_ text: String) -> TextPattern? {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, ValueText.isLiteral(bytes) else { return nil }
    let shape: TextPattern.Shape =
      switch (hasStarBefore, hasStarAfter) {
      case (false, false): .exact
      case (false, true): .prefix
      case (true, false): .suffix
      case (true, true): .infix
      }
    return TextPattern(literal: bytes, shape, isCased: modifiers.isCased)
  }

  private var hasStarBefore: Bool {
    modifiers.operation == .contains || modifiers.operation == .endsWith || isKeyword
  }

  private var hasStarAfter: Bool {
    modifiers.operation == .contains || modifiers.operation == .startsWith || isKeyword
  }

  private func test(_ value: ValueText) -> ValueTest {
    let text = value.surrounded(before: hasStarBefore, after: hasStarAfter)
    guard !text.placeholders.isEmpty else {
      return .text(TextPattern(text, isCased: modifiers.isCased))
    }
    let widest = TextPattern(text.widest, isCased: modifiers.isCased)
    return .template(text, isCased: modifiers.isCased, widest: widest)
  }
}

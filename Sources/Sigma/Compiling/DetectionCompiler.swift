/// Compiles selections and conditions, collecting faults.
struct DetectionCompiler {
  let source: SourceText
  var diagnostics = Diagnostics()
  private(set) var references: [Detection.Reference] = []

  init(source: SourceText) {
    self.source = source
  }

  mutating func fail(_ reason: String, at place: SourcePlace) {
    diagnostics.fail(reason, at: place, in: source)
  }

  // MARK: Selections

  /// The predicate of a selection: a mapping (and), a list (or), a keyword; nil after a fault.
  mutating func selection(_ node: YAMLNode, of owner: String) -> Predicate? {
    switch node.content {
    case .mapping(let pairs):
      if pairs.isEmpty { fail("\(owner) is empty", at: node.place) }
      let items = pairs.compactMap { item($0) }
      guard items.count == pairs.count, !items.isEmpty else { return nil }
      return .all(items.sorted { $0.cost < $1.cost })
    case .sequence(let elements):
      if elements.isEmpty { fail("\(owner) is empty", at: node.place) }
      return alternatives(elements, of: owner)
    case .scalar:
      if node.isNull {
        fail("\(owner) is empty", at: node.place)
        return nil
      }
      return keywords([node], FieldModifiers())
    }
  }

  /// A list: mappings one of which must match, words one of which must occur, or both.
  private mutating func alternatives(_ elements: [YAMLNode], of owner: String) -> Predicate? {
    let words = elements.filter { $0.pairs == nil && $0.elements == nil }
    var parts: [Predicate?] = []
    if !words.isEmpty { parts.append(keywords(words, FieldModifiers())) }
    for element in elements where element.pairs != nil || element.elements != nil {
      parts.append(selection(element, of: owner))
    }
    let known = parts.compactMap { $0 }
    return known.count == parts.count && !known.isEmpty ? .any(known) : nil
  }

  // MARK: Fields

  /// One `field|modifier: value`.
  private mutating func item(_ pair: YAMLNode.Pair) -> Predicate? {
    guard let (name, modifiers) = fieldKey(pair.key) else { return nil }
    let values = pair.value.oneOrMany
    if values.isEmpty {
      fail("an empty list never matches", at: pair.value.place)
      return nil
    }
    if name.isEmpty { return keywords(values, modifiers) }
    note(name, at: pair.key.place)
    if modifiers.requiresAll, pair.value.elements == nil {
      diagnostics.warn("'all' is for a list of values", at: pair.value.place, in: source)
    }
    let groups = self.tests(for: values, ValueCompiler(modifiers: modifiers, isKeyword: false))
    guard let groups else { return nil }
    let field = FieldPath(name)
    guard modifiers.requiresAll, groups.contains(where: { $0.count > 1 }) else {
      return .field(
        FieldTest(
          field: field, tests: groups.flatMap { $0 }, requiresAll: modifiers.requiresAll,
          isNegated: modifiers.isNegated))
    }
    let parts = groups.map { tests in
      Predicate.field(FieldTest(field: field, tests: tests, requiresAll: false, isNegated: false))
    }
    return modifiers.isNegated ? .not(.all(parts)) : .all(parts)
  }

  private mutating func keywords(_ nodes: [YAMLNode], _ modifiers: FieldModifiers) -> Predicate? {
    let isPlain = modifiers.operation == .equals && !modifiers.isNegated
    guard isPlain || modifiers.operation == .regex || modifiers.operation == .contains,
      !modifiers.refersToField, modifiers.timeUnit == nil
    else {
      fail("this comparison needs a field", at: nodes[0].place)
      return nil
    }
    let compiler = ValueCompiler(modifiers: modifiers, isKeyword: true)
    guard let groups = tests(for: nodes, compiler) else { return nil }
    guard modifiers.requiresAll else {
      return .keyword(KeywordTest(tests: groups.flatMap { $0 }, requiresAll: false))
    }
    return .all(groups.map { .keyword(KeywordTest(tests: $0, requiresAll: false)) })
  }

  /// The tests of each value; nil after a fault in any.
  private mutating func tests(for values: [YAMLNode], _ compiler: ValueCompiler) -> [[ValueTest]]? {
    var groups: [[ValueTest]] = []
    for value in values {
      do {
        let tests = try compiler.tests(for: value)
        for test in tests { note(test, at: value.place) }
        groups.append(tests)
      } catch {
        fail(error.reason, at: place(offset: error.offset, in: value))
      }
    }
    return groups.count == values.count ? groups : nil
  }

  /// The name before the first bar, and what stands behind it; nil after a fault.
  private mutating func fieldKey(_ key: YAMLNode) -> (String, FieldModifiers)? {
    guard case .scalar(let text, _) = key.content else { return nil }
    guard text.utf8.contains(UInt8(ascii: "|")) else { return (text, FieldModifiers()) }
    let parts = text.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
      .map { Substring($0) }
    var modifiers = FieldModifiers()
    let before = diagnostics.errors.count
    for part in parts.dropFirst() {
      do {
        try modifiers.add(part)
      } catch {
        fail(error.reason, at: place(of: part, within: text, in: key))
      }
    }
    if diagnostics.errors.count == before, let (word, reason) = modifiers.contradiction,
      let part = parts.last(where: { $0 == word })
    {
      fail(reason, at: place(of: part, within: text, in: key))
    }
    return diagnostics.errors.count == before ? (String(parts[0]), modifiers) : nil
  }

  // MARK: Places and references

  /// Where `part` of the scalar `text` stands: behind the quote, if there is one.
  func place(of part: Substring, within text: String, in node: YAMLNode) -> SourcePlace {
    let offset = text.unicodeScalars.distance(from: text.startIndex, to: part.startIndex)
    for shift in [offset, offset + 1] {
      let place = node.place.moved(by: shift)
      if source.reads(part, at: place) { return place }
    }
    return node.place
  }

  private func place(offset: Int, in node: YAMLNode) -> SourcePlace {
    guard case .scalar(let text, _) = node.content else { return node.place }
    let rest = text.unicodeScalars.dropFirst(offset)
    return place(of: Substring(rest), within: text, in: node)
  }

  private mutating func note(_ name: String, at place: SourcePlace) {
    let kind: Detection.Reference.Kind =
      FieldPath.Origin(of: name) == .context ? .contextField : .field
    references.append(Detection.Reference(kind: kind, name: name, place: place))
  }

  private mutating func note(_ test: ValueTest, at place: SourcePlace) {
    switch test {
    case .field(let path, _): note(path.name, at: place)
    case .template(let text, _, _):
      references += text.placeholders.map { name in
        Detection.Reference(kind: .placeholder, name: name, place: place)
      }
    case .networks(let name):
      references.append(Detection.Reference(kind: .placeholder, name: name, place: place))
    default: break
    }
  }
}

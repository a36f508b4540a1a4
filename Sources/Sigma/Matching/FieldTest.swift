import CloudTrail

/// A field and what is asked of its values.
///
/// A class, since a test is passed on for every event that is asked: one reference instead of six.
///
/// A field may have many values: each element of an array, on the way or at its end. One that
/// passes is enough. A whole object or array is also seen as its compact JSON text, and once more
/// with the strings inside unescaped, so that a policy document reads as its author wrote it.
final class FieldTest: Sendable {
  let field: FieldPath
  let tests: [ValueTest]
  /// True where each test must pass, if on different elements; else one is enough.
  let requiresAll: Bool
  /// True where the answer is turned round (`neq`).
  let isNegated: Bool

  init(field: FieldPath, tests: [ValueTest], requiresAll: Bool, isNegated: Bool) {
    self.field = field
    self.tests = tests
    self.requiresAll = requiresAll
    self.isNegated = isNegated
  }

  func evaluate(_ map: JSONMap, _ bytes: Span<UInt8>, _ context: some MatchContext) -> Truth {
    var truth: Truth
    if requiresAll {
      truth = .yes
      for index in tests.indices where truth != .no {
        truth = truth && any(of: index..<index + 1, map, bytes, context)
      }
    } else {
      truth = any(of: 0..<tests.count, map, bytes, context)
    }
    return isNegated ? !truth : truth
  }

  private func any(
    of range: Range<Int>, _ map: JSONMap, _ bytes: Span<UInt8>, _ context: some MatchContext
  ) -> Truth {
    var search = FieldSearch(test: self, range: range)
    switch field.origin {
    case .record: search.walk(step: 0, node: 0, map, bytes, context)
    case .context:
      guard let values = context.values(ofField: field.name) else { return .maybe }
      for value in values where search.truth != .yes {
        search.see(text: value, map, bytes, context)
      }
    }
    return search.answer()
  }
}

/// One walk through a record in search of a field's values.
private struct FieldSearch {
  let test: FieldTest
  let range: Range<Int>
  private(set) var truth = Truth.no
  private var isPresent = false
  private var hasValue = false
  private var hasNull = false

  init(test: FieldTest, range: Range<Int>) {
    self.test = test
    self.range = range
  }

  /// The answer after the walk, with what could only be said at its end.
  func answer() -> Truth {
    for index in range {
      switch test.tests[index] {
      case .null where !isPresent || hasNull: return .yes
      case .exists(let wanted) where wanted == hasValue: return .yes
      default: continue
      }
    }
    return truth
  }

  /// Follows the path from `node`; true where it led anywhere.
  @discardableResult
  mutating func walk(
    step: Int, node: Int, _ map: JSONMap, _ bytes: Span<UInt8>, _ context: some MatchContext
  ) -> Bool {
    guard node < map.nodes.count else { return false }
    if step == test.field.steps.count {
      see(node: node, map, bytes, context)
      return true
    }
    switch map.nodes[node].kind {
    case .object:
      if let member = map.member(test.field.steps[step], of: node, in: bytes),
        walk(step: step + 1, node: member, map, bytes, context)
      {
        return true
      }
      guard step + 1 < test.field.steps.count,
        let member = map.member(test.field.rests[step], of: node, in: bytes)
      else { return false }
      see(node: member, map, bytes, context)
      return true
    case .array:
      var isFound = false
      var child = node + 1
      while child < map.nodes[node].next, truth != .yes {
        if walk(step: step, node: child, map, bytes, context) { isFound = true }
        child = map.nodes[child].next
      }
      return isFound
    default: return false
    }
  }

  mutating func see(
    text: String, _ map: JSONMap, _ bytes: Span<UInt8>, _ context: some MatchContext
  ) {
    isPresent = true
    hasValue = true
    let value = text.utf8Span.span
    ask(value, 0..<value.count, map, bytes, context)
  }

  private mutating func see(
    node: Int, _ map: JSONMap, _ bytes: Span<UInt8>, _ context: some MatchContext
  ) {
    isPresent = true
    let value = map.nodes[node]
    switch value.kind {
    case .null: hasNull = true
    case .string where value.isEscaped:
      hasValue = true
      let decoded = JSONText.decode(bytes, value.range)
      ask(decoded.span, 0..<decoded.count, map, bytes, context)
    case .string, .number, .bool:
      hasValue = true
      ask(bytes, value.range, map, bytes, context)
    case .array:
      hasValue = true
      seeWhole(node, map, bytes, context)
      var child = node + 1
      while child < value.next, truth != .yes {
        see(node: child, map, bytes, context)
        child = map.nodes[child].next
      }
    case .object:
      hasValue = true
      seeWhole(node, map, bytes, context)
    }
  }

  /// Asks for the JSON text of an object or array, once as it is and once with strings unescaped.
  private mutating func seeWhole(
    _ node: Int, _ map: JSONMap, _ bytes: Span<UInt8>, _ context: some MatchContext
  ) {
    guard test.tests[range].contains(where: \.mayMatchContainer) else { return }
    let compact = CompactJSON(of: node, in: map, bytes)
    ask(compact.text.span, 0..<compact.text.count, map, bytes, context)
    guard compact.hasEscapes, truth != .yes else { return }
    let plain = CompactJSON(of: node, in: map, bytes, unescapingStrings: true)
    ask(plain.text.span, 0..<plain.text.count, map, bytes, context)
  }

  private mutating func ask(
    _ value: Span<UInt8>, _ place: Range<Int>, _ map: JSONMap, _ bytes: Span<UInt8>,
    _ context: some MatchContext
  ) {
    for index in range where truth != .yes {
      truth = truth || test.tests[index].truth(value, place, map, bytes, context)
    }
  }
}

extension Detection {
  /// True where a match is impossible unless one of these fields has a value, whatever the others
  /// hold; false where that cannot be told.
  package func needsValue(ofAny fields: Set<String>) -> Bool {
    predicate.needsValue(ofAny: fields)
  }

  /// True where a match is impossible if a field has a value, whatever the others hold; false
  /// where that cannot be told.
  package func needsNoValue(of field: String) -> Bool {
    predicate.needsNoValue(of: field)
  }
}

extension Predicate {
  func needsNoValue(of field: String) -> Bool {
    switch self {
    case .all(let parts): parts.contains { $0.needsNoValue(of: field) }
    case .any(let parts), .atLeast(_, let parts):
      !parts.isEmpty && parts.allSatisfy { $0.needsNoValue(of: field) }
    case .not(let part): part.holdsForAnyValue(of: field)
    case .keyword: false
    case .field(let test):
      test.field.name == field && !test.isNegated
        && test.tests.allSatisfy { !$0.needsValue }
    }
  }

  /// True where any value of the field is enough for a match.
  private func holdsForAnyValue(of field: String) -> Bool {
    switch self {
    case .all(let parts): !parts.isEmpty && parts.allSatisfy { $0.holdsForAnyValue(of: field) }
    case .any(let parts): parts.contains { $0.holdsForAnyValue(of: field) }
    case .not, .keyword, .atLeast: false
    case .field(let test):
      test.field.name == field && !test.isNegated && !test.requiresAll
        && test.tests.contains(where: \.acceptsAnyValue)
    }
  }

  func needsValue(ofAny fields: Set<String>) -> Bool {
    switch self {
    case .all(let parts): parts.contains { $0.needsValue(ofAny: fields) }
    case .any(let parts), .atLeast(_, let parts):
      !parts.isEmpty && parts.allSatisfy { $0.needsValue(ofAny: fields) }
    case .not, .keyword: false
    case .field(let test):
      fields.contains(test.field.name) && !test.isNegated && test.tests.allSatisfy(\.needsValue)
    }
  }
}

extension ValueTest {
  /// True for what passes wherever the field has a value.
  fileprivate var acceptsAnyValue: Bool {
    switch self {
    case .exists(true): true
    case .text(let pattern): pattern.shape == .anything
    default: false
    }
  }

  /// False for what can pass where the field is missing or null.
  fileprivate var needsValue: Bool {
    switch self {
    case .null, .exists(false): false
    default: true
    }
  }
}

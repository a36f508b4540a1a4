extension Detection {
  /// Fields of the context (`trailscan.…`) without any value of which the detection certainly does
  /// not match: a first question that costs next to nothing.
  package var neededContextFields: Set<String> { predicate.neededContextFields }
}

extension Predicate {
  fileprivate var neededContextFields: Set<String> {
    switch self {
    case .all(let parts):
      return parts.reduce(into: []) { $0.formUnion($1.neededContextFields) }
    case .any(let parts), .atLeast(1, let parts):
      guard let first = parts.first else { return [] }
      return parts.dropFirst().reduce(first.neededContextFields) {
        $0.intersection($1.neededContextFields)
      }
    case .atLeast, .not, .keyword: return []
    case .field(let test): return test.needsValue ? [test.field.name] : []
    }
  }
}

extension FieldTest {
  /// True where a field of the context that has no value at all cannot pass.
  fileprivate var needsValue: Bool {
    guard field.origin == .context, !isNegated, !tests.isEmpty else { return false }
    return tests.allSatisfy { test in
      switch test {
      case .null, .exists: false
      default: true
      }
    }
  }
}

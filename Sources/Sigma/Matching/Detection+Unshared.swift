extension Detection {
  /// The same question in memory of its own, without the places of what it names.
  ///
  /// Parts of a detection count their references, wherever it is asked: threads that ask the same
  /// one wait for each other, a few nanoseconds for each part. Long lists of values, regular
  /// expressions and the texts of templates stay common, so that copies are small.
  package var unshared: Detection { Detection(unshared: predicate.unshared) }
}

extension Predicate {
  fileprivate var unshared: Predicate {
    switch self {
    case .all(let parts): .all(parts.map(\.unshared))
    case .any(let parts): .any(parts.map(\.unshared))
    case .not(let part): .not(part.unshared)
    case .atLeast(let count, let parts): .atLeast(count, parts.map(\.unshared))
    case .field(let test): .field(test.unshared)
    case .keyword: self
    }
  }
}

extension FieldTest {
  /// A list of more values than this is not copied.
  private static var mostValues: Int { 32 }

  fileprivate var unshared: FieldTest {
    if tests.count > Self.mostValues { return self }
    return FieldTest(
      field: FieldPath(field.name), tests: tests.map(\.unshared), requiresAll: requiresAll,
      isNegated: isNegated)
  }
}

extension ValueTest {
  /// What is seldom asked keeps its parts.
  fileprivate var unshared: ValueTest {
    switch self {
    case .text(let pattern): .text(pattern.unshared)
    case .exists(let isWanted): .exists(isWanted)
    case .number(let test): .number(test)
    case .field(let path, let comparison): .field(FieldPath(path.name), comparison)
    case .template(let text, let isCased, let widest):
      .template(text, isCased: isCased, widest: widest.unshared)
    case .null, .regex, .network, .networks, .time: self
    }
  }
}

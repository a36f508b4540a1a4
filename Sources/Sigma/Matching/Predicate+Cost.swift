extension Predicate {
  /// Roughly how long the answer takes: cheap questions are asked first.
  var cost: Int {
    switch self {
    case .all(let parts), .any(let parts), .atLeast(_, let parts):
      parts.reduce(1) { $0 + $1.cost }
    case .not(let part): part.cost
    case .field(let test):
      test.field.steps.count + test.tests.reduce(0) { max($0, $1.cost) }
    case .keyword: 1_000
    }
  }
}

extension ValueTest {
  fileprivate var cost: Int {
    switch self {
    case .null, .exists: 0
    case .text(let pattern): pattern.shape == .exact ? 0 : mayMatchContainer ? 8 : 2
    case .network, .networks, .number, .time: 4
    case .field: 10
    case .template: 20
    case .regex: 40
    }
  }
}

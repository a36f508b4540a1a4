package import CloudTrail

/// Questions as far as something is known already.
///
/// Most of what a rule asks is the same for all records of a call: which call it is, how it ended,
/// who makes such calls. Answered once, it leaves a shorter question for each record, or none.
///
///     call and own and not reads      known: eventName GetRole
///       └─ no ────────────────────►   no record of GetRole need be asked
extension Detection {
  /// What is left to ask where `fields` hold what they hold in the record that `map` maps in
  /// `bytes`, or in `context`.
  ///
  /// `costs` says of fields of the context what asking for them costs beside a comparison (1).
  package func settled(
    _ fields: Set<String>, _ map: JSONMap, _ bytes: Span<UInt8>, context: some MatchContext,
    costs: [String: Int] = [:]
  ) -> Detection {
    let left = predicate.settled(fields, map, bytes, context)
    return Detection(left.ordered(by: costs), from: self)
  }

  /// The answer that is the same for all records; nil where they must be asked.
  package var settledAnswer: Truth? { predicate.constant }

  /// The fields that are asked for, of the record and of the context.
  package var fields: Set<String> {
    var fields: Set<String> = []
    predicate.addFields(to: &fields)
    return fields
  }

  /// True where words are looked for in any value of a record.
  package var hasKeywords: Bool { predicate.hasKeywords }

  /// Fields in one of which a whole placeholder must stand for a match, of those placeholders that
  /// `isBinding` accepts; nil where nothing of the kind is demanded.
  ///
  ///     trailscan.buckets|expand: '%runner.buckets%'          trailscan.buckets
  ///     requestParameters.x|contains|expand: '%runner.…%'     nil: any part of a text may fit
  package func boundFields(_ isBinding: (String) -> Bool) -> Set<String>? {
    predicate.boundFields(isBinding)
  }
}

extension Predicate {
  static let yes = Predicate.all([])
  static let no = Predicate.any([])

  var constant: Truth? {
    switch self {
    case .all(let parts): parts.isEmpty ? .yes : nil
    case .any(let parts): parts.isEmpty ? .no : nil
    case .not, .atLeast, .field, .keyword: nil
    }
  }

  func addFields(to fields: inout Set<String>) {
    switch self {
    case .all(let parts), .any(let parts), .atLeast(_, let parts):
      for part in parts { part.addFields(to: &fields) }
    case .not(let part): part.addFields(to: &fields)
    case .field(let test): test.addFields(to: &fields)
    case .keyword: break
    }
  }

  var hasKeywords: Bool {
    switch self {
    case .all(let parts), .any(let parts), .atLeast(_, let parts):
      parts.contains(where: \.hasKeywords)
    case .not(let part): part.hasKeywords
    case .field: false
    case .keyword: true
    }
  }

  func settled(
    _ fields: Set<String>, _ map: JSONMap, _ bytes: Span<UInt8>, _ context: some MatchContext
  ) -> Predicate {
    switch self {
    case .all(let parts):
      guard let open = Self.open(parts, unless: .no, fields, map, bytes, context) else {
        return .no
      }
      return open.count == 1 ? open[0] : .all(open)
    case .any(let parts):
      guard let open = Self.open(parts, unless: .yes, fields, map, bytes, context) else {
        return .yes
      }
      return open.count == 1 ? open[0] : .any(open)
    case .not(let part):
      let left = part.settled(fields, map, bytes, context)
      return left.constant.map { $0 == .yes ? .no : .yes } ?? .not(left)
    case .atLeast(let count, let parts):
      let left = parts.map { $0.settled(fields, map, bytes, context) }
      let certain = left.count { $0.constant == .yes }
      let open = left.filter { $0.constant == nil }
      if certain >= count { return .yes }
      return certain + open.count < count ? .no : .atLeast(count - certain, open)
    case .field(let test):
      guard fields.contains(test.field.name), test.asksNothingElse else { return self }
      switch test.evaluate(map, bytes, context) {
      case .yes: return .yes
      case .no: return .no
      case .maybe: return self
      }
    case .keyword: return self
    }
  }

  /// What is left of the parts that must still be asked; nil where the answer to one is `end`,
  /// which settles the others with it.
  private static func open(
    _ parts: [Predicate], unless end: Truth, _ fields: Set<String>, _ map: JSONMap,
    _ bytes: Span<UInt8>, _ context: some MatchContext
  ) -> [Predicate]? {
    var open: [Predicate] = []
    for part in parts {
      let left = part.settled(fields, map, bytes, context)
      guard let answer = left.constant else {
        open.append(left)
        continue
      }
      if answer == end { return nil }
    }
    return open
  }

  /// The same with cheap questions before costly ones.
  func ordered(by costs: [String: Int]) -> Predicate {
    func sorted(_ parts: [Predicate]) -> [Predicate] {
      let ordered = parts.map { $0.ordered(by: costs) }
      if ordered.count < 2 { return ordered }
      return ordered.map { (cost: $0.cost + $0.dearest(costs), part: $0) }
        .sorted { $0.cost < $1.cost }.map(\.part)
    }
    switch self {
    case .all(let parts): return .all(sorted(parts))
    case .any(let parts): return .any(sorted(parts))
    case .not(let part): return .not(part.ordered(by: costs))
    case .atLeast, .field, .keyword: return self
    }
  }

  /// What the dearest of its fields costs.
  private func dearest(_ costs: [String: Int]) -> Int {
    switch self {
    case .all(let parts), .any(let parts), .atLeast(_, let parts):
      parts.reduce(0) { max($0, $1.dearest(costs)) }
    case .not(let part): part.dearest(costs)
    case .field(let test): test.dearest(costs)
    case .keyword: 0
    }
  }

  func boundFields(_ isBinding: (String) -> Bool) -> Set<String>? {
    switch self {
    case .all(let parts):
      return parts.compactMap { $0.boundFields(isBinding) }.min { $0.count < $1.count }
    case .any(let parts), .atLeast(_, let parts):
      let bound = parts.compactMap { $0.boundFields(isBinding) }
      guard bound.count == parts.count, !bound.isEmpty else { return nil }
      return bound.reduce(into: []) { $0.formUnion($1) }
    case .not, .keyword: return nil
    case .field(let test):
      return !test.isNegated && test.tests.allSatisfy { $0.isPlaceholder(isBinding) }
        ? [test.field.name] : nil
    }
  }
}

extension FieldTest {
  /// False where the values are compared with other fields or with placeholders.
  fileprivate var asksNothingElse: Bool {
    tests.allSatisfy { test in
      switch test {
      case .template, .networks, .field: false
      case .null, .exists, .text, .regex, .network, .number, .time: true
      }
    }
  }

  /// What the dearest of its fields costs.
  fileprivate func dearest(_ costs: [String: Int]) -> Int {
    tests.reduce(costs[field.name] ?? 0) { most, test in
      guard case .field(let other, _) = test else { return most }
      return max(most, costs[other.name] ?? 0)
    }
  }

  fileprivate func addFields(to fields: inout Set<String>) {
    fields.insert(field.name)
    for case .field(let other, _) in tests { fields.insert(other.name) }
  }
}

extension ValueTest {
  /// True for one placeholder and nothing else.
  fileprivate func isPlaceholder(_ isBinding: (String) -> Bool) -> Bool {
    guard case .template(let text, _, _) = self, text.parts.count == 1,
      case .placeholder(let name)? = text.parts.first
    else { return false }
    return isBinding(name)
  }
}

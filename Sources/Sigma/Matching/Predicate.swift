import CloudTrail

/// A compiled detection: tests joined by and, or, not.
indirect enum Predicate: Sendable {
  case all([Predicate])
  case any([Predicate])
  case not(Predicate)
  case atLeast(Int, [Predicate])
  case field(FieldTest)
  case keyword(KeywordTest)

  func evaluate(_ map: JSONMap, _ bytes: Span<UInt8>, _ context: some MatchContext) -> Truth {
    switch self {
    case .all(let parts):
      var truth = Truth.yes
      for part in parts where truth != .no { truth = truth && part.evaluate(map, bytes, context) }
      return truth
    case .any(let parts):
      var truth = Truth.no
      for part in parts where truth != .yes { truth = truth || part.evaluate(map, bytes, context) }
      return truth
    case .not(let part): return !part.evaluate(map, bytes, context)
    case .atLeast(let count, let parts): return counted(count, parts, map, bytes, context)
    case .field(let test): return test.evaluate(map, bytes, context)
    case .keyword(let test): return test.evaluate(map, bytes, context)
    }
  }

  private func counted(
    _ count: Int, _ parts: [Predicate], _ map: JSONMap, _ bytes: Span<UInt8>,
    _ context: some MatchContext
  ) -> Truth {
    var certain = 0
    var possible = 0
    for part in parts where certain < count {
      let truth = part.evaluate(map, bytes, context)
      if truth == .yes { certain += 1 }
      if truth != .no { possible += 1 }
    }
    if certain >= count { return .yes }
    return possible >= count ? .maybe : .no
  }
}

/// Words looked for in any value of the record.
struct KeywordTest: Sendable {
  let tests: [ValueTest]
  /// True where each word must occur, if in different values; else one is enough.
  let requiresAll: Bool

  func evaluate(_ map: JSONMap, _ bytes: Span<UInt8>, _ context: some MatchContext) -> Truth {
    var best = Array(repeating: Truth.no, count: tests.count)
    for node in map.nodes.indices {
      guard let value = map.scalar(of: node, in: bytes) else { continue }
      for index in tests.indices where best[index] != .yes {
        let truth = tests[index].truth(value.span, 0..<value.count, map, bytes, context)
        best[index] = best[index] || truth
      }
    }
    return requiresAll ? best.min() ?? .no : best.max() ?? .no
  }
}

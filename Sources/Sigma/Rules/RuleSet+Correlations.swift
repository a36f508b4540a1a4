/// Correlations of a set, which may count one another: what the inner ones find is an event for the
/// outer ones.
///
///     detection ─► inner ─┬─► outer          level 0: inner, what counts detections alone
///     detection ──────────┘                  level 1: outer
extension RuleSet {
  /// A tracker of all correlations of the set, for matches in the order of time.
  package func correlationTracker() -> CorrelationTracker { CorrelationTracker(self) }

  /// The matches of all correlations among `inputs`, which may come in any order, and among what
  /// they find themselves.
  ///
  /// Sorted by correlation, then by first time.
  package func correlationMatches(among inputs: [CorrelationInput]) -> [CorrelationMatch] {
    var byCorrelation = Dictionary(grouping: inputs, by: \.correlation)
    var found: [CorrelationMatch] = []
    for number in correlationOrder {
      let matches = rules[number].correlation?.matches(among: byCorrelation[number] ?? []) ?? []
      found += matches
      for input in matches.flatMap({ self.inputs(of: $0) }) {
        byCorrelation[input.correlation, default: []].append(input)
      }
    }
    return found.sorted(by: CorrelationMatch.precedes)
  }

  /// What other correlations want to know of a match of one; none where none counts it.
  func inputs(of match: CorrelationMatch) -> [CorrelationInput] {
    users(of: match.correlation).compactMap { number in
      guard let inner = rules[match.correlation].correlation,
        let outer = rules[number].correlation
      else { return nil }
      func value(_ name: String) -> String? {
        inner.groupBy.firstIndex(of: outer.field(name, of: match.correlation))
          .map { match.group[$0] }
      }
      let group = outer.groupBy.compactMap(value)
      guard group.count == outer.groupBy.count else { return nil }
      let values = outer.condition.field.flatMap(value).map { [$0] } ?? []
      return CorrelationInput(correlation: number, match, group: group, values: values)
    }
  }

  /// The correlations by level: those that a correlation counts stand before it.
  var correlationOrder: [Int] {
    let levels = correlationLevels
    return rules.indices.filter { levels[$0] != nil }
      .sorted { (levels[$0] ?? 0, $0) < (levels[$1] ?? 0, $1) }
  }

  /// For each correlation its level, 0 where it counts detections alone; nil for detections.
  var correlationLevels: [Int?] {
    var levels = [Int?](repeating: nil, count: rules.count)
    func level(_ number: Int) -> Int? {
      if let known = levels[number] { return known }
      guard let correlation = rules[number].correlation else { return nil }
      let inner = correlation.rules.compactMap(level).max()
      levels[number] = inner.map { $0 + 1 } ?? 0
      return levels[number]
    }
    for number in rules.indices { _ = level(number) }
    return levels
  }

  /// The longest time, in seconds, that a match of a correlation can reach back from its last event
  /// where no window is longer than its timespan; 0 without correlations.
  package var longestTimespan: Int64 {
    var spans = [Int64](repeating: 0, count: rules.count)
    for number in correlationOrder {
      guard let correlation = rules[number].correlation else { continue }
      let inner = correlation.rules.map { spans[$0] }.max() ?? 0
      spans[number] = correlation.timespan.addingReportingOverflow(inner).partialValue
    }
    return spans.max() ?? 0
  }
}

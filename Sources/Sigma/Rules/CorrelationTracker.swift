/// Finds the matches of correlations in a stream of matches, and forgets what cannot matter again.
///
/// Matches come in the order of time. A window is no longer than the timespan, so it never reaches
/// over a silence of its group that is longer: each group is kept up to its next silence, then
/// judged as a whole and dropped.
///
///     timespan 5     a b  c            d e          what is kept
///     time           0 2  4            20 21        a b c, judged when 20 comes; then d e
///
/// What a correlation of correlations counts is known late: when a group of an inner one is judged.
/// Its own groups wait until no inner group is open that could still find something in their time.
///
/// One thread. Memory grows with the groups that are active, not with the length of the logs.
package struct CorrelationTracker {
  private struct Key: Hashable {
    let correlation: Int
    let group: [String]
  }

  private let rules: RuleSet
  private let correlations: [Int: Correlation]
  /// The correlations that count detections alone.
  private let inner: Set<Int>
  /// The others, those that are counted before those that count them.
  private let outer: [Int]
  private var open: [Key: [CorrelationInput]] = [:]
  private var found: [CorrelationMatch] = []
  private var lastSweep = Int64.min

  init(_ rules: RuleSet) {
    self.rules = rules
    let levels = rules.correlationLevels
    let order = rules.correlationOrder
    correlations = Dictionary(
      uniqueKeysWithValues: order.compactMap { number in
        rules.rules[number].correlation.map { (number, $0) }
      })
    inner = Set(order.filter { levels[$0] == 0 })
    outer = order.filter { levels[$0] != 0 }
  }

  /// Takes the next match of a detection that a correlation counts.
  package mutating func take(_ input: CorrelationInput) {
    guard let correlation = correlations[input.correlation] else { return }
    sweep(before: input.time)
    let key = Self.key(of: input)
    if inner.contains(input.correlation), let last = open[key]?.last,
      isOver(last.time, at: input.time, correlation)
    {
      close(key)
    }
    open[key, default: []].append(input)
  }

  private static func key(of input: CorrelationInput) -> Key {
    Key(correlation: input.correlation, group: input.group.map { $0.lowercased() })
  }

  /// The matches that are certain when no other input comes before `time`, each told once, by
  /// correlation, then by first time.
  package mutating func matches(before time: Int64) -> [CorrelationMatch] {
    sweep(before: time)
    return found.isEmpty ? [] : tell()
  }

  /// The matches of everything taken that have not been told, in the same order.
  package mutating func finish() -> [CorrelationMatch] {
    for key in open.keys.filter({ inner.contains($0.correlation) }) { close(key) }
    for number in outer {
      for key in open.keys.filter({ $0.correlation == number }) { close(key) }
    }
    return tell()
  }

  private mutating func tell() -> [CorrelationMatch] {
    defer { found = [] }
    return found.sorted(by: CorrelationMatch.precedes)
  }

  private func isOver(_ last: Int64, at time: Int64, _ correlation: Correlation) -> Bool {
    let (silence, isOver) = time.subtractingReportingOverflow(last)
    return isOver || silence > correlation.timespan
  }

  /// Closes the groups that have been silent for long; looks at all of them once a minute of log
  /// time, so that a busy log does not look at them for each event.
  private mutating func sweep(before time: Int64) {
    guard lastSweep == .min || time.subtractingReportingOverflow(lastSweep).partialValue >= 60
    else { return }
    lastSweep = time
    closeSilent(inner, before: time)
    for number in outer {
      let certain = min(time, firstOpen(in: correlations[number]?.rules ?? []))
      closeSilent([number], before: certain)
    }
  }

  /// When the first input was of all groups that are open for some rules, or for what they count;
  /// what these rules will still find is no older.
  private func firstOpen(in rules: [Int]) -> Int64 {
    let inner = rules.filter { correlations[$0] != nil }
    if inner.isEmpty { return .max }
    var first = inner.map { firstOpen(in: correlations[$0]?.rules ?? []) }.min() ?? .max
    for (key, inputs) in open where inner.contains(key.correlation) {
      first = inputs.reduce(first) { min($0, $1.time) }
    }
    return first
  }

  private mutating func closeSilent(_ numbers: Set<Int>, before time: Int64) {
    let silent = open.filter { key, inputs in
      guard numbers.contains(key.correlation), let correlation = correlations[key.correlation]
      else { return false }
      // Only what inner ones found comes late.
      let isLate = inputs.contains(where: \.isOfCorrelation)
      let last = isLate ? inputs.map(\.time).max() : inputs.last?.time
      return last.map { isOver($0, at: time, correlation) } ?? true
    }
    for key in silent.keys { close(key) }
  }

  /// Judges a group; what it matched is an event for the correlations that count it.
  private mutating func close(_ key: Key) {
    guard let inputs = open.removeValue(forKey: key) else { return }
    for match in correlations[key.correlation]?.matches(among: inputs) ?? [] {
      found.append(match)
      for input in rules.inputs(of: match) {
        open[Self.key(of: input), default: []].append(input)
      }
    }
  }
}

/// Finds the matches of correlations in a stream of matches, and forgets what cannot matter again.
///
/// Matches come in the order of time. A window is no longer than the timespan, so it never reaches
/// over a silence of its group that is longer: each group is kept up to its next silence, then
/// judged as a whole and dropped.
///
///     timespan 5     a b  c            d e          what is kept
///     time           0 2  4            20 21        a b c, judged when 20 comes; then d e
///
/// One thread. Memory grows with the groups that are active, not with the length of the logs.
package struct CorrelationTracker {
  private struct Key: Hashable {
    let correlation: Int
    let group: [String]
  }

  private let correlations: [Int: Correlation]
  private var open: [Key: [CorrelationInput]] = [:]
  private var found: [CorrelationMatch] = []
  private var lastSweep = Int64.min

  init(_ correlations: [Int: Correlation]) {
    self.correlations = correlations
  }

  /// Takes the next match of a rule that a correlation counts.
  package mutating func take(_ input: CorrelationInput) {
    guard let correlation = correlations[input.correlation] else { return }
    sweep(before: input.time)
    let key = Key(correlation: input.correlation, group: input.group.map { $0.lowercased() })
    if let last = open[key]?.last, isOver(last, at: input.time, correlation) { close(key) }
    open[key, default: []].append(input)
  }

  /// The matches that are certain when no other input comes before `time`, each told once, by
  /// correlation, then by first time.
  package mutating func matches(before time: Int64) -> [CorrelationMatch] {
    sweep(before: time)
    return found.isEmpty ? [] : tell()
  }

  /// The matches of everything taken that have not been told, in the same order.
  package mutating func finish() -> [CorrelationMatch] {
    for key in Array(open.keys) { close(key) }
    return tell()
  }

  private mutating func tell() -> [CorrelationMatch] {
    defer { found = [] }
    return found.sorted { left, right in
      (left.correlation, left.firstTime, left.lastTime, left.eventIDs.first ?? "")
        < (right.correlation, right.firstTime, right.lastTime, right.eventIDs.first ?? "")
    }
  }

  private func isOver(
    _ last: CorrelationInput, at time: Int64, _ correlation: Correlation
  ) -> Bool {
    let (silence, isOver) = time.subtractingReportingOverflow(last.time)
    return isOver || silence > correlation.timespan
  }

  /// Closes the groups that have been silent for long; looks at all of them once a minute of log
  /// time, so that a busy log does not look at them for each event.
  private mutating func sweep(before time: Int64) {
    guard lastSweep == .min || time.subtractingReportingOverflow(lastSweep).partialValue >= 60
    else { return }
    lastSweep = time
    let silent = open.filter { key, inputs in
      guard let last = inputs.last, let correlation = correlations[key.correlation] else {
        return true
      }
      return isOver(last, at: time, correlation)
    }
    for key in silent.keys { close(key) }
  }

  private mutating func close(_ key: Key) {
    guard let inputs = open.removeValue(forKey: key) else { return }
    found += correlations[key.correlation]?.matches(among: inputs) ?? []
  }
}

/// Checks what correlations say of each other once they know which rules they name: that none
/// counts itself, and that those which are counted tell what is asked of them.
struct CorrelationCheck {
  private let sources: [RuleSource]
  /// The correlations by the places of their sources; nil for detections, and after a fault.
  private(set) var correlations: [Correlation?]
  private(set) var diagnostics = Diagnostics()

  /// A check of `correlations`, whose rules are places in `sources`.
  init(_ sources: [RuleSource], _ correlations: [Correlation?]) {
    self.sources = sources
    self.correlations = correlations
  }

  /// Leaves out those with a fault, and those that count such.
  mutating func run() {
    let circular = correlations.indices.compactMap { number in
      circle(from: number).map { (number, $0) }
    }
    for (number, circle) in circular {
      let names = circle.map { "'\(sources[$0].title)'" }.joined(separator: " counts ")
      fail(number, naming: circle[1], "a correlation cannot count itself: \(names)")
    }
    for number in correlations.indices { checkFields(of: number) }
    while let (number, rule) = firstBroken() {
      fail(number, naming: rule, "'\(sources[rule].title)' has a fault and cannot be counted")
    }
  }

  private mutating func fail(_ number: Int, naming rule: Int, _ reason: String) {
    guard let correlation = correlations[number],
      case .correlation(let written) = sources[number].body,
      let index = correlation.rules.firstIndex(of: rule)
    else { return }
    diagnostics.fail(reason, at: written.rules[index].place, in: sources[number].source)
    correlations[number] = nil
  }

  /// The correlations from this one to itself again, each of which counts the next.
  private func circle(from start: Int) -> [Int]? {
    var seen: Set<Int> = []
    func way(from number: Int) -> [Int]? {
      for rule in correlations[number]?.rules ?? [] {
        if rule == start { return [number, start] }
        if seen.insert(rule).inserted, let rest = way(from: rule) { return [number] + rest }
      }
      return nil
    }
    return way(from: start)
  }

  /// What an inner correlation does not group by, it cannot tell.
  private mutating func checkFields(of number: Int) {
    guard let outer = correlations[number] else { return }
    let names = outer.groupBy + [outer.condition.field].compactMap { $0 }
    for rule in Set(outer.rules).sorted() {
      guard let inner = correlations[rule] else { continue }
      let missing = names.map { outer.field($0, of: rule) }.first { !inner.groupBy.contains($0) }
      if let missing {
        fail(
          number, naming: rule,
          "the correlation '\(sources[rule].title)' does not group by '\(missing)', "
            + "which is asked of it")
      }
    }
  }

  /// A correlation that counts another one which is not there, and that one.
  private func firstBroken() -> (number: Int, rule: Int)? {
    for (number, correlation) in correlations.enumerated() {
      let broken = correlation?.rules.first { rule in
        if case .correlation = sources[rule].body { correlations[rule] == nil } else { false }
      }
      if let broken { return (number, broken) }
    }
    return nil
  }
}

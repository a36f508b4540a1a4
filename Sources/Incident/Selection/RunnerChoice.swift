/// The runners that an analysis was narrowed to, beside all that were seen.
package struct RunnerChoice: Equatable, Sendable {
  /// The runners that were seen, by name.
  package let seen: [String]
  /// Those of them that were not asked for.
  package let leftOut: [String]
  /// Names and patterns that were asked for, or refused, and that no runner that was seen bears.
  package let unmet: [String]

  /// The choice that `values` of `--runner` make among the runners of an analysis; nil where there
  /// are none.
  package init?(_ values: [String], in result: Analyzer.Result) {
    if values.isEmpty { return nil }
    self.init(
      values,
      among: Set(
        result.runners.map(\.name) + result.steps.map(\.runner)
          + result.findings.compactMap(\.runner)))
  }

  /// The choice among runners of these names.
  package init(_ values: [String], among seen: Set<String>) {
    let selector = TextSelector(values)
    self.seen = seen.sorted()
    leftOut = self.seen.filter { !selector.accepts($0) }
    unmet = TextSelector.items(values).map { $0.hasPrefix("!") ? String($0.dropFirst()) : $0 }
      .filter { name in !seen.contains(where: TextSelector([name]).accepts) }
  }
}

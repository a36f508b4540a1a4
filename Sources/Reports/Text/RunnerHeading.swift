import Incident

/// The lines that open a runner's part of a report.
struct RunnerHeading: Sendable {
  let name: String
  /// Nil for a name that the analysis does not know as a runner.
  let runner: Runner?

  /// All runners of an analysis, then names that only `mentioned` holds.
  static func all(in analysis: Analysis, mentioned: [String]) -> [RunnerHeading] {
    let known = Set(analysis.runners.map(\.name))
    let others = Set(mentioned).subtracting(known).sorted()
    return analysis.runners.map { RunnerHeading(name: $0.name, runner: $0) }
      + others.map { RunnerHeading(name: $0, runner: nil) }
  }

  /// Appends name and standing.
  func append(to page: inout TextPage) {
    page.blank()
    let standing = runner.map { "  \($0.standing)" } ?? ""
    page.line([TextRun(of: name, .heading), TextRun(of: standing, .faint)])
  }

  /// Appends who, where, when and how much.
  func appendFacts(to page: inout TextPage) {
    guard let runner else { return }
    page.facts(
      [
        ("subjects", Self.runs(runner.subjects)),
        ("accounts", Self.runs(runner.accounts)),
        ("regions", Self.runs(runner.regions)),
        ("seen", Self.runs(Self.span(runner))),
        ("holds", Self.runs(runner.counts)),
      ], indent: 2)
  }

  /// From the first to the last record, as far as there are any.
  static func span(_ runner: Runner) -> [String] {
    guard let first = runner.firstSeen else { return [] }
    let last = runner.lastSeen ?? first
    return ["\(first.dayAndClock) to \(last.clock(after: first)) UTC"]
  }

  private static func runs(_ texts: [String]) -> [TextRun] { texts.map { TextRun(of: $0) } }
}

import CloudTrail
import Incident

/// The verdicts with their evidence, each runner's steps in the order of the playbook.
struct StepsSection: Sendable {
  private let analysis: Analysis
  private let times: [String: EventTime]
  /// Event ids named for one step; the JSON has all.
  private static let longestList = 50

  /// The section of an analysis.
  init(_ analysis: Analysis) {
    self.analysis = analysis
    times = Dictionary(
      analysis.timeline.map { ($0.eventID, $0.eventTime) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    if analysis.steps.isEmpty { page.paragraph("\(prose: analysis.noStepWords)") }
    let steps = Dictionary(grouping: analysis.steps, by: \.runner)
    for heading in RunnerHeading.all(in: analysis, mentioned: Array(steps.keys)) {
      guard let verdicts = steps[heading.name] else { continue }
      page.heading(3, "\(code: heading.name)")
      page.list(verdicts.flatMap(items))
    }
  }

  private func items(_ verdict: StepVerdict) -> [(depth: Int, text: Markdown)] {
    let head: Markdown =
      "\(verdict.status.label): \(prose: verdict.title) (\(code: verdict.step)). "
      + "\(prose: verdict.note)"
    let details: [(Markdown, [Markdown])] = [
      ("when", when(verdict)),
      ("evidence", events(verdict.evidence)),
      ("**against it**", events(verdict.contradictions)),
      ("missing", verdict.missing.map { Markdown(prose: $0) }),
      ("by", verdict.actors.map { Markdown(code: $0) }),
      ("attested", verdict.attestation.map { [Markdown(prose: $0.words)] } ?? []),
    ]
    return [(0, head)]
      + details.filter { !$0.1.isEmpty }.map { (1, "\($0.0): \($0.1.joined(", "))") }
  }

  private func when(_ verdict: StepVerdict) -> [Markdown] {
    guard let first = verdict.firstTime else { return [] }
    let last = verdict.lastTime ?? first
    if last == first { return [Markdown(prose: first.dayAndClock)] }
    return ["\(prose: first.dayAndClock) to \(prose: last.clock(after: first))"]
  }

  private func events(_ ids: [String]) -> [Markdown] {
    let shown = ids.prefix(Self.longestList).map { id in
      let time: Markdown = times[id].map { " (\(prose: $0.dayAndClock))" } ?? ""
      return Markdown("\(code: id)\(time)")
    }
    let rest = ids.count - shown.count
    return rest > 0 ? shown + ["and \(rest) more, all of them in the JSON"] : shown
  }
}

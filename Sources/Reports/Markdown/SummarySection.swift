import Incident

/// What a reader must know after ten seconds: for each runner whether it is over, and the steps,
/// the worst first.
struct SummarySection: Sendable {
  private let analysis: Analysis
  private let parts: RunnerParts

  /// The section of an analysis and its parts.
  init(_ analysis: Analysis, _ parts: RunnerParts) {
    self.analysis = analysis
    self.parts = parts
  }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    if analysis.runners.isEmpty { page.paragraph("\(prose: analysis.noRunnerWords)") }
    let headings = RunnerHeading.all(in: analysis, mentioned: analysis.steps.map(\.runner))
    // Where something happened comes first.
    for isQuiet in [false, true] {
      for heading in headings where isQuiet == (heading.runner?.suspicion == Runner.Suspicion.none)
      {
        append(heading, parts.steps(of: heading.name), to: &page)
      }
    }
  }

  private func append(
    _ heading: RunnerHeading, _ steps: [StepVerdict], to page: inout some ReportPage
  ) {
    let conclusion = Conclusion(for: heading.name, in: parts)
    let standing: Markdown = heading.runner.map { " (\(prose: $0.standing))" } ?? ""
    let counts: Markdown = steps.isEmpty ? "" : "; steps: \(conclusion.stepWords)"
    page.paragraph("Runner \(code: heading.name)\(standing): \(conclusion.words)\(counts).")
    if conclusion.answer == .noSign { return }
    page.list(alarms(conclusion).map { (0, $0) } + worstFinding(of: heading.name))
    guard !steps.isEmpty else { return }
    page.table(
      ["Status", "Step", "What the logs say"],
      steps.worstFirst.map { verdict in
        [
          "\(verdict.status.label)", "\(prose: verdict.title) (\(code: verdict.step))",
          "\(prose: verdict.note)",
        ]
      })
  }

  private func alarms(_ conclusion: Conclusion) -> [Markdown] {
    let end = conclusion.end?.dayAndClock ?? ""
    let groups: [([String], Markdown)] = [
      (conclusion.usedAfterRevocation, "worked after being revoked"),
      (conclusion.validAtEnd, "valid when the logs end (\(prose: end))"),
      (
        conclusion.perhapsValidAtEnd,
        "of unknown expiry, used in the last 12 hours of the logs: may be valid"
      ),
    ]
    return groups.filter { !$0.0.isEmpty }.map { ids, what in
      let named = ids.prefix(5).map { Markdown(code: $0) }.joined(", ")
      let rest: Markdown = ids.count > 5 ? " and \(ids.count - 5) more" : ""
      return
        "**\(ids.count) \(ids.count == 1 ? "credential" : "credentials")** \(what): \(named)\(rest)"
    }
  }

  private func worstFinding(of runner: String) -> [(Int, Markdown)] {
    let findings = parts.findings(of: runner).worstFirst
    guard let worst = findings.first else { return [] }
    let count: Markdown = findings.count == 1 ? "1 finding" : "\(findings.count) findings"
    return [
      (0, "\(count), the worst **\(prose: worst.level.rawValue)**: \(prose: worst.title)")
    ]
  }
}

extension [StepVerdict] {
  /// The worst first; the order of the playbook within a status.
  var worstFirst: [StepVerdict] {
    enumerated().sorted {
      ($0.element.status.urgency, $0.offset) < ($1.element.status.urgency, $1.offset)
    }.map(\.element)
  }
}

extension StepVerdict.Status {
  /// The judgement in words, bold where something is to be done.
  var label: Markdown {
    urgency < Self.done.urgency ? "**\(prose: words)**" : "\(prose: words)"
  }
}

import Incident

/// The incident report, in the order in which it is read: is it over, what could be seen, who was
/// concerned, what happened when, and how all this is known.
enum IncidentDocument {
  /// Rows of a runner's timeline; the rest is left to `trailscan timeline`.
  static let longestTimeline = 2_000

  /// Appends the whole report.
  static func append(_ report: IncidentReport, to page: inout some ReportPage) {
    let analysis = report.analysis
    let parts = RunnerParts(analysis)
    page.heading(1, "Incident report")
    AnswerSection(analysis, parts).append(to: &page)
    page.heading(2, "Summary")
    SummarySection(analysis, parts).append(to: &page)
    page.heading(2, "The incident")
    CaseSection(analysis).append(to: &page)
    page.heading(2, "Live credentials")
    LiveSection(analysis).append(to: &page)
    page.heading(2, "Blast radius")
    ReachSection(analysis).append(to: &page)
    page.heading(2, "Scope and coverage")
    CoverageSection(analysis).append(to: &page)
    page.heading(2, "Runners")
    RunnersSection(analysis).append(to: &page)
    page.heading(2, "Timeline")
    TimelineSection(analysis, limit: longestTimeline).append(to: &page)
    page.heading(2, "Credentials")
    SessionsSection(analysis, liveAt: nil).append(to: &page)
    page.heading(2, "Playbook steps")
    StepsSection(analysis).append(to: &page)
    if !analysis.findings.isEmpty {
      page.heading(2, "Findings")
      FindingsSection(analysis).append(to: &page)
    }
    page.heading(2, "What was read and what was skipped")
    appendReconciliation(analysis.summary, to: &page)
    page.heading(2, "How this report was made")
    appendOrigin(report, to: &page)
  }

  private static func appendReconciliation(_ summary: ScanSummary, to page: inout some ReportPage) {
    page.paragraph("Of the \(prose: summary.reconciliation).")
    page.list(
      summary.troubles.map { trouble in
        (0, "file \(code: trouble.file): \(prose: trouble.problem + trouble.others)")
      })
  }

  private static func appendOrigin(_ report: IncidentReport, to page: inout some ReportPage) {
    page.list([
      (0, "program: trailscan \(prose: report.version)"),
      (0, "command: \(code: report.command)"),
      (0, "playbook: \(code: report.analysis.playbook)"),
      (0, "All times are UTC. The same input and command give the same report, byte for byte."),
      (0, "The same report as JSON: use the option `--format json`."),
    ])
  }
}

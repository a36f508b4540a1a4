/// Everything that one analysis found: a plain value, the same for any number of jobs and any
/// order of the files. Reports are pure functions of it.
package struct Analysis: Equatable, Sendable {
  /// By name.
  package var runners: [Runner] = []
  /// What `--runner` narrowed the runners to, with their steps, findings and incidents; nil where
  /// all are told of.
  package var choice: RunnerChoice?
  /// By time of issuing (unknown first), then id.
  package var sessions: [Session] = []
  /// Order: time, issuing before using, eventID.
  package var timeline: [TimelineEntry] = []
  /// By runner, then in the order of the playbook.
  package var steps: [StepVerdict] = []
  /// By account, then region.
  package var coverage: [CoverageEntry] = []
  /// By time, then id.
  package var findings: [Finding] = []
  /// What each suppression of the playbook silenced, in its order.
  package var silenced: [Silenced] = []
  /// By runner; those of whom nothing suspicious is known are left out.
  package var incidents: [IncidentCase] = []
  /// What suspicious sessions touched, by time of issuing; read on demand.
  package var reach: [SessionReach] = []
  /// How the playbook calls itself.
  package var playbook: String
  package var summary: ScanSummary

  /// The analysis of no input.
  package init(playbook: String, summary: ScanSummary = ScanSummary()) {
    self.playbook = playbook
    self.summary = summary
  }
}

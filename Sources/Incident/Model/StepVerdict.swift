package import CloudTrail

/// What the logs say of one step of a playbook for one runner.
package struct StepVerdict: Equatable, Sendable {
  /// The judgement.
  package enum Status: String, CaseIterable, Sendable {
    /// Everything that the step demands was seen.
    case done
    /// Some of it was seen; `missing` says what was not.
    case partial
    /// Nothing was seen, though the logs cover the hours and regions concerned.
    case notSeen
    /// Something was seen that disproves the step; wins over all others.
    case contradicted
    /// The logs that could tell are not there; `missing` names them.
    case notAssessable
    /// The runner has nothing that the step speaks of.
    case notApplicable
  }

  /// The runner by name.
  package var runner: String
  /// The id of the playbook.
  package var playbook: String
  /// The id of the step.
  package var step: String
  /// The step in words.
  package var title: String
  /// The judgement.
  package var status: Status
  /// Event ids, in the order of time.
  package var evidence: [String] = []
  /// Event ids that disprove the step, in the order of time.
  package var contradictions: [String] = []
  /// Items not seen, or sources that are absent, in the words of the playbook.
  package var missing: [String] = []
  /// Who acted, in text order.
  package var actors: [String] = []
  /// The times of the first and the last evidence.
  package var firstTime: EventTime?
  package var lastTime: EventTime?
  /// From when on evidence counts, and why; nil where all of the logs was looked at.
  package var since: EventTime?
  package var sinceBasis: String?
  /// What somebody says of the step, which no log proves.
  package var attestation: IncidentFacts.Attestation?
  /// One or two sentences for the reader.
  package var note: String

  /// A verdict; what is optional is set afterwards.
  package init(
    runner: String, playbook: String, step: String, title: String, status: Status, note: String
  ) {
    self.runner = runner
    self.playbook = playbook
    self.step = step
    self.title = title
    self.status = status
    self.note = note
  }
}

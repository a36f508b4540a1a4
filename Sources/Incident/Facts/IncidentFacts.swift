package import CloudTrail
package import Sigma

/// What people know of an incident and no log tells: who is suspected, when it was noticed, who
/// answers, and which steps were done by hand.
///
///     facts.yaml ─► FactsParser ─► IncidentFacts ─► StepEngine, CaseWriter
package struct IncidentFacts: Sendable {
  /// The version of the form that this program reads.
  package static let schema = "trailscan.facts/1"

  /// Whose doings are the intruder's.
  package struct Suspects: Equatable, Sendable {
    /// Subjects of web identities, access keys and roles (ARN or name), with wildcards.
    package var subjects: [String] = []
    package var keys: [String] = []
    package var roles: [String] = []
    /// Addresses and networks.
    package var addresses: [String] = []

    /// Nobody.
    package init() {}

    /// True where nobody is named.
    package var isEmpty: Bool {
      subjects.isEmpty && keys.isEmpty && roles.isEmpty && addresses.isEmpty
    }
  }

  /// A step that somebody says was done, though no log shows it.
  package struct Attestation: Equatable, Sendable {
    package var step: String
    package var by: String
    package var at: EventTime
    package var note: String?

    /// An attestation.
    package init(step: String, by: String, at: EventTime, note: String? = nil) {
      self.step = step
      self.by = by
      self.at = at
      self.note = note
    }
  }

  /// The runner that the facts are about; nil = every runner that something happened to.
  package var runner: String?
  package var suspects = Suspects()
  /// When the compromise began, as far as people know.
  package var compromised: EventTime?
  /// When the alert came, when the response team was told, when all was well again.
  package var detected: EventTime?
  package var notified: EventTime?
  package var recovered: EventTime?
  /// ARNs with wildcards of those who answer; empty = as the playbook says.
  package var responders: [String] = []
  package var attestations: [Attestation] = []

  /// Nothing known.
  package init() {}

  /// The last moment of the incident that is known.
  var lastMoment: EventTime? {
    [compromised, detected, notified, recovered].compactMap { $0 }.max()
  }

  /// True where the facts concern the runner of this name.
  package func concerns(_ runner: String) -> Bool { self.runner.map { $0 == runner } ?? true }

  /// Reads and checks a file of facts; every fault has its place.
  package static func load(_ source: SourceText) -> (facts: IncidentFacts?, faults: [RuleError]) {
    var parser = FactsParser(source)
    let facts = parser.parse()
    let faults = parser.faults
    return (faults.isEmpty ? facts : nil, faults)
  }
}

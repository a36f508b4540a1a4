import Incident
import Sigma

/// Loads what people know of an incident: `--facts FILE`.
enum FactsFile {
  /// The facts at `path`; nothing known where none is named. Throws with every fault.
  static func load(_ path: String?, _ playbook: Playbook) throws -> IncidentFacts {
    guard let path else { return IncidentFacts() }
    let source = try PlaybookFile.text(path)
    let (facts, faults) = IncidentFacts.load(source)
    guard let facts else {
      throw CommandError.usage(PlaybookFile.summary(of: faults, in: source))
    }
    let steps = playbook.outline.steps.map(\.id)
    for attestation in facts.attestations where !steps.contains(attestation.step) {
      throw CommandError.usage(
        "\(path): the playbook has no step '\(attestation.step)' to attest; there are: "
          + steps.joined(separator: ", "))
    }
    return facts
  }
}

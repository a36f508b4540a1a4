import CloudTrail
import Incident

extension IncidentCase: Described {
  static let fields: [Field<IncidentCase>] = [
    Field("runner", "The runner that it happened to.") { $0.runner },
    Field("start", "When the incident began.") { $0.start },
    Field("startBasis", "How that is known.") { $0.startBasis },
    Field("milestones", "The post-incident table, eight rows.") { $0.milestones },
    Field("metrics", "AWS's metrics, computed.") { $0.metrics },
    Field("exposure", "From the first unauthorized use to the last dead credential.") {
      $0.exposure
    },
    Field("dataImpact", "What of its data the intruder reached.") { $0.dataImpact },
    Field("suspectSessions", "The suspicious credentials.") { $0.suspectSessions },
    Field("suspectAddresses", "Where they were used from.") { $0.suspectAddresses },
    Field("accounts", "The accounts concerned.") { $0.accounts },
    Field("regions", "The regions where the runner works.") { $0.regions },
    Field("attestations", "Steps that somebody says were done.") { $0.attestations },
  ]
}

extension IncidentCase.Milestone: Described {
  static let fields: [Field<IncidentCase.Milestone>] = [
    Field("event", "What the row is about.") { $0.kind },
    Field("time", "When; absent where it is not known or has not happened.") { $0.time },
    Field("source", "How it is known.") { $0.source },
    Field("basis", "Why it is this moment, or what is missing.") { $0.basis },
    Field("eventID", "The record that shows it.") { $0.eventID },
    Field("actor", "Who did it.") { $0.actor },
  ]
}

extension IncidentCase.Metric: Described {
  static let fields: [Field<IncidentCase.Metric>] = [
    Field("metric", "Which.") { $0.kind },
    Field("seconds", "How long; absent where an end is not known.") { $0.seconds.map(Signed.init) },
    Field("source", "How its ends are known.") { $0.source },
    Field("basis", "What it is measured between.") { $0.basis },
  ]

  /// Seconds that may be less than nothing, where what should come later came first.
  struct Signed: FieldConvertible {
    let seconds: Int

    static var shape: FieldShape { .signed }
    var fieldValue: FieldValue { .integer(seconds) }
  }
}

extension IncidentCase.Exposure: Described {
  static let fields: [Field<IncidentCase.Exposure>] = [
    Field("from", "The first unauthorized use.") { $0.from },
    Field("to", "When the last suspicious credential is dead.") { $0.to },
    Field("isOpen", "Whether that lies behind the end of the logs.") { $0.isOpen },
    Field("session", "The credential that lives longest.") { $0.session },
  ]
}

extension IncidentFacts.Attestation: Described {
  static let fields: [Field<IncidentFacts.Attestation>] = [
    Field("step", "The step.") { $0.step },
    Field("by", "Who says so.") { $0.by },
    Field("at", "When it was done.") { $0.at },
    Field("note", "What else they say.") { $0.note },
  ]
}

extension IncidentCase.Source: FieldConvertible {}
extension IncidentCase.Milestone.Kind: FieldConvertible {}
extension IncidentCase.Metric.Kind: FieldConvertible {}
extension IncidentCase.DataImpact: FieldConvertible {}

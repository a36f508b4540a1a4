import CloudTrail
import Incident

extension StepVerdict: Described {
  static let fields: [Field<StepVerdict>] = [
    Field("runner", "The runner judged.") { $0.runner },
    Field("playbook", "The playbook that demands the step.") { $0.playbook },
    Field("step", "The step's id.") { $0.step },
    Field("title", "The step in a phrase.") { $0.title },
    Field("status", "The judgement.") { $0.status },
    Field("evidence", "The ids of the events that show it done.") { $0.evidence },
    Field("contradictions", "The ids of the events that disprove it.") { $0.contradictions },
    Field("missing", "What was not seen, or the sources that are absent.") { $0.missing },
    Field("actors", "Who acted.") { $0.actors },
    Field("firstTime", "The time of the first event concerned.") { $0.firstTime },
    Field("lastTime", "The time of the last event concerned.") { $0.lastTime },
    Field("since", "From when on evidence counts.") { $0.since },
    Field("sinceBasis", "How that is known.") { $0.sinceBasis },
    Field("attestation", "What somebody says of it, which no log proves.") { $0.attestation },
    Field("note", "The judgement in words.") { $0.note },
  ]
}

extension StepVerdict.Status: FieldConvertible {}

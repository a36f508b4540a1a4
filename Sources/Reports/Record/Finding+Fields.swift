import CloudTrail
import Incident

extension Finding: Described {
  static let fields: [Field<Finding>] = [
    Field("id", "The id in the catalogue, or of the rule.") { $0.id },
    Field("title", "What was seen, in a phrase.") { $0.title },
    Field("level", "How bad it is.") { $0.level },
    Field("runner", "The runner concerned.") { $0.runner },
    Field("session", "The credential concerned.") { $0.session },
    Field("actors", "Who did it: up to five of them.") { $0.actors },
    Field("sourceIPAddresses", "Where they called from: up to five places.") {
      $0.sourceIPAddresses
    },
    Field("techniques", "MITRE ATT&CK techniques.") { $0.techniques },
    Field("tactics", "MITRE ATT&CK tactics.") { $0.tactics },
    Field("firstTime", "The time of its first event.") { $0.firstTime },
    Field("lastTime", "The time of its last event.") { $0.lastTime },
    Field("count", "How many events it stands for.") { $0.count },
    Field("eventIDs", "The ids of its events.") { $0.eventIDs },
    Field("why", "Why it matters.") { $0.why },
    Field("benign", "What harmless causes it can have.") { $0.benign },
    Field("next", "What to do next.") { $0.next },
  ]
}

extension Finding.Level: FieldConvertible {}

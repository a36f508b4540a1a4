import CloudTrail
import Incident

extension Explanation: Described {
  static let fields: [Field<Explanation>] = [
    Field("eventID", "The event.") { $0.eventID },
    Field("eventTime", "When it was made.") { $0.eventTime },
    Field("eventSource", "The service.") { $0.eventSource },
    Field("eventName", "The call.") { $0.eventName },
    Field("actor", "Who called.") { $0.actor },
    Field("outcome", "How it ended.") { $0.outcome },
    Field("errorCode", "The code of a failed call.") { $0.errorCode },
    Field("sourceIPAddress", "An address, or the name of a service.") { $0.sourceIPAddress },
    Field("runner", "The runner on whose timeline it is.") { $0.entry?.runner },
    Field("attribution", "How it came to be there.") { $0.entry?.attribution },
    Field("chain", "The credentials that led to it, the login first.") { $0.chain },
    Field("issued", "The credentials that it issued, and those that came of them.") {
      $0.issued.map(\.id)
    },
    Field("targets", "What it touched.") { $0.targets },
    Field("findings", "The findings that it serves.") { $0.findings.map(\.id) },
    Field("steps", "The playbook steps that it serves.") { $0.steps },
    Field("places", "Where its copies stand.") { $0.places },
    Field("jq", "A command that finds the record again.") { $0.jq },
  ]
}

extension Explanation.Link: Described {
  static let fields: [Field<Explanation.Link>] = [
    Field("session", "The credential.") { $0.session.id },
    Field("kind", "How it came about.") { $0.session.kind },
    Field("subject", "The subject of the login.") { $0.session.subject },
    Field("roleArn", "The role.") { $0.session.roleArn },
    Field("accessKeyIds", "The keys.") { $0.session.accessKeyIDs },
    Field("issuedAt", "When it was issued.") { $0.session.issuedAt },
    Field("issuedBy", "The event that issued it.") { $0.session.issuedBy?.eventID },
    Field("expiresAt", "When it expires.") { $0.session.expiresAt },
    Field("expirySource", "How the time of expiry is known.") { $0.session.expirySource },
    Field("revokedAt", "When a revocation for good was put in force, whether or not it held.") {
      $0.session.revokedAt
    },
    Field("suspect", "Whether it is suspicious.") { $0.session.isSuspect },
    Field("standing", "How it stood at the time of the event.") { $0.standing },
  ]
}

extension Explanation.Step: Described {
  static let fields: [Field<Explanation.Step>] = [
    Field("role", "Evidence or contradiction.") { $0.role },
    Field("runner", "The runner judged.") { $0.runner },
    Field("step", "The step's id.") { $0.step },
    Field("title", "The step in a phrase.") { $0.title },
    Field("status", "The judgement.") { $0.status },
  ]
}

extension Explanation.Place: Described {
  static let fields: [Field<Explanation.Place>] = [
    Field("file", "The file.") { $0.file },
    Field("index", "The record's number in it, from 0.") { $0.index },
  ]
}

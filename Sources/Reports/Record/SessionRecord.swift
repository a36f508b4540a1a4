import CloudTrail
import Incident

/// A session, and the moment for which it was asked whether the credential is valid.
struct SessionRecord: Described {
  let session: Session
  /// The moment asked for, where the credential is valid then.
  let liveAt: EventTime?

  /// The record of a session; `moment` is when it should be valid, if that was asked.
  init(_ session: Session, liveAt moment: EventTime?) {
    self.session = session
    liveAt = moment.flatMap { session.isLive(at: $0) ? $0 : nil }
  }

  static let fields: [Field<SessionRecord>] = identity + validity + use

  private static let identity: [Field<SessionRecord>] = [
    Field("session", "Short stable id of the credential.") { $0.session.id },
    Field("runner", "The runner whose chain it belongs to.") { $0.session.runner },
    Field("kind", "How the credential came about.") { $0.session.kind },
    Field("accessKeyIds", "The keys it was issued or used under.") { $0.session.accessKeyIDs },
    Field("roleArn", "The role.") { $0.session.roleArn },
    Field("roleSessionName", "The session name that the caller chose.") {
      $0.session.roleSessionName
    },
    Field("subject", "The subject of the login at the root of the chain.") { $0.session.subject },
    Field("provider", "The ARN of the OIDC provider of that login.") { $0.session.provider },
    Field("audience", "The audience of that login.") { $0.session.audience },
  ]

  private static let validity: [Field<SessionRecord>] = [
    Field("issuedAt", "When it was issued.") { $0.session.issuedAt },
    Field("expiresAt", "When it expires.") { $0.session.expiresAt },
    Field("expirySource", "How the time of expiry is known.") { $0.session.expirySource },
    Field("issuedBy", "Where it came from.") { $0.session.issuedBy },
    Field("task", "The ECS task it belongs to.") { $0.session.task },
  ]

  private static let use: [Field<SessionRecord>] = [
    Field("firstUse", "Its first use.") { $0.session.firstUse },
    Field("lastUse", "Its last use.") { $0.session.lastUse },
    Field("events", "Records made with it, each duplicate once.") { $0.session.events },
    Field("denied", "How many of them were denied.") { $0.session.denied },
    Field("sourceIPAddresses", "Where it was used from.") { $0.session.sourceIPAddresses },
    Field("userAgents", "The clients it was used by.") { $0.session.userAgents },
    Field("suspect", "Whether it, or a session it came from, was used from a suspicious address.") {
      $0.session.isSuspect
    },
    Field("revokedAt", "When a revocation for good was put in force, whether or not it held.") {
      $0.session.revokedAt
    },
    Field("revocations", "What cut it off, also what was taken back again, by time.") {
      $0.session.revocations
    },
    Field("liveAt", "The moment asked for, where the credential is valid then.") { $0.liveAt },
    Field("afterRevocation", "Uses after it was revoked.") { $0.session.afterRevocation },
    Field("linked", "True, or why the issuing event is not known.") { $0.session.link },
  ]
}

extension Session.Issuer: Described {
  static let fields: [Field<Session.Issuer>] = [
    Field("eventID", "The event that issued it.") { $0.eventID },
    Field("session", "The session that asked for it.") { $0.session },
    Field("task", "The task it was issued for.") { $0.task },
  ]
}

extension Session.Revocation: Described {
  static let fields: [Field<Session.Revocation>] = [
    Field("from", "From when on.") { $0.from },
    Field("until", "When it was taken back.") { $0.until },
    Field("eventID", "The event that did it.") { $0.eventID },
    Field("words", "What was done.") { $0.words },
  ]
}

extension Session.AfterRevocation: Described {
  static let fields: [Field<Session.AfterRevocation>] = [
    Field("succeeded", "Calls that succeeded all the same.") { $0.succeeded },
    Field("denied", "Calls that were denied.") { $0.denied },
    Field("propagating", "Calls that succeeded within the minutes a change may take.") {
      $0.propagating
    },
    Field("lastSucceeded", "The last call that succeeded all the same.") { $0.lastSucceeded },
  ]
}

extension Session.Kind: FieldConvertible {}

extension Session.ExpirySource: FieldConvertible {
  static var shape: FieldShape {
    .word([Self.logged, .duration, .default].map(\.rawValue))
  }
  var fieldValue: FieldValue { .text(rawValue) }
}

extension Session.Link: FieldConvertible {
  static var shape: FieldShape {
    .trueOr([Self.issuedBeforeCoverage, .unlinked].compactMap(\.reason))
  }
  var fieldValue: FieldValue { reason.map { .text($0) } ?? .flag(true) }
}

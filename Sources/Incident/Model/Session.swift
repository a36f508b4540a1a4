package import CloudTrail

/// One issued credential and its place in the identity chain.
package struct Session: Equatable, Sendable {
  /// How the credential came about.
  package enum Kind: String, CaseIterable, Sendable {
    /// A login with a token of an OIDC provider.
    case webIdentity
    /// The role of the code in an ECS task.
    case task
    /// The role with which ECS starts a task.
    case execution
    /// `AssumeRole` by another session.
    case chained
    /// Anything else: an IAM user, a service, another account.
    case other
  }

  /// How the time of expiry is known.
  package enum ExpirySource: String, Sendable {
    /// `responseElements.credentials.expiration`
    case logged
    /// The issuing time and `requestParameters.durationSeconds`.
    case duration
    /// The issuing time and the documented default: one hour, six for credentials of ECS tasks.
    case `default`
  }

  /// Where the credential came from.
  package struct Issuer: Equatable, Sendable {
    /// The event that issued it.
    package var eventID: String
    /// The session that asked for it, in a chain.
    package var session: String?
    /// The task it was issued for.
    package var task: String?

    /// An issuer.
    package init(eventID: String, session: String? = nil, task: String? = nil) {
      self.eventID = eventID
      self.session = session
      self.task = task
    }
  }

  /// Whether the issuing event is known.
  package enum Link: Equatable, Sendable {
    /// The event that issued it is in the logs.
    case linked
    /// The logs begin after the credential was issued.
    case issuedBeforeCoverage
    /// The event that issued it should be in the logs and is not.
    case unlinked

    /// The text of the schema where the link is missing.
    package var reason: String? {
      switch self {
      case .linked: nil
      case .issuedBeforeCoverage: "issued before coverage"
      case .unlinked: "unlinked"
      }
    }
  }

  /// Short stable id of the credential.
  package var id: String
  /// The runner whose chain it belongs to; nil for any other identity.
  package var runner: String?
  /// How it came about.
  package var kind: Kind
  /// The keys it was used or issued under, in text order; forward access sessions not counted.
  package var accessKeyIDs: [String] = []
  /// The role by ARN, with its path.
  package var roleArn: String?
  /// The unique id of the role, `AROA…`.
  package var roleID: String?
  /// What the role is for, where it is a runner's.
  package var roleKind: RoleKind?
  /// The session name that the caller chose.
  package var roleSessionName: String?
  /// The `sub`, provider ARN and `aud` of the login at the root of the chain (web identity only).
  package var subject: String?
  package var provider: String?
  package var audience: String?
  /// The source identity, which survives chaining.
  package var sourceIdentity: String?
  /// When it was issued.
  package var issuedAt: EventTime?
  /// When it expires.
  package var expiresAt: EventTime?
  /// How the expiry is known.
  package var expirySource: ExpirySource?
  /// The event that issued it.
  package var issuedBy: Issuer?
  /// Who asked for it where no session did: an IAM user's ARN, a service.
  package var issuedTo: String?
  /// The task by id, where it was issued for one.
  package var task: String?
  /// The first and the last record made with it.
  package var firstUse: EventTime?
  package var lastUse: EventTime?
  /// Records made with it, each duplicate once; `denied` is contained in `events`.
  package var events = 0
  package var denied = 0
  /// In text order.
  package var sourceIPAddresses: [String] = []
  package var userAgents: [String] = []
  /// True where it was issued to or used from an address that is out of the ordinary, or led on
  /// from such a session.
  package var isSuspect = false
  /// What cut it off, in the order of time, those that were taken back again included.
  package var revocations: [Revocation] = []
  /// What was tried with it after it was cut off for good.
  package var afterRevocation: AfterRevocation?
  /// Whether the issuing event is known.
  package var link = Link.linked

  /// A policy, or the end of the role, that cut the credential off.
  package struct Revocation: Equatable, Sendable {
    /// From when on.
    package var from: EventTime
    /// When it was taken back; nil while it is in force.
    package var until: EventTime?
    /// The event that did it.
    package var eventID: String
    /// What was done, in the words of the playbook.
    package var words: String
    /// True where a call was let through all the same once it must have reached all of AWS, while
    /// it was in force: it ends nothing, whatever the reason.
    package var hasFailed = false

    /// A revocation.
    package init(from: EventTime, until: EventTime?, eventID: String, words: String) {
      self.from = from
      self.until = until
      self.eventID = eventID
      self.words = words
    }
  }

  /// Uses after the credential was revoked; GetCallerIdentity, which nothing can deny, left out.
  package struct AfterRevocation: Equatable, Sendable {
    /// Uses that were let through after the change must have reached all of AWS.
    package var succeeded = 0
    /// Uses that were denied.
    package var denied = 0
    /// Uses that were let through within the minutes that a change of policies may take.
    package var propagating = 0
    /// The last of those that succeeded.
    package var lastSucceeded: EventTime?

    /// No use.
    package init() {}

    /// Counts a use that was let through.
    mutating func noteSuccess(at time: EventTime, isPropagating: Bool) {
      if isPropagating {
        propagating += 1
      } else {
        succeeded += 1
        lastSucceeded = max(lastSucceeded ?? time, time)
      }
    }
  }

  /// A session of which only the id is known.
  package init(id: String, kind: Kind) {
    self.id = id
    self.kind = kind
  }
}

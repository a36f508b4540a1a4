/// What kind of session an issued credential belongs to.
package enum SessionKind: String, Sendable {
  /// AssumeRoleWithWebIdentity.
  case webIdentity
  /// The role that the code in a task uses.
  case task
  /// The role with which ECS starts a task.
  case execution
  /// AssumeRole by another session.
  case chained
  /// Anything else: single sign-on, service roles, instance profiles.
  case other
}

/// Temporary credentials as one event issued them.
///
/// The session that they open is known by role, session name and `issuedAt`, which CloudTrail
/// repeats as `creationDate` in every event of the session.
package struct Credential: Hashable, Sendable {
  /// The issued key, `ASIA…`.
  package var accessKeyID: String
  /// The role they act as.
  package var role: Role
  /// The name that the caller chose.
  package var sessionName: String
  /// The time of the issuing event.
  package var issuedAt: Timestamp
  /// When they stop working.
  package var expiresAt: Timestamp
  /// The kind of session.
  package var kind: SessionKind
  /// The event that issued them.
  package var issuingEventID: String
  /// The ARN of the identity provider, where the session came from web identity.
  package var provider: String?
  /// The runner they belong to, by its name in the truth; nil for people and other workloads.
  package var runner: String?
  /// What the role is to its runner.
  package var roleKind: RoleKind?
  /// The id of the task they were issued to.
  package var task: String?
  /// True where a person on the response team holds them.
  package var isResponder = false
  /// True where the person signed in with a second factor.
  package var hasSecondFactor = false

  /// The ARN of the session.
  package var arn: String { role.sessionARN(sessionName) }

  /// `userIdentity.principalId`.
  package var principalID: String { "\(role.id):\(sessionName)" }
}

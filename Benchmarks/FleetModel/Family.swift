/// The four families of events by which a runner's access is audited (interface section 4).
package enum Family: String, CaseIterable, Sendable {
  /// Logins with web identity.
  case webIdentity = "AssumeRoleWithWebIdentity"
  /// Started tasks.
  case runTask = "RunTask"
  /// Every event of S3.
  case storage = "s3.amazonaws.com"
  /// Every event of KMS.
  case keys = "kms.amazonaws.com"

  /// The family of a record, nil for the others.
  package init?(source: String, name: String) {
    switch (source, name) {
    case ("sts.amazonaws.com", "AssumeRoleWithWebIdentity"): self = .webIdentity
    case ("ecs.amazonaws.com", "RunTask"): self = .runTask
    case ("s3.amazonaws.com", _): self = .storage
    case ("kms.amazonaws.com", _): self = .keys
    default: return nil
    }
  }
}

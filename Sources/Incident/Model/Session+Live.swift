package import CloudTrail

extension Session {
  /// True where the credential is valid at `time`: issued, not expired, not revoked.
  package func isLive(at time: EventTime) -> Bool {
    if let issuedAt, issuedAt > time { return false }
    if let expiresAt, expiresAt <= time { return false }
    if let revokedAt, revokedAt <= time { return false }
    return issuedAt != nil || expiresAt != nil
  }
}

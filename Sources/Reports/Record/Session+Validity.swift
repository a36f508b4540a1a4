import CloudTrail
import Incident

extension Session {
  /// Whether the logs say that the credential is valid at `moment`: issued, neither expired nor
  /// revoked. False where the expiry is not known.
  func isKnownValid(at moment: EventTime) -> Bool {
    guard let expiresAt, moment < expiresAt else { return false }
    if let issuedAt, moment < issuedAt { return false }
    if let revokedAt, revokedAt <= moment { return false }
    return true
  }
}

package import CloudTrail

extension Session {
  /// The longest life of a role session: 12 hours (IAM user guide, maximum session duration).
  package static let longestLife: Int64 = 12 * 3_600

  /// When it expires, or, where nothing tells, when it must have expired at the latest.
  package var latestExpiry: EventTime? {
    expiresAt ?? issuedAt?.advanced(by: Self.longestLife)
      ?? lastUse?.advanced(by: Self.longestLife)
  }

  /// When what was to cut it off for good was put in force; nil where nothing was.
  package var revokedAt: EventTime? { standing?.from }

  /// What was to cut it off for good: in force, and the first of its kind, whether or not it held.
  package var standing: Revocation? { revocations.first { $0.until == nil } }

  /// What cuts it off for good: in force, and nothing in the logs shows that it does not hold.
  package var cutOff: Revocation? { revocations.first { $0.until == nil && !$0.hasFailed } }

  /// What had cut it off at `time`; a revocation that did not hold cuts nothing off.
  package func revocation(at time: EventTime) -> Revocation? {
    revocations.first { revocation in
      !revocation.hasFailed && revocation.from <= time
        && (revocation.until.map { time < $0 } ?? true)
    }
  }

  /// True where the credential is valid at `time`, or may be: issued, not expired, not revoked.
  package func isLive(at time: EventTime) -> Bool {
    if let issuedAt, issuedAt > time { return false }
    guard let latestExpiry, latestExpiry > time else { return false }
    return revocation(at: time) == nil
  }

  /// When it stopped working, or will: cut off for good or expired, whichever comes first.
  package var deadAt: EventTime? {
    [cutOff?.from, latestExpiry].compactMap { $0 }.min()
  }
}

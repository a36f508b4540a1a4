package import CloudTrail

extension Session {
  /// The longest life of a role session: 12 hours (IAM user guide, maximum session duration).
  package static let longestLife: Int64 = 12 * 3_600

  /// When it expires, or, where nothing tells, when it must have expired at the latest.
  package var latestExpiry: EventTime? {
    expiresAt ?? issuedAt?.advanced(by: Self.longestLife)
      ?? lastUse?.advanced(by: Self.longestLife)
  }

  /// When what cuts it off for good did so; nil where nothing does.
  package var revokedAt: EventTime? { standing?.from }

  /// What cuts it off for good: in force, and the first of its kind.
  package var standing: Revocation? { revocations.first { $0.until == nil } }

  /// What had cut it off at `time`.
  package func revocation(at time: EventTime) -> Revocation? {
    revocations.first { revocation in
      revocation.from <= time && (revocation.until.map { time < $0 } ?? true)
    }
  }

  /// True where the credential is valid at `time`, or may be: issued, not expired, not revoked.
  package func isLive(at time: EventTime) -> Bool {
    if let issuedAt, issuedAt > time { return false }
    guard let latestExpiry, latestExpiry > time else { return false }
    return revocation(at: time) == nil
  }

  /// When it stopped working, or will: revoked for good or expired, whichever comes first.
  package var deadAt: EventTime? {
    [revokedAt, latestExpiry].compactMap { $0 }.min()
  }
}

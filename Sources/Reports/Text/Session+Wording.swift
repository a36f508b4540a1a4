import CloudTrail
import Incident

extension Session {
  /// `linked` in words, where the issuing event is not known.
  var linkWords: String? {
    switch link {
    case .linked: nil
    case .issuedBeforeCoverage: "unlinked: issued before the logs begin"
    case .unlinked: "unlinked: its issuing is not in the logs"
    }
  }

  /// `valid at 2026-03-02 09:30:00`, where a moment was asked for and the credential is valid then.
  func liveWords(at moment: EventTime?) -> String? {
    guard let moment, isLive(at: moment) else { return nil }
    return (expiresAt == nil ? "perhaps valid at " : "valid at ") + moment.dayAndClock
  }

  /// The key and from when to when it is valid.
  var validityWords: [String] {
    let keys = accessKeyIDs.isEmpty ? nil : "key " + accessKeyIDs.listed(atMost: 3)
    let issued = issuedAt.map(\.dayAndClock) ?? "issued unknown"
    guard issuedAt != nil || expiresAt != nil else { return [keys].compactMap { $0 } }
    let expires = expiresAt.map { end in
      issuedAt.map { end.clock(after: $0) } ?? end.dayAndClock
    }
    return [keys, "\(issued) → \(expires ?? "expiry unknown")\(expiryNote)"].compactMap { $0 }
  }

  /// `214 events, 1 denied`.
  var useWords: String {
    if events == 0 { return "never used" }
    return events.counted("event") + (denied > 0 ? ", \(denied.grouped) denied" : "")
  }

  /// When it was revoked and whether it worked afterwards.
  var revocationWords: String? {
    guard let revokedAt else { return nil }
    let start = "revoked \(revokedAt.dayAndClock)"
    guard let after = afterRevocation, after.succeeded + after.denied > 0 else {
      return "\(start), not used since"
    }
    let worked = after.succeeded > 0 ? "USED SINCE: \(after.succeeded.grouped) succeeded, " : ""
    return "\(start), \(worked)\(after.denied.grouped) denied\(worked.isEmpty ? " since" : "")"
  }
}

extension IdentityTree.Origin {
  /// Who asked, and through whom.
  var words: (title: String, note: String) {
    switch self {
    case .subject(let subject, let provider):
      (subject, provider.map { "by " + $0.providerName } ?? "")
    case .identity(let name): (name, "")
    case .session(let id): ("session \(id)", "of another chain")
    case .unknown: ("unknown identity", "who asked for these is not in the logs")
    }
  }
}

extension String {
  /// The host and path of an OIDC provider's ARN.
  fileprivate var providerName: String {
    let parts = split(separator: "/", maxSplits: 1)
    return parts.count == 2 && parts[0].hasSuffix(":oidc-provider") ? String(parts[1]) : self
  }
}

extension [String] {
  /// The texts with commas, and how many more there are.
  func listed(atMost limit: Int) -> String {
    let shown = prefix(limit).joined(separator: ", ")
    return count > limit ? shown + " and \((count - limit).grouped) more" : shown
  }
}

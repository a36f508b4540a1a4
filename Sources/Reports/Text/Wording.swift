import CloudTrail
import Incident

// Words for people in place of the schema's.

extension StepVerdict.Status {
  /// The judgement in words; what disproves is loud also without colour.
  var words: String {
    switch self {
    case .done: "done"
    case .partial: "partly done"
    case .notSeen: "not seen"
    case .contradicted: "CONTRADICTED"
    case .notAssessable: "cannot tell"
    case .notApplicable: "not needed"
    }
  }

  /// 0 is the worst: what a reader must see first.
  var urgency: Int {
    switch self {
    case .contradicted: 0
    case .notSeen: 1
    case .partial: 2
    case .notAssessable: 3
    case .done: 4
    case .notApplicable: 5
    }
  }
}

extension IncidentFacts.Attestation {
  /// Who says it, when, and that no log proves it.
  var words: String {
    "by \(by) at \(at.dayAndClock), not proven by the logs" + (note.map { ": \($0)" } ?? "")
  }
}

extension Outcome {
  /// A mark of at most six columns.
  var mark: String {
    switch self {
    case .success: "ok"
    case .denied: "DENIED"
    case .throttled: "slowed"
    case .notFound: "absent"
    case .error: "failed"
    }
  }
}

extension Session {
  /// The kind in words.
  var kindWords: String {
    switch kind {
    case .webIdentity: "login"
    case .task: "task role"
    case .execution: "execution role"
    case .chained: "chained role"
    case .other: "credential"
    }
  }

  /// `role/session name`, as far as known; the role without account and path.
  var roleAndName: String {
    let role = roleArn.map { String($0.split(separator: "/").last ?? Substring($0)) }
    return [role, roleSessionName].compactMap { $0 }.joined(separator: "/")
  }

  /// How the time of expiry is known, where it was not logged.
  var expiryNote: String {
    switch expirySource {
    case .logged, nil: ""
    case .duration: " (by the duration asked for)"
    case .default: " (by default, not logged)"
    }
  }
}

extension Runner {
  /// `profile, current`.
  var standing: String { "\(profile), \(isCurrent ? "current" : "retired")" }

  /// Its numbers: `6 sessions`, `2 tasks` …
  var counts: [String] {
    [
      sessions.counted("session"), tasks.counted("task"), events.counted("event"),
      "\(denied.grouped) denied",
    ]
  }
}

extension CoverageEntry {
  /// The account, or that the records name none.
  var accountWords: String { recipientAccountID.isEmpty ? "no account" : recipientAccountID }

  /// The region, or that the records name none.
  var regionWords: String { awsRegion.isEmpty ? "no region" : awsRegion }

  /// What cannot be concluded from these logs.
  var notSeen: [String] {
    [
      isWriteOnly
        ? "read-only calls (a trail of write calls only?)"
        : readOnlySeen
          ? nil
          : "read-only calls" + (holdsUnmarked ? " (some records do not say what they are)" : ""),
      kmsSeen ? nil : "use of KMS keys",
      s3DataSeen ? nil : "S3 data events",
    ].compactMap { $0 }
  }

  /// The sum of the stretches that nothing speaks for, in hours begun.
  var hoursMissing: Int {
    Int((missing.reduce(0) { $0 + $1.to.seconds - $1.from.seconds } + 3_599) / 3_600)
  }

  /// What the digests say, in a few phrases; empty where there is none.
  var digestWords: [String] {
    let count = digests.valid + digests.invalid + digests.unverifiable
    guard count > 0 else { return [] }
    let unverified = digests.unverifiable == count ? "not verified" : nil
    return [
      "\(count.counted("digest file"))\(unverified.map { ", \($0)" } ?? "")",
      digests.listed.counted("listed log file"),
      digests.absent > 0 ? "\(digests.absent.grouped) of them absent" : nil,
      digests.unlisted.isEmpty ? nil : digests.unlisted.count.counted("unlisted log file"),
      digests.gaps.isEmpty ? nil : "none for \(digests.gaps.map(\.words).listed(atMost: 3))",
    ].compactMap { $0 }
  }
}

extension CoverageEntry.Hole {
  /// `name absent (2026-03-02 13:00 to 15:00)`.
  var words: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return "\(name) \(reason.rawValue) (\(CoverageEntry.Gap(from: from, to: to).words))"
  }
}

extension CoverageEntry.Gap {
  /// `2026-03-02 13:00 to 15:00`.
  var words: String {
    let end = to.day == from.day ? String(to.clock.prefix(5)) : to.dayAndMinute
    return "\(from.dayAndMinute) to \(end)"
  }
}

import CloudTrail
import Incident

/// What the analysis says of one runner in the end: is the incident over for it?
///
/// An all-clear must be earned: every step done or not needed, no credential that worked after it
/// was revoked, none that is valid beyond the end of the logs.
struct Conclusion: Sendable {
  /// The answer.
  enum Answer: Sendable {
    case notOver
    case cannotTell
    case over
    /// Nothing in the logs looks like misuse, so that there is nothing to end.
    case noSign
    /// No playbook step was judged.
    case notJudged
  }

  let runner: String
  let answer: Answer
  /// Steps by how they were judged, the worst first.
  let steps: [(status: StepVerdict.Status, count: Int)]
  /// Ids of credentials that worked after they were revoked.
  let usedAfterRevocation: [String]
  /// Ids of credentials that are valid when the logs end.
  let validAtEnd: [String]
  /// Ids of credentials of unknown expiry, used so late that they may be valid.
  let perhapsValidAtEnd: [String]
  /// The time of the newest record.
  let end: EventTime?

  /// The longest life of a role session: 12 hours (IAM user guide, session duration).
  private static let longestLife: Int64 = 12 * 3_600

  /// The conclusion for the runner of this name.
  init(for runner: String, in parts: RunnerParts) {
    let end = parts.end
    self.end = end
    self.runner = runner
    let sessions = parts.sessions(of: runner)
    usedAfterRevocation =
      sessions.filter { ($0.afterRevocation?.succeeded ?? 0) > 0 }.map(\.id)
    validAtEnd = sessions.filter { session in
      session.expiresAt != nil && end.map { session.isLive(at: $0) } ?? false
    }.map(\.id)
    perhapsValidAtEnd = sessions.filter { session in
      guard let end, let lastUse = session.lastUse, session.expiresAt == nil,
        session.cutOff == nil
      else { return false }
      return end < lastUse.advanced(by: Self.longestLife)
    }.map(\.id)
    let verdicts = parts.steps(of: runner)
    steps = StepVerdict.Status.allCases.sorted { $0.urgency < $1.urgency }
      .map { status in (status, verdicts.count { $0.status == status }) }
      .filter { $0.count > 0 }
    // What somebody attests is no longer open, unless the logs say otherwise.
    let unproven = verdicts.filter { $0.attestation == nil }
    let isOpen =
      !usedAfterRevocation.isEmpty || !validAtEnd.isEmpty
      || verdicts.contains { $0.status == .contradicted || $0.status == .partial }
      || unproven.contains { $0.status == .notSeen }
    let isUnknown =
      !perhapsValidAtEnd.isEmpty || unproven.contains { $0.status == .notAssessable }
      || !steps.contains { $0.status == .done }
    let runners = parts.runners(named: runner)
    let isUnsuspected = !runners.isEmpty && runners.allSatisfy { $0.suspicion == .none }
    let isContradicted = steps.contains { $0.status == .contradicted }
    if isUnsuspected, !isContradicted, usedAfterRevocation.isEmpty {
      answer = .noSign
    } else {
      answer =
        verdicts.isEmpty ? .notJudged : isOpen ? .notOver : isUnknown ? .cannotTell : .over
    }
  }

  /// The answer in words.
  var words: Markdown {
    switch answer {
    case .notOver: "**not over**"
    case .cannotTell: "**cannot tell**"
    case .over: "**over, as far as these logs show**"
    case .noSign: "no misuse recognised in these logs"
    case .notJudged: "**not judged**: no playbook step was applied"
    }
  }

  /// How many steps stand how: `1 contradicted by the logs, 2 done`.
  var stepWords: Markdown {
    steps.map { Markdown("\($0.count) \($0.status.predicate)") }.joined(", ")
  }
}

extension StepVerdict.Status {
  fileprivate var predicate: Markdown {
    switch self {
    case .done: "done"
    case .partial: "partly done"
    case .notSeen: "not seen"
    case .contradicted: "contradicted by the logs"
    case .notAssessable: "not to be told from these logs"
    case .notApplicable: "not needed"
    }
  }
}

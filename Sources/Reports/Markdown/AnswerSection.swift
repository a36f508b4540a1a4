import CloudTrail
import Incident

/// The first lines of the report: is it over, why not, and what to do now.
struct AnswerSection: Sendable {
  private let analysis: Analysis
  private let parts: RunnerParts

  /// The section of an analysis and its parts.
  init(_ analysis: Analysis, _ parts: RunnerParts) {
    self.analysis = analysis
    self.parts = parts
  }

  /// Appends a paragraph for each runner whose incident is not over, or one that says there is
  /// none.
  func append(to page: inout some ReportPage) {
    let names = RunnerHeading.all(in: analysis, mentioned: analysis.steps.map(\.runner)).map(\.name)
    let open = names.map { Conclusion(for: $0, in: parts) }.filter { $0.answer != .noSign }
    if open.isEmpty, !names.isEmpty {
      let whose: Markdown =
        names.count == 1 ? "runner \(code: names[0])" : "any of \(names.count) runners"
      let rest = analysis.leftOutWords
      let others: Markdown = rest.isEmpty ? "" : " \(prose: rest)"
      page.callout("**NO INCIDENT RECOGNISED** for \(whose) in these logs.\(others)", .good)
    }
    for conclusion in open.sorted(by: { $0.answer.rank < $1.answer.rank }) {
      append(conclusion, to: &page)
    }
  }

  private func append(_ conclusion: Conclusion, to page: inout some ReportPage) {
    let own = parts.steps(of: conclusion.runner).worstFirst
    var line: Markdown = "**\(prose: conclusion.answer.title):** runner \(code: conclusion.runner)."
    if let worst = own.first, worst.status.urgency < StepVerdict.Status.done.urgency {
      line = line + " Step “\(prose: worst.title)” is **\(prose: worst.status.words)**"
      let reason = worst.reason
      line = line + (reason.isEmpty ? "." : ": \(prose: reason)")
    }
    page.callout(line, conclusion.answer.tone)
    page.list(actions(conclusion).map { (0, $0) })
  }

  /// What to do now: the credentials that are still valid, role by role.
  private func actions(_ conclusion: Conclusion) -> [Markdown] {
    guard let end = conclusion.end, conclusion.answer != .over else { return [] }
    let live = LiveCredentials(parts.sessions(of: conclusion.runner), at: end).live
    let roles = Dictionary(grouping: live, by: \.roleName)
    let ordered = roles.sorted { a, b in
      (a.value.contains(where: \.isSuspect) ? 0 : 1, a.key)
        < (b.value.contains(where: \.isSuspect) ? 0 : 1, b.key)
    }
    return ordered.prefix(5).map { role, sessions in
      let named = sessions.prefix(3).map { session -> Markdown in
        let mark: Markdown = session.isSuspect ? "**suspicious** " : ""
        let until = session.latestExpiry?.dayAndClock ?? "unknown"
        return "\(mark)\(code: session.id) until \(prose: until)"
      }
      let more: Markdown = sessions.count > 3 ? " and \(sessions.count - 3) more" : ""
      let command = sessions.contains(where: \.isSuspect) ? Self.command(role) : nil
      let tail: Markdown = command.map { "; to end them: \(code: $0)" } ?? ""
      return "**Still valid**, role \(code: role): \(named.joined(", "))\(more)\(tail)"
    }
  }

  /// The command that ends a role's sessions, where its name is one that IAM could have given.
  private static func command(_ role: String) -> String? {
    let isName =
      !role.isEmpty && role.count <= 64
      && role.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
            || "_+=,.@-".unicodeScalars.contains($0))
      }
    guard isName else { return nil }
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","#
      + #""Condition":{"DateLessThan":{"aws:TokenIssueTime":"'"$(date -u +%FT%TZ)"'"}}}]}"#
    return "aws iam put-role-policy --role-name \(role) --policy-name AWSRevokeOlderSessions "
      + "--policy-document '\(policy)'"
  }
}

extension Conclusion.Answer {
  /// The answer as the first words of a page.
  fileprivate var title: String {
    switch self {
    case .notOver: "NOT OVER"
    case .cannotTell: "CANNOT TELL"
    case .over: "OVER, as far as these logs show"
    case .noSign: "NO INCIDENT RECOGNISED"
    case .notJudged: "NOT JUDGED"
    }
  }

  fileprivate var tone: CalloutTone {
    switch self {
    case .notOver: .alarm
    case .cannotTell, .notJudged: .unsure
    case .over, .noSign: .good
    }
  }

  fileprivate var rank: Int {
    switch self {
    case .notOver: 0
    case .cannotTell: 1
    case .notJudged: 2
    case .over: 3
    case .noSign: 4
    }
  }
}

extension StepVerdict {
  /// Why it stands so, in one sentence: what contradicts it, else what is missing.
  var reason: String {
    if status == .contradicted { return note.firstSentence }
    return missing.first.map { "missing is \($0)." } ?? note.firstSentence
  }
}

extension String {
  /// The text up to the end of its first sentence.
  fileprivate var firstSentence: String {
    guard let end = firstRange(of: ". ") else { return self }
    return String(self[..<end.lowerBound]) + "."
  }
}

import Foundation
import Incident
import Testing

/// Every kind of verdict and every row of the reference, each with a story made by the generator.
///
/// `playbooks/VERDICTS.md` is this table; `RECORD_GOLDEN=1` writes it anew and fails the test.
@Suite struct VerdictTable {
  static let groups =
    [
      reviewLogs, reviewAccessLogs, updateRunner, rotateKeys, rotateSecrets, reviewTrust, order,
      facts,
    ]
    + checklist

  /// A row with its number and what came of it.
  struct Outcome: Sendable, CustomTestStringConvertible {
    var id: String
    var row: VerdictCase
    var verdict: Result<StepVerdict, any Error>

    var testDescription: String { "\(id) \(row.story)" }
    var got: String { (try? verdict.get().status.rawValue) ?? "no verdict" }
  }

  static let outcomes: [Outcome] = groups.flatMap { group in
    group.cases.enumerated().map { number, row in
      let id = "\(group.id)-\(number < 9 ? "0" : "")\(number + 1)"
      return Outcome(id: id, row: row, verdict: Result { try row.verdict() })
    }
  }

  @Test(arguments: outcomes) func judges(_ outcome: Outcome) throws {
    let verdict = try outcome.verdict.get()
    let all = "\(verdict.status) missing: \(verdict.missing) note: \(verdict.note)"
    #expect(verdict.status == outcome.row.expected, "\(all)")
    let texts = verdict.missing + [verdict.note]
    for words in outcome.row.says {
      #expect(texts.contains { $0.contains(words) }, "'\(words)' ∉ \(all)")
    }
    #expect((verdict.status == .contradicted) == !verdict.contradictions.isEmpty, "\(all)")
    if [.done, .partial].contains(verdict.status) { #expect(!verdict.evidence.isEmpty, "\(all)") }
    if verdict.status == .done { #expect(verdict.missing == [], "\(all)") }
    if [.partial, .notAssessable].contains(verdict.status) {
      #expect(!verdict.missing.isEmpty, "\(all)")
    }
  }

  @Test func everyStatusOccursInEachPlaybook() {
    for step in ["review-logs", "review-access-logs", "update-runner-id", "rotate-keys"] {
      let seen = Set(Self.outcomes.filter { $0.row.step == step }.map(\.row.expected))
      #expect(seen.isSuperset(of: [.done, .partial, .contradicted, .notAssessable]), "\(step)")
    }
    let all = Set(Self.outcomes.map(\.row.expected))
    #expect(all == Set(StepVerdict.Status.allCases))
  }

  @Test func isWrittenDown() throws {
    print(Self.page)
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "playbooks/VERDICTS.md")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(Self.page.utf8).write(to: file)
      Issue.record("recorded VERDICTS.md")
      return
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == Self.page)
  }

  private static var page: String {
    var text = """
      # What each verdict rests on

      Each row is a story of one runner, composed by the generator of this project (`Benchmarks/FleetModel`),
      written as CloudTrail logs and judged by a built-in playbook. The tests keep this table true
      (`Tests/IncidentTests/Verdicts`): a row whose verdict changes fails.

      """
    for group in groups {
      text += "\n## \(group.id) \(group.title)\n\n"
      text += "| id | row | scenario | expected | got |\n|---|---|---|---|---|\n"
      for outcome in outcomes where outcome.row.group == group.id {
        let row = outcome.row
        text +=
          "| \(outcome.id) | \(row.row) | \(row.story) | \(row.expected.rawValue) | \(outcome.got) |\n"
      }
    }
    return text
  }
}

import Foundation
import Testing

/// `sessions`, `runners`, `coverage`, `playbook` and `report` from outside.
@Suite struct NounTests {
  private let folder: TestFolder
  private static let logs = Trailscan.sample + "/AWSLogs"

  init() throws { folder = try TestFolder() }

  @Test(.enabled(if: SharedData.isPresent, "the public logs are not on this machine"))
  func ofPublicLogsEverySessionIsLinked() throws {
    let path = try #require(SharedData.folder).appending(path: "invictus").path
    let run = try Trailscan.run(["sessions", path], in: folder)
    run.expectSuccess()
    let sessions = try run.records()
    #expect(sessions.count == 36)
    #expect(sessions.compactMap { $0.number("events") }.reduce(0, +) == 76)
    #expect(sessions.allSatisfy { $0["linked"] as? Bool == true })
  }

  @Test func theTreeOfSessionsBeginsWithTheRunners() throws {
    let run = try Trailscan.run(["sessions", Self.logs, "--format", "text"], in: folder)
    run.expectSuccess()
    let other = try #require(run.lines.firstIndex(of: "other identities"))
    let runners = try Trailscan.run(["runners", Self.logs], in: folder).records()
      .compactMap { $0.text("runner") }
    #expect(!runners.isEmpty)
    for runner in runners {
      let place = try #require(
        run.lines.firstIndex { $0 == runner || $0.hasPrefix(runner + "  ") }, "\(runner)")
      #expect(place < other)
    }
  }

  @Test func everySessionHasAnIdOfItsOwnAndNoSecret() throws {
    let run = try Trailscan.run(["sessions", Self.logs], in: folder)
    let sessions = try run.records()
    #expect(Set(sessions.compactMap { $0.text("session") }).count == sessions.count)
    #expect(!run.output.contains("sessionToken"))
  }

  @Test func theLiveSessionsAreThoseValidAtTheMoment() throws {
    let moment = "2026-04-14T10:00:00Z"
    let run = try Trailscan.run(
      ["sessions", Self.logs, "--live", "--at", moment], in: folder)
    run.expectSuccess()
    let live = try run.records()
    #expect(!live.isEmpty)
    for session in live {
      if let issued = session.text("issuedAt") { #expect(issued <= moment) }
      if let expires = session.text("expiresAt") { #expect(expires > moment) }
    }
    let all = try Trailscan.run(["sessions", Self.logs], in: folder).records()
    #expect(live.count < all.count)
  }

  @Test func aMomentThatIsNoneIsAFault() throws {
    try Trailscan.run(["sessions", Self.logs, "--live", "--at", "noon"], in: folder)
      .expectUsageFault("--at", "noon")
  }

  @Test func coverageCountsEveryRecord() throws {
    let run = try Trailscan.run(["coverage", Self.logs], in: folder)
    let places = try run.records()
    #expect(places.count == 2)
    #expect(places.compactMap { $0.number("duplicates") }.reduce(0, +) == 19)
    #expect(places.compactMap { $0.number("records") }.reduce(0, +) == 468)
    #expect(places.allSatisfy { $0.text("recipientAccountId") == "111122223333" })
  }

  @Test func aPlaybookGivesAVerdictForEachRunnerAndStep() throws {
    let run = try Trailscan.run(["playbook", "run", Self.logs], in: folder)
    run.expectSuccess()
    let words: Set = [
      "done", "partial", "notSeen", "contradicted", "notAssessable", "notApplicable",
    ]
    let verdicts = try run.records()
    #expect(!verdicts.isEmpty)
    for verdict in verdicts { #expect(words.contains(verdict.text("status") ?? "")) }
    let known = Set(try LogFolder.sample.get().texts.map { try Fields(json: $0).id })
    for verdict in verdicts {
      #expect(known.isSuperset(of: verdict["evidence"] as? [String] ?? ["none"]))
    }
  }

  @Test func aBadPlaybookShowsLineColumnAndCaret() throws {
    try folder.write("schema: trailscan.playbook/1\nbogus: 1\n", to: "mine.yaml")
    let check = try Trailscan.run(["playbook", "check", "mine.yaml"], in: folder)
    check.expectUsageFault("mine.yaml:2:1", "bogus", "^")
    try Trailscan.run(["playbook", "run", Self.logs, "--playbook", "mine.yaml"], in: folder)
      .expectUsageFault("mine.yaml:2:1", "bogus")
  }

  @Test func theBuiltInPlaybookIsWithoutFault() throws {
    let file = Trailscan.packageRoot.appending(path: "playbooks/rotation.yaml").path
    let run = try Trailscan.run(["playbook", "check", file], in: folder)
    run.expectSuccess()
    expectSame(run.error, "")
    let shown = try Trailscan.run(["playbook", "show"], in: folder)
    shown.expectSuccess()
    #expect(shown.output.contains("- [ ]"))
    let own = try Trailscan.run(
      ["playbook", "run", Self.logs, "--playbook", file], in: folder)
    expectSame(own.output, try Trailscan.run(["playbook", "run", Self.logs], in: folder).output)
  }

  @Test func aReportIsMarkdownOrJSONOfTheSameIncident() throws {
    try folder.copyOneHourOfSample()
    let markdown = try Trailscan.run(["report", "logs"], in: folder)
    markdown.expectSuccess()
    #expect(markdown.output.hasPrefix("# "))
    try Trailscan.run(["report", "logs", "-o", "a.json"], in: folder).expectSuccess()
    _ = try Fields(json: folder.text(of: "a.json"))
    try Trailscan.run(["report", "logs", "-o", "a.md"], in: folder).expectSuccess()
    #expect(try folder.text(of: "a.md").hasPrefix("# "))
  }

  /// What is told from all records says so where a selection could be taken for one.
  @Test(arguments: [
    (["playbook", "run"], "verdicts"), (["runners"], "runners"), (["incidents"], "incidents"),
  ])
  func aSelectionThatChangesNothingIsTold(_ command: [String], _ noun: String) throws {
    let folder = try TestFolder()
    let narrowed = try Trailscan.run(
      command + [Trailscan.sample, "--where", "trailscan.outcome: denied"], in: folder)
    narrowed.expectSuccess()
    #expect(
      narrowed.errorLines.contains {
        $0 == "trailscan: \(noun) are told from all records; of selections only --runner counts"
      })
    let whole = try Trailscan.run(
      command + [Trailscan.sample, "--runner", "prod-runner"], in: folder)
    #expect(!whole.error.contains("told from all records"))
  }
}

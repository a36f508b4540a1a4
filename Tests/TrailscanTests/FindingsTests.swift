import Foundation
import Testing

/// `trailscan findings` from outside.
@Suite struct FindingsTests {
  private let folder: TestFolder
  private static let logs = Trailscan.sample + "/AWSLogs"

  init() throws { folder = try TestFolder() }

  @Test func theSampleHoldsItsAttack() throws {
    let run = try Trailscan.run(["findings", Self.logs], in: folder)
    run.expectSuccess()
    let findings = try run.records()
    let ids = Set(findings.compactMap { $0.text("id") })
    #expect(ids.isSuperset(of: ["F06", "F07", "E02", "S01", "D01", "S09"]))
    for finding in findings {
      #expect(finding.text("runner") == "prod-runner")
      #expect((finding["eventIDs"] as? [String])?.isEmpty == false)
      #expect((finding["techniques"] as? [String])?.isEmpty == false)
      #expect(finding.text("why")?.isEmpty == false && finding.text("next")?.isEmpty == false)
    }
    let times = findings.compactMap { $0.text("firstTime") }
    #expect(times == times.sorted())
  }

  @Test func theLeastLevelNarrows() throws {
    let run = try Trailscan.run(["findings", Self.logs, "--min-level", "critical"], in: folder)
    run.expectSuccess()
    #expect(try Set(run.records().compactMap { $0.text("level") }) == ["critical"])
  }

  @Test func failOnEndsWithOneWhereThereIsSuchAFinding() throws {
    let run = try Trailscan.run(["findings", Self.logs, "--fail-on", "high"], in: folder)
    #expect(run.code == 1)
    #expect(!run.output.isEmpty)
    let quiet = try Trailscan.run(
      ["findings", Self.logs, "--to", "2026-04-14T09:00:00Z", "--fail-on", "low"], in: folder)
    quiet.expectSuccess()
    #expect(quiet.output.isEmpty)
  }

  /// Damage is named, and does not hide what was found.
  @Test func failOnCountsMoreThanDamage() throws {
    try folder.write("{\"Records\":[{", to: "broken.json")
    let run = try Trailscan.run(
      ["findings", Self.logs, "broken.json", "--fail-on", "high"], in: folder)
    #expect(run.code == 1)
    #expect(run.error.contains("damaged: broken.json"))
    let quiet = try Trailscan.run(["findings", Self.logs, "broken.json"], in: folder)
    #expect(quiet.code == 3)
  }

  @Test func aLevelThatIsNoneIsAFault() throws {
    try Trailscan.run(["findings", Self.logs, "--fail-on", "grave"], in: folder)
      .expectUsageFault("--fail-on", "grave")
  }

  @Test func whatIsSilencedIsCounted() throws {
    let text = try String(
      contentsOf: Trailscan.packageRoot.appending(path: "playbooks/rotation.yaml"), encoding: .utf8)
    let playbook = text.replacing(
      "suppressions: []",
      with: "suppressions: [{finding: 'S*', reason: an exercise, until: '2026-12-31'}]")
    try Data(playbook.utf8).write(to: folder.url.appending(path: "mine.yaml"))
    let run = try Trailscan.run(["findings", Self.logs, "--playbook", "mine.yaml"], in: folder)
    #expect(run.code == 0, "\(run.error)")
    #expect(try !run.records().contains { $0.text("id")?.hasPrefix("S") == true })
    #expect(run.error.contains("suppressed: "))
    #expect(run.error.contains("of S* until 2026-12-31T00:00:00Z (an exercise)"))
  }

  @Test func theTimelineNamesTheFindingsOfItsEntries() throws {
    let findings = try Trailscan.run(["findings", Self.logs], in: folder).records()
    let entries = try Trailscan.run([Self.logs], in: folder).records()
    let marked = Dictionary(
      entries.compactMap { entry in
        entry.text("eventID").map { ($0, Set(entry["findings"] as? [String] ?? [])) }
      }, uniquingKeysWith: { first, _ in first })
    for finding in findings {
      let id = try #require(finding.text("id"))
      // The guesses lie longer back than entries are held; they are marked as guesses.
      for event in finding["eventIDs"] as? [String] ?? [] where id != "F07" {
        #expect(marked[event]?.contains(id) == true, "\(id) \(event)")
      }
    }
  }

  @Test func aBaselineIsReadFirst() throws {
    let run = try Trailscan.run(
      ["findings", Self.logs, "--baseline", Self.logs, "--format", "ndjson"], in: folder)
    run.expectSuccess()
    #expect(run.error.contains("baseline of "))
    try Trailscan.run(["findings", Self.logs, "--baseline", "nowhere"], in: folder)
      .expectUsageFault("--baseline", "nowhere")
  }
}

import CloudTrail
import Incident
import Sigma
import Testing

/// What suppressions silence, and what they count.
@Suite struct SuppressionTests {
  private static let foreign = "arn:aws:iam::111122223333:oidc-provider/login.initech.example"

  /// A story with logins of a foreign provider at these times.
  private static func story(_ times: [String]) -> StepStory {
    var story = StepStory.ordinary()
    for (number, time) in times.enumerated() {
      story.login(at: time, key: "ASIAFOREIGN\(number)")
      story.replaceLast(StepStory.provider, with: foreign)
    }
    return story
  }

  private static func playbook(_ suppressions: String) throws -> Playbook {
    let text = try #require(Playbook.builtInText(named: "rotation"))
    let source = SourceText(
      name: "test",
      text: text.text.replacing("suppressions: []", with: "suppressions:\n" + suppressions))
    let loading = Playbook.load(source)
    #expect(loading.diagnostics.errors.map(\.description) == [])
    return try #require(loading.playbook)
  }

  @Test func withoutAnyEveryMatchIsTold() throws {
    let result = try Self.story(["10:00:00", "11:00:00"]).analyze(findings: .builtIn)
    #expect(result.findings.filter { $0.id == "F01" }.map(\.count).reduce(0, +) == 2)
    #expect(result.silenced == [])
  }

  @Test func silencesUntilItsTimeIsOverAndCounts() throws {
    let playbook = try Self.playbook(
      "  - {finding: 'F*', runner: 'prod*', reason: a new issuer, until: '2026-04-14T10:30:00Z'}\n")
    let result = try Self.story(["10:00:00", "11:00:00"])
      .analyze(playbook, findings: .builtIn)
    let found = result.findings.filter { $0.id == "F01" }
    #expect(found.map(\.count) == [1])
    #expect(found.first?.firstTime.description == "2026-04-14T11:00:00Z")
    let silenced = try #require(result.silenced.first)
    #expect(silenced.reason == "a new issuer")
    #expect(silenced.count > 0)
    #expect(silenced.runner == "prod*")
    #expect(silenced.late > 0)
  }

  /// What was dropped is told also where nobody asks for what was not.
  @Test func countsTheSameWithoutConclusions() throws {
    let playbook = try Self.playbook(
      "  - {finding: '*', reason: a test, until: '2027-01-01'}\n")
    var story = Self.story(["10:00:00"])
    // A gap between digests is a finding that no event makes.
    story.beside = StepStory.files(StepStory.digests()).filter { !$0.name.contains("T090731Z") }
    #expect(try story.analyze(findings: .builtIn).findings.contains { $0.eventIDs.isEmpty })
    let whole = try story.analyze(playbook, findings: .builtIn)
    let told = try story.analyze(playbook, findings: .builtIn, concludes: false)
    #expect(whole.silenced.first.map(\.count) ?? 0 > 0)
    #expect(told.silenced == whole.silenced)
    #expect(told.findings.isEmpty && told.steps.isEmpty && told.incidents.isEmpty)
  }

  @Test(arguments: [("10.0.0.9", 1), ("203.0.113.10", 0)])
  func silencesTheEventsItChooses(address: String, told: Int) throws {
    let playbook = try Self.playbook(
      """
        - finding: F01
          reason: a test
          until: '2027-01-01'
          select: {sourceIPAddress: \(address), requestParameters.roleSessionName: acme-prod-runner}

      """)
    let result = try Self.story(["10:00:00"]).analyze(playbook, findings: .builtIn)
    #expect(result.findings.filter { $0.id == "F01" }.count == told)
    #expect(result.silenced.map(\.count) == [1 - told])
  }

  @Test func faultsAreNamedWithTheirPlace() throws {
    let text = try #require(Playbook.builtInText(named: "rotation"))
    let source = SourceText(
      name: "test",
      text: text.text.replacing(
        "suppressions: []",
        with: "suppressions:\n  - {finding: F01, until: soon, reason: x, who: me}\n"))
    let faults = Playbook.load(source).diagnostics.errors.map(\.reason)
    #expect(faults.contains { $0.contains("unknown key 'who'") }, "\(faults)")
    #expect(faults.contains { $0.contains("expected a day such as 2026-12-31") }, "\(faults)")
  }
}

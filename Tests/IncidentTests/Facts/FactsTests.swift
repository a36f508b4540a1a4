import CloudTrail
import FleetModel
import Foundation
import GzipStream
import Incident
import Sigma
import Testing

/// What people know of an incident: read strictly, and what follows from it.
@Suite struct FactsTests {
  private static func load(_ text: String) -> (facts: IncidentFacts?, faults: [RuleError]) {
    IncidentFacts.load(SourceText(name: "facts.yaml", text: text))
  }

  private static func time(_ clock: String) -> EventTime? {
    EventTime(iso: Array("2026-04-14T\(clock)Z".utf8))
  }

  @Test func readsEveryKey() throws {
    let facts = try #require(
      Self.load(
        """
        schema: trailscan.facts/1
        runner: prod-runner
        suspects: {keys: [ASIAX], subjects: ['acme+*'], roles: [r], addresses: [203.0.113.0/24]}
        compromised: 2026-04-14T09:00:00Z
        detected: 2026-04-14T10:00:00+00:00
        notified: 1776161100
        recovered: 2026-04-15
        responders: ['arn:aws:sts::*:assumed-role/IR/*']
        attestations: [{step: review-logs, by: Maria, at: 2026-04-14T12:00:00Z, note: on paper}]
        """
      ).facts)
    #expect(facts.concerns("prod-runner") && !facts.concerns("other"))
    #expect(facts.suspects.keys == ["ASIAX"] && facts.suspects.addresses == ["203.0.113.0/24"])
    #expect(facts.detected == Self.time("10:00:00"))
    #expect(facts.notified == Self.time("10:05:00"))
    #expect(facts.attestations.map(\.by) == ["Maria"])
  }

  @Test func theExampleUsesEveryKey() throws {
    let file = URL(filePath: #filePath).appending(
      path: "../../../../playbooks/facts.example.yaml"
    ).standardized
    let (facts, faults) = Self.load(try String(contentsOf: file, encoding: .utf8))
    #expect(faults.isEmpty, "\(faults)")
    let found = try #require(facts)
    #expect(found.runner == "prod-runner" && found.responders.count == 1)
    #expect(!found.suspects.subjects.isEmpty && !found.suspects.keys.isEmpty)
    #expect(!found.suspects.roles.isEmpty && !found.suspects.addresses.isEmpty)
    let times = [found.compromised, found.detected, found.notified, found.recovered]
    #expect(times.allSatisfy { $0 != nil })
    #expect(found.attestations.first?.note != nil)
  }

  @Test(arguments: [
    ("schema: x", "facts.yaml:1:9: this program reads 'trailscan.facts/1', not 'x'"),
    ("runner: a", "1:1: the facts file has no 'schema'"),
    ("schema: trailscan.facts/1\ndetectd: x", "2:1: unknown key 'detectd'"),
    ("schema: trailscan.facts/1\ndetected: noon", "2:11: expected a time such as"),
    (
      "schema: trailscan.facts/1\nsuspects: {addresses: [1.2.3]}",
      "2:24: '1.2.3' is no address and no network"
    ),
    (
      "schema: trailscan.facts/1\ndetected: 2026-01-02\nnotified: 2026-01-01",
      "3:11: 'notified' lies before 'detected'"
    ),
    (
      "schema: trailscan.facts/1\nattestations: [{by: x, at: 2026-01-01}]",
      "an attestation has no 'step'"
    ),
    ("", "the facts are empty"),
    ("schema: [", "facts.yaml:1"),
  ])
  func namesEveryFault(text: String, fault: String) {
    let (facts, faults) = Self.load(text)
    #expect(facts == nil)
    #expect(faults.contains { $0.description.contains(fault) }, "\(faults)")
    #expect(faults.allSatisfy { $0.description.hasSuffix("^") })
  }

  /// An intruder from the runner's own address: nothing in the logs gives them away.
  private static func analyze(_ facts: IncidentFacts) throws -> Analyzer.Result {
    var story = VerdictStory(isAttacked: false)
    story.rotate()
    let folder = try TemporaryFolder()
    _ = try story.scenario.write(to: folder.path)
    var analyzer = Analyzer(
      playbook: try #require(Playbook.builtIn(named: "rotation")), temporaryFolder: folder.path)
    analyzer.facts = facts
    let files = LogFinder.find([folder.file("AWSLogs").description]).files
    return try analyzer.run(LogScan(files: files, jobs: 2)) { _ in }
  }

  @Test func suspectsAndTimesReplaceWhatIsInferred() throws {
    let plain = try #require(try Self.analyze(IncidentFacts()).incidents.first)
    #expect(plain.suspectSessions.isEmpty)
    #expect(plain[.initialCompromise]?.source == .unknown)
    #expect(plain[.detectionAlert]?.source == .inferred)

    var facts = IncidentFacts()
    facts.suspects.subjects = ["acme+prod-*"]
    facts.compromised = Self.time("08:00:00")
    facts.detected = Self.time("09:00:00")
    facts.notified = Self.time("09:10:00")
    facts.recovered = Self.time("12:00:00")
    let result = try Self.analyze(facts)
    let incident = try #require(result.incidents.first { $0.runner == "prod-runner" })
    #expect(incident.start == Self.time("08:00:00"))
    // The login at 08:20 and what came of it; those before the compromise are nobody's fault.
    #expect(incident.suspectSessions.count == 3)
    #expect(incident[.firstUnauthorizedCall]?.time == Self.time("08:20:00"))
    // The login had expired when its role was revoked at 10:05; the execution role came next.
    #expect(incident[.credentialDeactivated]?.time == Self.time("10:06:00"))
    #expect(incident[.containmentComplete]?.time == Self.time("10:07:00"))
    let seconds = incident.metrics.map(\.seconds)
    #expect(seconds == [2_400, 600, 3_360, 6_780, 14_400])
    #expect(incident.metrics.map(\.source) == Array(repeating: .given, count: 5))
    #expect(incident.exposure?.isOpen == false)
  }

  @Test func anAttestationIsSaidAndProvesNothing() throws {
    var facts = IncidentFacts()
    let time = try #require(Self.time("12:00:00"))
    facts.attestations = [.init(step: "review-logs", by: "Maria", at: time)]
    let step = try #require(
      try Self.analyze(facts).steps.first { $0.step == "review-logs" && $0.runner == "prod-runner" }
    )
    #expect(step.status == .notSeen)
    #expect(step.attestation?.by == "Maria")
  }
}

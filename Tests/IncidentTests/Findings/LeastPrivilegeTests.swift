import FleetModel
import Foundation
import GzipStream
import Incident
import Sigma
import Testing

/// What a role calls beyond its policy is a deviation; what runners do on normal days is none.
@Suite struct LeastPrivilegeTests {
  /// A deviation as the tests write it: runner, role, call, and how often.
  private static func words(_ finding: Finding) -> String {
    let role = finding.id.dropFirst("least-privilege.".count)
    let call = finding.why.split(separator: " ").last?.dropLast() ?? ""
    let denied = finding.title.hasSuffix("(denied)") ? " denied" : ""
    return "\(finding.runner ?? "-") \(role) \(call)\(denied) \(finding.count)"
  }

  private static func deviations(_ paths: [FilePath], in folder: TemporaryFolder) throws
    -> [Finding]
  {
    let playbook = try #require(Playbook.builtIn(named: "rotation"))
    var analyzer = Analyzer(playbook: playbook, temporaryFolder: folder.path)
    analyzer.detections = .builtIn
    let files = LogFinder.find(paths.map(\.description)).files
    let result = try analyzer.run(LogScan(files: files, jobs: 2)) { _ in }
    return result.findings.filter { $0.id.hasPrefix("least-privilege.") }
  }

  @Test func theSampleShowsTheIncidentAndNothingElse() throws {
    let folder = try TemporaryFolder()
    let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let found = try Self.deviations([FilePath("/\(package)/SampleLogs/AWSLogs")], in: folder)
    #expect(
      found.map(Self.words).sorted() == [
        "prod-runner task CreateUser denied 1", "prod-runner task GetCallerIdentity 1",
        "prod-runner task-manager GetAccountAuthorizationDetails denied 1",
        "prod-runner task-manager GetCallerIdentity 1",
        "prod-runner task-manager ListClusters denied 1",
        "prod-runner task-manager ListRoles denied 1",
        "prod-runner task-manager ListUsers denied 1",
      ])
    for finding in found {
      #expect(finding.eventIDs.count == finding.count && !finding.next.isEmpty)
      #expect(finding.level == (finding.title.hasSuffix("(denied)") ? .medium : .high))
    }
  }

  /// Every deviation in a made fleet is an event of an attack; with attacks left out there is none.
  @Test(arguments: 0..<2) func normalDaysHaveNone(number: Int) throws {
    let fleet = try WrittenFleet.all.get()[number]
    let found = try Self.deviations([fleet.logs], in: fleet.folder)
    let attacks = try String(
      contentsOfFile: fleet.folder.file("truth/attacks.ndjson").description, encoding: .utf8)
    #expect(!found.isEmpty)
    for finding in found {
      let stray = finding.eventIDs.filter { !attacks.contains($0) }
      #expect(stray == [], "\(Self.words(finding))")
    }
  }

  @Test func quietFleetsHaveNone() throws {
    let folder = try TemporaryFolder()
    var plan = FleetPlan(seed: 41, events: 6_000)
    plan.attacks = 0
    _ = try Fleet(plan).write(to: folder.path, options: .standard)
    let found = try Self.deviations([folder.file("AWSLogs")], in: folder)
    #expect(found.map(Self.words) == [])
  }

  @Test func aPlaybookOfOnesOwnTakesItsPlace() throws {
    let text = try #require(Playbook.builtInText(named: "least-privilege"))
    let source = SourceText(
      name: "mine.yaml", text: text.text.replacing("ListTaskDefinitions,", with: "ListClusters,"))
    let playbook = try #require(Playbook.load(source).playbook)
    var diagnostics = Diagnostics()
    let pack = DetectionPack(of: playbook, diagnostics: &diagnostics)
    #expect(diagnostics.errors.isEmpty)
    #expect(pack.ids.count == DetectionPack.builtIn.ids.count)
    #expect(pack.ruleSet.rules.filter { $0.file == "mine.yaml" }.count == 3)
  }

  @Test func faultsAreNamedWithTheirPlace() throws {
    let text = try #require(Playbook.builtInText(named: "least-privilege"))
    let source = SourceText(
      name: "mine.yaml",
      text: text.text.replacing("sessionRoleKind: taskManager", with: "sesionRoleKind: taskManager")
        .replacing("%runner.buckets%", with: "%runner.bukets%"))
    let errors = Playbook.load(source).diagnostics.errors.map(\.reason)
    #expect(
      errors == [
        "unknown field 'trailscan.sesionRoleKind'; did you mean 'trailscan.sessionRoleKind'?",
        "nothing is known to stand for '%runner.bukets%'; did you mean 'runner.buckets'?",
      ])
  }
}

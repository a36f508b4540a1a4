import FleetModel
import FoundationEssentials
import GzipStream
import Incident
import Testing

/// The verdicts on the sample: a stolen login, and an answer that forgets the task role.
@Suite struct SampleStepsTests {
  @Test func judgesTheSample() throws {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appending(path: "trailscan-sample-\(UUID())")
    defer { try? manager.removeItem(at: folder) }
    _ = try SampleIncident.compose().write(
      to: FilePath(folder.path), options: .standard, seed: SampleIncident.seed)
    let playbook = try #require(Playbook.builtIn(named: "rotation"))
    let analyzer = Analyzer(
      playbook: playbook, temporaryFolder: FilePath(manager.temporaryDirectory.path))
    let files = LogFinder.find([folder.appending(path: "AWSLogs").path]).files
    let steps = try analyzer.run(LogScan(files: files, jobs: 2)) { _ in }.steps
    let table = steps.map { "\($0.runner) \($0.step) \($0.status.rawValue)" }
    #expect(
      table.filter { $0.hasPrefix("prod-runner ") } == [
        "prod-runner review-logs partial", "prod-runner review-access-logs done",
        "prod-runner update-runner-id contradicted", "prod-runner rotate-keys done",
        "prod-runner review-trust done", "prod-runner rotate-secrets notApplicable",
      ])
    #expect(!table.contains { $0.hasPrefix("staging-runner") && $0.hasSuffix("contradicted") })
    let contradicted = try #require(steps.first { $0.status == .contradicted })
    #expect(contradicted.contradictions.count == 13)
    #expect(
      contradicted.note.hasPrefix(
        "Sessions of a role that the revocation forgot still succeed: 13 events by session "),
      "\(contradicted.note)")
    #expect(contradicted.note.contains("from 203.0.113.81, last at 2026-04-14T11:05:25Z"))
    let unlogged = try #require(steps.first { $0.runner == "prod-runner" })
    #expect(unlogged.missing.count == 1)
    #expect(unlogged.missing[0].hasPrefix("a task definition without logs"))
  }
}

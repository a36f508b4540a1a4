import FleetModel
import Incident
import Testing

/// Lines of access logs joined to records, sessions and tasks, and what they mean for step 2.
@Suite struct AccessLogStoryTests {
  /// A story whose bucket's log is beside the records; `without` says what the trail has lost.
  private static func story(
    without isUnrecorded: (Record) -> Bool = { _ in false },
    _ tell: (inout VerdictStory) -> Void = { _ in }
  ) throws -> EvidenceStory {
    var story = EvidenceStory()
    // Calls to KMS would tell of the reads that the trail has lost.
    story.story = VerdictStory(hasKey: false)
    tell(&story.story)
    let bucket = try #require(story.story.runner.tasks?.bucket)
    let log = story.story.scenario.accessLog(of: bucket, without: isUnrecorded)
    story.files = [("anything.txt", log)]
    return story
  }

  @Test func aLineOfARecordedRequestIsJoinedToTheRecord() throws {
    let outcome = try Self.story().analyzed()
    let lines = outcome.evidence
    #expect(!lines.isEmpty)
    for line in lines {
      #expect(line.source.kind == .accessLog)
      #expect(line.stage == .storage)
      #expect(line.bytes == 4_096)
      #expect(line.attribution.method == .requestID)
      #expect(line.attribution.confidence == .certain)
      let record = try #require(
        outcome.timeline.first { $0.eventID == line.attribution.via.first })
      #expect(record.source.kind == nil)
      #expect(record.session == line.session)
      #expect(record.task == line.task)
      #expect(record.sourceIPAddress == line.sourceIPAddress)
    }
    #expect(outcome.result.summary.evidence.accessLines == lines.count)
    #expect(outcome.result.summary.accessEntries == lines.count)
  }

  @Test func linesChangeNoCountOfRecords() throws {
    var bare = try Self.story()
    bare.files = []
    let without = try bare.analyzed()
    let with = try Self.story().analyzed()
    #expect(with.result.sessions == without.result.sessions)
    #expect(with.result.runners == without.result.runners)
    #expect(with.result.coverage == without.result.coverage)
    #expect(
      with.timeline.filter { $0.source.kind == nil }.map(\.eventID)
        == without.timeline.map(\.eventID))
  }

  @Test func aLineThatTheTrailLacksIsJoinedByRoleAndSession() throws {
    let outcome = try Self.story(without: { _ in true }).analyzed()
    let theft = outcome.evidence.filter { $0.sourceIPAddress == "203.0.113.80" }
    #expect(!theft.isEmpty)
    for line in theft {
      #expect(line.attribution.method == .roleSession)
      #expect(line.attribution.confidence == .strong)
      let session = try #require(outcome.result.sessions.first { $0.id == line.session })
      #expect(session.kind == .task)
      #expect(session.task == line.task)
    }
  }

  @Test func copiesAreCountedOnce() throws {
    var story = try Self.story()
    let once = try story.analyzed()
    story.files.append(("again", story.files[0].text))
    let twice = try story.analyzed()
    #expect(twice.evidence.map(\.eventID) == once.evidence.map(\.eventID))
    #expect(twice.result.summary.accessCopies == once.evidence.count)
    #expect(twice.result.summary.duplicates == once.result.summary.duplicates)
  }

  @Test func jobsDoNotMatter() throws {
    var story = try Self.story(without: { $0.name == "GetObject" })
    story.files.append(("again", story.files[0].text))
    let one = try story.analyzed(jobs: 1)
    let four = try story.analyzed(jobs: 4)
    #expect(one.timeline == four.timeline)
    #expect(one.result.steps == four.result.steps)
    #expect(one.result.summary == four.result.summary)
  }

  @Test func linesShowThatLoggingIsOnAndAreAtHand() throws {
    var bare = try Self.story()
    bare.files = []
    #expect(try bare.analyzed().verdict("review-access-logs").status == .notAssessable)
    let verdict = try Self.story().analyzed().verdict("review-access-logs")
    #expect(verdict.status == .done)
    #expect(verdict.evidence.allSatisfy { $0.hasPrefix("access-log:") })
    #expect(verdict.note.contains("access log lines of the incident are at hand"))
  }

  @Test func aLineAfterTheRevocationContradictsThoughTheTrailHasNone() throws {
    let story = try Self.story(without: { $0.origin.address == "203.0.113.80" }) { story in
      story.revoke(at: "10:05")
      story.steal(at: "10:40")
    }
    let outcome = try story.analyzed()
    let verdict = try outcome.verdict("review-access-logs")
    #expect(verdict.status == .contradicted)
    #expect(verdict.contradictions.allSatisfy { $0.hasPrefix("access-log:") })
    #expect(try outcome.verdict("update-runner-id").status == .contradicted)
    var bare = story
    bare.files = []
    #expect(try bare.analyzed().verdict("update-runner-id").status != .contradicted)
  }

  @Test func aRecordedUseIsCountedOnceThoughTheLogRepeatsIt() throws {
    let tell: (inout VerdictStory) -> Void = { story in
      story.revoke(at: "10:05")
      story.steal(at: "10:40")
    }
    let with = try Self.story(tell).analyzed()
    var bare = try Self.story(tell)
    bare.files = []
    let without = try bare.analyzed()
    let verdict = try with.verdict("update-runner-id")
    #expect(verdict.status == .contradicted)
    #expect(try verdict == without.verdict("update-runner-id"))
    #expect(with.result.sessions == without.result.sessions)
  }
}

import GzipStream
import Incident
import Sigma
import Testing

/// What was learned of a runner is asked of that runner, however many others there are.
@Suite struct CaptureTests {
  private static let admin = Caller.session(
    Caller.Role(name: "admin", id: "AROAADMIN"), "maria", key: "ASIAADMIN", created: "08:00:00")

  /// The rotation playbook, in which two captures name the buckets of access logs.
  private static func playbook() throws -> Playbook {
    let text = try #require(Playbook.builtInText(named: "rotation")).text
    let asked = "trailscan.buckets|expand: '%captured.logTargets%'"
    #expect(text.contains(asked))
    let second = """
      captures:
        - id: tagged
          title: buckets that a tag names
          by: anyone
          select:
            eventSource: s3.amazonaws.com
            eventName: PutBucketTagging
            trailscan.buckets|expand: '%runner.buckets%'
          value: requestParameters.target

      """
    let changed =
      text
      .replacing("captures:\n", with: second, maxReplacements: 1)
      .replacing(
        asked, with: "trailscan.buckets|expand: ['%captured.logTargets%', '%captured.tagged%']")
    return try #require(Playbook.load(SourceText(name: "mine.yaml", text: changed)).playbook)
  }

  @Test func eachRunnerIsAskedWhatWasLearnedOfIt() throws {
    var story = Story()
    for name in ["prod", "dev", "test"] {
      story.login(
        .token("acme+\(name)"), Story.role("ecs-task-manager", of: name), key: "ASIA\(name)",
        at: "09:00:00")
    }
    story.add(
      "s3", "PutBucketLogging", at: "09:10:00", by: Self.admin,
      request:
        #"{"bucketName":"prod-state","BucketLoggingStatus":{"LoggingEnabled":{"TargetBucket":"prod-logs","TargetPrefix":""}}}"#
    )
    story.add(
      "s3", "PutBucketTagging", at: "09:11:00", by: Self.admin,
      request: #"{"bucketName":"dev-state","target":"dev-logs"}"#)
    let deleted = ["prod", "dev", "other"].map { name in
      story.add(
        "s3", "DeleteBucket", at: "09:20:00", by: Self.admin,
        request: #"{"bucketName":"\#(name)-logs"}"#)
    }
    let folder = try TemporaryFolder()
    try folder.write(story.records.joined(separator: "\n"), as: "log.ndjson")
    let analyzer = Analyzer(playbook: try Self.playbook(), temporaryFolder: folder.path)
    let files = LogFinder.find([folder.file("log.ndjson").description]).files
    let steps = try analyzer.run(LogScan(files: files, jobs: 1)) { _ in }.steps
    let contradicted = steps.filter { !$0.contradictions.isEmpty }
    #expect(contradicted.map(\.runner).sorted() == ["dev", "prod"])
    for (name, event) in zip(["prod", "dev"], deleted) {
      #expect(contradicted.first { $0.runner == name }?.contradictions == [event])
    }
  }
}

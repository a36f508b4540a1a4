import Incident
import Sigma
import Testing

/// A rule that waits for another one, of which something was taken back.
@Suite struct AfterTests {
  private static let steps = """
    steps:
      - id: first
        title: First
        parts:
          - id: locked
            title: the bucket is locked
            evidence:
              - id: locking
                title: a policy was put
                by: anyone
                undoneBy: [opening]
                select:
                  eventName: PutBucketPolicy
                  trailscan.buckets|expand: '%runner.buckets%'
          - id: opened
            title: the bucket is open
            evidence:
              - id: opening
                title: a policy was removed
                by: anyone
                select:
                  eventName: DeleteBucketPolicy
                  trailscan.buckets|expand: '%runner.buckets%'
          - id: tagged
            title: the bucket has a tag
            evidence:
              - id: tagging
                title: a tag was put behind the lock
                by: anyone
                after: [locking]
                select:
                  eventName: PutBucketTagging
                  trailscan.buckets|expand: '%runner.buckets%'
    """

  /// The rotation playbook's runners, and these steps.
  private static func playbook() throws -> Playbook {
    let text = try #require(Playbook.builtInText(named: "rotation")).text
    let head = text.prefix(upTo: try #require(text.firstRange(of: "\nsteps:\n")).lowerBound)
    return try #require(
      Playbook.load(SourceText(name: "mine.yaml", text: head + "\n" + steps)).playbook)
  }

  /// Which of these calls, made an hour after the other, are evidence.
  private static func evidence(of calls: [String]) throws -> [Int] {
    var story = StepStory.ordinary()
    let ids = calls.enumerated().map { hour, call in
      story.bucket(call, at: "\(10 + hour):20:00")
    }
    let steps = try story.analyze(playbook()).steps
    let verdict = try #require(steps.first { $0.runner == "prod-runner" })
    return ids.indices.filter { verdict.evidence.contains(ids[$0]) }
  }

  @Test(arguments: [
    (["PutBucketTagging"], []),
    (["PutBucketPolicy", "PutBucketTagging"], [0, 1]),
    (["PutBucketPolicy", "DeleteBucketPolicy", "PutBucketTagging"], [1]),
    (
      ["PutBucketPolicy", "DeleteBucketPolicy", "PutBucketPolicy", "PutBucketTagging"], [1, 2, 3]
    ),
    (["PutBucketPolicy", "PutBucketTagging", "DeleteBucketPolicy"], [1, 2]),
  ])
  func waitsForWhatWasNotTakenBack(_ calls: [String], _ evidence: [Int]) throws {
    #expect(try Self.evidence(of: calls) == evidence)
  }
}

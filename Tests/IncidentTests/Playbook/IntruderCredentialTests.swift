import CloudTrail
import Incident
import Testing

/// Credentials of no role that the intruder fetched, with which nobody answers an incident.
@Suite struct IntruderCredentialTests {
  private static let thief = "192.0.2.66"
  private static let stolen = StepStory.Caller.session(
    0, key: "ASIATHIEF", name: "acme-prod-runner", issued: "09:20:00")
  private static let root =
    #"{"type":"Root","principalId":"111122223333","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333","accessKeyId":"ASIAROOT","sessionContext":{"attributes":{"creationDate":"2026-04-14T09:30:00Z","mfaAuthenticated":"false"},"assumedRoot":"true"}}"#

  private static func theft() -> StepStory {
    var story = StepStory.ordinary()
    story.job(at: "06")
    story.job(at: "08")
    story.login(at: "09:20:00", key: "ASIATHIEF", from: thief)
    return story
  }

  /// Log events are read by `identity`.
  private static func read(_ story: inout StepStory, by identity: String) {
    let stand = StepStory.Caller.user("stand-in")
    story.logs(
      "FilterLogEvents", #","startTime":1776150000000,"endTime":1776160000000"#, by: stand,
      at: "09:40:00")
    story.replaceLast(stand.identity, with: identity)
  }

  private static func assumeRoot(_ story: inout StepStory, by caller: StepStory.Caller) {
    story.add(
      "AssumeRoot", of: "sts", by: caller, at: "09:30:00",
      request:
        #"{"targetPrincipal":"111122223333","taskPolicyArn":{"arn":"arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}}"#,
      response: #"{"credentials":{"accessKeyId":"ASIAROOT","sessionToken":"MASKED"}}"#,
      from: thief)
  }

  @Test func theRootOfAnAccount() throws {
    var story = Self.theft()
    Self.assumeRoot(&story, by: Self.stolen)
    Self.read(&story, by: Self.root)
    let result = try story.analyze()
    let session = try #require(result.sessions.first { $0.accessKeyIDs == ["ASIAROOT"] })
    #expect(session.kind == .chained && session.runner == "prod-runner")
    #expect(session.isSuspect && session.events == 1)
    #expect(session.expiresAt?.description == "2026-04-14T09:45:00Z")
    #expect(session.expirySource == .default)
    #expect(try story.verdict("review-logs").status == .notSeen)
  }

  @Test func theRootThatAResponderAssumes() throws {
    var story = Self.theft()
    Self.assumeRoot(&story, by: .responder)
    Self.read(&story, by: Self.root)
    #expect(try story.verdict("review-logs").status == .done)
  }

  @Test func noPolicyOfTheRolesEndsIt() throws {
    var story = Self.theft()
    Self.assumeRoot(&story, by: Self.stolen)
    story.newRunner(at: "10:00:00")
    for role in 0..<3 { story.revoke(role, at: "10:0\(role + 1):00") }
    let verdict = try story.verdict("update-runner-id")
    #expect(verdict.status == .partial)
    #expect(verdict.note.contains("emporary credentials of another kind"), "\(verdict.note)")
  }

  /// The call that issued them is not in the logs; the record of the use names the user.
  @Test(arguments: [("eve", StepVerdict.Status.notSeen), ("ops", .done)])
  func aFederatedUser(issuer: String, expected: StepVerdict.Status) throws {
    var story = Self.theft()
    story.iam(
      "CreateUser", #"{"userName":"eve","path":"/tools/"}"#, by: Self.stolen, at: "09:30:00")
    Self.read(
      &story,
      by:
        #"{"type":"FederatedUser","principalId":"111122223333:x","arn":"arn:aws:sts::111122223333:federated-user/x","accountId":"111122223333","accessKeyId":"ASIAFEDERATED","sessionContext":{"sessionIssuer":{"type":"IAMUser","principalId":"AIDAEVE","arn":"arn:aws:iam::111122223333:user/tools/\#(issuer)","accountId":"111122223333","userName":"\#(issuer)"},"attributes":{"creationDate":"2026-04-14T09:35:00Z"}}}"#
    )
    #expect(try story.verdict("review-logs").status == expected)
  }
}

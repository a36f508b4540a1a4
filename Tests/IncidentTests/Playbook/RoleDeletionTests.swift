import CloudTrail
import Incident
import Testing

/// What was put on a role says nothing of a role that is made with its name once it is gone.
@Suite struct RoleDeletionTests {
  private static let boundary = "arn:aws:iam::aws:policy/AWSDenyAll"
  private static let work = StepStory.Caller.session(
    2, key: "ASIATASK11", name: "0123456789abcdef0123456789abcd11", issued: "11:00:50")

  /// Boundaries that deny everything at 10:00, and a job of the runner at 11:00.
  private static func story(isRebuilt: Bool) -> StepStory {
    var story = StepStory.ordinary()
    for role in StepStory.roles {
      story.role(
        "PutRolePermissionsBoundary", role, #","permissionsBoundary":"\#(boundary)""#,
        at: "10:00:00")
      if isRebuilt {
        story.role("DeleteRole", role, at: "10:05:00")
        story.role("CreateRole", role, by: .terraform, at: "10:06:00")
      }
    }
    story.job(at: "11")
    story.getObject(by: work, at: "11:30:00")
    return story
  }

  private static func session(_ key: String, _ sessions: [Session]) throws -> Session {
    try #require(sessions.first { $0.accessKeyIDs == [key] })
  }

  @Test func aRebuiltRoleIsAnother() throws {
    let result = try Self.story(isRebuilt: true).analyze(
      findings: .builtIn)
    let step = try #require(
      result.steps.first { $0.step == "update-runner-id" && $0.runner == "prod-runner" })
    #expect(!step.note.contains("should be dead"), "\(step.note)")
    #expect(!result.findings.contains { $0.id == "S09" })
    let new = try Self.session("ASIATASK11", result.sessions)
    #expect(new.revokedAt == nil && new.revocations.isEmpty)
    let old = try Self.session("ASIATASK09", result.sessions)
    #expect(old.revokedAt?.description == "2026-04-14T10:00:00Z")
  }

  @Test func theSameRoleStaysBound() throws {
    let result = try Self.story(isRebuilt: false).analyze()
    let step = try #require(
      result.steps.first { $0.step == "update-runner-id" && $0.runner == "prod-runner" })
    #expect(step.note.contains("should be dead"), "\(step.note)")
    let session = try Self.session("ASIATASK11", result.sessions)
    #expect(session.revokedAt != nil && session.revocations.allSatisfy(\.hasFailed))
  }

  /// What denies everything to the old role ends no session of the new one, whose revocation can be
  /// taken back like any other.
  @Test func aRevocationOfTheNewRoleCanBeTakenBack() throws {
    var story = Self.story(isRebuilt: true)
    story.revoke(2, at: "11:40:00")
    let session = try Self.session("ASIATASK11", try story.analyze().sessions)
    #expect(session.revokedAt?.description == "2026-04-14T11:40:00Z")
    story.role(
      "DeleteRolePolicy", StepStory.roles[2], #","policyName":"AWSRevokeOlderSessions""#,
      at: "11:45:00")
    let restored = try Self.session("ASIATASK11", try story.analyze().sessions)
    #expect(restored.revokedAt == nil)
    #expect(restored.revocations.map { $0.until?.description } == ["2026-04-14T11:45:00Z"])
  }

  /// A boundary that is taken from the new role was none of the old one's.
  @Test func aRemovalConcernsTheNewRole() throws {
    var story = Self.story(isRebuilt: true)
    story.role("DeleteRolePermissionsBoundary", StepStory.roles[2], at: "12:00:00")
    let old = try Self.session("ASIATASK09", try story.analyze().sessions)
    #expect(old.revocations.allSatisfy { $0.until == nil })
  }
}

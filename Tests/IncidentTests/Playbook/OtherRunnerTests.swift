import Incident
import Sigma
import Testing

/// Workloads without a profile of their own, and runners of which little is known.
@Suite struct OtherRunnerTests {
  private static let subject = "repo:acme/shop:ref:refs/heads/main"

  /// Two repositories that log in to one role.
  private func shared() -> StepStory {
    var story = StepStory.ordinary()
    for (number, name) in ["shop", "site"].enumerated() {
      story.login(
        at: "09:2\(number):00", key: "ASIAREPO\(number)",
        subject: "repo:acme/\(name):ref:refs/heads/main", role: 3, roleName: "deployer")
    }
    return story
  }

  @Test func aSharedRoleIsARoleOfEach() throws {
    var story = shared()
    let open = try story.verdict("update-runner-id", for: Self.subject)
    #expect(open.status == .notSeen)
    #expect(open.missing.contains { $0.hasPrefix("login role deployer") })
    story.role(
      "UpdateAssumeRolePolicy", "deployer",
      #","policyDocument":"\#(StepStory.trust(subject: "repo:acme/other:ref:refs/heads/main"))""#,
      at: "10:00:00")
    let changed = try story.verdict("update-runner-id", for: Self.subject)
    #expect(changed.status == .partial)
    #expect(changed.missing.contains { $0.hasPrefix("login role deployer") })
  }

  @Test func aRunnerOfWhichOnlyARoleIsNamed() throws {
    var story = StepStory.ordinary()
    story.role("GetRole", "old-runner-ecs-task-manager-11111111", at: "10:00:00")
    let trust = try story.verdict("review-trust", for: "old-runner")
    #expect(trust.status == .partial)
    #expect(trust.missing.contains { $0.contains("its provider is not known") })
    #expect(trust.missing.contains { $0.hasPrefix("task role old-runner-task-11111111") })
    let keys = try story.verdict("rotate-keys", for: "old-runner")
    #expect(keys.status == .notAssessable)
  }

  @Test func aPipelineMayAnswer() throws {
    var story = shared()
    story.role(
      "GetRole", StepStory.roles[0],
      by: .session(0, key: "-", name: "-", issued: "09:20:00"), at: "10:00:00")
    story.replaceLast(
      StepStory.Caller.session(0, key: "-", name: "-", issued: "09:20:00").identity,
      with: StepStory.assumed(
        "deployer", "AROARUNNERROLE000003", "acme-prod-runner", "ASIAREPO0", "09:20:00"))
    #expect(try story.verdict("review-trust").status == .partial)
    #expect(try story.verdict("review-trust", for: Self.subject).status == .notSeen)
  }

  @Test func respondersMayBeNamed() throws {
    var story = StepStory.ordinary()
    story.logs("StartQuery", at: "10:00:00")
    let text = try #require(Playbook.builtInText(named: "rotation")).text
    for (pattern, status) in [
      ("arn:aws:sts::*:assumed-role/incident-*/*", StepVerdict.Status.done),
      ("arn:aws:iam::*:role/incident-responder", .done),
      ("arn:aws:iam::*:user/*", .partial),
    ] {
      let source = SourceText(
        name: "mine", text: text.replacing("responders: []", with: "responders: ['\(pattern)']"))
      let playbook = try #require(Playbook.load(source).playbook)
      let steps = try story.analyze(playbook).steps
      let verdict = try #require(steps.first { $0.step == "review-logs" })
      #expect(verdict.status == status)
      #expect(verdict.note.contains("By an unexpected actor") == (status == .partial))
    }
  }

  @Test func networksMayBeNamed() throws {
    let text = try #require(Playbook.builtInText(named: "rotation")).text
    let source = SourceText(
      name: "mine", text: text.replacing("networks: {}", with: "networks: {saas: [203.0.113.0/24]}")
    )
    let playbook = try #require(Playbook.load(source).playbook)
    #expect(playbook.networks == ["saas": ["203.0.113.0/24"]])
    var story = StepStory.ordinary()
    let usual = try #require(try story.analyze(playbook).steps.first)
    #expect(usual.sinceBasis?.contains("No start of an incident") == true)
    story.login(at: "09:30:00", key: "ASIATHIEF", from: "192.0.2.66")
    let note = try #require(try story.analyze(playbook).steps.first?.sinceBasis)
    #expect(note.contains("from 192.0.2.66, outside of the networks"), "\(note)")
  }

  @Test func suspiciousSessionsStillDecrypt() throws {
    var story = StepStory.ordinary()
    story.job(at: "06")
    story.job(at: "08")
    let thief = StepStory.Caller.session(
      2, key: "ASIATASK09", name: "0123456789abcdef0123456789abcd09", issued: "09:00:50")
    story.getObject(by: thief, at: "09:30:00", from: "192.0.2.66")
    story.kms("RotateKeyOnDemand", at: "10:00:00")
    story.rotated(at: "10:06:00")
    story.useKey(by: thief, at: "11:00:00")
    let verdict = try story.verdict("rotate-keys")
    #expect(verdict.status == .done)
    #expect(verdict.note.contains("cuts no access"), "\(verdict.note)")
  }
}

import Incident
import Testing

/// Step 3: Update the runner ID to force re-authentication.
@Suite struct UpdateRunnerTests {
  private static let login = StepStory.Caller.session(
    0, key: "ASIALOGIN09", name: "acme-prod-runner", issued: "09:00:00")
  private static let work = StepStory.Caller.session(
    2, key: "ASIATASK09", name: "0123456789abcdef0123456789abcd09", issued: "09:00:50")
  private static let denied =
    "User: x is not authorized to perform: s3:GetObject on resource: y with an explicit deny in an identity-based policy"

  /// A new runner id and the end of the sessions of some roles.
  private static func rotate(_ story: inout StepStory, roles: [Int] = [0, 1, 2]) {
    story.newRunner(at: "10:00:00")
    for role in roles { story.revoke(role, at: "10:0\(role + 1):00") }
  }

  private static let doneCases: [StepCase] = [
    StepCase("a new id and all sessions revoked", .done) { rotate(&$0) },
    StepCase("a new subject in the trust policy, all revoked", .done) {
      rotate(&$0)
      $0.role(
        "UpdateAssumeRolePolicy", StepStory.roles[0],
        #","policyDocument":"\#(StepStory.trust(subject: "acme+other"))""#, at: "10:20:00")
    },
    StepCase("the old roles deleted by Terraform", .done) {
      $0.newRunner(at: "10:00:00")
      for role in 0..<3 {
        $0.role("DeleteRole", StepStory.roles[role], by: .terraform, at: "10:0\(role + 1):00")
      }
    },
    StepCase("everything denied", .done) { story in
      story.newRunner(at: "10:00:00")
      for role in 0..<3 {
        story.role(
          "PutRolePolicy", StepStory.roles[role],
          #","policyName":"lock","policyDocument":"{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}}""#,
          at: "10:0\(role + 1):00")
      }
    },
    StepCase("the managed policy that denies everything", .done) { story in
      story.newRunner(at: "10:00:00")
      for role in 0..<3 {
        story.role(
          "AttachRolePolicy", StepStory.roles[role],
          #","policyArn":"arn:aws:iam::aws:policy/AWSDenyAll""#, at: "10:0\(role + 1):00")
      }
    },
    StepCase("a use within the grace", .done) {
      rotate(&$0)
      $0.getObject(by: work, at: "10:10:00")
    },
    StepCase("GetCallerIdentity, which nothing denies", .done) {
      rotate(&$0)
      $0.add("GetCallerIdentity", of: "sts", by: work, at: "11:00:00", readOnly: true)
    },
    StepCase("a failed revocation, repeated with success", .done) {
      $0.revoke(2, at: "10:00:30", error: "AccessDenied")
      rotate(&$0)
    },
    StepCase("a failed call on a role that is contained", .done) {
      rotate(&$0)
      $0.role("DeleteRole", StepStory.roles[2], at: "10:20:00", error: "DeleteConflictException")
    },
    StepCase("one of two policies removed", .done) { story in
      rotate(&story)
      story.role(
        "AttachRolePolicy", StepStory.roles[1],
        #","policyArn":"arn:aws:iam::aws:policy/AWSDenyAll""#, at: "10:20:00")
      story.role(
        "DeleteRolePolicy", StepStory.roles[1], #","policyName":"AWSRevokeOlderSessions""#,
        at: "10:30:00")
    },
    StepCase(
      "no data events to contradict it", .done,
      notes: ["cannot be ruled out without S3 data events"],
      logs: [.global, .reads, .keys]
    ) { rotate(&$0) },
    StepCase("the policy put back after its removal", .done) {
      rotate(&$0)
      $0.role(
        "DeleteRolePolicy", StepStory.roles[1], #","policyName":"AWSRevokeOlderSessions""#,
        at: "10:30:00")
      $0.revoke(1, at: "10:31:00")
    },
    StepCase("the policy removed in order to delete the role", .done) {
      rotate(&$0)
      $0.role(
        "DeleteRolePolicy", StepStory.roles[1], #","policyName":"AWSRevokeOlderSessions""#,
        at: "10:30:00")
      $0.role("DeleteRole", StepStory.roles[1], at: "10:30:10")
    },
    StepCase("the old subject is refused", .done, notes: ["refused"]) {
      rotate(&$0)
      $0.login(at: "10:30:00", key: "ASIANONE", error: "AccessDenied")
    },
  ]

  private static let partialCases: [StepCase] = [
    StepCase("nothing done", .notSeen),
    StepCase(
      "a new id alone ends no session", .partial,
      missing: ["task manager role", "execution role", "task role"]
    ) { $0.newRunner(at: "10:00:00") },
    StepCase(
      "a trust policy alone ends no session", .partial, missing: ["task manager role", "task role"]
    ) {
      $0.role(
        "UpdateAssumeRolePolicy", StepStory.roles[0],
        #","policyDocument":"\#(StepStory.trust(subject: "acme+other"))""#, at: "10:20:00")
    },
    StepCase("one role forgotten and not used", .partial, missing: ["task role"]) {
      rotate(&$0, roles: [0, 1])
    },
    StepCase("a denial proves no revocation", .partial, missing: ["task role"]) {
      rotate(&$0, roles: [0, 1])
      $0.getObject(by: work, at: "10:30:00", error: "AccessDenied", message: denied)
    },
    StepCase("sessions revoked, the id kept", .partial, missing: ["a new runner id"]) { story in
      for role in 0..<3 { story.revoke(role, at: "10:0\(role):00") }
    },
    StepCase("the old subject only locked out", .partial, missing: ["a new runner id"]) { story in
      story.role(
        "UpdateAssumeRolePolicy", StepStory.roles[0],
        #","policyDocument":"\#(StepStory.trust(effect: "Deny"))""#, at: "10:20:00")
    },
    StepCase(
      "DeleteOpenIDConnectProvider proves nothing", .notSeen, notes: ["proves nothing"]
    ) {
      $0.iam(
        "DeleteOpenIDConnectProvider",
        #"{"openIDConnectProviderArn":"\#(StepStory.provider)"}"#, at: "10:00:00")
    },
    StepCase("the removal of what was never there", .notSeen) {
      $0.role(
        "DeleteRolePolicy", StepStory.roles[2], #","policyName":"x""#, at: "10:00:00",
        error: "NoSuchEntityException")
    },
    StepCase("only a policy detached", .partial, missing: ["task role"]) {
      $0.role(
        "DetachRolePolicy", StepStory.roles[2],
        #","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess""#, at: "10:00:00")
    },
    StepCase("a policy that denies only one service", .partial, missing: ["task role"]) { story in
      rotate(&story, roles: [0, 1])
      story.role(
        "PutRolePolicy", StepStory.roles[2],
        #","policyName":"x","policyDocument":"{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}""#,
        at: "10:05:00")
    },
    StepCase(
      "us-east-1 not in the logs", .notAssessable, missing: ["us-east-1"],
      logs: [.reads, .keys, .objects]),
    StepCase("a user made by the runner's session", .partial, missing: ["access of another kind"]) {
      $0.add(
        "CreateUser", of: "iam", by: login, at: "09:30:00", in: "us-east-1",
        request: #"{"userName":"x"}"#)
      rotate(&$0)
    },
  ]

  private static let contradictedCases: [StepCase] = [
    StepCase(
      "a revoked session succeeds", .contradicted,
      notes: [
        "should be dead", "2 events by session", "10.0.1.17", "last at 2026-04-14T10:40:00Z",
      ],
      contradictions: 2
    ) {
      rotate(&$0)
      $0.getObject(by: work, at: "10:30:00")
      $0.getObject(by: work, at: "10:40:00")
    },
    StepCase(
      "a session of the forgotten role succeeds", .contradicted, notes: ["forgot"],
      contradictions: 1
    ) {
      rotate(&$0, roles: [0, 1])
      $0.getObject(by: work, at: "10:30:00")
    },
    StepCase("a role revoked late", .done) {
      rotate(&$0, roles: [0, 1])
      $0.getObject(by: work, at: "10:30:00")
      $0.revoke(2, at: "10:40:00")
    },
    StepCase("a deleted role's session succeeds", .contradicted, contradictions: 1) {
      $0.newRunner(at: "10:00:00")
      for role in 0..<3 { $0.role("DeleteRole", StepStory.roles[role], at: "10:0\(role + 1):00") }
      $0.getObject(by: work, at: "10:30:00")
    },
    StepCase("the old subject logs in", .contradicted, notes: ["203.0.113.10"]) {
      rotate(&$0)
      $0.login(at: "11:30:00", key: "ASIALATE")
    },
    StepCase("credentials renewed for a stopped task", .contradicted, notes: ["had been stopped"]) {
      rotate(&$0)
      $0.add(
        "StopTask", of: "ecs", by: .responder, at: "10:05:00",
        request: #"{"cluster":"c","task":"0123456789abcdef0123456789abcd09"}"#)
      $0.taskCredentials(
        "0123456789abcdef0123456789abcd09", at: "11:00:00", keys: ["ASIAE2", "ASIAT2"])
    },
    StepCase("the policy removed", .contradicted, notes: ["was removed"], contradictions: 1) {
      rotate(&$0)
      $0.role(
        "DeleteRolePolicy", StepStory.roles[1], #","policyName":"AWSRevokeOlderSessions""#,
        at: "10:30:00")
    },
    StepCase("the policy replaced", .contradicted, notes: ["replaced"], contradictions: 1) {
      rotate(&$0)
      $0.role(
        "PutRolePolicy", StepStory.roles[1],
        #","policyName":"AWSRevokeOlderSessions","policyDocument":"{\"Statement\":[]}""#,
        at: "10:30:00")
    },
    StepCase("a revocation that failed", .contradicted, notes: ["failed"], contradictions: 1) {
      rotate(&$0, roles: [0, 1])
      $0.revoke(2, at: "10:10:00", error: "AccessDenied")
    },
  ]

  @Test(arguments: doneCases) func proves(_ story: StepCase) throws {
    try story.check("update-runner-id")
  }

  @Test(arguments: partialCases) func misses(_ story: StepCase) throws {
    try story.check("update-runner-id")
  }

  @Test(arguments: contradictedCases) func contradicts(_ story: StepCase) throws {
    try story.check("update-runner-id")
  }
}

import Incident

extension FindingCase {
  /// Uses of the runner's identity, and of what belongs to it.
  static let uses: [FindingCase] = [
    FindingCase("S07", .critical) {
      $0.assume(StepStory.othersRole, "x", by: StepStory.manager)
    } not: {
      $0.assume(StepStory.roles[2], "x", by: StepStory.manager)
      $0.assume("admin", "x", by: StepStory.manager)
    },
    FindingCase("S07", .critical) {
      $0.assume(StepStory.roles[2], "x", by: .service("lambda.amazonaws.com"))
    } not: {
      $0.assume(StepStory.roles[2], StepStory.task, by: .service("ecs-tasks.amazonaws.com"))
      $0.assume("admin", "x", by: .service("lambda.amazonaws.com"))
    },
    FindingCase("S04", .high) {
      $0.assume(StepStory.roles[2], "x", by: StepStory.manager)
    } not: {
      $0.assume(StepStory.othersRole, "x", by: StepStory.manager)
    },
    FindingCase("F11", .critical) {
      $0.admit("acme+prod-runner-2", at: "10:10:00")
      $0.login(at: "10:35:00", key: "ASIAX")
    } not: {
      $0.admit("acme+prod-runner-2", at: "10:10:00")
      $0.login(at: "10:15:00", key: "ASIAX")
      $0.login(at: "10:40:00", key: "ASIAY", subject: "acme+prod-runner-2")
    },
    FindingCase("F11", .critical) {
      $0.newRunner(at: "10:10:00")
      $0.login(at: "10:50:00", key: "ASIAX")
    } not: {
      $0.admit("acme+prod-runner-2", at: "10:10:00")
      $0.admit("acme+prod-runner", at: "10:15:00")
      $0.login(at: "10:35:00", key: "ASIAX")
    },
    FindingCase("F11", .critical) {
      $0.role(
        "UpdateAssumeRolePolicy", StepStory.roles[0],
        #","policyDocument":"\#(StepStory.trust(effect: "Deny"))""#, at: "10:10:00")
      $0.login(at: "10:35:00", key: "ASIAX")
    } not: {
      $0.admit("initech+prod", at: "10:10:00")
      $0.login(at: "10:35:00", key: "ASIAX")
    },
  ]
}

extension StepStory {
  /// Gives the login role a trust policy for a subject.
  mutating func admit(_ subject: String, at time: String) {
    role(
      "UpdateAssumeRolePolicy", Self.roles[0],
      #","policyDocument":"\#(Self.trust(subject: subject))""#, at: time)
  }

  /// The task role of another runner.
  static let othersRole = "beta-task-bbbbbbbb"
}

import Incident

extension FindingCase {
  private static let outside = "198.51.199.9"
  private static let inside = "2001:db8:5::17"

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
    FindingCase("S01", .critical) {
      $0.getObject(by: StepStory.older, at: "11:00:00", from: outside)
    } not: {
      $0.getObject(by: StepStory.older, at: "11:00:00")
    },
    FindingCase("S01", .critical) {
      $0.getObject(by: $0.chain(), at: "11:01:00", from: outside)
    } not: {
      $0.getObject(by: $0.chain(), at: "11:01:00")
    },
    FindingCase("S01", .critical) {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: inside)
    } not: {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: inside)
      $0.sendLastThroughEndpoint(of: StepStory.account)
    },
    FindingCase("S01", .critical) {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: inside)
      $0.sendLastThroughEndpoint(of: "999988887777")
    } not: {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: inside)
      $0.sendLastThroughEndpoint(of: nil)
    },
    FindingCase("S01", .critical) {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: inside)
      $0.sendLastThroughEndpoint(of: StepStory.account)
      $0.replaceLast("vpce-0a1b2c3d", with: "AWS Internal")
    } not: {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: "10.0.2.9")
      $0.sendLastThroughEndpoint(of: "999988887777")
    },
    FindingCase("F04", .high) {
      $0.login(at: "11:00:00", key: "ASIAX", from: inside)
    } not: {
      $0.login(at: "11:00:00", key: "ASIAX", from: inside)
      $0.sendLastThroughEndpoint(of: StepStory.account)
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

  /// A session of the task role whose issuing is older than the logs.
  static let older = Caller.session(
    2, key: "ASIAOLDER", name: task.dropLast(2) + "05", issued: "05:00:00")

  /// Has the task manager assume the task role as a task would be called; returns the session.
  mutating func chain() -> Caller {
    let name = Self.task.dropLast(2) + "99"
    assume(Self.roles[2], String(name), by: Self.manager)
    return .session(2, key: "ASIACHAIN\(records.count - 1)", name: String(name), issued: "11:00:00")
  }

  /// Says of the last record that it came through a VPC endpoint of an account.
  mutating func sendLastThroughEndpoint(of account: String?) {
    let owner = account.map { #","vpcEndpointAccountId":"\#($0)""# } ?? ""
    replaceLast(
      #""eventVersion":"1.11""#,
      with: #""eventVersion":"1.11","vpcEndpointId":"vpce-0a1b2c3d"\#(owner)"#)
  }

  /// The task role of another runner.
  static let othersRole = "beta-task-bbbbbbbb"
}

import Incident

extension FindingCase {
  private static let outside = "198.51.199.9"

  static let sessions: [FindingCase] = [
    FindingCase("S01", .critical) {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: outside)
      // A habit of addresses takes three tasks.
    } not: {
      $0.getObject(by: StepStory.worker, at: "11:00:00")
    },
    FindingCase("S02", .high) {
      $0.call("ecs", "ListTasks", by: StepStory.manager, at: "11:00:00", from: "198.51.199.1")
      $0.call("ecs", "ListTasks", by: StepStory.manager, at: "11:01:00", from: "203.0.119.2")
    } not: {
      $0.call("ecs", "ListTasks", by: StepStory.manager, at: "11:00:00", from: "203.0.113.10")
      $0.call("ecs", "ListTasks", by: StepStory.manager, at: "11:01:00", from: "10.0.1.17")
    },
    FindingCase("S03", .high) {
      $0.call("ecs", "ListTasks", by: StepStory.manager)
    } not: {
      $0.call("ecs", "ListTasks", by: StepStory.manager)
      $0.replaceLast("aws-cli/2.15.0", with: "aws-sdk-go-v2/1.36.3")
    },
    FindingCase("S04", .high) {
      $0.assume(StepStory.roles[2], "shell", by: StepStory.manager)
    } not: {
      $0.assume(StepStory.roles[2], StepStory.task, by: .service("ecs-tasks.amazonaws.com"))
    },
    FindingCase("S05", .critical) {
      $0.assume("admin", "x", by: StepStory.worker, account: "999988887777")
    } not: {
      $0.assume(StepStory.roles[2], "x", by: StepStory.manager)
      $0.assume("admin", "x", by: .user("eve"))
    },
    FindingCase("S06", .medium) {
      $0.call("sts", "GetCallerIdentity", by: StepStory.worker)
    } not: {
      $0.call("sts", "GetCallerIdentity", by: .responder)
    },
    FindingCase("S07", .critical) {
      $0.assume(StepStory.roles[2], "x", by: .user("eve"))
    } not: {
      $0.assume(StepStory.roles[2], StepStory.task, by: .service("ecs-tasks.amazonaws.com"))
      $0.assume(StepStory.roles[2], "x", by: StepStory.manager)
    },
    FindingCase("S08", .high) {
      $0.taskCredentials(
        "fedcba9876543210fedcba9876543210", at: "13:30:00", keys: ["ASIAA", "ASIAB"])
    } not: {
      $0.taskCredentials(
        "fedcba9876543210fedcba9876543210", at: "11:30:00", keys: ["ASIAA", "ASIAB"])
      $0.taskCredentials(
        "fedcba9876543210fedcba9876543210", at: "13:30:00", keys: ["ASIAC", "ASIAD"])
    },
    FindingCase("S09", .critical) {
      $0.revoke(2, at: "10:00:00")
      $0.getObject(by: StepStory.worker, at: "11:00:00")
    } not: {
      $0.revoke(2, at: "10:00:00")
      $0.getObject(by: StepStory.worker, at: "10:05:00")
      $0.getObject(by: StepStory.worker, at: "11:00:00", error: "AccessDenied")
    },
    FindingCase("S10", .high) {
      $0.call("sts", "GetFederationToken", by: StepStory.manager)
    } not: {
      $0.call("sts", "GetFederationToken", by: .user("eve"))
    },
    FindingCase("S11", .medium) { story in
      for number in 0..<10 {
        story.call(
          ["ec2", "iam", "s3"][number % 3], "ListThings", by: StepStory.manager,
          at: "11:0\(number):00", error: "AccessDenied")
      }
    } not: { story in
      for number in 0..<10 {
        story.call(
          ["ec2", "iam"][number % 2], "ListThings", by: StepStory.manager, at: "11:0\(number):00",
          error: "AccessDenied")
      }
    },
    FindingCase("S12", .medium) {
      $0.add("RunInstances", of: "ec2", by: StepStory.worker, at: "11:00:00", in: "ap-south-1")
    } not: {
      $0.add("RunInstances", of: "ec2", by: StepStory.worker, at: "11:00:00")
      $0.add("ListRoles", of: "iam", by: StepStory.worker, at: "11:00:00", in: "us-east-1")
    },
    FindingCase("S13", .medium, watching: "192.0.2.0/24") {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: "192.0.2.9")
    } not: {
      $0.getObject(by: StepStory.worker, at: "11:00:00", from: "192.0.3.9")
    },
  ]
}

extension StepStory {
  /// AssumeRole.
  @discardableResult mutating func assume(
    _ role: String, _ session: String, by caller: Caller, at time: String = "11:00:00",
    account: String = StepStory.account
  ) -> String {
    add(
      "AssumeRole", of: "sts", by: caller, at: time,
      request:
        #"{"roleArn":"arn:aws:iam::\#(account):role/\#(role)","roleSessionName":"\#(session)"}"#,
      response:
        #"{"credentials":{"accessKeyId":"ASIACHAIN\#(records.count)","expiration":"Apr 14, 2026, 11:00:00 PM"}}"#
    )
  }
}

import Incident

extension FindingCase {
  private static let open =
    StepStory.network.replacing("DISABLED", with: "ENABLED")

  static let tasks: [FindingCase] = [
    FindingCase("E01", .high) {
      $0.define(by: StepStory.manager, at: "11:00:00", image: "docker.io/evil/x:1")
    } not: {
      $0.define(by: StepStory.manager, at: "11:00:00", image: StepStory.ecrImage)
      $0.start(by: StepStory.manager, at: "11:01:00")
    },
    FindingCase("E02", .critical) {
      $0.define(
        by: StepStory.manager, at: "11:00:00",
        container:
          #","command":["sh","-c","curl http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"]"#
      )
    } not: {
      $0.define(
        by: StepStory.manager, at: "11:00:00",
        container: #","command":["sh","-c","curl -o plan.json https://api.example/plan"]"#)
    },
    FindingCase("E03", .critical) {
      $0.start(
        by: StepStory.manager, at: "11:00:00",
        more: #""overrides":{"taskRoleArn":"arn:aws:iam::111122223333:role/admin"}"#)
    } not: {
      $0.start(
        by: StepStory.manager, at: "11:00:00",
        more:
          #""overrides":{"taskRoleArn":"arn:aws:iam::111122223333:role/\#(StepStory.roles[2])"}"#)
    },
    FindingCase("E04", .critical) {
      $0.define(by: StepStory.manager, at: "11:00:00", role: "admin")
    } not: {
      $0.define(by: StepStory.manager, at: "11:00:00")
    },
    FindingCase("E05", .high) {
      $0.start(by: StepStory.manager, at: "11:00:00", more: open)
    } not: {
      $0.start(by: StepStory.manager, at: "11:00:00")
    },
    FindingCase("E06", .high) {
      $0.start(by: StepStory.manager, at: "11:00:00", cluster: "elsewhere")
    } not: {
      $0.start(by: StepStory.manager, at: "11:00:00")
    },
    FindingCase("E07", .high) {
      $0.start(
        by: StepStory.manager, at: "11:00:00",
        more: StepStory.network.replacing("subnet-a", with: "subnet-b"))
    } not: {
      $0.start(by: StepStory.manager, at: "11:00:00")
    },
    FindingCase("E08", .high) {
      $0.start(by: StepStory.manager, at: "11:00:00", more: #""enableExecuteCommand":true"#)
    } not: {
      $0.start(by: StepStory.manager, at: "11:00:00", more: #""enableExecuteCommand":false"#)
    },
    FindingCase("E09", .high) {
      $0.shell(at: "11:00:00")
    } not: {
      $0.call("ecs", "ExecuteCommand", #"{"cluster":"web","task":"abc","command":"sh"}"#)
    },
    FindingCase("E10", .high) {
      $0.define(by: StepStory.manager, at: "11:00:00", container: #","privileged":true"#)
    } not: {
      $0.define(by: StepStory.manager, at: "11:00:00", container: #","privileged":false"#)
    },
    FindingCase("E11", .high) {
      $0.define(by: StepStory.manager, at: "11:00:00", more: #","cpu":"16384""#)
    } not: {
      $0.define(by: StepStory.manager, at: "11:00:00", more: #","cpu":"4096""#)
    },
    FindingCase("E12", .medium) {
      $0.define(by: StepStory.manager, at: "11:00:00", family: "helper")
    } not: {
      $0.define(by: StepStory.manager, at: "11:00:00", family: "platform_orchestrator_x")
    },
    FindingCase("E13", .high) {
      $0.start(by: .user("eve"), at: "11:00:00")
    } not: {
      $0.start(by: .user("eve"), at: "11:00:00", cluster: "web", definition: "shop:1")
      $0.start(by: StepStory.manager, at: "11:00:00")
    },
    FindingCase("E14", .high) {
      $0.call(
        "events", "PutTargets",
        #"{"rule":"x","targets":[{"arn":"arn:aws:ecs:eu-central-1:111122223333:cluster/prod-runner-cluster-0a1b2c3d","ecsParameters":{"taskCount":1}}]}"#
      )
    } not: {
      $0.call(
        "events", "PutTargets",
        #"{"rule":"x","targets":[{"arn":"arn:aws:ecs:eu-central-1:111122223333:cluster/web","ecsParameters":{"taskCount":1}}]}"#
      )
    },
    FindingCase("E15", .medium) {
      $0.define(by: StepStory.manager, at: "11:00:00", container: StepStory.secret("prod/db"))
    } not: {
      $0.define(by: StepStory.manager, at: "11:00:00")
    },
    FindingCase("E16", .low) {
      $0.define(
        by: StepStory.manager, at: "11:00:00",
        container: StepStory.variable("DB_PASSWORD", "hunter2"))
    } not: {
      $0.define(
        by: StepStory.manager, at: "11:00:00",
        container: StepStory.variable("DB_PASSWORD", "HIDDEN_DUE_TO_SECURITY_REASONS"))
      $0.define(
        by: StepStory.manager, at: "11:01:00", container: StepStory.variable("STAGE", "prod"))
    },
    FindingCase("E17", .critical) {
      $0.call("ecs", "StopTask", #"{"task":"abc"}"#, by: StepStory.manager)
    } not: {
      $0.call("ecs", "StopTask", #"{"task":"\#(StepStory.task.dropLast(2))09"}"#, by: .responder)
    },
    FindingCase("E18", .medium) {
      $0.define(by: StepStory.manager, at: "11:00:00", logs: false)
    } not: {
      $0.define(by: StepStory.manager, at: "11:00:00")
    },
    FindingCase("E19", .medium) {
      $0.call("ecs", "UpdateClusterSettings", StepStory.insights("disabled"))
    } not: {
      $0.call("ecs", "UpdateClusterSettings", StepStory.insights("enabled"))
    },
  ]
}

extension StepStory {
  /// ExecuteCommand in the runner's last task.
  @discardableResult mutating func shell(by caller: Caller = .user("eve"), at time: String)
    -> String
  {
    call(
      "ecs", "ExecuteCommand",
      #"{"cluster":"prod-runner-cluster-0a1b2c3d","task":"\#(Self.task.dropLast(2))09","command":"sh","interactive":true}"#,
      by: caller, at: time)
  }

  static func secret(_ name: String) -> String {
    #","secrets":[{"name":"DB","valueFrom":"arn:aws:secretsmanager:eu-central-1:111122223333:secret:\#(name)-AbCdEf"}]"#
  }

  static func variable(_ name: String, _ value: String) -> String {
    #","environment":[{"name":"\#(name)","value":"\#(value)"}]"#
  }

  static func insights(_ value: String) -> String {
    #"{"cluster":"prod-runner-cluster-0a1b2c3d","settings":[{"name":"containerInsights","value":"\#(value)"}]}"#
  }
}

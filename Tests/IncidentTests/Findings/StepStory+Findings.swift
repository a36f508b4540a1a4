/// What an attacker does, or a harmless person, in stories about findings.
extension StepStory {
  static let manager = Caller.session(
    0, key: "ASIALOGIN09", name: "acme-prod-runner", issued: "09:00:00")
  static let execution = Caller.session(
    1, key: "ASIAEXEC09", name: task.dropLast(2) + "09", issued: "09:00:50")
  static let worker = Caller.session(
    2, key: "ASIATASK09", name: task.dropLast(2) + "09", issued: "09:00:50")
  static let image = "ghcr.io/humanitec/canyon-runner:v1"
  static let ecrImage = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/jobs:v1"
  static let network =
    #""networkConfiguration":{"awsvpcConfiguration":{"subnets":["subnet-a"],"securityGroups":["sg-a"],"assignPublicIp":"DISABLED"}}"#
  static let trail = "acme-trail"

  /// A morning with a habit: logins, definitions and tasks alike at 07, 08 and 09.
  static func usual() -> StepStory {
    var story = StepStory.ordinary()
    story.job(at: "06")
    story.job(at: "08")
    for hour in ["07", "08", "09"] {
      let login = Caller.session(
        0, key: "ASIALOGIN\(hour)", name: "acme-prod-runner", issued: "\(hour):00:00")
      story.define(by: login, at: "\(hour):05:00", image: hour == "07" ? ecrImage : image)
      story.start("1\(hour)", by: login, at: "\(hour):05:10")
    }
    story.add(
      "CreateTrail", of: "cloudtrail", by: .terraform, at: "06:10:00",
      request: #"{"name":"main","s3BucketName":"\#(trail)"}"#)
    story.records = story.records.map {
      $0.replacing("aws-cli/2.15.0", with: "aws-sdk-go-v2/1.36.3")
    }
    for hour in 6...9 { story.limitLogin(at: hour) }
    return story
  }

  /// Gives the login at the full hour a life of one hour.
  mutating func limitLogin(at hour: Int) {
    let time = "T\(hour < 10 ? "0" : "")\(hour):00:00Z"
    records = records.map { record in
      guard record.contains("WithWebIdentity"), record.contains(time) else { return record }
      let end = hour < 12 ? "\(hour + 1):00:00 AM" : "\(hour - 11):00:00 PM"
      return record.replacing("8:00:00 PM", with: end)
    }
  }

  /// RegisterTaskDefinition.
  @discardableResult mutating func define(
    by caller: Caller, at time: String, family: String = "humanitec_prod-runner",
    image: String = image, logs: Bool = true, container: String = "", more: String = "",
    role: String = StepStory.roles[2], error: String? = nil
  ) -> String {
    let logging =
      logs
      ? #","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/aws/ecs/prod-runner"}}"#
      : ""
    return add(
      "RegisterTaskDefinition", of: "ecs", by: caller, at: time,
      request:
        #"{"family":"\#(family)","taskRoleArn":"arn:aws:iam::\#(Self.account):role/\#(role)","executionRoleArn":"arn:aws:iam::\#(Self.account):role/\#(Self.roles[1])","containerDefinitions":[{"name":"main","image":"\#(image)"\#(logging)\#(container)}]\#(more)}"#,
      response:
        #"{"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:\#(Self.region):\#(Self.account):task-definition/\#(family):3"}}"#,
      error: error)
  }

  /// RunTask.
  @discardableResult mutating func start(
    _ task: String = "77", by caller: Caller, at time: String, more: String = network,
    cluster: String = "prod-runner-cluster-0a1b2c3d",
    definition: String = "humanitec_prod-runner:3", image: String = image,
    name: String = "RunTask", error: String? = nil
  ) -> String {
    let arn =
      "arn:aws:ecs:\(Self.region):\(Self.account):task/\(cluster)/\(Self.task.dropLast(2))\(task)"
    return add(
      name, of: "ecs", by: caller, at: time,
      request:
        #"{"cluster":"\#(cluster)","taskDefinition":"\#(definition)"\#(more.isEmpty ? "" : ",")\#(more)}"#,
      response: error != nil
        ? "null"
        : #"{"tasks":[{"taskArn":"\#(arn)","containers":[{"image":"\#(image)"}]}],"failures":[]}"#,
      error: error, from: "203.0.113.10")
  }

  /// A call of a service with a request.
  @discardableResult mutating func call(
    _ service: String, _ name: String, _ request: String = "{}", by caller: Caller = .user("eve"),
    at time: String = "11:00:00", error: String? = nil, message: String? = nil,
    from address: String? = nil, more: String = ""
  ) -> String {
    add(
      name, of: service, by: caller, at: time, request: request, error: error, message: message,
      from: address, more: more)
  }

  /// A call on the runner's bucket.
  @discardableResult mutating func onBucket(
    _ name: String, _ more: String = "", bucket: String = bucket, by caller: Caller = .user("eve"),
    at time: String = "11:00:00", error: String? = nil, extra: String = ""
  ) -> String {
    call(
      "s3", name, #"{"bucketName":"\#(bucket)"\#(more)}"#, by: caller, at: time, error: error,
      more: extra)
  }

  /// A call on the runner's key.
  @discardableResult mutating func onKey(
    _ name: String, _ more: String = "", by caller: Caller = .user("eve"),
    at time: String = "11:00:00",
    key: String = key
  ) -> String {
    kms(name, more, key: key, by: caller, at: time)
  }

  /// A policy, as a string inside a request.
  static func policy(_ principal: String) -> String {
    #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\#(principal),\"Action\":\"*\",\"Resource\":\"*\"}]}"#
  }

  /// Makes the caller of the last record somebody of another account.
  mutating func makeLastForeign(_ caller: Caller) {
    replaceLast(
      caller.identity,
      with: #"{"type":"AWSAccount","principalId":"AROAOTHER:x","accountId":"999988887777"}"#)
  }
}

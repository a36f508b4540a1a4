/// What the runner, its neighbours and the responders of a story do.
extension StepStory {
  static let task = "0123456789abcdef0123456789abcdef"

  /// What of the logs is there.
  struct Logs: OptionSet {
    let rawValue: Int
    static let global = Logs(rawValue: 1)
    static let reads = Logs(rawValue: 2)
    static let keys = Logs(rawValue: 4)
    static let objects = Logs(rawValue: 8)
    static let gap = Logs(rawValue: 16)
    static let all: Logs = [.global, .reads, .keys, .objects]
  }

  /// A day from 06:00 to 14:00 with a job of the runner at 07:00 and at 09:00, and neighbours
  /// every half hour.
  static func ordinary(_ logs: Logs = .all, encryption: String = "SSE_KMS") -> StepStory {
    var story = StepStory()
    for half in 12..<28 {
      let time = "\(half / 2 < 10 ? "0" : "")\(half / 2):\(half % 2 == 0 ? "05" : "35"):00"
      if logs.contains(.gap), half == 22 || half == 23 { continue }
      for region in [Self.region, "us-east-1"] where region == Self.region || logs.contains(.global)
      {
        story.add(
          logs.contains(.reads) ? "DescribeInstances" : "RunInstances", of: "ec2",
          by: .user("neighbour"), at: time, in: region, readOnly: logs.contains(.reads))
      }
    }
    story.job(at: "07", logs, encryption)
    story.job(at: "09", logs, encryption)
    return story
  }

  /// A login, a task and its work, in the hour.
  mutating func job(at hour: String, _ logs: Logs = .all, _ encryption: String = "SSE_KMS") {
    let task = Self.task.dropLast(2) + hour
    login(at: "\(hour):00:00", key: "ASIALOGIN\(hour)")
    let login = Caller.session(
      0, key: "ASIALOGIN\(hour)", name: "acme-prod-runner", issued: "\(hour):00:00")
    runTask(String(task), by: login, at: "\(hour):00:30")
    taskCredentials(
      String(task), at: "\(hour):00:50", keys: ["ASIAEXEC\(hour)", "ASIATASK\(hour)"])
    let work = Caller.session(
      2, key: "ASIATASK\(hour)", name: String(task), issued: "\(hour):00:50")
    if logs.contains(.objects) {
      getObject(by: work, at: "\(hour):01:30", encryption: encryption)
    }
    if logs.contains(.keys) { useKey(by: work, at: "\(hour):01:30") }
  }

  @discardableResult mutating func login(
    at time: String, key: String, subject: String = "acme+prod-runner", role: Int = 0,
    roleName: String? = nil, from address: String? = nil, error: String? = nil
  ) -> String {
    let name = roleName ?? Self.roles[role]
    let response =
      #"{"credentials":{"accessKeyId":"\#(key)","sessionToken":"MASKED","expiration":"Apr 14, 2026, 8:00:00 PM"},"subjectFromWebIdentityToken":"\#(subject)","assumedRoleUser":{"assumedRoleId":"AROARUNNERROLE00000\#(role):acme-prod-runner","arn":"arn:aws:sts::\#(Self.account):assumed-role/\#(name)/acme-prod-runner"},"provider":"\#(Self.provider)","audience":"sts.amazonaws.com"}"#
    return add(
      "AssumeRoleWithWebIdentity", of: "sts", by: .subject(subject), at: time,
      request:
        #"{"roleArn":"arn:aws:iam::\#(Self.account):role/\#(name)","roleSessionName":"acme-prod-runner"}"#,
      response: error == nil ? response : "null", error: error,
      message: error == nil ? nil : "An unknown error occurred", readOnly: true, from: address)
  }

  @discardableResult mutating func runTask(
    _ task: String, by caller: Caller, at time: String, from address: String? = nil
  ) -> String {
    add(
      "RunTask", of: "ecs", by: caller, at: time,
      request: #"{"cluster":"prod-runner-cluster-0a1b2c3d","taskDefinition":"humanitec_x:1"}"#,
      response:
        #"{"tasks":[{"taskArn":"arn:aws:ecs:\#(Self.region):\#(Self.account):task/prod-runner-cluster-0a1b2c3d/\#(task)","clusterArn":"arn:aws:ecs:\#(Self.region):\#(Self.account):cluster/prod-runner-cluster-0a1b2c3d"}],"failures":[]}"#,
      from: address ?? "203.0.113.10")
  }

  /// What ECS fetches for a task: the credentials of the execution role and of the task role.
  @discardableResult mutating func taskCredentials(
    _ task: String, at time: String, keys: [String]
  ) -> [String] {
    zip([1, 2], keys).map { role, key in
      add(
        "AssumeRole", of: "sts", by: .service("ecs-tasks.amazonaws.com"), at: time,
        request:
          #"{"roleArn":"arn:aws:iam::\#(Self.account):role/\#(Self.roles[role])","roleSessionName":"\#(task)"}"#,
        response:
          #"{"credentials":{"accessKeyId":"\#(key)","sessionToken":"MASKED","expiration":"Apr 14, 2026, 11:00:00 PM"}}"#,
        readOnly: true)
    }
  }

  @discardableResult mutating func getObject(
    by caller: Caller, at time: String, bucket: String = bucket, key: String = "env/1.tfstate",
    encryption: String = "SSE_KMS", from address: String? = nil, error: String? = nil,
    message: String? = nil
  ) -> String {
    add(
      "GetObject", of: "s3", by: caller, at: time,
      request: #"{"bucketName":"\#(bucket)","key":"\#(key)"}"#, error: error, message: message,
      readOnly: true, from: address,
      more:
        #","eventCategory":"Data","additionalEventData":{"SSEApplied":"\#(encryption)","bytesTransferredOut":12.0}"#
    )
  }

  /// What S3 asks KMS for on behalf of a session.
  @discardableResult mutating func useKey(
    _ name: String = "Decrypt", key: String = key, by caller: Caller, at time: String
  ) -> String {
    let identity = caller.identity.dropLast() + #","invokedBy":"s3.amazonaws.com"}"#
    let id = add(
      name, of: "kms", by: caller, at: time,
      request:
        #"{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::\#(Self.bucket)/env/1.tfstate"}}"#,
      readOnly: true, from: "s3.amazonaws.com",
      more:
        #","resources":[{"accountId":"\#(Self.account)","type":"AWS::KMS::Key","ARN":"\#(key)"}]"#)
    replaceLast(caller.identity, with: String(identity))
    return id
  }

  // MARK: Responders

  @discardableResult mutating func iam(
    _ name: String, _ request: String, by caller: Caller = .responder, at time: String,
    error: String? = nil, readOnly: Bool = false
  ) -> String {
    add(
      name, of: "iam", by: caller, at: time, in: "us-east-1", request: request, error: error,
      readOnly: readOnly)
  }

  /// A call on a role.
  @discardableResult mutating func role(
    _ name: String, _ role: String, _ more: String = "", by caller: Caller = .responder,
    at time: String, error: String? = nil
  ) -> String {
    iam(
      name, #"{"roleName":"\#(role)"\#(more)}"#, by: caller, at: time, error: error,
      readOnly: name.hasPrefix("Get"))
  }

  /// The policy by which the console ends sessions.
  @discardableResult mutating func revoke(
    _ role: Int, at time: String, before: String? = nil, error: String? = nil
  ) -> String {
    let document =
      #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"*\"],\"Resource\":[\"*\"],\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\"2026-04-14T\#(before ?? time).000Z\"}}}]}"#
    return self.role(
      "PutRolePolicy", Self.roles[role],
      #","policyName":"AWSRevokeOlderSessions","policyDocument":"\#(document)""#, at: time,
      error: error)
  }

  /// The trust policy for a subject, as a string inside a request.
  static func trust(
    subject: String = "acme+prod-runner", comparison: String = "StringEquals",
    effect: String = "Allow"
  ) -> String {
    #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"\#(effect)\",\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Principal\":{\"Federated\":\"\#(provider)\"},\"Condition\":{\"\#(comparison)\":{\"oidc.humanitec.dev:aud\":\"sts.amazonaws.com\",\"oidc.humanitec.dev:sub\":\"\#(subject)\"}}}]}"#
  }

  /// The role of a new runner id with the same suffix.
  @discardableResult mutating func newRunner(at time: String) -> String {
    role(
      "CreateRole", "prod-runner-2-ecs-task-manager-0a1b2c3d",
      #","assumeRolePolicyDocument":"\#(Self.trust(subject: "acme+prod-runner-2"))""#,
      by: .terraform, at: time)
  }

  @discardableResult mutating func logs(
    _ name: String, _ more: String = "", by caller: Caller = .responder, at time: String,
    group: String = group
  ) -> String {
    let reads = ["StartQuery", "FilterLogEvents", "GetLogEvents", "DescribeLogStreams"]
    return add(
      name, of: "logs", by: caller, at: time, request: #"{"logGroupName":"\#(group)"\#(more)}"#,
      readOnly: reads.contains(name))
  }

  @discardableResult mutating func bucket(
    _ name: String, _ more: String = "", bucket: String = bucket, by caller: Caller = .terraform,
    at time: String
  ) -> String {
    add(
      name, of: "s3", by: caller, at: time,
      request: #"{"bucketName":"\#(bucket)"\#(more)}"#, readOnly: name.hasPrefix("Get"))
  }

  @discardableResult mutating func kms(
    _ name: String, _ more: String = "", key: String = key, by caller: Caller = .responder,
    at time: String
  ) -> String {
    add(name, of: "kms", by: caller, at: time, request: #"{"keyId":"\#(key)"\#(more)}"#)
  }

  /// What KMS reports when it has rotated a key.
  @discardableResult mutating func rotated(_ type: String = "ON_DEMAND", at time: String) -> String
  {
    let id = add(
      "RotateKey", of: "kms", by: .service("AWS Internal"), at: time,
      more:
        #","serviceEventDetails":{"rotationType":"\#(type)","keyId":"11111111-2222-3333-4444-555555555555"},"resources":[{"accountId":"\#(Self.account)","type":"AWS::KMS::Key","ARN":"\#(Self.key)"}]"#
    )
    replaceLast(
      Caller.service("AWS Internal").identity,
      with: #"{"accountId":"\#(Self.account)","invokedBy":"AWS Internal"}"#)
    return id
  }
}

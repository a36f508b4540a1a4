import Incident

/// A few records composed by hand, on one day, in one region; what AWS would write of them.
///
///     var story = Story()
///     story.login("acme+prod", story.manager("prod"), key: "ASIAA", at: "09:00:00")
///     let found = try story.analyzed()
struct Story {
  static let day = "2026-03-02"

  private(set) var records: [String] = []

  /// `09:00:05` of the day; a whole time is left as it is.
  static func time(_ text: String) -> String { text.count == 8 ? "\(day)T\(text)Z" : text }

  /// The id of the record that would come next.
  static func id(_ number: Int) -> String {
    let digits = String(number)
    return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  /// Adds a record and returns its id. `more` are members of the record as JSON text; those it
  /// names replace the usual ones.
  @discardableResult mutating func add(
    _ service: String, _ call: String, at time: String, by caller: Caller?,
    request: String = "null", response: String = "null", error: String? = nil,
    more: [String: String?] = [:]
  ) -> String {
    let id = Story.id(records.count + 1)
    var members: [(String, String)] = [
      ("eventVersion", #""1.11""#), ("eventTime", #""\#(Story.time(time))""#),
      ("eventSource", #""\#(service).amazonaws.com""#), ("eventName", #""\#(call)""#),
      ("awsRegion", #""eu-central-1""#), ("sourceIPAddress", #""198.51.100.7""#),
      ("userAgent", #""test""#), ("requestParameters", request), ("responseElements", response),
      ("eventID", #""\#(id)""#), ("readOnly", "false"), ("eventType", #""AwsApiCall""#),
      ("managementEvent", "true"), ("recipientAccountId", #""\#(Caller.account)""#),
      ("eventCategory", #""Management""#),
    ]
    if let caller { members.append(("userIdentity", caller.json)) }
    if let error { members.append(("errorCode", #""\#(error)""#)) }
    for (key, value) in more.sorted(by: { $0.key < $1.key }) {
      members.removeAll { $0.0 == key }
      if let value { members.append((key, value)) }
    }
    records.append("{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}")
    return id
  }

  /// Adds a record as it stands.
  mutating func add(text: String) { records.append(text) }

  /// The analysis of the records, which stand in files of `perFile` each.
  func analyzed(perFile: Int = .max, jobs: Int = 1, profiles: [RunnerProfile] = RunnerProfile.all)
    throws -> Analysis
  {
    let folder = try TemporaryFolder()
    var rest = records[...]
    var number = 100
    while !rest.isEmpty {
      let part = rest.prefix(perFile)
      try folder.write(
        "{\"Records\":[\(part.joined(separator: ","))]}", as: "logs/\(number).json")
      rest = rest.dropFirst(part.count)
      number += 1
    }
    return try Analyzed([folder.file("logs")], jobs: jobs, profiles: profiles, in: folder).analysis
  }
}

extension Story {
  /// The role of a Humanitec runner: `ecs-task-manager`, `execution` or `task`.
  static func role(
    _ kind: String, of runner: String, suffix: String = "0a1b2c3d", id: String? = nil,
    account: String = Caller.account, path: String = "/"
  ) -> Caller.Role {
    Caller.Role(
      name: "\(runner)-\(kind)-\(suffix)", id: id ?? "AROA\(runner)\(kind)", account: account,
      path: path)
  }

  /// A login; without a key it is denied.
  @discardableResult mutating func login(
    _ caller: Caller, _ role: Caller.Role, session: String = "acme-prod", key: String?,
    at time: String, more: [String: String?] = [:]
  ) -> String {
    add(
      "sts", "AssumeRoleWithWebIdentity", at: time, by: caller,
      request: Self.request(role, session),
      response: key.map { Self.credentials($0, role, session) } ?? "null",
      error: key == nil ? "AccessDenied" : nil,
      more: ["recipientAccountId": #""\#(role.account)""#].merging(more) { $1 })
  }

  /// AssumeRole.
  @discardableResult mutating func assume(
    _ role: Caller.Role, session: String, key: String?, by caller: Caller?, at time: String,
    more: [String: String?] = [:]
  ) -> String {
    add(
      "sts", "AssumeRole", at: time, by: caller, request: Self.request(role, session),
      response: key.map { Self.credentials($0, role, session) } ?? "null", more: more)
  }

  /// The credentials of a role that ECS fetches for a task.
  @discardableResult mutating func taskCredential(
    _ role: Caller.Role, task: String, key: String, at time: String
  ) -> String {
    add(
      "sts", "AssumeRole", at: time, by: .service("ecs-tasks.amazonaws.com"),
      request: Self.request(role, task), response: #"{"credentials":{"accessKeyId":"\#(key)"}}"#)
  }

  /// RunTask that starts `tasks`; with none of them it has a failure instead.
  @discardableResult mutating func runTask(
    _ tasks: [String], by caller: Caller, at time: String, request: String? = nil,
    more: [String: String?] = [:]
  ) -> String {
    let list = tasks.map { #"{"taskArn":"\#(Self.taskArn($0))"}"# }.joined(separator: ",")
    let failures = tasks.isEmpty ? #"{"reason":"RESOURCE:MEMORY"}"# : ""
    return add(
      "ecs", "RunTask", at: time, by: caller,
      request: request ?? #"{"cluster":"prod-cluster-0a1b2c3d","taskDefinition":"humanitec_x:1"}"#,
      response: #"{"tasks":[\#(list)],"failures":[\#(failures)]}"#, more: more)
  }

  /// An S3 data event.
  @discardableResult mutating func object(
    _ call: String, _ bucket: String, _ key: String, by caller: Caller?, at time: String,
    more: [String: String?] = [:]
  ) -> String {
    add(
      "s3", call, at: time, by: caller,
      request: #"{"bucketName":"\#(bucket)","key":"\#(key)"}"#,
      more: ["eventCategory": #""Data""#, "managementEvent": "false"].merging(more) { $1 })
  }

  /// A KMS call through S3, for an object or (with a bucket key) a bucket.
  @discardableResult mutating func keyUse(
    _ call: String = "Decrypt", for name: String, key: String = Story.kmsKey, by caller: Caller,
    at time: String
  ) -> String {
    add(
      "kms", call, at: time, by: caller,
      request: #"{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::\#(name)"}}"#,
      more: ["resources": #"[{"ARN":"\#(key)","type":"AWS::KMS::Key"}]"#])
  }

  static let kmsKey =
    "arn:aws:kms:eu-central-1:111122223333:key/aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb"

  static func taskArn(_ task: String) -> String {
    "arn:aws:ecs:eu-central-1:\(Caller.account):task/prod-cluster-0a1b2c3d/\(task)"
  }

  private static func request(_ role: Caller.Role, _ session: String) -> String {
    #"{"roleArn":"\#(role.arn)","roleSessionName":"\#(session)"}"#
  }

  private static func credentials(_ key: String, _ role: Caller.Role, _ session: String) -> String {
    """
    {"credentials":{"accessKeyId":"\(key)","sessionToken":"MASKED",\
    "expiration":"Mar 2, 2026, 11:00:00 PM"},"assumedRoleUser":\
    {"assumedRoleId":"\(role.id):\(session)","arn":"\(Caller.Role.sessionArn(role, session))"}}
    """
  }
}

extension Analysis {
  /// The entry of an event, if it is on a timeline.
  func entry(_ id: String) -> TimelineEntry? { timeline.first { $0.eventID == id } }

  /// The session that was issued or used under a key.
  func session(key: String) -> Session? { sessions.first { $0.accessKeyIDs.contains(key) } }

  /// The key of the session that an entry names.
  func key(of id: String) -> String? {
    entry(id)?.session.flatMap { session in sessions.first { $0.id == session } }?.accessKeyIDs
      .first
  }
}

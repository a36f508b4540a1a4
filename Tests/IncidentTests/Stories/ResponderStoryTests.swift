import CloudTrail
import Incident
import Testing

private let manager = Story.role("ecs-task-manager", of: "prod")
private let ana = Caller.user("ana")
private let task = "11111111111111111111111111111111"

/// What others do to a runner's resources.
@Suite struct ResponderStoryTests {
  private func running() -> Story {
    var story = Story()
    let caller = Caller.session(manager, "acme-prod", key: "ASIAA", created: "09:00:00")
    story.login(.token("acme+prod"), manager, key: "ASIAA", at: "09:00:00")
    story.runTask([task], by: caller, at: "09:01:00")
    story.object("GetObject", "prod-state", "a", by: caller, at: "09:02:00")
    story.keyUse(
      for: "prod-state/a",
      by: .session(manager, "acme-prod", key: "ASIAZ", created: "09:00:00", via: "AWS Internal"),
      at: "09:02:00")
    story.add(
      "ecs", "RegisterTaskDefinition", at: "09:03:00", by: caller,
      request: """
        {"family":"humanitec_x","containerDefinitions":[{"logConfiguration":\
        {"options":{"awslogs-group":"/custom/group"}}}]}
        """,
      response:
        #"{"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:a:1:task-definition/humanitec_x:7"}}"#
    )
    return story
  }

  @Test(arguments: [
    ("iam", "PutRolePolicy", #"{"roleName":"prod-execution-0a1b2c3d","policyName":"x"}"#),
    ("iam", "UpdateAssumeRolePolicy", #"{"roleName":"prod-ecs-task-manager-0a1b2c3d"}"#),
    ("s3", "PutBucketPolicy", #"{"bucketName":"prod-state"}"#),
    ("s3", "ListObjects", #"{"bucketName":"prod-state","prefix":"x"}"#),
    ("kms", "RotateKeyOnDemand", #"{"keyId":"\#(Story.kmsKey)"}"#),
    ("logs", "FilterLogEvents", #"{"logGroupName":"/aws/ecs/prod"}"#),
    (
      "logs", "GetLogEvents",
      #"{"logGroupIdentifier":"arn:aws:logs:eu-central-1:111122223333:log-group:/aws/ecs/prod/x"}"#
    ),
    ("logs", "StartQuery", #"{"logGroupNames":["/other","/custom/group"]}"#),
    ("ecs", "StopTask", #"{"cluster":"c","task":"\#(Story.taskArn(task))"}"#),
    ("ecs", "StopTask", #"{"cluster":"c","task":"\#(task)"}"#),
    ("ecs", "DeregisterTaskDefinition", #"{"taskDefinition":"humanitec_x:7"}"#),
    ("ecs", "ExecuteCommand", #"{"cluster":"prod-cluster-0a1b2c3d","task":"x"}"#),
  ])
  func aResponderIsOnTheRunnersTimeline(service: String, call: String, request: String) throws {
    var story = running()
    let id = story.add(service, call, at: "10:00:00", by: ana, request: request)
    let entry = try #require(try story.analyzed().entry(id))
    #expect(entry.runner == "prod")
    #expect(entry.stage == .response)
    #expect(entry.attribution == Attribution(.resource, .strong))
    #expect(entry.actor == "arn:aws:iam::111122223333:user/ana")
    #expect(entry.session == nil)
    if call == "StopTask" { #expect(entry.task == task) }
  }

  @Test func aDenialNamesTheRoleInItsSentence() throws {
    var story = running()
    let id = story.add(
      "iam", "PutRolePolicy", at: "10:00:00", by: ana, error: "AccessDenied",
      more: [
        "errorMessage": """
        "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: \
        iam:PutRolePolicy on resource: \(manager.arn) because no policy allows it"
        """
      ])
    let entry = try #require(try story.analyzed().entry(id))
    #expect(entry.runner == "prod")
    #expect(entry.outcome == .denied)
    #expect(entry.resource == manager.arn)
  }

  @Test(arguments: [
    ("logs", "DeleteLogGroup", "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/ecs/prod:*"),
    (
      "ecs", "ExecuteCommand", "arn:aws:ecs:eu-central-1:111122223333:cluster/prod-cluster-0a1b2c3d"
    ),
    ("ecs", "StopTask", "arn:aws-cn:ecs:cn-north-1:111122223333:task/prod-cluster/\(task)"),
    ("ecs", "RunTask", "arn:aws:ecs:eu-central-1:111122223333:task-definition/humanitec_x:1"),
    ("s3", "DeleteBucket", "arn:aws:s3:::prod-state"),
    ("kms", "ScheduleKeyDeletion", Story.kmsKey),
  ])
  func aDenialNamesAnyResourceInItsSentence(service: String, call: String, arn: String) throws {
    var story = running()
    let ids = [arn, arn.replacing("111122223333", with: "444455556666")].map { arn in
      story.add(
        service, call, at: "10:00:00", by: ana, error: "AccessDeniedException",
        more: [
          "errorMessage": """
          "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: \
          \(service):\(call) on resource: \(arn) because no identity-based policy allows it"
          """
        ])
    }
    let found = try story.analyzed()
    #expect(found.entry(ids[0])?.runner == "prod")
    #expect(found.entry(ids[0])?.outcome == .denied)
    #expect(found.entry(ids[0])?.resource == arn)
    let isUnique = service == "s3" || call == "StopTask"
    #expect((found.entry(ids[1]) != nil) == isUnique, "names are unique within an account")
  }

  @Test func theResultsOfAQueryBelongToItsLogGroup() throws {
    var story = running()
    story.add(
      "logs", "StartQuery", at: "10:00:00", by: ana,
      request: #"{"logGroupNames":["/aws/ecs/prod"]}"#, response: #"{"queryId":"q-1"}"#)
    let results = story.add(
      "logs", "GetQueryResults", at: "10:00:10", by: ana, request: #"{"queryId":"q-1"}"#)
    let foreign = story.add(
      "logs", "GetQueryResults", at: "10:00:10", by: ana, request: #"{"queryId":"q-2"}"#)
    let found = try story.analyzed()
    #expect(found.entry(results)?.runner == "prod")
    #expect(found.entry(foreign) == nil)
  }

  @Test func accessLogsBelongToTheBucketTheyTellOf() throws {
    var story = running()
    story.add(
      "s3", "PutBucketLogging", at: "08:00:00", by: ana,
      request: """
        {"bucketName":"prod-state","BucketLoggingStatus":\
        {"LoggingEnabled":{"TargetBucket":"acme-logs","TargetPrefix":"prod/"}}}
        """)
    let read = story.object("GetObject", "acme-logs", "prod/2026-03-02", by: ana, at: "10:00:00")
    let list = story.add(
      "s3", "ListObjects", at: "10:00:00", by: ana,
      request: #"{"bucketName":"acme-logs","prefix":"prod/"}"#)
    let other = story.object("GetObject", "acme-logs", "dev/2026-03-02", by: ana, at: "10:00:00")
    let found = try story.analyzed()
    #expect(found.entry(read)?.stage == .response)
    #expect(found.entry(read)?.runner == "prod")
    #expect(found.entry(list)?.runner == "prod")
    #expect(found.entry(other) == nil)
  }

  @Test func aSharedPlaceForAccessLogsIsTheFirstRunners() throws {
    var story = Story()
    for number in 0..<8 {
      let role = Story.role("ecs-task-manager", of: "r\(number)", suffix: "0000000\(number)")
      story.login(
        .token("acme+r\(number)"), role, key: "ASIA\(number)", at: "09:00:0\(7 - number)")
      story.add(
        "s3", "PutBucketLogging", at: "08:00:00", by: ana,
        request: """
          {"bucketName":"r\(number)-state","BucketLoggingStatus":\
          {"LoggingEnabled":{"TargetBucket":"acme-logs","TargetPrefix":""}}}
          """)
    }
    let read = story.object("GetObject", "acme-logs", "2026-03-02", by: ana, at: "10:00:00")
    #expect(try story.analyzed().entry(read)?.runner == "r7")
  }

  @Test func aSessionOfNobodyIsNamedAndNotCountedAsARunners() throws {
    var story = running()
    let role = Caller.Role(name: "incident-responder", id: "AROARESP")
    story.assume(role, session: "ana", key: "ASIAR", by: ana, at: "09:59:00")
    let id = story.add(
      "iam", "GetRole", at: "10:00:00",
      by: .session(role, "ana", key: "ASIAR", created: "09:59:00"),
      request: #"{"roleName":"\#(manager.name)"}"#)
    let found = try story.analyzed()
    #expect(found.entry(id)?.stage == .response)
    #expect(found.key(of: id) == "ASIAR")
    #expect(found.session(key: "ASIAR")?.runner == nil)
    #expect(found.session(key: "ASIAR")?.issuedTo == "arn:aws:iam::111122223333:user/ana")
  }

  @Test func servicesAtTheirOwnWorkAreNotOnATimeline() throws {
    var story = running()
    let trail = story.add(
      "s3", "GetBucketAcl", at: "10:00:00", by: .service("cloudtrail.amazonaws.com"),
      request: #"{"bucketName":"prod-state"}"#)
    let rotation = story.add(
      "kms", "RotateKey", at: "10:00:00",
      by: Caller(json: #"{"accountId":"111122223333","invokedBy":"kms.amazonaws.com"}"#),
      more: [
        "eventType": #""AwsServiceEvent""#,
        "resources": #"[{"ARN":"\#(Story.kmsKey)"}]"#,
        "serviceEventDetails": #"{"keyId":"aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb"}"#,
      ])
    let found = try story.analyzed()
    #expect(found.entry(trail) == nil)
    #expect(found.entry(rotation)?.runner == "prod")
    #expect(found.entry(rotation)?.stage == .key)
    #expect(found.entry(rotation)?.actor == "kms.amazonaws.com")
  }

  @Test func strangersAtTheBucketAreSeen() throws {
    var story = running()
    let ids = ["anonymous", "ANONYMOUS_PRINCIPAL"].map { account in
      story.object(
        "GetObject", "prod-state", "a",
        by: Caller(json: #"{"type":"AWSAccount","principalId":"","accountId":"\#(account)"}"#),
        at: "10:00:00", more: ["sourceIPAddress": #""2001:db8::7""#])
    }
    let found = try story.analyzed()
    for id in ids {
      let entry = try #require(found.entry(id))
      #expect(entry.runner == "prod")
      #expect(entry.stage == .storage)
      #expect(entry.sourceIPAddress == "2001:db8::7")
    }
    #expect(found.entry(ids[1])?.actor == "ANONYMOUS_PRINCIPAL")
  }
}

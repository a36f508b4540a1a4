import CloudTrail
import Incident
import Testing

private let accounts = ["111122223333", "444455556666"]

/// Whose something is that bears the same name in two accounts.
@Suite struct OwnerStoryTests {
  @Test(arguments: [["dev", "prod"], ["prod", "prod"]])
  func namesAreUniqueWithinAnAccount(runners: [String]) throws {
    var story = try working(runners)
    let calls = accounts.map { account in
      [
        add("logs", "DeleteLogGroup", #"{"logGroupName":"/ecs/runner"}"#, in: account, &story),
        add(
          "ecs", "DeregisterTaskDefinition", #"{"taskDefinition":"humanitec_x:1"}"#, in: account,
          &story),
      ]
    }
    let stranger = add(
      "logs", "DeleteLogGroup", #"{"logGroupName":"/ecs/runner"}"#, in: "999999999999", &story)
    let found = try story.analyzed()
    let names = runners[0] == runners[1] ? accounts.map { "prod@\($0)" } : runners
    for (calls, name) in zip(calls, names) {
      #expect(calls.map { found.entry($0)?.runner } == [name, name])
    }
    #expect(found.entry(stranger) == nil)
  }

  @Test func namesakesAreToldApartByTheAccount() throws {
    var story = try working(["prod", "prod"])
    let calls = accounts.map { account in
      [
        add("logs", "DeleteLogGroup", #"{"logGroupName":"/aws/ecs/prod"}"#, in: account, &story),
        add("ecs", "ExecuteCommand", #"{"cluster":"prod-cluster-0a1b2c3d"}"#, in: account, &story),
        add("s3", "PutBucketPolicy", #"{"bucketName":"prod-state"}"#, in: account, &story),
      ]
    }
    let found = try story.analyzed()
    for (calls, account) in zip(calls, accounts) {
      #expect(calls.map { found.entry($0)?.runner } == calls.map { _ in "prod@\(account)" })
    }
  }

  @Test func theAccountOfAnArnComesFirst() throws {
    var story = try working(["dev", "prod"])
    // A monitoring account reads the group of another one.
    let group = "arn:aws:logs:eu-central-1:\(accounts[0]):log-group:/ecs/runner"
    let reading = add(
      "logs", "StartLiveTail", #"{"logGroupIdentifiers":["\#(group)"]}"#, in: accounts[1], &story)
    #expect(try story.analyzed().entry(reading)?.runner == "dev")
  }

  @Test func aBucketIsTheRunnersInAnyAccount() throws {
    var story = try working(["dev", "prod"])
    let reading = add(
      "s3", "GetBucketPolicy", #"{"bucketName":"dev-state"}"#, in: "999999999999", &story)
    #expect(try story.analyzed().entry(reading)?.runner == "dev")
  }

  @Test func theGroupOfAQueryLiesInItsAccount() throws {
    var story = try working(["dev", "prod"])
    let queries = accounts.map { account in
      story.add(
        "logs", "StartQuery", at: "10:00:00", by: mallory(account),
        request: #"{"logGroupName":"/ecs/runner"}"#, response: #"{"queryId":"q-\#(account)"}"#,
        more: ["recipientAccountId": "\"\(account)\""])
      return add("logs", "GetQueryResults", #"{"queryId":"q-\#(account)"}"#, in: account, &story)
    }
    let found = try story.analyzed()
    #expect(queries.map { found.entry($0)?.runner } == ["dev", "prod"])
  }

  /// A runner in each account, which registers a task definition and starts a task; names are the
  /// same in both.
  private func working(_ runners: [String]) throws -> Story {
    var story = Story()
    for (number, runner) in runners.enumerated() {
      let account = accounts[number]
      let own: [String: String?] = ["recipientAccountId": "\"\(account)\""]
      let role = Story.role(
        "ecs-task-manager", of: runner, id: "AROA\(account)", account: account)
      story.login(
        .token("acme+\(runner)", account: account), role, key: "ASIA\(number)", at: "09:00:00")
      let caller = Caller.session(
        role, "acme-prod", key: "ASIA\(number)", created: "09:00:00")
      let container =
        #"{"logConfiguration":{"options":{"awslogs-group":"/ecs/runner"}}}"#
      story.add(
        "ecs", "RegisterTaskDefinition", at: "09:01:00", by: caller,
        request: #"{"family":"humanitec_x","containerDefinitions":[\#(container)]}"#,
        more: own)
      story.runTask(["t\(number)"], by: caller, at: "09:02:00", more: own)
    }
    return story
  }

  private func add(
    _ service: String, _ call: String, _ request: String, in account: String, _ story: inout Story
  ) -> String {
    story.add(
      service, call, at: "10:30:00", by: mallory(account), request: request,
      more: ["recipientAccountId": "\"\(account)\""])
  }

  private func mallory(_ account: String) -> Caller {
    Caller(
      json: """
        {"type":"IAMUser","arn":"arn:aws:iam::\(account):user/mallory","accountId":"\(account)"}
        """)
  }
}

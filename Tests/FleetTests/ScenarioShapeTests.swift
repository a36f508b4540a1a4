import FleetModel
import Testing

/// The shapes that real records have and that everything else relies on.
@Suite struct ScenarioShapeTests {
  private let place = Place("111122223333", "eu-central-1")
  private let start: Timestamp = "2026-04-14T09:00:00Z"

  /// A runner with one job, composed call by call.
  private func job(
    bucketKeys: Bool = false,
    _ change: (inout Scenario, RunnerModel, Caller) -> Void = { _, _, _ in }
  ) throws -> (records: [Fields], runner: RunnerModel, truth: Ledger) {
    var scenario = Scenario(seed: 11)
    let key = scenario.encryptionKey(in: place)
    let runner = scenario.humanitecRunner(
      "prod-runner", in: place, encryption: .customerKey(key, bucketKeys: bucketKeys),
      path: "/platform/")
    scenario.job(of: runner, at: start)
    let login = scenario.login(runner, at: start + 600)
    change(&scenario, runner, Caller(login, from: runner.origin))
    return (try scenario.read(), runner, scenario.ledger)
  }

  @Test func aLoginNamesNoAccountAndNoKey() throws {
    let records = try job().records
    let login = try #require(records.first { $0.name == "AssumeRoleWithWebIdentity" })
    let identity = try #require(login["userIdentity"] as? Fields)
    #expect(Set(identity.keys) == ["type", "principalId", "userName", "identityProvider"])
    let provider = "arn:aws:iam::111122223333:oidc-provider/oidc.humanitec.dev"
    #expect(identity.text("principalId") == "\(provider):sts.amazonaws.com:acme+prod-runner")
    #expect(login.text("awsRegion") == "eu-central-1")
    #expect(login["readOnly"] as? Bool == true)
    #expect(login.text("responseElements.subjectFromWebIdentityToken") == "acme+prod-runner")
  }

  @Test func aSessionsCreationDateIsTheTimeOfItsIssue() throws {
    let records = try job().records
    var issued: [String: String] = [:]
    for record in records {
      guard let key = record.text("responseElements.credentials.accessKeyId") else { continue }
      issued[key] = record.text("eventTime")
    }
    var joined = 0
    for record in records {
      guard let time = issued[record.text("userIdentity.accessKeyId") ?? ""] else { continue }
      #expect(record.text("userIdentity.sessionContext.attributes.creationDate") == time)
      joined += 1
    }
    #expect(joined > 8)
  }

  @Test func bothRolesOfATaskAreAssumedAtOnceUnderItsID() throws {
    let (records, runner, truth) = try job()
    let pair = records.filter { $0.name == "AssumeRole" }
    #expect(pair.count == 2)
    #expect(pair[0].text("eventTime") == pair[1].text("eventTime"))
    #expect(
      pair.allSatisfy { $0.text("requestParameters.roleSessionName") == truth.tasks[0].id })
    let tasks = try #require(runner.tasks)
    #expect(
      Set(pair.compactMap { $0.text("requestParameters.roleArn") })
        == [tasks.taskRole.arn, tasks.executionRole.arn])
    for record in pair {
      #expect((record["responseElements"] as? Fields).map { Array($0.keys) } == ["credentials"])
      #expect(record["sharedEventID"] != nil)
      #expect(record.text("userIdentity.invokedBy") == "ecs-tasks.amazonaws.com")
    }
    let session = try #require(truth.sessions.first { $0.credential.kind == .task })
    #expect(session.credential.expiresAt.seconds - session.credential.issuedAt.seconds == 21_600)
  }

  @Test func rolePathsStandInRoleARNsOnly() throws {
    let (records, runner, _) = try job()
    let listing = try #require(records.first { $0.name == "ListObjects" })
    let tasks = try #require(runner.tasks)
    #expect(
      listing.text("userIdentity.sessionContext.sessionIssuer.arn")
        == "arn:aws:iam::111122223333:role/platform/\(tasks.taskRole.name)")
    let arn = try #require(listing.text("userIdentity.arn"))
    #expect(arn.hasPrefix("arn:aws:sts::111122223333:assumed-role/\(tasks.taskRole.name)/"))
  }

  @Test func storageForwardsTheSessionToTheKeyServiceUnderAnotherKey() throws {
    let records = try job().records
    let calls = records.filter { ["GetObject", "PutObject"].contains($0.name) }
    let keys = records.filter { $0.source == "kms.amazonaws.com" && $0.name != "RotateKey" }
      .filter { $0.value("userIdentity.accessKeyId") != nil }
    #expect(calls.count == 5 && keys.count == 5)
    for (call, key) in zip(calls, keys) {
      #expect(key.text("userIdentity.arn") == call.text("userIdentity.arn"))
      #expect(
        key.text("userIdentity.accessKeyId") != call.text("userIdentity.accessKeyId"))
      #expect(key.text("requestID") != call.text("requestID"))
      let context = try #require(
        key.value("requestParameters.encryptionContext") as? [String: String])
      let object = try #require(call.text("requestParameters.key"))
      #expect(context == ["aws:s3:arn": "arn:aws:s3:::prod-runner-artifacts/\(object)"])
      let service = key.text("userIdentity.invokedBy")
      #expect(service == key.text("sourceIPAddress") && service == key.text("userAgent"))
      let offset = try seconds(key) - seconds(call)
      #expect(offset == 0 || offset == -1)
    }
  }

  private func seconds(_ record: Fields) throws -> Int {
    try #require(Timestamp(record.text("eventTime") ?? "")).seconds
  }

  @Test func bucketKeysNameTheBucketAndAskSeldom() throws {
    let records = try job(bucketKeys: true) { scenario, runner, caller in
      guard let bucket = runner.tasks?.bucket else { return }
      for number in 0..<60 {
        scenario.getObject("object-\(number)", in: bucket, by: caller, at: start + 700 + number)
      }
    }.records
    let contexts = records.filter { $0.name == "Decrypt" }.compactMap {
      $0.value("requestParameters.encryptionContext") as? [String: String]
    }
    #expect((1...20).contains(contexts.count))
    #expect(Set(contexts) == [["aws:s3:arn": "arn:aws:s3:::prod-runner-artifacts"]])
  }

  @Test func aRunTaskThatStartsNothingStillSucceeds() throws {
    let result = try job { scenario, runner, caller in
      var request = TaskRequest()
      request.failureReason = "RESOURCE:MEMORY"
      #expect(scenario.runTask(runner, request, by: caller, at: start + 610).isEmpty)
    }
    let refused = try #require(result.records.last)
    #expect(refused["errorCode"] == nil)
    #expect((refused.value("responseElements.tasks") as? [Any])?.isEmpty == true)
    let failures = try #require(refused.value("responseElements.failures") as? [Fields])
    #expect(failures.first?.text("reason") == "RESOURCE:MEMORY")
    #expect(result.truth.tasks.count == 1)
  }

  @Test func oneCallCanStartSeveralTasksWithShortARNs() throws {
    let result = try job { scenario, runner, caller in
      var request = TaskRequest()
      request.count = 3
      request.hasShortARN = true
      _ = scenario.runTask(runner, request, by: caller, at: start + 610)
    }
    let run = try #require(result.records.last)
    let tasks = try #require(run.value("responseElements.tasks") as? [Fields])
    #expect(tasks.count == 3)
    for task in tasks {
      let arn = try #require(task.text("taskArn"))
      #expect(arn.firstMatch(of: /:task\/[0-9a-f]{8}-[0-9a-f-]{27}$/) != nil)
    }
    let overrides = try #require(run.value("requestParameters.overrides") as? Fields)
    #expect("\(overrides)".contains("HIDDEN_DUE_TO_SECURITY_REASONS"))
  }
}

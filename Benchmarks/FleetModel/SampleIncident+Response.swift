extension SampleIncident {
  /// The people who answer, each with the role of the response team.
  private struct Team {
    var analyst: Caller
    var engineer: Caller
  }

  /// The five steps of the rotation, with the task role forgotten in the third.
  mutating func respond(to stolen: StolenAccess) {
    let team = assemble()
    reviewLogs(by: team.analyst)
    stop(stolen, by: team.engineer)
    reviewAccessLogs(by: team.analyst)
    revoke(by: team.engineer)
    var replacement = replaceRunner(by: team.engineer)
    useOldAccess(stolen)
    scenario.job(of: replacement, at: "2026-04-14T11:10:08Z")
    rotateKey(for: &replacement, by: team.engineer)
    scenario.job(of: replacement, at: "2026-04-14T11:52:44Z")
    reviewTrust(by: team.analyst)
  }

  private mutating func assemble() -> Team {
    let signIn = scenario.role(
      "AWSReservedSSO_SecurityResponder_5d0c1f2ab3e49786", in: place.account,
      path: "/aws-reserved/sso.amazonaws.com/eu-central-1/")
    let role = scenario.role("incident-responder", in: place.account)
    let callers = ["maria.keller", "jonas.weber"].enumerated().map { number, person in
      scenario.responder(
        person, signIn: signIn, role: role,
        at: ("2026-04-14T10:20:14Z" as Timestamp) + number * 112,
        from: Origin("198.51.100.200", .shell), in: place.region)
    }
    return Team(analyst: callers[0], engineer: callers[1])
  }

  /// Step 1: the runner's logs.
  private mutating func reviewLogs(by analyst: Caller) {
    let group = "/aws/ecs/prod-runner"
    let texts = [
      "fields @timestamp, @message | filter @message like /169.254.170.2/ | sort @timestamp",
      "fields @timestamp, @logStream, @message | filter @message like /(?i)denied|token/",
    ]
    for (number, text) in texts.enumerated() {
      let time = ("2026-04-14T10:24:05Z" as Timestamp) + number * 75
      let query = scenario.startQuery(
        [group], from: "2026-04-14T06:00:00Z", to: "2026-04-14T10:24:00Z", text: text,
        on: production, by: analyst, at: time)
      scenario.getQueryResults(query, on: production, by: analyst, at: time + 12)
      scenario.getQueryResults(query, on: production, by: analyst, at: time + 31)
    }
    scenario.logGroupCall(
      "FilterLogEvents", on: group,
      ["filterPattern": "\"203.0.113.77\"", "startTime": 1_776_146_400_000], of: production,
      by: analyst, at: "2026-04-14T10:28:40Z")
  }

  private mutating func stop(_ stolen: StolenAccess, by engineer: Caller) {
    scenario.describeTasks([stolen.task], of: production, by: engineer, at: "2026-04-14T10:29:10Z")
    scenario.stopTask(
      stolen.task, reason: "incident: not ours", by: engineer, at: "2026-04-14T10:30:02Z")
    scenario.deregisterTaskDefinition(
      stolen.definition, of: production, by: engineer, at: "2026-04-14T10:31:15Z")
  }

  /// Step 2: the access logs of the bucket.
  private mutating func reviewAccessLogs(by analyst: Caller) {
    guard let bucket = production.tasks?.bucket else { return }
    scenario.bucketCall(
      "GetBucketLogging", on: bucket, marker: "logging", by: analyst,
      at: "2026-04-14T10:33:20Z", of: production)
    scenario.listObjects(
      in: accessLogs, prefix: "\(bucket.name)/2026-04-14", by: analyst,
      at: "2026-04-14T10:34:02Z", of: production)
    for number in 0..<4 {
      scenario.getObject(
        "\(bucket.name)/2026-04-14-10-0\(number)-11-\(scenario.generator.hex(16).uppercased())",
        in: accessLogs, size: 18_400, by: analyst,
        at: ("2026-04-14T10:34:30Z" as Timestamp) + number * 6, of: production)
    }
  }

  /// Step 3, first half: sessions of two of the three roles are revoked; the task role is
  /// forgotten.
  private mutating func revoke(by engineer: Caller) {
    guard let tasks = production.tasks else { return }
    for (number, role) in [production.loginRole, tasks.executionRole].enumerated() {
      let time = ("2026-04-14T10:40:12Z" as Timestamp) + number * 37
      scenario.revokeSessions(
        of: role, issuedBefore: time - 2, runner: production, by: engineer, at: time)
    }
  }

  /// Step 3, second half: a new runner id, made with Terraform; the old subject is locked out.
  private mutating func replaceRunner(by engineer: Caller) -> RunnerModel {
    let terraform = Caller(engineer.actor, from: engineer.origin.with(.terraform))
    let replacement = scenario.humanitecRunner(
      "prod-runner-2", in: place,
      encryption: production.tasks?.bucket.encryption ?? .storageManaged,
      path: "/platform/runners/", sharing: production)
    scenario.createRoles(of: replacement, by: terraform, at: "2026-04-14T10:44:09Z")
    createResources(of: replacement, by: terraform, at: "2026-04-14T10:45:20Z")
    scenario.updateTrust(
      of: production.loginRole, to: production.loginTrust(effect: "Deny"), runner: production,
      by: terraform,
      at: "2026-04-14T10:52:31Z")
    scenario.ledger.retire(production, at: "2026-04-14T10:52:31Z")
    scenario.failedLogin(production, at: "2026-04-14T10:58:16Z")
    return replacement
  }

  private mutating func createResources(
    of runner: RunnerModel, by terraform: Caller, at time: Timestamp
  ) {
    guard let tasks = runner.tasks, let key = tasks.key else { return }
    let calls: [(String, String?, JSON)] = [
      (
        "CreateBucket", nil,
        ["CreateBucketConfiguration": ["LocationConstraint": "eu-central-1"]]
      ),
      (
        "PutBucketEncryption", "encryption",
        [
          "ServerSideEncryptionConfiguration": [
            "Rule": [
              "ApplyServerSideEncryptionByDefault": [
                "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": .string(key.arn),
              ], "BucketKeyEnabled": false,
            ]
          ]
        ]
      ),
      ("PutBucketVersioning", "versioning", ["VersioningConfiguration": ["Status": "Enabled"]]),
    ]
    for (number, call) in calls.enumerated() {
      scenario.bucketCall(
        call.0, on: tasks.bucket, marker: call.1, call.2, by: terraform, at: time + number * 2,
        of: runner)
    }
    setLogging(of: tasks.bucket, by: terraform, at: time + 8, for: runner)
    scenario.logGroupCall(
      "CreateLogGroup", on: tasks.logGroup, ["kmsKeyId": .string(key.arn)], of: runner,
      by: terraform, at: time + 10)
    scenario.logGroupCall(
      "PutRetentionPolicy", on: tasks.logGroup, ["retentionInDays": 90], of: runner,
      by: terraform, at: time + 11)
  }

  /// The revoked login is refused; the credentials of the task, which nobody revoked, still work.
  private mutating func useOldAccess(_ stolen: StolenAccess) {
    let production = production
    let login = Caller(stolen.login, from: Self.late)
    scenario.denied(
      "ListTasks", of: "ecs", on: "*", by: login, at: "2026-04-14T10:59:40Z", in: place,
      because: .explicitDeny)
    guard let bucket = production.tasks?.bucket else { return }
    let thief = Caller(stolen.credential, from: Self.late)
    scenario.planting("S09", on: production, "Forgotten credentials still work") { scenario in
      scenario.planting("S02", on: production, "One key from a second address") {
        _ = $0.listObjects(in: bucket, by: thief, at: "2026-04-14T11:02:10Z")
      }
      for number in 0..<6 {
        scenario.getObject(
          "environments/9c1e\(number)f3a/terraform.tfstate", in: bucket, size: 61_000, by: thief,
          at: ("2026-04-14T11:02:40Z" as Timestamp) + number * 33)
      }
    }
  }

  /// Step 4: the key gets new material.
  private mutating func rotateKey(for runner: inout RunnerModel, by engineer: Caller) {
    guard let key = runner.tasks?.key else { return }
    scenario.keyCall(
      "RotateKeyOnDemand", on: key, response: ["keyId": .string(key.arn)], by: engineer,
      at: "2026-04-14T11:20:05Z", of: runner)
    runner.use(scenario.rotateKey(key, at: "2026-04-14T11:26:41Z", of: runner))
  }

  /// Step 5: the trust policies.
  private mutating func reviewTrust(by analyst: Caller) {
    guard let taskRole = production.tasks?.taskRole else { return }
    for (number, (_, role)) in production.roles.enumerated() {
      scenario.roleCall(
        "GetRole", role, of: production, by: analyst,
        at: ("2026-04-14T11:35:12Z" as Timestamp) + number * 21)
    }
    scenario.identityCall(
      "GetOpenIDConnectProvider", ["openIDConnectProviderArn": .string(production.provider)],
      of: production, in: place.account, by: analyst, at: "2026-04-14T11:37:02Z")
    scenario.updateTrust(
      of: taskRole, to: production.taskTrust(.execution), runner: production, by: analyst,
      at: "2026-04-14T11:40:33Z")
  }
}

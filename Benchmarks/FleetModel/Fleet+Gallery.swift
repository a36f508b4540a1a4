extension Fleet {
  /// One attack of each family of the catalogue on one runner: what a detection must find in a
  /// fleet that is otherwise at its usual work.
  mutating func plantGallery(at time: Timestamp) {
    let runner = runners[runners.count - 1]
    guard let tasks = runner.tasks else { return }
    let address = "203.0.113.\(scenario.generator.number(in: 1...254))"
    let login = scenario.planting("F05", on: runner, "Another session name") {
      $0.planting("F09", on: runner, "A session of eight hours") {
        $0.login(
          runner, at: time, from: Origin(address, .attackerShell), lifetime: 28_800,
          sessionName: "botocore-session-1")
      }
    }
    let intruder = Caller(login, from: Origin(address, .attackerShell))
    useSession(of: runner, tasks, by: intruder, at: time + 60)
    useCluster(of: runner, tasks, by: intruder, at: time + 600)
    let person = Caller(
      .user(
        User(
          account: runner.account, name: "mallory", id: "AIDAMALLORYEXAMPLE00",
          accessKeyID: "AKIAMALLORYEXAMPLE00")), from: Origin(address, .attackerShell))
    changeStorage(of: runner, tasks, by: person, at: time + 1_800)
    changeIdentity(of: runner, tasks, by: person, at: time + 2_400)
    blind(runner, tasks, by: person, at: time + 3_000)
  }

  /// S: what is done with the stolen login.
  private mutating func useSession(
    of runner: RunnerModel, _ tasks: RunnerTasks, by intruder: Caller, at time: Timestamp
  ) {
    scenario.planting("S10", on: runner, "A token that outlives the session") {
      $0.call(
        "GetFederationToken", of: "sts", ["name": "x"], by: intruder, at: time, in: runner.place)
    }
    scenario.planting("S05", on: runner, "On to a role of somebody else") {
      $0.denied(
        "AssumeRole", of: "sts", on: "arn:aws:iam::\(runner.account.id):role/admin", by: intruder,
        at: time + 10, in: runner.place)
    }
    scenario.planting("S11", on: runner, "Calls at random") { scenario in
      for (number, service) in ["ec2", "rds", "lambda", "sqs", "sns", "kms"].enumerated() {
        for call in ["ListThings", "DescribeThings"] {
          scenario.denied(
            call, of: service, on: "*", by: intruder, at: time + 20 + number * 8, in: runner.place)
        }
      }
    }
    scenario.planting("I06", on: runner, "A try to change a role") {
      $0.denied(
        "PutRolePolicy", of: "iam", on: tasks.taskRole.arn, by: intruder, at: time + 120,
        in: runner.place.global)
    }
    scenario.planting("O04", on: runner, "A try to start instances") {
      $0.denied("RunInstances", of: "ec2", on: "*", by: intruder, at: time + 140, in: runner.place)
    }
  }

  /// E: what is started with it.
  private mutating func useCluster(
    of runner: RunnerModel, _ tasks: RunnerTasks, by intruder: Caller, at time: Timestamp
  ) {
    scenario.planting("E01", on: runner, "An image from a public hub") {
      $0.planting("E12", on: runner, "A family of another name") {
        _ = $0.registerTaskDefinition(
          runner, family: "helper", image: "docker.io/initech/xmrig:6", by: intruder, at: time)
      }
    }
    scenario.planting("E17", on: runner, "A try to stop a task") {
      $0.denied("StopTask", of: "ecs", on: "*", by: intruder, at: time + 30, in: runner.place)
    }
    var request = TaskRequest()
    request.enablesExec = true
    request.count = 10
    let large = request
    scenario.planting("E08", on: runner, "Tasks that let people in") {
      $0.planting("E11", on: runner, "Ten tasks at once") {
        _ = $0.runTask(runner, large, by: intruder, at: time + 60)
      }
    }
    scenario.planting("E14", on: runner, "A service that starts tasks again and again") {
      $0.call(
        "CreateService", of: "ecs",
        ["cluster": .string(tasks.cluster), "serviceName": "helper", "desiredCount": 2],
        on: runner, by: intruder, at: time + 120, in: runner.place)
    }
  }

  /// D, K: what is done to the state and its key.
  private mutating func changeStorage(
    of runner: RunnerModel, _ tasks: RunnerTasks, by person: Caller, at time: Timestamp
  ) {
    let everybody = JSONWriter.text(of: [
      "Statement": [["Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"]]
    ])
    let calls: [(id: String, call: String, marker: String, request: JSON)] = [
      ("D07", "PutBucketPolicy", "policy", ["bucketPolicy": .string(everybody)]),
      (
        "D11", "PutBucketVersioning", "versioning",
        ["VersioningConfiguration": ["Status": "Suspended"]]
      ),
      ("D14", "PutBucketLogging", "logging", ["BucketLoggingStatus": [:]]),
      (
        "D09", "PutBucketPublicAccessBlock", "publicAccessBlock",
        ["PublicAccessBlockConfiguration": ["BlockPublicAcls": false, "BlockPublicPolicy": false]]
      ),
      (
        "D13", "PutBucketReplication", "replication",
        ["ReplicationConfiguration": ["Rule": ["Destination": ["Account": "999988887777"]]]]
      ),
    ]
    for (number, planted) in calls.enumerated() {
      scenario.planting(planted.id, on: runner, planted.call) {
        $0.bucketCall(
          planted.call, on: tasks.bucket, marker: planted.marker, planted.request, by: person,
          at: time + number * 7, of: runner)
      }
    }
    scenario.planting("D05", on: runner, "A version of the state deleted") {
      $0.deleteObject(
        "environments/1/terraform.tfstate", version: "3HL4", in: tasks.bucket, by: person,
        at: time + 60, of: runner)
    }
    scenario.planting("D15", on: runner, "A state written by hand") {
      $0.putObject(
        "environments/1/terraform.tfstate", in: tasks.bucket, by: person, at: time + 70, of: runner)
    }
    guard let key = tasks.key else { return }
    for (number, planted) in [
      ("K01", "ScheduleKeyDeletion"), ("K02", "DisableKey"), ("K05", "DisableKeyRotation"),
    ].enumerated() {
      scenario.planting(planted.0, on: runner, planted.1) {
        $0.keyCall(planted.1, on: key, by: person, at: time + 90 + number * 5, of: runner)
      }
    }
  }

  /// I: who may become the runner from now on.
  private mutating func changeIdentity(
    of runner: RunnerModel, _ tasks: RunnerTasks, by person: Caller, at time: Timestamp
  ) {
    scenario.planting("I01", on: runner, "Every subject may log in") {
      $0.updateTrust(
        of: runner.loginRole, to: runner.loginTrust(subject: "initech+prod"), runner: runner,
        by: person, at: time)
      $0.updateTrust(
        of: tasks.taskRole,
        to:
          #"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]}"#,
        runner: runner, by: person, at: time + 5)
    }
    scenario.planting("I02", on: runner, "An administrator's policy") {
      $0.roleCall(
        "AttachRolePolicy", tasks.taskRole,
        ["policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"], of: runner, by: person,
        at: time + 20)
    }
    scenario.planting("I04", on: runner, "A provider of one's own") {
      $0.identityCall(
        "CreateOpenIDConnectProvider", ["url": "https://login.initech.example"],
        in: runner.account, by: person, at: time + 40)
    }
  }

  /// L, N: that nobody sees it.
  private mutating func blind(
    _ runner: RunnerModel, _ tasks: RunnerTasks, by person: Caller, at time: Timestamp
  ) {
    let calls: [(id: String, service: String, call: String, request: JSON)] = [
      ("L01", "cloudtrail", "StopLogging", ["name": "main"]),
      ("L03", "cloudtrail", "UpdateTrail", ["name": "main", "isMultiRegionTrail": false]),
      ("L08", "guardduty", "UpdateDetector", ["detectorId": "12abc34d", "enable": false]),
      ("L09", "ec2", "DeleteFlowLogs", ["DeleteFlowLogsRequest": ["FlowLogId": "fl-1"]]),
      ("N02", "ec2", "DeleteVpcEndpoints", ["DeleteVpcEndpointsRequest": ["VpcEndpointId": "x"]]),
      (
        "N01", "ec2", "AuthorizeSecurityGroupIngress",
        [
          "groupId": .string(tasks.securityGroup),
          "ipPermissions": ["items": [["ipRanges": ["items": [["cidrIp": "0.0.0.0/0"]]]]]],
        ]
      ),
      ("O05", "organizations", "LeaveOrganization", [:]),
    ]
    for (number, planted) in calls.enumerated() {
      scenario.planting(planted.id, on: runner, planted.call) {
        $0.call(
          planted.call, of: planted.service, planted.request, by: person, at: time + number * 6,
          in: runner.place)
      }
    }
    scenario.planting("L07", on: runner, "The log group deleted") {
      $0.logGroupCall("DeleteLogGroup", on: tasks.logGroup, of: runner, by: person, at: time + 60)
    }
  }
}

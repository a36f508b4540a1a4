extension Neighbourhood {
  /// One harmless record that a careless scanner takes for something else.
  mutating func makeTrap(at time: Timestamp, in scenario: inout Scenario) {
    switch scenario.generator.below(7) {
    case 0: putPolicy(at: time, in: &scenario)
    case 1: createStack(at: time, in: &scenario)
    case 2: nestedEvent(at: time, in: &scenario)
    case 3: needlesInText(at: time, in: &scenario)
    case 4: untypedServiceEvent(at: time, in: &scenario)
    case 5: linkedRole(at: time, in: &scenario)
    default: consoleLogin(at: time, in: &scenario)
    }
  }

  /// A policy document: JSON in a string, full of quotes, braces and the names of calls.
  private mutating func putPolicy(at time: Timestamp, in scenario: inout Scenario) {
    let (caller, place) = caller(.user, at: time, in: &scenario)
    var statements: [JSON] = []
    for number in 0...scenario.generator.number(in: 4...24) {
      statements.append([
        "Sid": "Statement\(number)", "Effect": "Allow",
        "Action": ["kms:Decrypt", "s3:GetObject", "ecs:RunTask", "sts:AssumeRoleWithWebIdentity"],
        "Resource": "arn:aws:s3:::acme-exports/{team}/\(scenario.generator.hex(6))/*",
        "Condition": ["StringEquals": ["aws:PrincipalTag/team": "${aws:PrincipalTag/team}"]],
      ])
    }
    let document: JSON = ["Version": "2012-10-17", "Statement": .array(statements)]
    scenario.identityCall(
      "PutRolePolicy",
      [
        "roleName": "orders-worker", "policyName": "inline",
        "policyDocument": .string(JSONWriter.text(of: document)),
      ], in: place.account, by: caller, at: time)
  }

  /// A template whose braces do not even balance.
  private mutating func createStack(at time: Timestamp, in scenario: inout Scenario) {
    let (caller, place) = caller(.person, at: time, in: &scenario)
    var record = scenario.record(
      "CreateStack", of: "cloudformation", by: caller, at: time, in: place)
    record.request = [
      "stackName": "demo-\(scenario.generator.hex(6))",
      "description": "}]}{[{\"\\ a path like C:\\temp\\, a tab\there, naïve façade, 你好, 🙂",
      "parameters": [
        ["parameterKey": "Pattern", "parameterValue": "^\\{\"eventName\":\"RunTask\"\\}$"]
      ],
      "capabilities": ["CAPABILITY_IAM"],
    ]
    record.response = [
      "stackId": "arn:aws:cloudformation:\(place.region.name):\(place.account.id):stack/demo/x"
    ]
    scenario.emit(record)
  }

  /// Another event's own keys, nested in the parameters and the response.
  private mutating func nestedEvent(at time: Timestamp, in scenario: inout Scenario) {
    let (caller, place) = caller(.function, at: time, in: &scenario)
    var record = scenario.record(
      "BatchImportFindings", of: "securityhub", by: caller, at: time, in: place)
    let nested: JSON = [
      "eventSource": "kms.amazonaws.com", "eventName": "Decrypt",
      "eventID": .string(scenario.generator.uuid()), "awsRegion": "eu-west-3",
      "userIdentity": ["accessKeyId": .string(scenario.generator.temporaryKeyID())],
    ]
    record.request = ["findings": [["schemaVersion": "2018-10-08", "detail": nested]]]
    record.response = ["successCount": 1, "failedCount": 0, "echo": nested]
    scenario.emit(record)
  }

  /// The needles of a prefilter, as text of other calls.
  private mutating func needlesInText(at time: Timestamp, in scenario: inout Scenario) {
    let (caller, place) = caller(.user, at: time, in: &scenario)
    var record = scenario.record("CreateTags", of: "ec2", by: caller, at: time, in: place)
    record.request = [
      "resourcesSet": ["items": [["resourceId": .string(scenario.generator.resourceID("i"))]]],
      "tagSet": [
        "items": [
          ["key": "note", "value": "\"eventName\":\"AssumeRoleWithWebIdentity\""],
          ["key": "s3.amazonaws.com", "value": "kms.amazonaws.com"],
          ["key": "eventSource", "value": "s3.amazonaws.com"],
        ]
      ],
    ]
    record.response = [
      "requestId": .string(scenario.generator.uuid()), "_return": true,
    ]
    scenario.emit(record)
  }

  /// A service event: `userIdentity` without a type.
  private mutating func untypedServiceEvent(at time: Timestamp, in scenario: inout Scenario) {
    let (_, place) = caller(.instance, at: time, in: &scenario)
    let service = "secretsmanager.amazonaws.com"
    var record = scenario.record(
      "StartSecretVersionDelete", of: "secretsmanager",
      by: Caller(.nobody(account: place.account, service: service), from: .service(service)),
      at: time, in: place)
    record.requestID = nil
    record.type = "AwsServiceEvent"
    record.additional = ["Name": "orders/db"]
    scenario.emit(record)
  }

  /// A service acts through its service-linked role: a session without an access key.
  private mutating func linkedRole(at time: Timestamp, in scenario: inout Scenario) {
    let (_, place) = caller(.instance, at: time, in: &scenario)
    let service = "autoscaling.amazonaws.com"
    let role = Role(
      account: place.account, path: "/aws-service-role/\(service)/",
      name: "AWSServiceRoleForAutoScaling", id: "AROAAUTOSCALE0EXAMPLE")
    var record = scenario.record(
      "DescribeInstanceStatus", of: "ec2",
      by: Caller(
        .serviceLinked(role, session: "AutoScaling", service: service, since: time - 60),
        from: .service(service)), at: time, in: place)
    record.request = [
      "instancesSet": ["items": [["instanceId": .string(scenario.generator.resourceID("i"))]]],
      "filterSet": [:], "includeAllInstances": true,
    ]
    record.sharedEventID = scenario.generator.uuid()
    scenario.emit(record)
  }

  /// A console sign-in, whose failure stands in the response.
  private mutating func consoleLogin(at time: Timestamp, in scenario: inout Scenario) {
    let (caller, place) = caller(.user, at: time, in: &scenario)
    var record = scenario.record("ConsoleLogin", of: "signin", by: caller, at: time, in: place)
    record.type = "AwsConsoleSignIn"
    let failed = scenario.generator.chance(perMille: 200)
    if failed { record.failure = Record.Failure("Failed authentication") }
    record.response = ["ConsoleLogin": failed ? "Failure" : "Success"]
    record.additional = [
      "LoginTo": "https://console.aws.amazon.com/console/home", "MobileVersion": "No",
      "MFAUsed": "Yes",
    ]
    scenario.emit(record)
  }
}

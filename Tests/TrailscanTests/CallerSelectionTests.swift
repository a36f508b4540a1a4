import Foundation
import Testing

/// Selectors that look inside a record: who called, with which key, from where, what, how it ended.
@Suite struct CallerSelectionTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func selected(
    _ arguments: [String], of records: [LoggedRecord],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [Int] {
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run(["events", "log.json"] + arguments, in: folder)
    run.expectSuccess(sourceLocation: sourceLocation)
    let lines = run.lines
    return records.filter { lines.contains($0.json) }.map(\.number)
  }

  private static let role =
    #"{"type":"AssumedRole","principalId":"AROAEXAMPLE:job-7","#
    + #""arn":"arn:aws:sts::111122223333:assumed-role/deploy/job-7","accessKeyId":"ASIAUSEDEXAMPLE","#
    + #""sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE","#
    + #""arn":"arn:aws:iam::111122223333:role/ci/deploy","userName":"deploy"}}}"#

  private let callers = [
    LoggedRecord(number: 1, identity: Self.role),
    LoggedRecord(number: 2),
    LoggedRecord(
      number: 3, service: "sts.amazonaws.com", call: "AssumeRoleWithWebIdentity",
      identity: #"{"type":"WebIdentityUser","userName":"acme+prod"}"#,
      more: #","responseElements":{"credentials":{"accessKeyId":"ASIAISSUEDEXAMPLE"}}"#),
    LoggedRecord(
      number: 4, service: "iam.amazonaws.com", call: "UpdateAccessKey",
      more: #","requestParameters":{"accessKeyId":"AKIATARGETEXAMPLE","status":"Inactive"}"#),
    LoggedRecord(
      number: 5, service: "iam.amazonaws.com", call: "CreateAccessKey",
      more: #","responseElements":{"accessKey":{"accessKeyId":"AKIATARGETEXAMPLE"}}"#),
    LoggedRecord(
      number: 6, identity: #"{"type":"AWSService","invokedBy":"ecs-tasks.amazonaws.com"}"#),
  ]

  @Test(
    arguments: zip(
      [
        "arn:aws:sts::111122223333:assumed-role/deploy/job-7", "deploy",
        "arn:aws:iam::111122223333:role/ci/deploy", "job-?", "ann", "acme+prod",
        "ecs-tasks.amazonaws.com", "*:user/*", "!ann,!deploy", "AROAEXAMPLE",
      ],
      [[1], [1], [1], [1], [2, 4, 5], [3], [6], [2, 4, 5], [3, 6], [1]]))
  func aPrincipalMatchesByArnNameOrIssuingRole(_ name: String, _ expected: [Int]) throws {
    #expect(try selected(["--principal", name], of: callers) == expected)
  }

  @Test(
    arguments: zip(
      ["ASIAUSEDEXAMPLE", "ASIAISSUEDEXAMPLE", "AKIATARGETEXAMPLE", "ASIA*"],
      [[1], [3], [4, 5], [1, 3]]))
  func aKeyMatchesAsUsedAsIssuedAndAsTarget(_ key: String, _ expected: [Int]) throws {
    #expect(try selected(["--key", key], of: callers) == expected)
  }

  private let addresses = [
    LoggedRecord(number: 1, address: "203.0.113.7"),
    LoggedRecord(number: 2, address: "203.0.113.70"),
    LoggedRecord(number: 3, address: "10.0.0.1"),
    LoggedRecord(number: 4, address: "2001:db8:0:0::7"),
    LoggedRecord(number: 5, address: "ecs-tasks.amazonaws.com"),
    LoggedRecord(number: 6, address: "AWS Internal"),
  ]

  @Test(
    arguments: zip(
      [
        "203.0.113.7", "203.0.113.0/24", "203.0.113.0/24,!203.0.113.7", "2001:db8::/32",
        "2001:db8::7", "0.0.0.0/0", "10.0.0.0/8,2001:db8::7", "@nets.txt",
        "0.0.0.0/0,!@nets.txt",
      ],
      [[1], [1, 2], [2], [4], [4], [1, 2, 3], [3, 4], [2, 3], [1]]))
  func anAddressMatchesByItselfItsNetworkOrAFile(_ option: String, _ expected: [Int]) throws {
    try folder.write("# office\n203.0.113.64/26  # desk\r\n\n10.0.0.1\n", to: "nets.txt")
    #expect(try selected(["--ip", option], of: addresses) == expected)
  }

  @Test func aBadLineInAnAddressFileIsNamed() throws {
    try folder.write("10.0.0.1\nten\n", to: "nets.txt")
    try Trailscan.run(["events", ".", "--ip", "@nets.txt"], in: folder).expectUsageFault("'ten'")
  }

  private let things = [
    LoggedRecord(
      number: 1, more: #","requestParameters":{"bucketName":"state","key":"prod/tf.json"}"#),
    LoggedRecord(
      number: 2, service: "kms.amazonaws.com", call: "Decrypt",
      more: #","resources":[{"ARN":"arn:aws:kms:eu-central-1:111122223333:key/0a1b"}]"#),
    LoggedRecord(
      number: 3, service: "ecs.amazonaws.com", call: "RunTask",
      more: #","responseElements":{"tasks":[{"taskArn":"arn:aws:ecs:eu:1:task/c/5f0c"}]}"#),
    LoggedRecord(number: 4, more: #","requestParameters":{"bucketName":"stately"}"#),
    LoggedRecord(
      number: 5, service: "iam.amazonaws.com", call: "GetRole",
      more: #","requestParameters":{"roleName":"deploy"}"#),
    LoggedRecord(
      number: 6, service: "ecs.amazonaws.com", call: "StopTask",
      more: #","responseElements":{"task":{"taskArn":"arn:aws:ecs:eu:1:task/c/5f0c"}}"#),
  ]

  @Test(
    arguments: zip(
      [
        "state", "state/prod/*", "0a1b", "arn:aws:kms:*", "5f0c", "deploy", "state*",
        "!state*,!0a1b,!5f0c", "arn:aws:ecs:eu:1:task/c/5f0c",
      ],
      [[1], [1], [2], [2], [3, 6], [5], [1, 4], [5], [3, 6]]))
  func aResourceMatchesByWhatItIsCalled(_ name: String, _ expected: [Int]) throws {
    #expect(try selected(["--resource", name], of: things) == expected)
  }

  private let endings = [
    LoggedRecord(number: 1),
    LoggedRecord(number: 2, more: #","errorCode":"AccessDenied""#),
    LoggedRecord(number: 3, more: #","errorCode":"Client.UnauthorizedOperation""#),
    LoggedRecord(number: 4, more: #","errorCode":"ThrottlingException""#),
    LoggedRecord(number: 5, more: #","errorCode":"NoSuchKey""#),
    LoggedRecord(number: 6, more: #","errorCode":"ValidationException""#),
    LoggedRecord(
      number: 7, service: "ecs.amazonaws.com", call: "RunTask",
      more: #","responseElements":{"tasks":[],"failures":[{"reason":"RESOURCE:MEMORY"}]}"#),
    LoggedRecord(
      number: 8, service: "ecs.amazonaws.com", call: "RunTask",
      more: #","responseElements":{"tasks":[{"taskArn":"t"}],"failures":[]}"#),
  ]

  @Test(
    arguments: zip(
      ["success", "denied", "throttled", "notFound", "error", "!success", "denied,notfound"],
      [[1, 8], [2, 3], [4], [5], [6, 7], [2, 3, 4, 5, 6, 7], [2, 3, 5]]))
  func anOutcomeIsJudgedAndARunTaskThatStartedNothingIsAnError(
    _ outcome: String, _ expected: [Int]
  ) throws {
    #expect(try selected(["--outcome", outcome], of: endings) == expected)
  }

  private let kinds = [
    LoggedRecord(number: 1, more: #","eventCategory":"Data""#),
    LoggedRecord(number: 2, more: #","eventCategory":"Management""#),
    LoggedRecord(number: 3, more: #","requestParameters":{"bucketName":"b","key":"k"}"#),
    LoggedRecord(number: 4, more: #","requestParameters":{"bucketName":"b"}"#),
    LoggedRecord(number: 5, more: #","eventCategory":"NetworkActivity""#),
  ]

  @Test(
    arguments: zip(
      ["data", "Management", "!data", "NetworkActivity"],
      [[1, 3], [2, 4], [2, 4, 5], [5]]))
  func aCategoryIsReadOrFollowsFromTheCall(_ name: String, _ expected: [Int]) throws {
    #expect(try selected(["--category", name], of: kinds) == expected)
  }
}

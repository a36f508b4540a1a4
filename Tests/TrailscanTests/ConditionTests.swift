import Foundation
import Testing

/// `--where`, `--runner` and the ways in which selectors join.
@Suite struct ConditionTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private let records = [
    LoggedRecord(number: 1, more: #","requestParameters":{"bucketName":"prod-state","size":7}"#),
    LoggedRecord(number: 2, more: #","requestParameters":{"bucketName":"dev-state","size":70}"#),
    LoggedRecord(number: 3, call: "PutObject", more: #","errorCode":"AccessDenied""#),
    LoggedRecord(number: 4, service: "iam.amazonaws.com", call: "GetRole"),
  ]

  private func selected(_ arguments: [String]) throws -> [Int] {
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run(["events", "log.json"] + arguments, in: folder)
    run.expectSuccess()
    return records.filter { run.lines.contains($0.json) }.map(\.number)
  }

  @Test(
    arguments: zip(
      [
        ["requestParameters.bucketName|startswith: prod-"], ["eventName: [PutObject, GetRole]"],
        ["requestParameters.size|gt: 10"], ["errorCode: null"],
        ["requestParameters.bucketName|endswith: state", "requestParameters.size|lte: 7"],
        ["{eventName: PutObject, errorCode: AccessDenied}"], ["eventName|re: '^Get.*e$'"],
      ],
      [[1], [3, 4], [2], [1, 2, 4], [1], [3], [4]]))
  func aSigmaSelectionNarrowsAndSeveralAreJoined(
    _ conditions: [String], _ expected: [Int]
  ) throws {
    #expect(try selected(conditions.flatMap { ["--where", $0] }) == expected)
  }

  @Test(
    arguments: [
      "eventName|startwith: Get", "eventName|re: '(['", "eventName: [", "requestParameters|cidr: x",
    ])
  func aBadConditionShowsTheLineAndACaret(_ condition: String) throws {
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run(["events", "log.json", "--where", condition], in: folder)
    run.expectUsageFault(condition)
    #expect(run.errorLines.contains { $0.wholeMatch(of: /[ |0-9]*\^+.*/) != nil }, "\(run.error)")
  }

  @Test(
    arguments: zip(
      [
        "trailscan.outcome: denied", "trailscan.eventName: GetRole",
        "{trailscan.isService: 'false', trailscan.outcome|neq: success}",
        "[{trailscan.actor|endswith: nobody}, {trailscan.eventName: PutObject}]",
        "trailscan.address|cidr: 0.0.0.0/0",
      ], [[3], [4], [3], [3], [1, 2, 3, 4]]))
  func whatARecordTellsMayBeAskedFor(_ condition: String, _ expected: [Int]) throws {
    #expect(try selected(["--where", condition]) == expected)
  }

  /// What takes an analysis is refused, and not taken for true.
  @Test(arguments: [
    "events", "timeline", "runners", "sessions", "findings", "coverage", "incidents", "reach",
    "report", "playbook run", "explain abcdef",
  ])
  func whatNoRecordTellsIsAFault(_ command: String) throws {
    try folder.write(records.logFile, to: "log.json")
    let words = command.split(separator: " ").map(String.init)
    let run = try Trailscan.run(
      words + [
        "log.json", "--where", "trailscan.runner: prod", "--where", "{trailscan.otcome: x}",
        "--where", "requestParameters.bucketName|expand: '%runner.buckets%'",
      ], in: folder)
    run.expectUsageFault(
      "--where:1:1: no record alone tells 'trailscan.runner'", "trailscan.outcome",
      "--runner", "unknown field 'trailscan.otcome'; did you mean 'trailscan.outcome'?",
      "nothing is known to stand for '%runner.buckets%'")
    #expect(run.output.isEmpty)
  }

  @Test func aFieldThatCloudTrailDoesNotHaveIsWarnedOf() throws {
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run(["events", "log.json", "--where", "evntName: GetRole"], in: folder)
    run.expectSuccess()
    #expect(run.error.contains("CloudTrail has no field 'evntName'; did you mean 'eventName'?"))
  }

  @Test func allFaultsOfAllConditionsAreShownAtOnce() throws {
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run(
      ["events", "log.json", "--where", "a|bogus: 1", "--where", "b|fake: 2"], in: folder)
    run.expectUsageFault("bogus", "fake")
  }

  @Test func selectorsOfDifferentKindsAllHaveToAgree() throws {
    #expect(
      try selected(["--event", "Get*", "--service", "s3", "--where", "requestParameters.size: 70"])
        == [2])
    #expect(try selected(["--event", "Get*", "--outcome", "denied"]) == [])
  }

  @Test func outcomeAndPlaceNarrowTheFamilies() throws {
    #expect(try selected(["--outcome", "success"]) == [1, 2])
    #expect(try selected(["--outcome", "success", "--all"]) == [1, 2, 4])
  }

  @Test func aRunnerSelectsWhatIsOnItsTimeline() throws {
    let logs = Trailscan.sample + "/AWSLogs"
    let entries = try Trailscan.run(["timeline", logs, "--runner", "prod-runner"], in: folder)
    let events = try Trailscan.run(["events", logs, "--runner", "prod-runner"], in: folder)
    events.expectSuccess()
    let expected = Set(try entries.records().map(\.id))
    #expect(!expected.isEmpty)
    #expect(Set(try events.records().map(\.id)) == expected)
    #expect(events.lines.count == expected.count)
    _ = try events.expectAccount()
  }

  @Test func anUnknownRunnerSelectsNothing() throws {
    let run = try Trailscan.run(["events", Trailscan.sample, "--runner", "nobody"], in: folder)
    run.expectSuccess()
    expectSame(run.output, "")
  }
}

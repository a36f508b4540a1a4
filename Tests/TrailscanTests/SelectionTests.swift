import Foundation
import Testing

/// Every selector of `events`, on records that differ in one thing each.
@Suite struct SelectionTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// The numbers of the records that a selection writes, out of `records`.
  private func selected(
    _ arguments: [String], of records: [LoggedRecord],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [Int] {
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run(["events", "log.json"] + arguments, in: folder)
    run.expectSuccess(sourceLocation: sourceLocation)
    let account = try run.expectAccount(sourceLocation: sourceLocation)
    #expect(account.read == records.count, sourceLocation: sourceLocation)
    let lines = run.lines
    return records.filter { lines.contains($0.json) }.map(\.number)
  }

  // MARK: Time

  private let seconds = LoggedRecord.several(5)

  @Test(
    arguments: zip(
      [
        ["--from", "2026-03-02T09:00:03Z"], ["--to", "2026-03-02T09:00:03Z"],
        ["--from", "2026-03-02T09:00:02Z", "--to", "2026-03-02T09:00:04Z"],
        ["--from", "2026-03-02"], ["--to", "2026-03-02"], ["--to", "2026-03-03"],
        ["--from", "1772442003"], ["--from", "2026-03-02T10:00:03+01:00"],
        ["--to", "2026-03-02T04:00:03-05:00"], ["--from", "2026-03-02T09:01"],
      ],
      [
        [3, 4, 5], [1, 2], [2, 3], [1, 2, 3, 4, 5], [], [1, 2, 3, 4, 5], [3, 4, 5], [3, 4, 5],
        [1, 2], [],
      ]))
  func timesAreHalfOpen(_ arguments: [String], _ expected: [Int]) throws {
    #expect(try selected(arguments, of: seconds) == expected)
  }

  @Test(arguments: ["--since", "--start-time", "--timeline-start"])
  func whatPeopleTypeForFromWorks(_ option: String) throws {
    #expect(try selected([option, "2026-03-02T09:00:04Z"], of: seconds) == [4, 5])
  }

  @Test(arguments: ["--until", "--end-time", "--timeline-end"])
  func whatPeopleTypeForToWorks(_ option: String) throws {
    #expect(try selected([option, "2026-03-02T09:00:02Z"], of: seconds) == [1])
  }

  @Test func shortPathOptionsOfOtherToolsWork() throws {
    try folder.write(seconds.logFile, to: "logs/log.json")
    for arguments in [["-d", "logs"], ["-f", "logs/log.json"], ["-d", "logs", "-t", "2"]] {
      expectSame(
        try Trailscan.run(["events"] + arguments, in: folder).output, seconds.lines)
    }
  }

  @Test(
    arguments: zip(
      ["2s", "1h30m", "2w"],
      [[3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]))
  func lastCountsFromTheNewestRecord(_ length: String, _ expected: [Int]) throws {
    #expect(try selected(["--last", length], of: seconds) == expected)
  }

  @Test func aroundATimeReachesToBothSides() throws {
    let around = ["--around", "2026-03-02T09:00:03Z"]
    #expect(try selected(around + ["--window", "1s"], of: seconds) == [2, 3, 4])
    #expect(try selected(around, of: seconds) == [1, 2, 3, 4, 5])
  }

  @Test func aroundAnEventReachesToBothSides() throws {
    let around = ["--around", seconds[3].id, "--window", "1s"]
    #expect(try selected(around, of: seconds) == [3, 4, 5])
  }

  @Test func aroundAnUnknownEventIsAFault() throws {
    try folder.write(seconds.logFile, to: "log.json")
    try Trailscan.run(["events", "log.json", "--around", "no-such-id"], in: folder)
      .expectUsageFault("no-such-id")
  }

  @Test(arguments: [["--last", "1h"], ["--around", "no-such-id"], ["--runner", "a"]])
  func whatNeedsTheInputTwiceIsRefusedForStandardInput(_ arguments: [String]) throws {
    try Trailscan.run(["events", "-"] + arguments, in: folder).expectUsageFault(
      "standard input", arguments[0])
  }

  @Test func aRecordWithoutATimeIsInNoWindowButInTheWhole() throws {
    var record = seconds[0]
    record.time = "soon"
    #expect(try selected(["--from", "2020-01-01"], of: [record, seconds[1]]) == [2])
    #expect(try selected([], of: [record, seconds[1]]) == [1, 2])
  }

  // MARK: Names

  private let calls = [
    LoggedRecord(number: 1, call: "GetObject"),
    LoggedRecord(number: 2, call: "PutObject"),
    LoggedRecord(number: 3, service: "iam.amazonaws.com", call: "GetRole"),
    LoggedRecord(number: 4, service: "lambda.amazonaws.com", call: "Invoke20150331"),
    LoggedRecord(number: 5, service: "kms.amazonaws.com", call: "Decrypt", region: "us-east-1"),
    LoggedRecord(number: 6, call: "GetObject", account: "444455556666"),
  ]

  @Test(
    arguments: zip(
      [
        ["--event", "GetObject"], ["--event", "Get*"], ["--event", "getobject,PutObject"],
        ["--event", "Get*,!GetRole"], ["--event", "!Get*"], ["--event", "Invoke"],
        ["--event", "GetObject", "--event", "Decrypt"], ["--service", "s3"],
        ["--service", "kms.amazonaws.com,iam"], ["--service", "!s3"], ["--service", "s*"],
        ["--account", "444455556666"], ["--account", "!444455556666"],
        ["--region", "us-east-1"], ["--region", "eu-*"], ["--event", "Get*", "--service", "iam"],
        ["--all", "--account", "1111*"],
      ],
      [
        [1, 6], [1, 3, 6], [1, 2, 6], [1, 6], [2, 4, 5], [4], [1, 5, 6], [1, 2, 6], [3, 5],
        [3, 4, 5], [1, 2, 6], [6], [1, 2, 5], [5], [1, 2, 6], [3], [1, 2, 3, 4, 5],
      ]))
  func namesTakeListsWildcardsAndNegation(_ arguments: [String], _ expected: [Int]) throws {
    #expect(try selected(arguments, of: calls) == expected)
  }
}

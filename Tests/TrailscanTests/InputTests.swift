import Foundation
import Testing

/// Which files are found and read, and what becomes of the others.
@Suite struct InputTests {
  private let folder: TestFolder
  private let records = LoggedRecord.several(3)

  init() throws { folder = try TestFolder() }

  /// A name is bytes, and need not be text; two may look the same.
  @Test func pathsThatAreNoTextCanBeNamed() throws {
    for (number, name) in [#"a\377.json"#, #"a\376.json"#].enumerated() {
      try folder.write([LoggedRecord(number: number + 1)].logFile, to: "log")
      let made = try Trailscan.shell(
        "mkdir -p odd && mv log \"odd/$(printf '\(name)')\"", in: folder)
      // Some file systems take text alone.
      if made.code != 0 { return }
    }
    let records = (1...2).map { LoggedRecord(number: $0) }
    for command in ["events odd/*", "events odd", "events --all \"odd/$(printf 'a\\377.json')\""] {
      let run = try Trailscan.shell("trailscan \(command) -q", in: folder)
      run.expectSuccess()
      let expected = command.contains("377") ? [records[0]] : records
      #expect(Set(run.lines) == Set(expected.map(\.json)), "\(command)")
    }
  }

  @Test func standardInput() throws {
    let input = try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run(["events", "-"], in: folder, input: input)
    run.expectSuccess()
    expectSame(run.output, records.lines)
  }

  @Test func compressedStandardInput() throws {
    let input = try folder.compress(records.logFile, to: "log.json.gz")
    let run = try Trailscan.run(["events", "-"], in: folder, input: input)
    run.expectSuccess()
    expectSame(run.output, records.lines)
  }

  @Test func aPipeAsStandardInput() throws {
    try folder.compress(records.logFile, to: "log.json.gz")
    let run = try Trailscan.shell("cat log.json.gz | trailscan events -", in: folder)
    run.expectSuccess()
    expectSame(run.output, records.lines)
  }

  @Test func severalPathsOneOfThemStandardInput() throws {
    let input = try folder.write([records[0]].logFile, to: "a.json")
    try folder.write([records[1]].lines, to: "b.json")
    try folder.compress([records[2]].logFile, to: "c/c.json.gz")
    let run = try Trailscan.run(["events", "c", "-", "b.json"], in: folder, input: input)
    run.expectSuccess()
    #expect(Set(run.lines) == Set(records.map(\.json)))
    #expect(try run.expectAccount().files == 3)
  }

  @Test func theContentTellsWhatAFileIsNotItsName() throws {
    try folder.compress(records.logFile, to: "plain.txt")
    try folder.write(records.logFile, to: "packed.json.gz")
    for name in ["plain.txt", "packed.json.gz"] {
      let run = try Trailscan.run(["events", name], in: folder)
      run.expectSuccess()
      expectSame(run.output, records.lines)
    }
  }

  @Test func gzipMembersOneAfterAnother() throws {
    try folder.compress([records[0]].lines, to: "a.gz")
    try folder.compress([records[1], records[2]].lines, to: "b.gz")
    try folder.sh("cat a.gz b.gz > both.gz")
    let run = try Trailscan.run(["events", "both.gz"], in: folder)
    run.expectSuccess()
    expectSame(run.output, records.lines)
  }

  @Test func aFileThatIsNamedTwiceIsReadOnce() throws {
    try folder.write(records.logFile, to: "a.json")
    let run = try Trailscan.run(["events", "a.json", "a.json"], in: folder)
    expectSame(run.output, records.lines)
    #expect(try run.expectAccount().read == 3)
  }

  @Test func aCopyOfAFileGivesDuplicates() throws {
    try folder.write(records.logFile, to: "a.json")
    try folder.write(records.logFile, to: "b.json")
    let run = try Trailscan.run(["events", "."], in: folder)
    expectSame(run.output, records.lines)
    #expect(try run.expectAccount().duplicates == 3)
  }

  @Test func otherFilesOfABucketAreSkippedAndCounted() throws {
    try folder.write(records.logFile, to: "AWSLogs/1/CloudTrail/log.json")
    try folder.write(
      #"{"digestS3Object":"d","logFiles":[{"s3Object":"a","hashValue":"00"}]}"#,
      to: "AWSLogs/1/CloudTrail-Digest/digest.json")
    try folder.write(
      #"{"Records":[{"eventVersion":"1.07","eventType":"AwsCloudTrailInsight","insightDetails":{"#
        + #""eventSource":"s3.amazonaws.com","eventName":"GetObject"}}]}"#,
      to: "AWSLogs/1/CloudTrail-Insight/insight.json")
    try folder.write(
      #"{"fileVersion":"1.0","configurationItems":[{"resourceId":"b"}]}"#,
      to: "AWSLogs/1/Config/config.json")
    try folder.write("# What this is\n", to: "README.md")
    try folder.write(#"{"name":"x","Records":7}"#, to: "other.json")
    let run = try Trailscan.run(["events", "."], in: folder)
    run.expectSuccess()
    expectSame(run.output, records.lines)
    expectSame(
      run.error,
      "files: 1 read, 1 digest, 1 insight, 1 AWS Config file and 2 other files skipped, 0 damaged; "
        + "records: 3 read = 3 matched\n")
  }

  @Test func aFileThatIsNamedAndNoLogIsSaidToBeNone() throws {
    try folder.write("# What this is\n", to: "README.md")
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run(["events", "README.md", "log.json"], in: folder)
    run.expectCode(3)
    run.expectError(["not a log: README.md"])
    expectSame(run.output, records.lines)
  }

  @Test func aFileNameThatIsNoUTF8() throws {
    try folder.write(records.logFile, to: "log.json")
    try folder.sh(#"mkdir odd && mv log.json "odd/$(printf 'a\377\001.json')""#)
    let run = try Trailscan.run(["events", "odd"], in: folder)
    run.expectSuccess()
    expectSame(run.output, records.lines)
  }

  @Test func aDamagedFileWithAnOddNameIsNamedVisibly() throws {
    try folder.write("{\"Records\":[{", to: "log.json")
    try folder.sh(#"mkdir odd && mv log.json "odd/$(printf 'a\033[31m\377.json')""#)
    let run = try Trailscan.run(["events", "odd"], in: folder)
    run.expectCode(3)
    #expect(!run.error.contains("\u{1B}"))
    run.expectError(["odd/a", "[31m"])
  }

  @Test func aLinkToAFolderIsNotFollowedBelowAFolder() throws {
    try folder.write(records.logFile, to: "logs/log.json")
    try folder.write([LoggedRecord(number: 9)].logFile, to: "elsewhere/log.json")
    try folder.sh("ln -s ../elsewhere logs/link && ln -s . logs/circle && ln -s nowhere logs/lost")
    let run = try Trailscan.run(["events", "logs"], in: folder)
    run.expectSuccess()
    expectSame(run.output, records.lines)
  }

  @Test func aLinkThatIsNamedIsFollowedAndSoIsALinkToAFile() throws {
    try folder.write(records.logFile, to: "elsewhere/log.json")
    try folder.sh("ln -s elsewhere link && mkdir logs && ln -s ../elsewhere/log.json logs/log.json")
    for path in ["link", "logs"] {
      let run = try Trailscan.run(["events", path], in: folder)
      run.expectSuccess()
      expectSame(run.output, records.lines)
    }
  }

  @Test(arguments: ["events", "sessions"])
  func aMissingPathIsNamedAndTheRestIsRead(_ command: String) throws {
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run([command, "missing/here", "log.json"], in: folder)
    run.expectCode(3)
    run.expectError(["missing/here", "no such file", "; 1 path unreadable"])
    #expect(try run.expectAccount().read == 3)
  }

  /// Whoever reads only the report learns of it as well.
  @Test func theReportNamesWhatCouldNotBeRead() throws {
    try folder.write(records.logFile, to: "log.json")
    let command = ["report", "missing/here", "log.json", "-q"]
    let page = try Trailscan.run(command, in: folder)
    page.expectCode(3)
    #expect(page.output.contains("file `missing/here`: cannot open it: no such file"))
    let json = try Trailscan.run(command + ["--format", "json"], in: folder)
    json.expectCode(3)
    let report = try Fields(json: json.output)
    let summary = try #require(report["summary"] as? [String: Any])
    #expect(summary["unreadable"] as? Int == 1)
    let troubles = try #require(summary["troubles"] as? [[String: Any]])
    #expect(troubles.map { $0["file"] as? String } == ["missing/here"])
  }

  @Test(arguments: ["events", "sessions"])
  func strictStopsAtAMissingPath(_ command: String) throws {
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run([command, "log.json", "missing/here", "--strict"], in: folder)
    run.expectCode(3)
    expectSame(run.output, "")
    run.expectError(["missing/here", "no such file"])
  }

  @Test func anEmptyFolderIsAnAnswer() throws {
    try folder.sh("mkdir empty")
    let run = try Trailscan.run(["events", "empty"], in: folder)
    run.expectSuccess()
    expectSame(run.output, "")
    expectSame(run.error, "files: 0 read, 0 damaged; records: 0 read\n")
  }

  /// A timeline has `eventSource`, `eventName` and `eventID` too, but it is no log.
  @Test func anEarlierTimelineAmongTheLogsChangesNothing() throws {
    try folder.copyOneHourOfSample()
    let alone = try Trailscan.run(["events", "logs"], in: folder)
    try Trailscan.run(["timeline", "logs", "-o", "0.ndjson"], in: folder).expectSuccess()
    try folder.sh("mv 0.ndjson logs/0.ndjson")
    let beside = try Trailscan.run(["events", "logs"], in: folder)
    expectSame(beside.output, alone.output)
  }
}

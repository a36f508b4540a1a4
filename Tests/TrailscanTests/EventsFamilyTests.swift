import Foundation
import Testing

/// `events` without a selector: the four audited families, byte for byte, each once.
@Suite struct EventsFamilyTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  @Test func ofTheSampleExactlyTheFourFamiliesAreWrittenAsLogged() throws {
    let run = try Trailscan.run(["events", Trailscan.sample], in: folder)
    run.expectSuccess()
    expectSame(run.output, try LogFolder.sample.get().lines(where: \.isOfFamilies))
    let account = try run.expectAccount()
    #expect(account.read == 468)
    #expect(account.matched == run.lines.count)
  }

  @Test func ofTheSampleAllWritesEveryRecordOnce() throws {
    let run = try Trailscan.run(["events", "--all", Trailscan.sample], in: folder)
    run.expectSuccess()
    expectSame(run.output, try LogFolder.sample.get().lines { _ in true })
    let account = try run.expectAccount()
    #expect(account.matched == 449)
    #expect(account.duplicates == 19)
  }

  @Test func withoutDedupingCopiesAreWrittenToo() throws {
    let run = try Trailscan.run(["events", "--all", "--no-dedupe", Trailscan.sample], in: folder)
    run.expectSuccess()
    expectSame(
      run.output, try LogFolder.sample.get().texts.map { $0 + "\n" }.joined())
    #expect(try run.expectAccount().duplicates == 0)
  }

  @Test(.enabled(if: SharedData.isPresent, "the public logs are not on this machine"))
  func ofPublicLogsExactlyTheFourFamiliesAreWrittenAsLogged() throws {
    let path = try #require(SharedData.folder).appending(path: "invictus").path
    let logs = try LogFolder(path)
    #expect(logs.texts.count == 2_900)
    for option in [[], ["--all"]] {
      let run = try Trailscan.run(["events", path] + option, in: folder)
      run.expectSuccess()
      expectSame(
        run.output, try logs.lines { option.isEmpty ? $0.isOfFamilies : true })
      #expect(try run.expectAccount().read == 2_900)
    }
  }

  @Test func likeNamedCallsOfOtherServicesAreLeftOut() throws {
    let records = [
      LoggedRecord(number: 1, service: "sts.amazonaws.com", call: "AssumeRoleWithWebIdentity"),
      LoggedRecord(number: 2, service: "sts.amazonaws.com", call: "AssumeRole"),
      LoggedRecord(number: 3, service: "ecs.amazonaws.com", call: "RunTask"),
      LoggedRecord(number: 4, service: "ecs.amazonaws.com", call: "StopTask"),
      LoggedRecord(number: 5, service: "batch.amazonaws.com", call: "RunTask"),
      LoggedRecord(number: 6, service: "s3.amazonaws.com", call: "ListBuckets"),
      LoggedRecord(number: 7, service: "s3express.amazonaws.com", call: "GetObject"),
      LoggedRecord(number: 8, service: "kms.amazonaws.com", call: "RetireGrant"),
      LoggedRecord(number: 9, service: "iam.amazonaws.com", call: "AssumeRoleWithWebIdentity"),
      LoggedRecord(number: 10, service: "s3-object-lambda.amazonaws.com", call: "GetObject"),
    ]
    try folder.write(records.logFile, to: "a.json")
    let run = try Trailscan.run(["events", "a.json"], in: folder)
    run.expectSuccess()
    expectSame(run.output, [records[0], records[2], records[5], records[7]].lines)
    expectSame(
      run.errorLines.last ?? "",
      "files: 1 read, 0 damaged; records: 10 read = 4 matched + 6 not selected")
  }

  /// Names inside the request must not be taken for the record's own.
  @Test func namesInsideTheRequestDoNotCount() throws {
    let inner = #","requestParameters":{"eventSource":"s3.amazonaws.com","eventName":"GetObject"}"#
    let decoy = LoggedRecord(
      number: 1, service: "events.amazonaws.com", call: "PutRule", more: inner)
    let meant = LoggedRecord(number: 2, more: inner.replacing("s3.", with: "ec2."))
    try folder.write([decoy, meant].logFile, to: "a.json")
    let run = try Trailscan.run(["events", "a.json"], in: folder)
    expectSame(run.output, [meant].lines)
  }

  @Test func bytesThatJSONCouldSayOtherwiseStayAsTheyAre() throws {
    let record = LoggedRecord(
      number: 1,
      more: #","requestParameters":{"key":"\u00e9\/é","size":9007199254740993,"rate":1.50E+2},"#
        + #""additionalEventData" : { "a" :1 , "a" : 2 }"#)
    try folder.write([record].logFile, to: "a.json")
    expectSame(try Trailscan.run(["events", "a.json"], in: folder).output, [record].lines)
  }

  @Test func eachLineIsOneObject() throws {
    let run = try Trailscan.run(["events", "--all", Trailscan.sample], in: folder)
    #expect(try run.records().count == 449)
    #expect(run.output.hasSuffix("}\n"))
  }
}

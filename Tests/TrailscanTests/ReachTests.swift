import Foundation
import Testing

/// What `reach` counts, from outside.
@Suite struct ReachTests {
  private let folder: TestFolder
  private static let key = "ASIAXXXXXXXXXEXAMPLE"

  init() throws { folder = try TestFolder() }

  private func record(_ number: Int, _ call: String = "GetObject", more: String)
    -> LoggedRecord
  {
    LoggedRecord(
      number: number, call: call,
      identity: #"{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/r/s","#
        + #""accessKeyId":"\#(Self.key)"}"#,
      more: more)
  }

  private func reach(_ records: String) throws -> Fields {
    try folder.write(records, to: "log.json")
    let run = try Trailscan.run(["reach", "log.json", "--key", Self.key], in: folder)
    run.expectSuccess()
    return try #require(try run.records().first)
  }

  /// Of a call into another account both log it, each under an id of its own.
  @Test func whatTwoAccountsLogIsOneCall() throws {
    let object =
      #","requestParameters":{"bucketName":"b","key":"k"},"#
      + #""additionalEventData":{"bytesTransferredOut":4096.0}"#
    let shared = object + #","sharedEventID":"aaaaaaaa-0000-4000-8000-000000000001""#
    var theirs = record(2, more: shared)
    theirs.account = "444455556666"
    let found = try reach([record(1, more: shared), theirs, record(3, more: object)].logFile)
    #expect(found["events"] as? Int == 2)
    let bucket = try #require((found["buckets"] as? [[String: Any]])?.first)
    #expect(bucket["reads"] as? Int == 2)
    #expect(bucket["bytesOut"] as? Int == 8_192)
  }

  @Test func aCopyReadsItsSource() throws {
    let source = #","requestParameters":{"bucketName":"drop","key":"x","x-amz-copy-source":"#
    let found = try reach(
      [
        record(1, "CopyObject", more: source + #""state%2Fenv/prod.json?versionId=1"}"#),
        record(2, "UploadPartCopy", more: source + #""/state/env/prod.json"}"#),
        record(3, "CopyObject", more: source + #""arn:aws:s3:eu-central-1:1:accesspoint/a/k"}"#),
      ].logFile)
    let buckets = try #require(found["buckets"] as? [[String: Any]])
    #expect(buckets.map { $0["bucket"] as? String } == ["drop", "state"])
    #expect(buckets.map { $0["writes"] as? Int ?? 0 } == [3, 0])
    #expect(buckets.map { $0["reads"] as? Int ?? 0 } == [0, 2])
    #expect(buckets.last?["objects"] as? Int == 1)
    #expect(buckets.last?["prefixes"] as? [String] == ["env/"])
  }

  @Test func aRecordWithoutIDIsACallOfItsOwn() throws {
    let object = #","requestParameters":{"bucketName":"b","key":"k"}"#
    let file = [record(1, more: object), record(1, more: object), record(2, more: object)].logFile
    #expect(try reach(file)["events"] as? Int == 2)
    let nameless = file.replacing(#""eventID""#, with: #""requestID""#)
    #expect(try reach(nameless)["events"] as? Int == 3)
  }
}

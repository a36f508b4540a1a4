import CloudTrail
import Foundation
import GzipStream
import Testing

private func record(_ number: Int, extra: String = "") -> String {
  """
  {"eventVersion":"1.11","eventSource":"s3.amazonaws.com","eventName":"GetObject"\(extra),\
  "eventID":"\(number)"}
  """
}

@Suite struct RecordReaderTests {
  @Test func aLogFileGivesItsRecordsByteForByte() {
    let records = (0..<5).map { record($0, extra: #","x":"a\"}]{[\\","y":{"z":[{"q":"}"}]}"#) }
    let reading = Reading(text: #"{"Records":["# + records.joined(separator: ",") + "]}")
    #expect(reading.records == records)
    #expect(reading.sources == Array(repeating: "s3.amazonaws.com", count: 5))
    #expect(reading.names == Array(repeating: "GetObject", count: 5))
    #expect(reading.errors.isEmpty)
  }

  @Test(arguments: 1...70) func anyChunkSizeGivesTheSame(size: Int) {
    let text = #"{"Records":["# + (0..<6).map { record($0) }.joined(separator: ",") + "]}"
    #expect(Reading(text: text, chunks: [size]) == Reading(text: text))
  }

  @Test func nestedKeysDoNotPassForTheRecordsOwn() {
    let trap = #","requestParameters":{"eventSource":"kms.amazonaws.com","eventName":"Decrypt"}"#
    let reading = Reading(text: record(1, extra: trap))
    #expect(reading.sources == ["s3.amazonaws.com"])
    #expect(reading.names == ["GetObject"])
  }

  @Test func keysMayComeInAnyOrderWithBlanksAndEscapes() {
    let reading = Reading(
      text: """
        { "eventName" : "RunTask" , "a" : "eventSource" , "eventSource" : "ecs.amazonaws.com" }
        {"event\\u0053ource":"kms.amazonaws.com","eventName":"De\\u0063rypt"}
        """)
    #expect(reading.sources == ["ecs.amazonaws.com", "kms.amazonaws.com"])
    #expect(reading.names == ["RunTask", "De\\u0063rypt"])
    #expect(reading.errors.isEmpty)
  }

  @Test(arguments: [
    #"{"Records":[]}"#, #"{"Records":null}"#, "", " \n", "\u{FEFF}", "[]",
    #"{"Events":[],"NextToken":"x"}"#,
  ])
  func nothingIsNoFault(text: String) {
    let reading = Reading(text: text)
    #expect(reading.records.isEmpty)
    #expect(reading.errors.isEmpty)
  }

  @Test func aByteOrderMarkIsPassedOver() {
    #expect(Reading(text: "\u{FEFF}" + record(1)).records == [record(1)])
  }

  @Test func digestsInsightsAndConfigFilesAreCountedNotRead() {
    let digest = #"{"awsAccountId":"1","digestS3Object":"x","logFiles":[{"s3Object":"y"}]}"#
    let config = #"{"fileVersion":"1.0","configurationItems":[{"eventSource":"x"}]}"#
    let insight = #"{"Records":[{"eventType":"AwsCloudTrailInsight","insightDetails":{}}]}"#
    let control =
      #"{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","message":"CWL CONTROL"}]}"#
    let tally = Reading(text: [digest, config, insight, control].joined(separator: "\n")).tally
    #expect(tally.digests == 1)
    #expect(tally.configurations == 1)
    #expect(tally.insights == 1)
    #expect(tally.records == 0)
  }

  @Test func aBadLineIsNamedAndTheOthersAreRead() {
    let lines = [
      record(1), #"{"eventSource":"broken, "#, record(2), #"{"a":[1,2}"#, record(3), "garbage",
      record(4),
    ]
    let reading = Reading(text: lines.joined(separator: "\n") + "\n")
    #expect(reading.records == [1, 2, 3, 4].map { record($0) })
    #expect(reading.errors.count == 3)
  }

  @Test func aBadElementOfAListCostsNoOther() {
    let list = [record(1), #"{"a":nope}"#, record(2), #"{"b":[1,]}"#, record(3)]
    let reading = Reading(text: #"{"Records":["# + list.joined(separator: ",") + "]}", chunks: [50])
    #expect(reading.records == [1, 2, 3].map { record($0) })
    #expect(reading.errors.count == 2)
  }

  @Test func aTruncatedListGivesItsWholeRecords() {
    let text = #"{"Records":["# + record(1) + "," + record(2).dropLast(9)
    let reading = Reading(text: text)
    #expect(reading.records == [record(1)])
    #expect(reading.errors == [RecordError(.unfinished, at: text.utf8.count)])
  }

  /// The bytes that follow a record are not its own.
  @Test(arguments: [1, 50, 64, 90, 300, 4_000]) func aRecordAtTheLimitIsRead(chunk: Int) {
    let size = 300
    let rest = record(1, extra: #","x":"""#).utf8.count
    let long = [size, size + 1].map { size in
      record(1, extra: #","x":"\#(String(repeating: "y", count: size - rest))""#)
    }
    #expect(long.map(\.utf8.count) == [size, size + 1])
    let list = [record(2), long[0], record(3), long[1], record(4)].joined(separator: ",")
    let reading = Reading(
      text: #"{"Records":[\#(list)]}"#, chunks: [chunk],
      limits: RecordLimits(size: size, nesting: 9))
    #expect(reading.records == [record(2), long[0], record(3), record(4)])
    #expect(reading.errors.map(\.reason) == [.tooLong(limit: size)])
  }

  @Test func aRecordOverTheLimitIsSteppedOver() {
    let long = record(1, extra: #","x":"\#(String(repeating: "y", count: 9_000))""#)
    let reading = Reading(
      text: #"{"Records":["# + [record(0), long, record(2)].joined(separator: ",") + "]}",
      chunks: [512], limits: RecordLimits(size: 4_096, nesting: 256))
    #expect(reading.records == [record(0), record(2)])
    #expect(reading.errors.map(\.reason) == [.tooLong(limit: 4_096)])
  }

  @Test(
    .enabled(if: SharedData.isPresent, "the shared test data is absent"),
    arguments: [
      ("bare-array.json", 2), ("cwl-subscription.base64gzip.txt", 2),
      ("cwl-subscription.decoded.json", 2), ("eventbridge.ndjson", 3),
      ("filter-log-events.cloudtrail.json", 2), ("lookup-events.cli-v1.json", 2),
      ("lookup-events.cli-v2.json", 2),
    ])
  func everyContainerHoldsTheRecordsOfTheLines(name: String, count: Int) throws {
    let lines = try canonical(Reading(try plain("records.ndjson")).records)
    let reading = Reading(try plain(name))
    #expect(reading.errors.isEmpty)
    let records = try canonical(reading.records)
    #expect(records.count == count)
    #expect(Set(records).isSubset(of: lines))
    #expect(Reading(try plain(name), chunks: [7, 1, 64]) == reading)
  }

  private func plain(_ name: String) throws -> [UInt8] {
    let url = try #require(SharedData.folder).appending(path: "containers/\(name)")
    var reader = try LogReader(path: FilePath(url.path))
    var bytes: [UInt8] = []
    while try reader.read(upTo: 4_096, appendingTo: &bytes) > 0 {}
    return bytes
  }
}

/// The records as sorted, compact JSON, so that white space and order do not matter.
func canonical(_ records: [String]) throws -> [String] {
  try records.map { text in
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let data = try JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }.sorted()
}

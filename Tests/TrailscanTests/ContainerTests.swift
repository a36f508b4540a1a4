import Foundation
import Testing

/// Every shape in which people hand records over gives the same records.
@Suite struct ContainerTests {
  private let folder: TestFolder
  private let records = LoggedRecord.several(3)

  init() throws { folder = try TestFolder() }

  /// Expects `events` on a file with this text to write `expected`.
  private func expectRecords(
    _ text: String, _ expected: [LoggedRecord],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try folder.write(text, to: "log")
    let run = try Trailscan.run(["events", "log"], in: folder)
    run.expectSuccess(sourceLocation: sourceLocation)
    expectSame(run.output, expected.lines, sourceLocation: sourceLocation)
    let account = try run.expectAccount(sourceLocation: sourceLocation)
    #expect(account.matched == expected.count, sourceLocation: sourceLocation)
  }

  @Test func aLogFile() throws { try expectRecords(records.logFile, records) }

  @Test func aBareArray() throws {
    try expectRecords("[" + records.map(\.json).joined(separator: " , \n") + "]", records)
  }

  @Test func aSingleRecord() throws { try expectRecords(records[0].json, [records[0]]) }

  @Test func oneRecordALine() throws { try expectRecords(records.lines, records) }

  @Test func recordsWithNothingBetween() throws {
    try expectRecords(records.map(\.json).joined(), records)
  }

  @Test func linesThatEndWithCarriageReturn() throws {
    try expectRecords(records.lines.replacing("\n", with: "\r\n"), records)
  }

  @Test func aByteOrderMark() throws {
    try expectRecords("\u{FEFF}" + records.logFile, records)
    try expectRecords("\u{FEFF}" + records.lines, records)
  }

  @Test func anEmptyFile() throws { try expectRecords("", []) }

  @Test func nothingButBlankLines() throws { try expectRecords("\n \r\n\t\n", []) }

  @Test func anEmptyListOfRecords() throws { try expectRecords(#"{"Records":[]}"#, []) }

  @Test func noListOfRecords() throws { try expectRecords(#"{"Records": null}"#, []) }

  @Test func aControlMessageOfCloudWatchLogs() throws {
    try expectRecords(
      #"{"messageType":"CONTROL_MESSAGE","logEvents":[{"id":"","message":"CWL CONTROL MESSAGE"}]}"#,
      [])
  }

  @Test func keysBesideTheList() throws {
    try expectRecords(
      #"{"NextToken":"n","Records":[\#(records[0].json)],"More":{"Records":[]}}"#, [records[0]])
  }

  @Test func eventBridge() throws {
    try expectRecords(
      records.map {
        #"{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":\#($0.json)}"#
      }.joined(separator: "\n"), records)
  }

  @Test func lookupEvents() throws {
    let events = records.map {
      #"{"EventId":"\#($0.id)","CloudTrailEvent":\#(Self.quoted($0.json))}"#
    }
    try expectRecords(
      #"{"Events":["# + events.joined(separator: ",") + #"],"NextToken":"n"}"#, records)
  }

  @Test func cloudWatchLogsEvents() throws {
    let events = records.map { #"{"timestamp":1772442005000,"message":\#(Self.quoted($0.json))}"# }
    let list = "[" + events.joined(separator: ",") + "]"
    try expectRecords(#"{"events":\#(list),"nextForwardToken":"f/1"}"#, records)
    try expectRecords(#"{"messageType":"DATA_MESSAGE","owner":"1","logEvents":\#(list)}"#, records)
  }

  @Test func aCloudWatchLogsExport() throws {
    try expectRecords(
      records.map { "2026-03-02T09:00:05.000Z \($0.json)\n" }.joined(), records)
  }

  @Test func logsInsights() throws {
    let rows = records.map {
      #"[{"field":"@timestamp","value":"x"},{"field":"@message","value":\#(Self.quoted($0.json))}]"#
    }
    try expectRecords(
      #"{"results":["# + rows.joined(separator: ",") + #"],"status":"Complete"}"#, records)
  }

  @Test func severalShapesInOneFile() throws {
    try expectRecords(
      [records[0]].logFile + "\n[" + records[1].json + "]\n" + records[2].json, records)
  }

  @Test func prettyPrintedRecordsComeOutOnOneLine() throws {
    var record = records[0]
    record.more = #","requestParameters":{"key":"a b : {c}","n":9007199254740993}"#
    let pretty = record.json.replacing(",\"", with: ",\r\n  \"").replacing("\":", with: "\" :\n\t")
    try expectRecords(#"{"Records": [\#n \#(pretty)\#n]}"#, [record])
  }

  /// A text as a JSON string.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

/// The same, on files that were made elsewhere.
@Suite(.enabled(if: SharedData.isPresent, "the shared shapes are not on this machine"))
struct SharedContainerTests {
  private static let counts = [
    ("bare-array.json", 2), ("cwl-control-message.json", 0),
    ("cwl-subscription.base64gzip.txt", 2), ("cwl-subscription.decoded.json", 2),
    ("eventbridge.ndjson", 3), ("eventbridge.single.json", 1),
    ("filter-log-events.cloudtrail.json", 2), ("lookup-events.cli-v1.json", 2),
    ("lookup-events.cli-v2.json", 2), ("records.ndjson", 3),
  ]

  @Test(arguments: counts)
  func eachShapeGivesItsRecords(_ name: String, _ count: Int) throws {
    let folder = try TestFolder()
    let containers = try #require(SharedData.folder).appending(path: "containers")
    let run = try Trailscan.run(
      ["events", "--all", containers.appending(path: name).path], in: folder)
    run.expectSuccess()
    #expect(try run.expectAccount().matched == count)
    let plain = try String(
      contentsOf: containers.appending(path: "records.ndjson"), encoding: .utf8)
    let known = try plain.split(separator: "\n").map { try Self.sorted(String($0)) }
    for line in run.lines { #expect(known.contains(try Self.sorted(line))) }
  }

  /// A record with its keys in order, so that two that say the same are the same.
  private static func sorted(_ json: String) throws -> String {
    let data = try JSONSerialization.data(
      withJSONObject: Fields(json: json).object, options: .sortedKeys)
    return String(decoding: data, as: UTF8.self)
  }

  @Test func aTableOfAthenaIsNoLog() throws {
    let folder = try TestFolder()
    let path = try #require(SharedData.folder).appending(path: "containers/athena-lake.csv").path
    let run = try Trailscan.run(["events", path], in: folder)
    run.expectCode(3)
    expectSame(run.output, "")
    run.expectError(["not a log", path])
  }
}

import CloudTrail
import Foundation
import Testing

/// Log events in envelopes that are no records of CloudTrail.
@Suite struct LoggedTextTests {
  /// Records, and the texts that are none, read in chunks of one size.
  private static func read(_ text: String, chunk: Int = 1 << 16) -> (
    records: Int, texts: [LoggedText]
  ) {
    var reader = RecordReader()
    var texts: [LoggedText] = []
    var rest = Array(text.utf8)[...]
    func drain() {
      try? reader.drain { _, _ in }
      texts += reader.takeTexts()
    }
    while !rest.isEmpty {
      reader.buffer.append(contentsOf: rest.prefix(chunk))
      rest = rest.dropFirst(chunk)
      drain()
    }
    reader.end()
    drain()
    #expect(reader.tally.texts == texts.count)
    return (reader.tally.records, texts)
  }

  private static let record =
    #"{\"eventVersion\":\"1.11\",\"eventSource\":\"s3.amazonaws.com\",\"eventName\":\"GetObject\"}"#

  @Test(arguments: [1, 7, 64, 1 << 16]) func filteredEventsAreTexts(chunk: Int) {
    let (records, texts) = Self.read(
      #"""
      {"events":[{"logStreamName":"a/b/c","timestamp":1772446513000,"message":"wget: 403","eventId":"1"},
       {"timestamp":1772446514000,"message":"{\"level\":\"error\"}"},
       {"timestamp":1772446515000,"message":"\#(Self.record)"},
       {"message":"without a time"}],"nextToken":"x"}
      """#, chunk: chunk)
    #expect(records == 1)
    #expect(
      texts == [
        LoggedText(time: "1772446513000", stream: "a/b/c", text: "wget: 403"),
        LoggedText(time: "1772446514000", stream: nil, text: #"{"level":"error"}"#),
      ])
  }

  @Test func aSubscriptionNamesTheStreamOnce() {
    let (_, texts) = Self.read(
      #"""
      {"messageType":"DATA_MESSAGE","owner":"1","logGroup":"/aws/ecs/r","logStream":"r/main/ab",
       "subscriptionFilters":["f"],"logEvents":[{"id":"1","timestamp":1,"message":"a"},{"id":"2","timestamp":2,"message":"b"}]}
      """#)
    #expect(texts.map(\.stream) == ["r/main/ab", "r/main/ab"])
    #expect(texts.map(\.text) == ["a", "b"])
  }

  @Test func resultsOfInsightsNameTimeAndStream() {
    let (records, texts) = Self.read(
      #"""
      {"results":[[{"field":"@timestamp","value":"2026-03-02 10:15:13.000"},{"field":"@message","value":"wget"},
       {"field":"@logStream","value":"r/m/t"}],[{"field":"@message","value":"\#(Self.record)"},{"field":"@ptr","value":"x"}],
       [{"field":"count()","value":"7"}]],"status":"Complete"}
      """#)
    #expect(records == 1)
    #expect(texts == [LoggedText(time: "2026-03-02 10:15:13.000", stream: "r/m/t", text: "wget")])
  }

  @Test func anAccessLogLineAsAnObjectIsAText() {
    let line =
      #"{"bucket_name":"b","request_time":"2026-03-02T10:20:20.000Z","request_id":"R","operation":"REST.GET.OBJECT"}"#
    #expect(
      Self.read(line).texts == [
        LoggedText(time: "2026-03-02T10:20:20.000Z", stream: nil, text: line)
      ])
  }

  @Test(.enabled(if: SharedData.isPresent, "the shared data is not here"))
  func recordsInEnvelopesStayRecords() throws {
    for name in ["filter-log-events.cloudtrail.json", "cwl-subscription.decoded.json"] {
      let url = try #require(SharedData.folder).appending(path: "containers/\(name)")
      let (records, texts) = Self.read(String(decoding: try Data(contentsOf: url), as: UTF8.self))
      #expect(records > 0)
      #expect(texts == [], "\(name)")
    }
  }
}

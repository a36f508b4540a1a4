import CloudTrail
import Testing

/// Random damage, random chunks: never a trap, always the same, and what was whole is found.
@Suite struct RecordReaderFuzzTests {
  private static func record(_ number: Int, _ generator: inout SeededGenerator) -> String {
    let extras = [
      "", #","x":"a\"}]{[\\""#, #","y":{"eventName":"trap","z":[{},[]]}"#, #","ä":"😀\n""#,
      #","eventTime":null"#, #","message":"{\"eventSource\":\"s\",\"eventName\":\"n\"}""#,
    ]
    let extra = extras.randomElement(using: &generator) ?? ""
    let long = String(repeating: "x", count: Int.random(in: 0...200, using: &generator))
    return #"{"eventSource":"s3.amazonaws.com","eventName":"E\#(number)","l":"\#(long)"\#(extra)}"#
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    let records = (0..<Int.random(in: 1...8, using: &generator)).map { record($0, &generator) }
    let list = records.joined(separator: Bool.random(using: &generator) ? "," : " ,\n")
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return records.joined(separator: "\n")
    case 1: return "[\(list)]"
    case 2: return #"{"Events":[{"CloudTrailEvent":"{}"},\#(list)],"NextToken":"x"}"#
    case 3: return #"{"awsAccountId":"1","logFiles":[\#(list)]}"# + "\n" + records[0]
    case 4: return records.map { #"{"detail-type":"x","detail":\#($0)}"# }.joined(separator: "\n")
    default: return #"{"Records":[\#(list)]}"#
    }
  }

  private static func chunks(_ generator: inout SeededGenerator) -> [Int] {
    (0..<Int.random(in: 1...6, using: &generator)).map { _ in
      Int.random(in: 1...300, using: &generator)
    }
  }

  @Test func anyChunksGiveTheSame() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<150 {
      let bytes = Array(Self.text(&generator).utf8)
      let whole = Reading(bytes)
      #expect(whole.errors.isEmpty)
      #expect(Reading(bytes, chunks: Self.chunks(&generator)) == whole)
    }
  }

  @Test func damageNeverTraps() {
    var generator = SeededGenerator(seed: 2)
    let marks = Array("{}[]\",:\\\n\u{0}ü9 \u{1F}".utf8) + [0xFF, 0xC3]
    for _ in 0..<600 {
      var bytes = Array(Self.text(&generator).utf8)
      for _ in 0..<Int.random(in: 1...5, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = marks.randomElement(using: &generator) ?? 0
        case 1: bytes.insert(marks.randomElement(using: &generator) ?? 0, at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        default: bytes.removeSubrange(place...)
        }
      }
      let limits = RecordLimits(size: 600, nesting: 6)
      let reading = Reading(bytes, chunks: Self.chunks(&generator), limits: limits)
      #expect(reading.records.count == reading.tally.records)
      for (source, name) in zip(reading.sources, reading.names) {
        #expect(source.utf8.count < 600 && name.utf8.count < 600)
      }
    }
  }

  /// Each of these went round in circles between damage and recovery.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      #"{"awsAccountId":"1","logFiles":[{"s3Object":"#, #"{"awsAccountId":{"a":["#,
      #"{"fileVersion":"1","configurationItems":[{"a":"b\#u{0A}c"}]}"#,
      "{\"x\":\"" + String(repeating: "y", count: 900),
      "{\"x\":\"" + String(repeating: "y", count: 900) + "\nz",
    ])
  func damageInWhatIsSkippedEnds(text: String) {
    for chunk in [1, 64, 300, 5_000] {
      let reading = Reading(
        text: text, chunks: [chunk], limits: RecordLimits(size: 600, nesting: 9))
      #expect(!reading.errors.isEmpty)
      #expect(reading.errors.count < 4)
    }
  }

  @Test func aLineBehindASkippedOneIsRead() {
    var generator = SeededGenerator(seed: 4)
    let record = Self.record(7, &generator)
    let long = "{\"x\":\"" + String(repeating: "y", count: 2_000)
    for tail in ["", "\"}"] {
      let reading = Reading(
        text: long + tail + "\n" + record, chunks: [100],
        limits: RecordLimits(size: 1_000, nesting: 9))
      #expect(reading.records == [record])
    }
  }

  @Test func linesAroundADamagedOneAreFound() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<150 {
      let records = (0..<5).map { Self.record($0, &generator) }
      var bad = Array(records[2].utf8)
      bad.removeSubrange(Int.random(in: 1..<bad.count, using: &generator)...)
      let bytes =
        Array((records[..<2].joined(separator: "\n") + "\n").utf8) + bad
        + Array(("\n" + records[3...].joined(separator: "\n")).utf8)
      let reading = Reading(bytes, chunks: Self.chunks(&generator))
      let whole = [0, 1, 3, 4].map { records[$0] }
      #expect(reading.records == whole, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(reading.errors.count == 1)
    }
  }

  /// An export of CloudWatch Logs; a chunk that ended within a time cost the record behind it.
  @Test(arguments: 1...64) func aTimeBeforeARecordMayBeCutAnywhere(chunk: Int) {
    var generator = SeededGenerator(seed: 5)
    let records = (0..<3).map { Self.record($0, &generator) }
    let text = records.map { "2026-03-02T10:15:13.000Z \($0)\n" }.joined()
    let reading = Reading(text: text, chunks: [chunk])
    #expect(reading.records == records)
    #expect(reading.errors.isEmpty)
  }

  @Test(arguments: 1...64) func whatLooksLikeATimeIsRefusedWhereverItIsCut(chunk: Int) {
    for sign in [
      "2026", "2026-03-02T10:15:13.000Z\t", String(repeating: "7", count: 26) + "\"",
      String(repeating: "7", count: 31) + " ",
    ] {
      let text = sign + "{}\n" + #"{"eventSource":"s","eventName":"n"}"#
      let reading = Reading(text: text, chunks: [chunk])
      #expect(reading == Reading(text: text))
      #expect(reading.errors.first == RecordError(.notJSON("a record is missing"), at: 0))
      #expect(reading.records.count == 1)
    }
  }
}

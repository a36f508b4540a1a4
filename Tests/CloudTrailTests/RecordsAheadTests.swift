import ByteScan
import CloudTrail
import Testing

/// Records that are mapped before their ends are looked for are those that a search finds.
@Suite("Records that are mapped ahead")
struct RecordsAheadTests {
  static let fast = MarkKernel.allCases.filter { $0 != .plain && $0.isAvailable }

  /// Maps records ahead, as an analysis does, and holds each against a map of its own.
  private struct Mapper {
    private static let names: [FieldName] = ["eventSource", "eventName", "eventID", "x"]
    private var outliner = RecordOutliner(names: names)
    private var outline = RecordOutline()
    private var map: JSONMap
    private let nesting: Int
    /// How many were mapped.
    private(set) var count = 0

    init(_ kernel: MarkKernel, nesting: Int = 256) {
      map = JSONMap(kernel: kernel)
      self.nesting = nesting
    }

    mutating func map(_ bytes: Span<UInt8>, _ start: Int, _ isNext: Bool) -> RecordMark? {
      let mark = outliner.read(
        bytes, recordAt: start, isNext: isNext, nesting: nesting, into: &map, &outline)
      guard let mark else { return nil }
      count += 1
      var (own, ownOutline) = (JSONMap(kernel: .plain), RecordOutline())
      #expect(throws: Never.self) { try own.read(bytes, in: mark.range, nesting: nesting) }
      outliner.read(own, bytes, into: &ownOutline)
      #expect(map.nodes == own.nodes)
      for number in Self.names.indices { #expect(outline.node(number) == ownOutline.node(number)) }
      #expect(mark.range.lowerBound == start && mark.isMapped)
      return mark
    }
  }

  /// Holds what is read of `text` by one who maps ahead against what a search finds; returns how
  /// many records were mapped ahead.
  @discardableResult
  private func expectAgreement(
    _ kernel: MarkKernel, _ text: [UInt8], chunks: [Int] = [1 << 20],
    limits: RecordLimits = .standard
  ) -> Int {
    var mapper = Mapper(kernel, nesting: limits.nesting)
    let ahead = Reading(text, chunks: chunks, kernel: kernel, limits: limits) {
      mapper.map($0, $1, $2)
    }
    let expected = Reading(text, chunks: chunks, kernel: kernel, limits: limits)
    #expect(ahead == expected, "\(String(decoding: text, as: UTF8.self))")
    return mapper.count
  }

  /// A record as CloudTrail writes it, without blanks; some have members that tell the reader to
  /// look twice.
  private func record(_ number: Int, _ generator: inout SeededGenerator) -> String {
    let extras = [
      "", #","x":"a\"}]{[\\""#, #","y":{"eventName":"trap","z":[{},[]]}"#, #","ä":"😀\n""#,
      #","eventName":"Last""#, #","eventID":null"#, #","n":[1,-2.5e3,true,false,null,{}]"#,
      #","m":"{\"eventSource\":\"s\",\"eventName\":\"n\"}""#,
    ]
    let extra = extras.randomElement(using: &generator) ?? ""
    let long = String(repeating: "x", count: Int.random(in: 0...300, using: &generator))
    return #"{"eventVersion":"1","eventSource":"s","eventName":"E\#(number)","#
      + #""eventID":"i\#(number)","l":"\#(long)"\#(extra)}"#
  }

  private func list(_ records: [String]) -> [UInt8] {
    Array(#"{"Records":[\#(records.joined(separator: ","))]}"#.utf8)
  }

  @Test("all but the first of a list, in chunks of any size", arguments: fast)
  func allOfAList(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 31)
    for count in [1, 2, 3, 40, 400] {
      let text = list((0..<count).map { record($0, &generator) })
      #expect(expectAgreement(kernel, text) == count - 1)
      for size in [1, 63, 64, 65, 1_000, 4_099] {
        let mapped = expectAgreement(kernel, text, chunks: [size, 1])
        // A chunk of so many bytes holds two records and more.
        #expect(mapped > 0 || size < 1_000 || count < 40)
      }
    }
  }

  /// What was found behind a record is of no use once more bytes came, or another record was
  /// searched.
  @Test("in chunks that end with a record, and between others", arguments: fast)
  func whatWasFoundAheadIsForgotten(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 38)
    let records = (0..<20).map { record($0, &generator) }
    let text = list(records)
    let start = #"{"Records":["#.utf8.count
    let sizes = records.map(\.utf8.count)
    // Two records a chunk, the comma before the first and that between them with it.
    let chunks =
      [start + sizes[0]] + stride(from: 1, to: 19, by: 2).map { 2 + sizes[$0] + sizes[$0 + 1] }
    #expect(expectAgreement(kernel, text, chunks: chunks + [1 << 20]) == 19)
    let mixed = records.enumerated().map { number, record in
      (number % 4 == 0 ? " " : "") + record
    }
    #expect(expectAgreement(kernel, list(mixed)) == 15)
  }

  @Test("a list that is cut anywhere", arguments: fast)
  func cutLists(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 32)
    let text = list((0..<5).map { record($0, &generator) })
    for count in 0...text.count { expectAgreement(kernel, Array(text[..<count]), chunks: [300]) }
  }

  /// What stands behind a record is looked at with it, and must not matter.
  @Test("with bytes changed, lost and added", arguments: fast)
  func changedLists(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 33)
    let marks = Array("{}[]\",:\\\n\u{0} \u{1F}9".utf8) + [0xFF]
    var mapped = 0
    for _ in 0..<1_500 {
      var text = list((0..<6).map { record($0, &generator) })
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0..<text.count, using: &generator)
        let mark = marks.randomElement(using: &generator) ?? 0
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: text[place] = mark
        case 1: text.remove(at: place)
        default: text.insert(mark, at: place)
        }
      }
      let chunk = Int.random(in: 1...3_000, using: &generator)
      mapped += expectAgreement(
        kernel, text, chunks: [chunk], limits: RecordLimits(size: 400, nesting: 3))
    }
    #expect(mapped > 1_500)
  }

  @Test(
    "what only looks like a record is left to the search",
    arguments: [
      "{}", #"{"eventSource":"s"}"#, #"{"eventName":"n","eventSource":1}"#,
      #"{"eventSource":"s","event\u004eame":"n"}"#, #"{"eventSource":"\u0073","eventName":"n"}"#,
      #"{"eventSource":"s","eventName":"n","x":[[[[1]]]]}"#,
      "{\"eventSource\":\"s\",\n\"eventName\":\"n\"}",
    ])
  func otherValues(text: String) {
    var generator = SeededGenerator(seed: 34)
    for kernel in Self.fast {
      let records = [record(1, &generator), text, record(2, &generator), record(3, &generator)]
      let mapped = expectAgreement(
        kernel, list(records), limits: RecordLimits(size: 900, nesting: 4))
      #expect(mapped == 2, "\(kernel)")
    }
  }

  @Test(
    "what is mapped and no record, or one over the limit, is left to the search",
    arguments: [
      #"{"eventTime":"t","eventSource":"s","eventName":"n","runner":"r","summary":"s"}"#,
      #"{"eventSource":"s","eventName":"n","l":"\#(String(repeating: "y", count: 1_000))"}"#,
    ])
  func refusedValues(text: String) {
    var generator = SeededGenerator(seed: 39)
    for kernel in Self.fast {
      let records = [record(1, &generator), text, record(2, &generator)]
      let mapped = expectAgreement(
        kernel, list(records), limits: RecordLimits(size: 900, nesting: 4))
      #expect(mapped == 2, "\(kernel)")
    }
  }

  @Test("members that occur twice, and values that are names", arguments: fast)
  func namesTwice(kernel: MarkKernel) {
    let records = [
      #"{"eventSource":"a","eventName":"b","eventID":"c"}"#,
      #"{"eventSource":"a","eventName":"b","eventID":"c","eventID":"d","x":"eventID"}"#,
      #"{"eventSource":"a","eventName":"b","eventID":"c","eventID":null}"#,
      #"{"eventSource":"a","eventName":"b","eventName":"e","eventSource":"f","x":"eventName"}"#,
    ]
    #expect(expectAgreement(kernel, list(records)) == 3)
    let ids = Reading(list(records), kernel: kernel).ids
    #expect(ids == ["c", "d", "c", nil])
  }

  /// Blocks behind the last quote are not looked at for quotes.
  @Test("line feeds far behind the last quote", arguments: fast)
  func lateLineFeeds(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 40)
    for members in [1, 30, 60, 61, 62, 63, 64, 65, 126] {
      for blanks in [0, 1, 40, 63, 64, 65, 80, 128, 200] {
        let texts = String(repeating: #""a":"b","#, count: members)
        let blank = String(repeating: " ", count: blanks)
        for end in ["\n}", "}", "\t}"] {
          let long = #"{"eventSource":"s","eventName":"n",\#(texts)"x":1\#(blank)\#(end)"#
          let text = list([record(1, &generator), record(2, &generator), long, long])
          let mapped = expectAgreement(kernel, text)
          #expect(mapped == 3 || end != "}")
        }
      }
    }
  }

  @Test func whatIsNeverARecordIsSoonLeftToTheSearch() {
    let others = Array(repeating: #"{"EventId":"1"}"#, count: 500)
    var calls = 0
    let text = list([#"{"eventSource":"s","eventName":"n"}"#] + others)
    let reading = Reading(text, chunks: [1 << 20]) { _, _, _ in
      calls += 1
      return nil
    }
    #expect(reading.tally.others == 500)
    // Four before the end is known, four behind.
    #expect((4...8).contains(calls))
  }

  @Test("records with more values and quotes than are found ahead", arguments: fast)
  func largeRecords(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 35)
    for count in [30, 63, 64, 65, 127, 128, 129, 300, 2_000] {
      let members = (0..<count).map { #""k\#($0)":["",\#($0),"v\\"]"# }.joined(separator: ",")
      let large = #"{"eventSource":"s",\#(members),"eventName":"Large"}"#
      let small = (0..<3).map { record($0, &generator) }
      let text = list([small[0], large, small[1], large, large, small[2]])
      #expect(expectAgreement(kernel, text) == 5)
      for size in [64, 777, 5_000] { expectAgreement(kernel, text, chunks: [size]) }
    }
  }

  @Test func thePlainKernelLeavesAllToTheSearch() {
    var generator = SeededGenerator(seed: 36)
    let text = list((0..<9).map { record($0, &generator) })
    #expect(expectAgreement(.plain, text) == 0)
  }

  /// Values of any kind that follow one another: an object is mapped as if it stood alone, or not.
  @Test("values of any kind", arguments: fast)
  func valuesOfAnyKind(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 37)
    var mapped = 0
    for _ in 0..<3_000 {
      let values = (0..<8).map { _ in RandomJSON.value(&generator, depth: 3) }
      let text = Array(values.joined(separator: ",").utf8)
      var (start, isNext) = (0, false)
      var ahead = QuotesAhead()
      for value in values {
        var (map, own) = (JSONMap(kernel: kernel), JSONMap(kernel: .plain))
        if !isNext { ahead.clear() }
        let end = map.read(text.span, objectAt: start, nesting: 9, &ahead)
        if let end {
          mapped += 1
          #expect(throws: Never.self) { try own.read(text.span, in: start..<end, nesting: 9) }
          #expect(map.nodes == own.nodes && end == start + value.utf8.count)
          #expect(value.first == "{")
        }
        isNext = end != nil
        start += value.utf8.count + 1
      }
    }
    #expect(mapped > 250)
  }

  /// A mistake of the caller gives a wrong answer, and reads nothing outside of the bytes.
  @Test("quotes of other bytes", arguments: fast)
  func staleQuotes(kernel: MarkKernel) {
    var generator = SeededGenerator(seed: 41)
    let first = list((0..<4).map { record($0, &generator) })
    for count in 60..<first.count {
      let other = Array(first[..<count])
      var (map, ahead) = (JSONMap(kernel: kernel), QuotesAhead())
      _ = map.read(first.span, objectAt: 12, nesting: 9, &ahead)
      let end = map.read(other.span, objectAt: 0, nesting: 9, &ahead)
      #expect(end ?? 0 <= count)
    }
  }

  @Test func aPlaceOutsideTheBytesIsAMistakeOfTheCaller() async {
    await #expect(processExitsWith: .failure) {
      var (map, ahead) = (JSONMap(), QuotesAhead())
      let bytes: [UInt8] = [0x7B, 0x7D]
      _ = map.read(bytes.span, objectAt: 2, nesting: 9, &ahead)
    }
  }

  @Test func aRecordIsNotMappedWithoutItsNames() async {
    await #expect(processExitsWith: .failure) {
      var outliner = RecordOutliner(names: ["eventName"])
      var (outline, map) = (RecordOutline(), JSONMap())
      let bytes: [UInt8] = [0x7B, 0x7D]
      _ = outliner.read(
        bytes.span, recordAt: 0, isNext: false, nesting: 9, into: &map, &outline)
    }
  }
}

import GzipStream
import Testing

/// What libyaml says, as values: events in their order, places, faults.
@Suite struct YAMLEventsTests {
  private static func read(_ text: String) throws -> [(
    event: YAMLEvents.Event, mark: YAMLEvents.Mark
  )] {
    var events = YAMLEvents(of: text)
    var read: [(event: YAMLEvents.Event, mark: YAMLEvents.Mark)] = []
    repeat { read.append(try events.next()) } while read.last?.event != .streamEnd
    return read
  }

  @Test func eventsComeInOrderWithTheirPlaces() throws {
    let read = try Self.read("a: &x [1, 'b']\nü: *x\n--- |\n  c\n")
    #expect(
      read.map(\.event) == [
        .documentStart, .mappingStart(anchor: nil),
        .scalar("a", anchor: nil, isPlain: true), .sequenceStart(anchor: "x"),
        .scalar("1", anchor: nil, isPlain: true), .scalar("b", anchor: nil, isPlain: false),
        .sequenceEnd, .scalar("ü", anchor: nil, isPlain: true), .alias("x"), .mappingEnd,
        .documentEnd, .documentStart, .scalar("c\n", anchor: nil, isPlain: false), .documentEnd,
        .streamEnd,
      ])
    #expect(read[5].mark == YAMLEvents.Mark(line: 1, column: 11))
    // Columns count characters, not bytes.
    #expect(read[8].mark == YAMLEvents.Mark(line: 2, column: 4))
  }

  @Test func theEndComesAgain() throws {
    var events = YAMLEvents(of: "")
    #expect(try events.next().event == .streamEnd)
    #expect(try events.next().event == .streamEnd)
  }

  @Test func aFaultComesAgain() throws {
    var events = YAMLEvents(of: "a: [b")
    for _ in 0..<5 { _ = try events.next() }
    for _ in 0..<3 {
      #expect(throws: YAMLEvents.Fault.self) { try events.next() }
    }
  }

  @Test func textsAreAsLongAsTheyAre() throws {
    let read = try Self.read("&n \"a\\0b \\u20ac\"\n")
    #expect(read[1].event == .scalar("a\0b €", anchor: "n", isPlain: false))
    let long = String(repeating: "x", count: 300_000)
    #expect(try Self.read(long)[1].event == .scalar(long, anchor: nil, isPlain: true))
  }

  @Test(arguments: [
    (
      "[a",
      YAMLEvents.Fault.syntax("did not find expected ',' or ']'", at: .init(line: 2, column: 1))
    ),
    (
      "a: b: c",
      .syntax("mapping values are not allowed in this context", at: .init(line: 1, column: 5))
    ),
    ("é: \u{1}", .reading("control characters are not allowed", offset: 4)),
  ])
  func faultsNameTheirPlace(_ text: String, _ fault: YAMLEvents.Fault) {
    #expect(throws: fault) { try Self.read(text) }
  }
}

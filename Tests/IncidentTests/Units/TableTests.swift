import CloudTrail
import FleetModel
import Incident
import Testing

/// The compact stores: texts, ids, events as bytes.
@Suite struct TableTests {
  @Test func textsAreKeptOnce() {
    var table = StringTable()
    var numbers: [String: StringID] = [:]
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let text = "text-\(generator.below(3_000))-ä🐈"
      let id = table.intern(text)
      #expect(numbers[text] == nil || numbers[text] == id)
      numbers[text] = id
    }
    #expect(table.count == numbers.count + 1)
    for (text, id) in numbers { #expect(table.text(id) == text) }
    #expect(table.intern("") == .none)
    #expect(table.text(.none) == "")
    #expect(table.optionalText(.none) == nil)
  }

  /// A wrong guess of the number makes no difference.
  @Test func whatIsLikelyMayBeWrong() {
    var (table, guessing) = (StringTable(), StringTable())
    var generator = SeededGenerator(seed: 2)
    var likely = StringID.none
    for _ in 0..<5_000 {
      let text = Array("text-\(generator.below(40))".utf8)
      let id = table.intern(text.span, 0..<text.count)
      #expect(guessing.intern(text.span, 0..<text.count, likely: likely) == id)
      if generator.below(2) == 0 { likely = id }
    }
    #expect(guessing.count == 41)
  }

  /// Texts are told apart by their ends first: no byte between is left out.
  @Test(arguments: 1..<40) func everyByteOfATextCounts(length: Int) {
    var table = StringTable()
    let text = (0..<length).map { UInt8(0x61 + $0 % 26) }
    let id = table.intern(text.span, 0..<length)
    let padded = [0x22] + text + [0x22]
    #expect(table.intern(padded.span, 1..<length + 1, likely: id) == id)
    for place in 0..<length {
      var other = text
      other[place] = 0x41
      #expect(table.intern(other.span, 0..<length, likely: id) != id, "byte \(place)")
    }
    #expect(table.count == length + 2)
  }

  @Test func tablesAreJoined() {
    var first = StringTable()
    var second = StringTable()
    for number in 0..<500 { _ = first.intern("a\(number)") }
    for number in 250..<900 { _ = second.intern("a\(number)") }
    let map = first.merge(second)
    #expect(map[0] == .none)
    for number in 250..<900 {
      let old = second.intern("a\(number)")
      #expect(first.text(map[Int(old.number)]) == "a\(number)")
    }
    #expect(first.count == 901)
  }

  @Test func aMemoTellsWhatWasNotedOrNothing() {
    var memo = ByteMemo<Int>()
    func value(_ bytes: [UInt8], from start: Int = 0) -> Int? {
      memo.value(bytes.span, BytePart(bytes.span, start..<bytes.count))
    }
    func note(_ bytes: [UInt8], _ number: Int) {
      memo.note(bytes.span, BytePart(bytes.span, 0..<bytes.count), number)
    }
    let texts = (0..<30_000).map { Array("caller \($0)".utf8) }
    // Few parts never take one another's place.
    for number in 0..<8 { note(texts[number], number) }
    for number in 0..<8 {
      let elsewhere = Array("x".utf8) + texts[number]
      #expect(value(elsewhere, from: 1) == number)
      #expect(value(elsewhere) == nil)
    }
    // Without their middle, others are the same; whole, they are not.
    let long = Array("caller 3-4".utf8)
    memo.note(long.span, BytePart(long.span, 0..<10, without: 7..<9), 34)
    #expect(value(Array("caller 4".utf8)) == 4)
    #expect(value(long) == nil)
    let same = Array("caller 5-9-4".utf8)
    let without = { (gap: Range<Int>) in
      memo.value(same.span, BytePart(same.span, 0..<12, without: gap))
    }
    #expect(without(7..<11) == 34)
    #expect(without(6..<11) == nil)
    // Many do, and the last is always known.
    for (number, text) in texts.enumerated() {
      note(text, number)
      #expect(value(text) == number)
    }
    let known = texts.indices.filter { value(texts[$0]) != nil }
    #expect(known.allSatisfy { value(texts[$0]) == $0 })
    #expect((1_000...5_000).contains(known.count))
  }

  @Test func idsAreReadAndWritten() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<500 {
      let text = generator.uuid()
      let id = EventID(text)
      guard case .guid = id else {
        Issue.record("\(text) is a GUID")
        continue
      }
      #expect(id.description == text)
      let other = generator.uuid()
      #expect((id < EventID(other)) == (text < other))
    }
    for text in [
      "", "x", "AAAAAAAA-0000-4000-8000-000000000000", "aaaaaaaa-0000-4000-8000-00000000000g",
      "aaaaaaaa00000-4000-8000-000000000000", "aaaaaaaa-0000-4000-8000-0000000000000",
    ] {
      #expect(EventID(text) == .text(text))
      #expect(EventID(text).description == text)
    }
    #expect(EventID.text("a") < EventID("aaaaaaaa-0000-4000-8000-000000000000"))
  }

  @Test func theSetOfIDsIsASet() {
    var generator = SeededGenerator(seed: 3)
    var set = EventIDSet()
    var plain: Set<EventID> = []
    for _ in 0..<20_000 {
      let low = UInt64(generator.below(12_000))
      let id: EventID =
        switch generator.below(8) {
        case 0: .text("id-\(low)")
        case 1: .guid(low, 0)
        case 2: .guid(0, low)
        default: .guid(low &* 0xD134_2543_DE82_EF95, low)
        }
      #expect(set.insert(id) == plain.insert(id).inserted)
    }
    #expect(plain.contains(.guid(0, 0)) == !set.insert(.guid(0, 0)))
  }

  @Test func anIDCostsLessThan25Bytes() {
    var generator = SeededGenerator(seed: 4)
    var set = EventIDSet()
    for number in 1...200_000 {
      _ = set.insert(.guid(generator.next(), generator.next()))
      if number == 200_000 { #expect(set.tableSize < 25 * number) }
    }
  }

  @Test func eventsSurviveTheSpoolFile() throws {
    var generator = SeededGenerator(seed: 5)
    let events = (0..<300).map { _ in Self.event(&generator) }
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for event in events {
      EventCoder.encode(event, to: &bytes)
      ends.append(bytes.count)
    }
    var position = 0
    for (event, end) in zip(events, ends) {
      let read = try #require(EventCoder.decode(bytes.span, at: &position))
      #expect(String(reflecting: read) == String(reflecting: event))
      #expect(position == end)
    }
    #expect(EventCoder.decode(bytes.span, at: &position) == nil)
  }

  @Test func aPartOfAnEventIsNone() {
    var generator = SeededGenerator(seed: 6)
    var bytes: [UInt8] = []
    EventCoder.encode(Self.event(&generator), to: &bytes)
    for count in 0..<bytes.count {
      let part = Array(bytes[..<count])
      var position = 0
      #expect(EventCoder.decode(part.span, at: &position) == nil)
      #expect(position == 0)
    }
  }

  private static func event(_ generator: inout SeededGenerator) -> Event {
    let flag = { (generator: inout SeededGenerator) in generator.below(2) == 0 }
    let id = { (generator: inout SeededGenerator) -> EventID in
      generator.below(4) == 0 ? .text("ä-\(generator.below(99))") : EventID(generator.uuid())
    }
    let number = { (generator: inout SeededGenerator) in StringID(UInt32(generator.below(1 << 32)))
    }
    var event = Event(
      time: EventTime(seconds: Int64(generator.below(1 << 40)) - 1 << 39), id: id(&generator))
    if flag(&generator) { event.sharedID = id(&generator) }
    event.source = number(&generator)
    event.name = number(&generator)
    event.region = number(&generator)
    event.account = number(&generator)
    event.errorCode = number(&generator)
    event.address = number(&generator)
    event.agent = number(&generator)
    event.encryption = number(&generator)
    event.principal = generator.below(1 << 31)
    event.isIssuing = flag(&generator)
    event.startedNothing = flag(&generator)
    event.isData = flag(&generator)
    event.isReadOnly = flag(&generator)
    event.isSelected = flag(&generator)
    event.resource = String(repeating: "r/ä", count: generator.below(40))
    event.contextArn = flag(&generator) ? "arn:aws:s3:::b" : ""
    let kinds: [Mention.Kind] = [.bucket, .role, .key, .task, .query]
    event.mentions = (0..<generator.below(600)).map { _ in
      Mention(generator.pick(kinds), number(&generator), in: number(&generator))
    }
    event.file = Int32(generator.below(1 << 31))
    event.index = Int32(generator.below(1 << 31))
    event.raw = (0..<generator.below(300)).map { _ in UInt8(generator.below(256)) }
    return event
  }
}

import CloudTrail
import Foundation
import Testing

@Suite struct EventTimeTests {
  private static let calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()

  @Test func agreesWithFoundationsCalendar() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<3_000 {
      let seconds = Int64.random(in: 0..<253_402_300_800, using: &generator)
      let time = EventTime(seconds: seconds)
      let parts = Self.calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second],
        from: Date(timeIntervalSince1970: Double(seconds)))
      let found = time.components
      #expect(
        [found.year, found.month, found.day, found.hour, found.minute, found.second]
          == [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second])
      #expect(EventTime(iso: Array(time.description.utf8)) == time)
      #expect(
        EventTime(
          year: found.year, month: found.month, day: found.day, hour: found.hour,
          minute: found.minute, second: found.second) == time)
    }
  }

  @Test(arguments: [
    ("2026-03-02T09:00:05Z", 1_772_442_005), ("2026-03-02T09:00:05.1Z", 1_772_442_005),
    ("2026-03-02T09:00:05.123456Z", 1_772_442_005), ("20260302T090005Z", 1_772_442_005),
    ("2026-03-02t09:00:05Z", 1_772_442_005), ("1970-01-01T00:00:00Z", 0),
    ("2024-02-29T23:59:59Z", 1_709_251_199), ("2000-02-29T00:00:00Z", 951_782_400),
    ("2016-12-31T23:59:60Z", 1_483_228_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ("2026-03-02T09:00:05+00:00", 1_772_442_005), ("2026-03-02T09:00:05-00:00", 1_772_442_005),
    ("2026-03-02T10:30:05.5+01:30", 1_772_442_005), ("20260302T010005-08:00", 1_772_442_005),
    ("2026-03-03T08:59:05+23:59", 1_772_442_005),
  ])
  func readsISO(text: String, seconds: Int64) {
    #expect(EventTime(iso: Array(text.utf8))?.seconds == seconds)
    let padded = Array("xx\(text)yy".utf8)
    #expect(EventTime(iso: padded.span, in: 2..<padded.count - 2)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "Z", "2026-03-02", "2026-03-02T09:00Z", "2026-03-02T09:00:05", "2026-03-02T09:00:05+0000",
    "2026-03-02T09:00:05+24:00", "2026-03-02T09:00:05+00:60", "2026-03-02T09:00:05 00:00",
    "2026-03-02T09:00:05Z+00:00", "2026-03-02T09:00:05+00:00Z", "2026-03-02T09:00+00:00",
    "+00:00+00:00+00:00", "2026-03-02T09:00:05+-1:00",
    "9999-12-31T23:59:59-00:01", "1970-01-01T00:00:00+00:01",
    "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-01-32T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
    "2026-01-01T00:00:61Z", "1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "2026-3-02T09:00:05Z",
    "2026-03-02 09:00:05Z", "20260302 090005Z", "２０26-03-02T09:00:05Z", "2026-03-02T09:00:05ZZ",
    "2026-03-02T09:00:05,5Z", "2026/03/02T09:00:05Z", "2026-03-02T09.00.05Z",
    "2026-03-02T09:00:05.Z", "2026-03-02T09:00:05.x1Z", "2026-03-02T09:00:05. Z",
  ])
  func refusesOtherTexts(text: String) {
    #expect(EventTime(iso: Array(text.utf8)) == nil)
  }

  /// Times of one day and of others, whole and with a byte changed or lost.
  @Test func clockReadsWhatOneTimeAloneReads() {
    var generator = SeededGenerator(seed: 3)
    var clock = EventClock()
    var days: [Int64] = [1_772_442_005, 951_782_400, 1_483_228_799, 0]
    for _ in 0..<20_000 {
      if Int.random(in: 0..<50, using: &generator) == 0 {
        days.append(Int64.random(in: 0..<253_402_300_800, using: &generator))
      }
      let day = days.suffix(5).randomElement(using: &generator)! / 86_400 * 86_400
      var text = Array(
        EventTime(seconds: day + Int64.random(in: 0..<86_400, using: &generator)).description.utf8)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        text[Int.random(in: 0..<20, using: &generator)] =
          [0x30, 0x36, 0x39, 0x3A, 0x2F, 0x2D, 0x74, 0x5A, 0x00, 0xB0].randomElement(
            using: &generator)!
      case 1: text.remove(at: Int.random(in: 0..<20, using: &generator))
      case 2: text.insert(0x35, at: Int.random(in: 0..<21, using: &generator))
      default: break
      }
      let padded = [0x22] + text + [0x22]
      let range = 1..<padded.count - 1
      #expect(
        clock.read(padded.span, in: range) == EventTime(iso: padded.span, in: range),
        "\(String(decoding: text, as: UTF8.self))")
    }
  }

  @Test func clockKnowsTheLeapSecond() {
    var clock = EventClock()
    for text in ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", "20161231T235960.12Z"] {
      let bytes = Array(text.utf8)
      #expect(clock.read(bytes.span, in: 0..<bytes.count) == EventTime(iso: text), "\(text)")
    }
  }

  @Test(arguments: [
    ("Apr 16, 2025, 3:46:56 AM", "2025-04-16T03:46:56Z"),
    ("Sep 15, 2021 4:00:36 PM", "2021-09-15T16:00:36Z"),
    ("Jul 10, 2023, 12:09:47 PM", "2023-07-10T12:09:47Z"),
    ("Jul 10, 2023, 12:09:47 AM", "2023-07-10T00:09:47Z"),
    ("Jul 10, 2023, 12:09:47\u{202F}AM", "2023-07-10T00:09:47Z"),
    ("Apr 12, 2021 18:58:30 PM", "2021-04-12T18:58:30Z"),
    ("2021-04-12T18:58:30Z", "2021-04-12T18:58:30Z"),
    (" Apr 16 2025,3:46:56 PM and more", "2025-04-16T15:46:56Z"),
    ("Dec 31, 2025, 23:59:59", "2025-12-31T23:59:59Z"),
  ])
  func readsTheDatesOfResponses(text: String, time: String) {
    #expect(EventTime(responseDate: text)?.description == time)
  }

  @Test(arguments: [
    "", "Apr 16", "Foo 16, 2025, 3:46:56 AM", "Apr 31, 2025, 3:46:56 AM", "Apr 16, 2025, 3:46 AM",
    "Apr 16, 2025, 25:46:56 PM", "Apr x, 2025, 3:46:56 AM", "1617793200.0",
    "Apr 16, 2025, 3:46:56:1 AM", "Apr 16, 2025, :46:56 AM", "Apr 16, 2025, 3:46: AM",
    "Apr +16, 2025, 3:46:56 AM", "Apr 16, 99999999999999999999, 3:46:56 AM", "\u{202F}",
    "Apr\u{202E}",
    "April 16, 2025, 3:46:56 AM",
  ])
  func refusesOtherDates(text: String) {
    #expect(EventTime(responseDate: text) == nil)
  }

  @Test func timesBeforeTheEpochAndAtTheEndsAreNoTrap() {
    #expect(EventTime(seconds: -1).description == "1969-12-31T23:59:59Z")
    #expect(EventTime(seconds: -86_400).description == "1969-12-31T00:00:00Z")
    for seconds in [Int64.min, .max] {
      #expect(!EventTime(seconds: seconds).description.isEmpty)
      #expect(EventTime(seconds: seconds).advanced(by: seconds).seconds == seconds)
    }
    #expect(EventTime(seconds: 5).advanced(by: -7).seconds == -2)
  }

  @Test func theTextIsThatOfItsParts() {
    var generator = SeededGenerator(seed: 9)
    let edges: [Int64] = [0, -1, 253_402_300_799, -62_167_219_200, 951_782_400, 4_107_542_399]
    let random = (0..<500).map { _ in
      Int64.random(in: -62_167_219_200...253_402_300_799, using: &generator)
    }
    for seconds in edges + random {
      let time = EventTime(seconds: seconds)
      let parts = time.components
      let numbers = [parts.month, parts.day, parts.hour, parts.minute, parts.second].map {
        $0 < 10 ? "0\($0)" : "\($0)"
      }
      let year = String(repeating: "0", count: 4 - "\(parts.year)".count) + "\(parts.year)"
      let date = "\(year)-\(numbers[0])-\(numbers[1])"
      #expect(time.description == "\(date)T\(numbers[2]):\(numbers[3]):\(numbers[4])Z")
      var bytes: [UInt8] = []
      time.append(to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == time.description)
    }
    #expect(EventTime(seconds: 253_402_300_800).description == "10000-01-01T00:00:00Z")
  }
}

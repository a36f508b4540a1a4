import FleetModel
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59Z", 951_868_799),
    ("2026-04-14T09:31:20Z", 1_776_159_080), ("2024-03-01T00:00:00Z", 1_709_251_200),
  ])
  func readsAndWritesISO(text: String, seconds: Int) {
    #expect(Timestamp(text)?.seconds == seconds)
    #expect(Timestamp(seconds: seconds).iso == text)
  }

  @Test func readsADateAsItsMidnight() {
    #expect(Timestamp("2026-04-14") == ("2026-04-14T00:00:00Z" as Timestamp))
  }

  @Test(arguments: ["", "2026-04", "2026-04-14T09:31Z", "2026-04-14T09:31:20", "today"])
  func refusesOtherText(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [
    ("2026-04-14T00:05:09Z", "Apr 14, 2026, 12:05:09 AM", "Apr 14, 2026 12:05:09 AM"),
    ("2026-04-04T12:46:56Z", "Apr 4, 2026, 12:46:56 PM", "Apr 4, 2026 12:46:56 PM"),
    ("2026-12-31T23:59:59Z", "Dec 31, 2026, 11:59:59 PM", "Dec 31, 2026 11:59:59 PM"),
  ])
  func spellsTimesInBothFormats(text: String, new: String, old: String) {
    #expect(Timestamp(text)?.spelledOut == new)
    #expect(Timestamp(text)?.spelledOutBefore == old)
  }

  @Test func namesFilesAndFolders() {
    let time: Timestamp = "2026-01-02T03:04:05Z"
    #expect(time.fileTime == "20260102T0304Z")
    #expect(time.folder == "2026/01/02")
  }
}

import CloudTrail
import GzipStream
import Incident
import Reports
import Testing

@Suite("Reconciliation")
struct ReconciliationTests {
  @Test("Every file and record is accounted for")
  func whole() {
    var summary = ScanSummary()
    (summary.filesRead, summary.digests, summary.insights, summary.damaged) = (5_009, 10, 2, 1)
    (summary.records, summary.selected) = (51_895, 1_204)
    (summary.notSelected, summary.duplicates) = (44_195, 6_496)
    #expect(
      summary.reconciliation == """
        files: 5,009 read, 10 digests and 2 insights skipped, 1 damaged; \
        records: 51,895 read = 1,204 matched + 44,195 not selected + 6,496 duplicates
        """)
  }

  @Test("Zero parts are left out, except damage")
  func small() {
    var summary = ScanSummary()
    #expect(summary.reconciliation == "files: 0 read, 0 damaged; records: 0 read")
    (summary.filesRead, summary.digests, summary.configurations, summary.otherFiles) = (1, 1, 1, 3)
    (summary.records, summary.selected, summary.duplicates) = (2, 1, 1)
    (summary.conflicts, summary.superseded) = (1, 1)
    #expect(
      summary.reconciliation == """
        files: 1 read, 1 digest, 1 AWS Config file and 3 other files skipped, 0 damaged; \
        records: 2 read = 1 matched + 1 duplicate; \
        1 record superseded by an update, counted as duplicates; \
        1 pair of records share an eventID but differ, the first of each was kept
        """)
  }

  static let troubles: [(Trouble.Cause, String)] = [
    (
      .read(LogReadError(.truncated, at: 1_234)),
      "damaged: x: gzip data ends early, at byte 1,234 of the file"
    ),
    (
      .read(LogReadError(.corrupt("incorrect data check"), at: 7)),
      "damaged: x: compressed data is corrupt (incorrect data check), at byte 7 of the file"
    ),
    (
      .read(LogReadError(.trailingGarbage, at: 99)),
      "damaged: x: bytes that are not gzip follow, at byte 99 of the file"
    ),
    (
      .read(LogReadError(.tooLarge("inflates more than 1000 : 1"), at: 5_000_000)),
      "damaged: x: inflates more than 1000 : 1: reading stopped at byte 5,000,000 of the file"
    ),
    (
      .read(LogReadError(.unsupportedCompression("zstd"), at: 0)),
      "unreadable: x: is compressed with zstd"
    ),
    (
      .read(LogReadError(.system(operation: "open", errno: 13), at: 0)),
      "unreadable: x: cannot open it: permission denied"
    ),
    (
      .read(LogReadError(.system(operation: "read", errno: 12_345), at: 0)),
      "unreadable: x: cannot read it: the system's error 12345"
    ),
    (
      .record(RecordError(.notJSON("a colon is missing"), at: 98_765)),
      "damaged: x: not JSON, a colon is missing, at byte 98,765 of the content"
    ),
    (
      .record(RecordError(.unfinished, at: 5)),
      "damaged: x: ends inside a record, at byte 5 of the content"
    ),
    (
      .record(RecordError(.tooDeep(limit: 256), at: 5)),
      "damaged: x: a record nests deeper than 256 levels, at byte 5 of the content"
    ),
    (
      .record(RecordError(.tooLong(limit: 16_777_216), at: 5)),
      "damaged: x: a record takes more than 16,777,216 bytes, at byte 5 of the content"
    ),
    (.notALog, "not a log: x: holds nothing of CloudTrail"),
  ]

  @Test("Each trouble is told in plain words", arguments: troubles)
  func sentences(cause: Trouble.Cause, start: String) {
    #expect(Trouble(file: "x", cause: cause).sentence.hasPrefix(start))
  }

  @Test("Further faults are counted, and a file's name cannot touch the terminal")
  func more() {
    let trouble = Trouble(file: "a\u{1B}[2J", cause: .notALog, more: 2)
    #expect(trouble.sentence.hasPrefix("not a log: a\\x1b[2J: "))
    #expect(trouble.sentence.hasSuffix(" (and 2 further faults in this file)"))
  }
}

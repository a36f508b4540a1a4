import CloudTrail
import GzipStream
import Incident

/// One hand-made analysis with a bit of everything: two runners, chains, unlinked sessions, all
/// verdicts, and strings as an attacker would choose them.
enum Sample {
  static let analysis: Analysis = {
    var analysis = Analysis(playbook: "rotation", summary: summary)
    analysis.runners = [Runners.current, Runners.retired]
    analysis.sessions = Sessions.all
    analysis.timeline = Entries.all
    analysis.steps = Verdicts.all
    analysis.coverage = Regions.all
    analysis.findings = Findings.all
    analysis.silenced = Findings.silenced
    analysis.incidents = Incidents.all
    analysis.reach = Incidents.reach
    return analysis
  }()

  /// The day of the incident at a time of the day.
  static func time(_ hour: Int, _ minute: Int = 0, _ second: Int = 0, day: Int = 2) -> EventTime {
    EventTime(seconds: 1_772_409_600 + Int64((day - 2) * 86_400 + hour * 3_600))
      .advanced(by: Int64(minute * 60 + second))
  }

  /// An event id that tells its number.
  static func event(_ number: Int) -> String {
    let digits = String(number)
    let zeros = String(repeating: "0", count: 8 - digits.count)
    return "\(zeros)\(digits)-1111-4222-8333-444444444444"
  }

  static let account = "111122223333"

  /// Texts that attack a terminal, a table, a spreadsheet or a page.
  enum Hostile {
    static let terminal = "curl/8 \u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}txt.exe\r\nfake line"
    static let table = "a|b `code` \\| **bold** <img src=x onerror=alert(1)> [x](https://evil.test)"
    static let formula = "=HYPERLINK(\"https://evil.test\",\"open\")"
    static let wide = "データ/顧客一覧-👩‍👩‍👧-e\u{301}\u{302}.csv"
  }

  static let summary: ScanSummary = {
    var summary = ScanSummary()
    (summary.filesRead, summary.digests, summary.insights, summary.damaged) = (5_009, 10, 2, 5)
    (summary.records, summary.selected, summary.notSelected) = (51_897, 1_204, 44_195)
    (summary.undated, summary.unreadable) = (2, 1)
    (summary.duplicates, summary.conflicts) = (6_496, 1)
    (summary.storedBytes, summary.plainBytes) = (71_303_168, 912_680_550)
    summary.troubles = [
      Trouble(file: "logs/a.json.gz", cause: .read(LogReadError(.truncated, at: 1_234)), more: 2),
      Trouble(
        file: "logs/b.json.gz",
        cause: .read(LogReadError(.system(operation: "open", errno: 13), at: 0))),
      Trouble(
        file: "logs/c\u{1B}[31m|`x`.json",
        cause: .record(RecordError(.notJSON("a colon is missing"), at: 98_765))),
      Trouble(
        file: "logs/d.zst", cause: .read(LogReadError(.unsupportedCompression("zstd"), at: 0))),
      Trouble(file: "README", cause: .notALog),
    ]
    return summary
  }()
}

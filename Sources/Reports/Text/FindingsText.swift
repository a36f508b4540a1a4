import CloudTrail
import Incident

/// The findings for a terminal, the worst first: what to look at, then why and what to do.
enum FindingsText {
  /// The page: a line each, then each in full.
  static func render(_ analysis: Analysis, _ style: TextStyle) -> [UInt8] {
    var page = TextPage(style)
    let findings = analysis.findings.worstFirst
    if findings.isEmpty {
      page.sentence(analysis.noFindingWords, .faint, indent: 0)
    } else {
      overview(findings, &page)
    }
    let times = EventTimes(analysis.timeline)
    for finding in findings { detail(finding, times, &page) }
    if !analysis.silenced.isEmpty { page.blank() }
    for silenced in analysis.silenced {
      page.sentence(silenced.sentence, .faint)
      silenced.warning.map { page.sentence($0, .caution) }
    }
    return page.bytes
  }

  /// Columns that ids and runners take in the overview; their whole names stand below.
  private static let (longestID, longestRunner) = (8, 24)

  /// How many there are, and a line each.
  private static func overview(_ findings: [Finding], _ page: inout TextPage) {
    let levels = Finding.Level.allCases.reversed().compactMap { level in
      let count = findings.count { $0.level == level }
      return count == 0 ? nil : "\(count.grouped) \(level.rawValue)"
    }
    let runners = Set(findings.map { $0.runner ?? "" }).sorted()
    let owner = runners.count == 1 && !runners[0].isEmpty ? " for \(runners[0])" : ""
    page.line([
      TextRun(of: findings.count.counted("finding") + owner, .heading),
      TextRun(of: ": \(levels.joined(separator: ", "))"),
    ])
    let levelColumn = (findings.map(\.level.rawValue.count).max() ?? 0) + 2
    let idColumn = min(longestID, findings.map { VisibleText($0.id).width }.max() ?? 0) + 2
    // What happened counts more than when, where there is no room for both.
    let timeColumn = page.width < 70 ? 0 : 21
    let names = Set(findings.map { VisibleText($0.runner ?? "").width })
    let runnerColumn = runners.count < 2 ? 0 : min(longestRunner, names.max() ?? 0) + 2
    for finding in findings {
      let often = finding.count == 1 ? "" : "  \(finding.count.grouped) times"
      page.line([
        column(finding.level.rawValue, levelColumn, finding.level.ink),
        column(finding.id, idColumn, .faint),
        column(finding.firstTime.dayAndClock, timeColumn, .plain),
        column(finding.runner ?? "", runnerColumn, .plain), TextRun(of: finding.title, .heading),
        TextRun(of: often, .faint),
      ])
    }
  }

  /// A text in a column, cut so that a blank stands behind it.
  private static func column(_ text: String, _ width: Int, _ ink: TextRun.Ink) -> TextRun {
    TextRun(VisibleText(text).truncated(to: max(0, width - 2)).fitted(to: width), ink)
  }

  private static func detail(_ finding: Finding, _ times: EventTimes, _ page: inout TextPage) {
    page.blank()
    page.line([
      TextRun(VisibleText(finding.level.rawValue).fitted(to: 15), finding.level.ink),
      TextRun(of: finding.title, .heading), TextRun(of: "  \(finding.id)", .faint),
    ])
    page.sentence(finding.why, indent: 15)
    page.facts(facts(of: finding, times), indent: 15)
    page.sentence("next: " + finding.next, .accent, indent: 15)
  }

  private static func facts(
    of finding: Finding, _ times: EventTimes
  ) -> [(label: VisibleText, values: [TextRun])] {
    let runner = [finding.runner, finding.session].compactMap { $0 }
    return [
      ("seen", [TextRun(of: finding.timeWords)]),
      ("runner", runner.map { TextRun(of: $0) }),
      ("by", finding.actors.map { TextRun(of: $0) }),
      ("from", finding.sourceIPAddresses.map { TextRun(of: $0) }),
      ("events", times.runs(finding.eventIDs, .plain)),
      ("technique", (finding.techniques + finding.tactics).map { TextRun(of: $0) }),
      ("harmless if", finding.benign.map { TextRun(of: $0) }),
    ]
  }
}

extension [Finding] {
  /// By level, the worst first; within a level along the chain, then by time.
  var worstFirst: [Finding] {
    enumerated().sorted {
      ($1.element.level, $0.element.stage, $0.offset)
        < ($0.element.level, $1.element.stage, $1.offset)
    }.map(\.element)
  }
}

extension Finding {
  /// When, and how often.
  var timeWords: String {
    count == 1
      ? firstTime.dayAndClock
      : "\(firstTime.dayAndClock) to \(lastTime.clock(after: firstTime)), \(count.grouped) times"
  }
}

extension Finding.Level {
  fileprivate var ink: TextRun.Ink {
    switch self {
    case .informational, .low: .faint
    case .medium: .caution
    case .high, .critical: .alarm
    }
  }
}

import CloudTrail
import Incident

/// The findings for a terminal, the worst first.
enum FindingsText {
  /// The page.
  static func render(_ analysis: Analysis, _ style: TextStyle) -> [UInt8] {
    var page = TextPage(style)
    let times = EventTimes(analysis.timeline)
    for finding in analysis.findings.worstFirst {
      page.blank()
      page.line([
        TextRun(VisibleText(finding.level.rawValue).fitted(to: 14), finding.level.ink),
        TextRun(of: finding.title, .heading), TextRun(of: "  \(finding.id)", .faint),
      ])
      page.sentence(finding.why, indent: 14)
      page.facts(facts(of: finding, times), indent: 14)
      page.sentence("next: " + finding.next, .accent, indent: 14)
    }
    if analysis.findings.isEmpty {
      page.sentence(
        "no findings; what was read: \(CoverageClaim(analysis.coverage).words)", .faint, indent: 0)
    }
    return page.bytes
  }

  private static func facts(
    of finding: Finding, _ times: EventTimes
  ) -> [(label: VisibleText, values: [TextRun])] {
    let runner = [finding.runner, finding.session].compactMap { $0 }
    return [
      ("seen", [TextRun(of: finding.timeWords)]),
      ("runner", runner.map { TextRun(of: $0) }),
      ("events", times.runs(finding.eventIDs, .plain)),
      ("technique", (finding.techniques + finding.tactics).map { TextRun(of: $0) }),
      ("harmless if", finding.benign.map { TextRun(of: $0) }),
    ]
  }
}

extension [Finding] {
  /// By level, the worst first; the order of time within a level.
  var worstFirst: [Finding] {
    enumerated().sorted {
      ($1.element.level, $0.offset) < ($0.element.level, $1.offset)
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

import CloudTrail
import Incident

/// The blast radius for a terminal.
enum ReachText {
  /// The page.
  static func render(_ analysis: Analysis, _ style: TextStyle) -> [UInt8] {
    var page = TextPage(style)
    if analysis.reach.isEmpty {
      let words: VisibleText =
        analysis.sessions.isEmpty
        ? "there is no session to look into" : "no suspicious session touched anything"
      page.line([TextRun(words, .faint)])
    }
    if analysis.reach.contains(where: { !$0.hasDataEvents }) {
      page.sentence(
        "Warning: these logs hold no S3 data events. That no read of an object is listed proves nothing.",
        .caution)
    }
    for reach in analysis.reach {
      page.blank()
      page.line([
        TextRun("session "), TextRun(of: reach.session, .accent),
        TextRun(of: reach.isSuspect ? "  SUSPICIOUS" : "", .alarm),
        TextRun(of: reach.runner.map { "  of \($0)" } ?? "", .faint),
        TextRun(
          of: "  \(reach.events.counted("event")), \(reach.denied.grouped) denied or failed", .faint
        ),
      ])
      for line in reach.lines(atMost: 40) { append(line, to: &page) }
      let rest = reach.lineCount - 40
      if rest > 0 {
        page.line([TextRun(of: "  \(rest.grouped) more, all of them in the JSON", .faint)])
      }
    }
    return page.bytes
  }

  private static func append(_ line: ReachLine, to page: inout TextPage) {
    let denied =
      line.denied > 0 ? [TextRun(of: "\(line.denied.grouped) denied or failed", .caution)] : []
    let detail = line.detail.isEmpty ? [] : [TextRun(of: line.detail, .faint)]
    page.flow(
      [TextRun(of: line.name), TextRun(of: line.done)] + denied + detail,
      first: [TextRun("  "), TextRun(VisibleText(line.kind).fitted(to: 11), .faint)],
      next: [TextRun(VisibleText("").fitted(to: 13))], separator: "  ")
  }
}

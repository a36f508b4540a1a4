import CloudTrail
import Incident

/// A timeline for a terminal: a heading for each runner, then a line an entry; where the page is
/// narrow, what the call was about stands on a second line.
///
///     2026-03-02
///     09:00:05 login    ok      AssumeRoleWithWebIdentity s9f3c21c 203.0.113.9  logs in as …
///     09:04:00 key      DENIED ~Decrypt                   s9xa0042 203.0.113.9  ×212 until …
struct TimelineText: Sendable {
  private var page: TextPage
  private var columns = Columns(entries: [], width: 0)

  /// Widths that the entries of one runner ask for.
  private struct Columns: Sendable {
    let event: Int
    let session: Int
    let address: Int
    /// Where the detail begins; 0 for a line of its own.
    let detail: Int

    init(entries: [TimelineEntry], width: Int) {
      func widest(_ limit: Int, _ text: (TimelineEntry) -> String) -> Int {
        min(limit, entries.map { VisibleText(text($0)).width }.max() ?? 0)
      }
      // Wider names and addresses are rare; they push their own line aside.
      event = widest(25) { $0.eventName }
      session = widest(12) { $0.session ?? "" }
      address = widest(15) { $0.addressWords }
      let used = 9 + 9 + 7 + 1 + event + 1 + session + (session > 0 ? 1 : 0) + address + 2
      detail = width - used >= 40 ? used : 0
    }
  }

  /// The page of all runners.
  static func render(_ analysis: Analysis, _ style: TextStyle) -> [UInt8] {
    var text = TimelineText(page: TextPage(style))
    let entries = Dictionary(grouping: analysis.timeline, by: \.runner)
    for heading in RunnerHeading.all(in: analysis, mentioned: Array(entries.keys)) {
      heading.append(to: &text.page)
      heading.appendFacts(to: &text.page)
      text.append(entries[heading.name] ?? [])
    }
    return text.page.bytes
  }

  private mutating func append(_ entries: [TimelineEntry]) {
    columns = Columns(entries: entries, width: page.width)
    var day = ""
    for entry in entries {
      if entry.eventTime.day != day {
        day = entry.eventTime.day
        page.blank()
        page.line([TextRun(of: day, .heading)])
      }
      append(entry)
    }
    guard entries.contains(where: { $0.attribution.confidence == .inferred }) else { return }
    page.blank()
    page.sentence(
      "~ inferred: joined to this runner by a name, a resource or the time, not by a credential",
      .faint)
  }

  private mutating func append(_ entry: TimelineEntry) {
    let isDenied = entry.outcome == .denied
    let mark: TextRun.Ink =
      isDenied ? .alarm : entry.outcome == .success ? .good : .caution
    let isInferred = entry.attribution.confidence == .inferred
    let name = VisibleText(entry.eventName).truncated(to: 40)
    var line = [
      TextRun(VisibleText(entry.eventTime.clock).fitted(to: 9), .faint),
      TextRun(VisibleText(entry.stage.rawValue).fitted(to: 9), .faint),
      TextRun(VisibleText(entry.outcome.mark).fitted(to: 7), mark),
      TextRun(isInferred ? "~" : " ", .caution),
      TextRun(name.fitted(to: max(columns.event, name.width)), isDenied ? .alarm : .plain),
      TextRun(" "),
    ]
    if columns.session > 0 {
      line.append(TextRun(VisibleText(entry.session ?? "").fitted(to: columns.session), .accent))
      line.append(TextRun(" "))
    }
    let address = VisibleText(entry.addressWords)
    let detail = detail(of: entry)
    if columns.detail > 0 {
      let column = max(columns.address, address.width)
      page.line(line + [TextRun(address.fitted(to: column)), TextRun("  ")] + detail)
    } else {
      page.line(line + [TextRun(address)])
      if !detail.isEmpty { page.line([TextRun(VisibleText("").fitted(to: 18))] + detail) }
    }
  }

  /// How often, which findings and steps, what error, what it was about.
  private func detail(of entry: TimelineEntry) -> [TextRun] {
    var runs: [TextRun] = []
    if entry.count > 1 {
      let last = entry.lastEventTime.map { " until \($0.clock(after: entry.eventTime))" } ?? ""
      runs.append(TextRun(of: "×\(entry.count.grouped)\(last)", .heading))
    }
    if !entry.findings.isEmpty {
      runs.append(TextRun(of: "[\(entry.findings.joined(separator: " "))]", .caution))
    }
    if !entry.steps.isEmpty {
      runs.append(TextRun(of: "(\(entry.steps.joined(separator: " ")))", .accent))
    }
    if let code = entry.errorCode { runs.append(TextRun(of: code, .caution)) }
    let summary = entry.summaryWithoutName
    if !summary.isEmpty { runs.append(TextRun(of: summary)) }
    if let resource = entry.resource, !entry.tellsResource(summary) {
      runs.append(TextRun(of: resource, .faint))
    }
    return Array(runs.map { [$0] }.joined(separator: [TextRun("  ")]))
  }
}

import CloudTrail
import Incident

/// The incidents for a terminal: the post-incident table and the metrics, runner by runner.
enum IncidentsText {
  private static let column = 31

  /// The page.
  static func render(_ analysis: Analysis, _ style: TextStyle) -> [UInt8] {
    var page = TextPage(style)
    if analysis.incidents.isEmpty {
      page.sentence(analysis.noIncidentWords, .faint, indent: 0)
    }
    for incident in analysis.incidents {
      page.blank()
      page.line([TextRun(of: incident.runner, .heading)])
      page.sentence(incident.startBasis)
      for row in incident.milestones { append(row, to: &page) }
      page.blank()
      for metric in incident.metrics { append(metric, to: &page) }
      append(incident, to: &page)
    }
    return page.bytes
  }

  private static func append(_ row: IncidentCase.Milestone, to page: inout TextPage) {
    let time = row.time?.dayAndClock ?? (row.isOpen ? "NOT COMPLETE" : "unknown")
    let ink: TextRun.Ink = row.isOpen ? .alarm : row.time == nil ? .faint : .plain
    page.line([
      TextRun(VisibleText(row.kind.words).fitted(to: column)),
      TextRun(VisibleText(time).fitted(to: 21), ink), TextRun(of: row.source.words, .faint),
    ])
    let event = row.eventID.map { " (\($0.prefix(8)))" } ?? ""
    let actor = row.actor.map { ", by \($0)" } ?? ""
    page.sentence(row.basis + event + actor, indent: min(column, max(2, page.width - 50)))
  }

  private static func append(_ metric: IncidentCase.Metric, to page: inout TextPage) {
    let value = metric.seconds?.asDuration ?? "not known"
    page.line([
      TextRun(VisibleText(metric.kind.words).fitted(to: column)),
      TextRun(VisibleText(value).fitted(to: 21), metric.seconds == nil ? .faint : .plain),
      TextRun(of: metric.source.words, .faint),
    ])
  }

  private static func append(_ incident: IncidentCase, to page: inout TextPage) {
    if let exposure = incident.exposure {
      let length = Int(exposure.to.seconds - exposure.from.seconds).asDuration
      let state = exposure.isOpen ? "STILL OPEN" : "closed"
      page.line([
        TextRun(VisibleText("Exposure window").fitted(to: column)),
        TextRun(VisibleText(length).fitted(to: 21), exposure.isOpen ? .alarm : .plain),
        TextRun(of: "\(exposure.from.dayAndClock) to \(exposure.to.dayAndClock), \(state)", .faint),
      ])
    }
    page.line([
      TextRun(VisibleText("Data impact").fitted(to: column)),
      TextRun(of: incident.dataImpact.words),
    ])
    page.facts(
      [
        ("suspicious", incident.suspectSessions.map { TextRun(of: $0, .accent) }),
        ("used from", incident.suspectAddresses.map { TextRun(of: $0) }),
        (
          "attested",
          incident.attestations.map {
            TextRun(of: "\($0.step) by \($0.by) at \($0.at.dayAndClock)")
          }
        ),
      ], indent: 0)
  }
}

import CloudTrail
import Incident

/// The incident of each runner: the post-incident table and the metrics of AWS's incident response
/// playbooks, exposure, and what was reached.
struct CaseSection: Sendable {
  private let analysis: Analysis

  /// The section of an analysis.
  init(_ analysis: Analysis) { self.analysis = analysis }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    if analysis.incidents.isEmpty {
      page.paragraph("\(prose: analysis.noIncidentWords)")
    }
    for incident in analysis.incidents {
      page.heading(3, "\(code: incident.runner)")
      page.paragraph("\(prose: incident.startBasis)")
      page.table(
        ["Timestamp (UTC)", "Event", "Source / Evidence", "Actor"], incident.milestones.map(row))
      page.table(["Metric", "Value", "Source", "From → to"], metrics(incident))
      page.list(facts(incident).map { (0, $0) })
    }
  }

  private func row(_ milestone: IncidentCase.Milestone) -> [Markdown] {
    let time = milestone.time?.dayAndClock ?? (milestone.isOpen ? "" : "unknown")
    let mark: Markdown = milestone.isOpen ? "**not complete**" : "\(prose: time)"
    let event: Markdown = milestone.eventID.map { "; \(code: $0)" } ?? ""
    return [
      mark, "\(prose: milestone.kind.words)",
      "\(prose: milestone.source.words): \(prose: milestone.basis)\(event)",
      milestone.actor.map { Markdown(code: $0) } ?? "",
    ]
  }

  private func metrics(_ incident: IncidentCase) -> [[Markdown]] {
    var rows: [[Markdown]] = incident.metrics.map { metric in
      [
        "\(prose: metric.kind.words)",
        metric.seconds.map { Markdown(prose: $0.asDuration) } ?? "not known",
        "\(prose: metric.source.words)", "\(prose: metric.basis)",
      ]
    }
    let reached = analysis.reach.filter { $0.runner == incident.runner }
    let resources = Set(reached.flatMap(\.resourceNames)).count
    rows.append([
      "Affected resources", "\(resources)", "computed",
      "buckets, keys, secrets, tasks and roles that suspicious sessions reached",
    ])
    rows.append([
      "Data impact", "\(prose: incident.dataImpact.words)", "computed",
      "\(prose: incident.dataImpact.basis)",
    ])
    rows.append([
      "Accounts", "\(incident.accounts.count)", "logged",
      incident.accounts.map { Markdown(code: $0) }.joined(", "),
    ])
    return rows
  }

  private func facts(_ incident: IncidentCase) -> [Markdown] {
    var facts: [Markdown] = []
    if let exposure = incident.exposure {
      let length = Int(exposure.to.seconds - exposure.from.seconds).asDuration
      let state: Markdown =
        exposure.isOpen
        ? "**still open**: session \(code: exposure.session) is valid until then"
        : "closed with session \(code: exposure.session)"
      facts.append(
        "exposure window: \(prose: exposure.from.dayAndClock) to \(prose: exposure.to.dayAndClock) (\(prose: length)), \(state)"
      )
    }
    let sessions = incident.suspectSessions.prefix(20).map { Markdown(code: $0) }
    if !sessions.isEmpty { facts.append("suspicious credentials: \(sessions.joined(", "))") }
    let addresses = incident.suspectAddresses.prefix(20).map { Markdown(code: $0) }
    if !addresses.isEmpty { facts.append("they were used from \(addresses.joined(", "))") }
    for attestation in incident.attestations {
      let note: Markdown = attestation.note.map { ": \(prose: $0)" } ?? ""
      facts.append(
        "step \(code: attestation.step) attested by \(prose: attestation.by) at \(prose: attestation.at.dayAndClock), not proven by the logs\(note)"
      )
    }
    return facts
  }
}

extension IncidentCase.Milestone {
  /// True where the logs show that it has not happened.
  var isOpen: Bool { basis.hasPrefix("NOT COMPLETE") }
}

extension IncidentCase.Source {
  var words: String { rawValue }
}

extension IncidentCase.Metric.Kind {
  var words: String {
    switch self {
    case .timeToDetect: "Time to detect (TTD)"
    case .timeToNotify: "Time to notify (TTN)"
    case .timeToContain: "Time to contain (TTC)"
    case .timeToRecover: "Time to recover (TTR)"
    case .totalDuration: "Total duration"
    }
  }
}

extension IncidentCase.DataImpact {
  var words: String {
    switch self {
    case .confirmed: "Confirmed"
    case .suspected: "Suspected"
    case .none: "None"
    case .unknown: "Unknown (no data events)"
    }
  }

  var basis: String {
    switch self {
    case .confirmed: "objects or secrets were read or changed by suspicious sessions"
    case .suspected: "keys were used for data whose reading is not in these logs"
    case .none: "the logs hold data events, and none by suspicious sessions that succeeded"
    case .unknown: "reads and writes of objects are not in these logs: absence proves nothing"
    }
  }
}

extension Int {
  /// Seconds as `1 h 9 min 20 s`; less than nothing with a sign.
  var asDuration: String {
    let total = magnitude
    let parts = [
      (total / 86_400, "d"), (total / 3_600 % 24, "h"), (total / 60 % 60, "min"), (total % 60, "s"),
    ]
    let words = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    return (self < 0 ? "−" : "") + (words.isEmpty ? "0 s" : words)
  }
}

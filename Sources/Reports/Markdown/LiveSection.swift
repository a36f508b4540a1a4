import CloudTrail
import Incident

/// Which credentials are valid when the logs end, which were cut off, and what was done with them.
struct LiveSection: Sendable {
  private let analysis: Analysis
  /// Rows of one runner; the command below gives all.
  private static let longest = 50

  /// The section of an analysis.
  init(_ analysis: Analysis) { self.analysis = analysis }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    guard let end = analysis.coverage.compactMap(\.lastTime).max() else {
      page.paragraph("No record was read.")
      return
    }
    page.paragraph("\(prose: LiveCredentials.rule)")
    let groups = Dictionary(grouping: analysis.sessions, by: \.runner)
    for heading in RunnerHeading.all(in: analysis, mentioned: groups.keys.compactMap { $0 }) {
      guard let sessions = groups[heading.name] else { continue }
      append(heading.name, sessions, end, to: &page)
    }
    page.paragraph("At any other time: \(code: "trailscan sessions --live --at TIME PATH…").")
  }

  private func append(
    _ name: String, _ sessions: [Session], _ end: EventTime, to page: inout some ReportPage
  ) {
    let credentials = LiveCredentials(sessions, at: end)
    let suspects = sessions.filter(\.isSuspect)
    guard !credentials.live.isEmpty || !suspects.isEmpty else { return }
    page.heading(3, "\(code: name)")
    page.paragraph(
      "When the logs end (\(prose: end.dayAndClock)), **\(prose: credentials.count(of: sessions.count))**."
    )
    let others = suspects.filter { suspect in !credentials.live.contains { $0.id == suspect.id } }
    let rows = credentials.live + others
    page.table(
      [
        "Credential", "Role", "Issued (UTC)", "Valid until", "Expiry known by", "Cut off",
        "Used afterwards", "Used from",
      ], rows.prefix(Self.longest).map { row($0, end) })
    if rows.count > Self.longest {
      page.paragraph("**\(rows.count - Self.longest) more** are not shown here.")
    }
    page.preformatted(ValidityChart(rows, end: end).lines)
  }

  private func row(_ session: Session, _ end: EventTime) -> [Markdown] {
    let mark: Markdown = session.isSuspect ? "**suspicious** " : ""
    // What is healthy may well be valid.
    let isAlarm = session.isSuspect && session.isLive(at: end)
    let until = session.latestExpiry?.dayAndClock ?? "unknown"
    return [
      "\(mark)\(code: session.id)", "\(prose: session.kindWords) \(code: session.roleName)",
      "\(prose: session.issuedAt?.dayAndClock ?? "unknown")",
      isAlarm ? "**\(prose: until)**" : "\(prose: until)", "\(prose: session.expiryBasis)",
      cut(session), afterwards(session),
      "\(prose: session.sourceIPAddresses.listed(atMost: 3))",
    ]
  }

  private func cut(_ session: Session) -> Markdown {
    if let revocation = session.standing {
      return
        "\(prose: revocation.from.dayAndClock): \(prose: revocation.words) (\(code: revocation.eventID))"
    }
    guard let past = session.revocations.last, let until = past.until else {
      return session.isSuspect ? "**never**" : "never"
    }
    return "\(prose: past.from.dayAndClock), **taken back** \(prose: until.dayAndClock)"
  }

  private func afterwards(_ session: Session) -> Markdown {
    guard let after = session.afterRevocation else { return "" }
    var parts: [Markdown] = []
    if after.succeeded > 0 { parts.append("**\(after.succeeded) succeeded**") }
    if after.propagating > 0 { parts.append("\(after.propagating) while the change spread") }
    if after.denied > 0 { parts.append("\(after.denied) denied") }
    return parts.isEmpty ? "not used" : parts.joined(", ")
  }
}

extension Session {
  /// How the time of expiry is known, in words.
  var expiryBasis: String {
    switch expirySource {
    case .logged: "logged"
    case .duration: "the duration asked for"
    case .default: "the documented default"
    case nil: "the longest life of a session, 12 h"
    }
  }
}

import CloudTrail
import Incident

/// The credentials as nested lists, the same tree as on a terminal.
struct SessionsSection: Sendable {
  private let analysis: Analysis
  private let liveAt: EventTime?

  /// The section; `liveAt` marks the credentials that are valid at that moment.
  init(_ analysis: Analysis, liveAt: EventTime?) {
    self.analysis = analysis
    self.liveAt = liveAt
  }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    let claim = CoverageClaim(analysis.coverage)
    if analysis.sessions.isEmpty {
      page.paragraph("No credential was seen. What was read: \(prose: claim.words).")
    }
    let starts = TaskStarts(in: analysis.timeline)
    let groups = Dictionary(grouping: analysis.sessions, by: \.runner)
    let named = groups.keys.compactMap { $0 }
    for heading in RunnerHeading.all(in: analysis, mentioned: named) {
      guard let sessions = groups[heading.name] else { continue }
      page.heading(3, "\(code: heading.name)")
      page.list(items(sessions, starts))
    }
    if let others = groups[nil] {
      page.heading(3, "Other identities")
      page.list(items(others, starts))
    }
    if let words = liveAt.flatMap(claim.unknown) {
      page.paragraph("\(prose: words.prefix(1).uppercased() + words.dropFirst()).")
    }
  }

  private func items(
    _ sessions: [Session], _ starts: TaskStarts
  ) -> [(depth: Int, text: Markdown)] {
    IdentityTree(sessions, starts: starts).nodes.map { node in
      (node.goesOn.count, text(node.content))
    }
  }

  private func text(_ content: IdentityTree.Content) -> Markdown {
    switch content {
    case .origin(let origin):
      let (title, note) = origin.words
      if origin == .unknown { return "**\(prose: title)**: \(prose: note)" }
      return note.isEmpty ? "by \(code: title)" : "by \(code: title), \(prose: note)"
    case .task(let id): return "task \(code: id)"
    case .session(let session): return text(session)
    }
  }

  private func text(_ session: Session) -> Markdown {
    var facts: [Markdown] = []
    if let words = session.linkWords { facts.append("**\(prose: words)**") }
    if let words = session.liveWords(at: liveAt) { facts.append("**\(prose: words)**") }
    facts += session.validityWords.map { Markdown(prose: $0) }
    facts.append(Markdown(prose: session.useWords))
    if !session.sourceIPAddresses.isEmpty {
      facts.append("from \(prose: session.sourceIPAddresses.listed(atMost: 4))")
    }
    if !session.userAgents.isEmpty {
      facts.append("by \(session.userAgents.prefix(3).map { Markdown(code: $0) }.joined(", "))")
    }
    if let words = session.revocationWords { facts.append("**\(prose: words)**") }
    let name = session.roleAndName
    let role: Markdown = name.isEmpty ? Markdown(prose: "") : " \(code: name)"
    return "\(prose: session.kindWords) \(code: session.id)\(role): \(facts.joined("; "))"
  }
}

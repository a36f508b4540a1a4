import CloudTrail
import Incident

/// The credentials as trees for a terminal: those of the runners first, then all others.
struct SessionsText: Sendable {
  private var page: TextPage
  private let starts: TaskStarts
  private let claim: CoverageClaim

  /// The page; of those that are valid at `liveAt`, or had been cut off by then, where that is
  /// asked.
  static func render(
    _ analysis: Analysis, liveAt: EventTime?, _ style: TextStyle
  ) -> [UInt8] {
    var text = SessionsText(
      page: TextPage(style), starts: TaskStarts(in: analysis.timeline),
      claim: CoverageClaim(analysis.coverage))
    if let liveAt { return text.live(analysis, at: liveAt) }
    let groups = Dictionary(grouping: analysis.sessions, by: \.runner)
    let named = groups.keys.compactMap { $0 }
    for heading in RunnerHeading.all(in: analysis, mentioned: named) {
      heading.append(to: &text.page)
      text.append(groups[heading.name] ?? [])
    }
    if let others = groups[nil] {
      text.page.blank()
      text.page.line([TextRun("other identities", .heading)])
      text.append(others)
    }
    return text.page.bytes
  }

  /// The credentials that are valid at a moment, and those that had been cut off by then.
  private mutating func live(_ analysis: Analysis, at moment: EventTime) -> [UInt8] {
    page.sentence("At \(moment.dayAndClock) UTC. \(LiveCredentials.rule)", .faint)
    let end = analysis.coverage.compactMap(\.lastTime).max() ?? moment
    let groups = Dictionary(grouping: analysis.sessions, by: \.runner)
    let headings = RunnerHeading.all(in: analysis, mentioned: groups.keys.compactMap { $0 })
    for (name, heading) in headings.map({ ($0.name as String?, $0 as RunnerHeading?) }) + [
      (nil, nil)
    ] {
      guard let sessions = groups[name] else { continue }
      let credentials = LiveCredentials(sessions, at: moment)
      if credentials.live.isEmpty, credentials.revoked.isEmpty { continue }
      if let heading {
        heading.append(to: &page)
      } else {
        page.blank()
        page.line([TextRun("other identities", .heading)])
      }
      page.line([
        TextRun(
          of: credentials.count(of: sessions.count), credentials.live.isEmpty ? .good : .caution)
      ])
      for session in credentials.live { appendLive(session) }
      for session in credentials.revoked { appendCut(session, at: moment) }
      let shown = (credentials.live + credentials.revoked).filter { $0.runner != nil }
      for line in ValidityChart(shown, end: end).lines { page.line([TextRun(of: line, .faint)]) }
    }
    if let words = claim.unknown(at: moment) {
      page.blank()
      page.sentence("\(words.prefix(1).uppercased() + words.dropFirst()).", .caution)
    }
    return page.bytes
  }

  private mutating func appendLive(_ session: Session) {
    page.line([
      TextRun("  valid    ", .caution), TextRun(of: session.id, .accent),
      TextRun(of: " \(session.kindWords)  ", .faint), TextRun(of: session.roleAndName),
      TextRun(of: session.isSuspect ? "  SUSPICIOUS" : "", .alarm),
    ])
    let until = session.latestExpiry.map {
      "until \($0.dayAndClock) (\(session.expiryBasis))"
    }
    let facts =
      session.accessKeyIDs.map { "key \($0)" } + [until ?? "of unknown expiry", session.useWords]
    page.flow(
      facts.map { TextRun(of: $0) } + failure(of: session), first: [TextRun("           ")],
      next: [TextRun("           ")], separator: "; ")
  }

  /// The revocation of a credential that did not hold.
  private func failure(of session: Session) -> [TextRun] {
    guard session.revocations.contains(where: \.hasFailed) else { return [] }
    return [session.revocationWords].compactMap { $0 }.map { TextRun(of: $0, .alarm) }
  }

  private mutating func appendCut(_ session: Session, at moment: EventTime) {
    guard let revocation = session.revocation(at: moment) else { return }
    page.line([
      TextRun("  cut off  ", .good), TextRun(of: session.id, .accent),
      TextRun(of: " \(session.kindWords)  ", .faint), TextRun(of: session.roleAndName),
      TextRun(of: session.isSuspect ? "  SUSPICIOUS" : "", .alarm),
    ])
    let words = "since \(revocation.from.dayAndClock): \(revocation.words)"
    let uses = session.afterRevocation.map { after in
      "; since then \(after.succeeded.grouped) succeeded, \(after.denied.grouped) denied"
    }
    page.sentence(words + (uses ?? ""), indent: 11)
  }

  private mutating func append(_ sessions: [Session]) {
    if sessions.isEmpty { page.sentence("no credentials seen in \(claim.span)", .faint, indent: 0) }
    for node in IdentityTree(sessions, starts: starts).nodes {
      let branch = Branch(node)
      switch node.content {
      case .origin(let origin): append(origin)
      case .task(let id):
        page.line([branch.head, TextRun("task "), TextRun(of: id, .accent)])
      case .session(let session): append(session, branch)
      }
    }
  }

  private mutating func append(_ origin: IdentityTree.Origin) {
    let (title, note) = origin.words
    page.line([TextRun(of: title, .heading), TextRun(of: note.isEmpty ? "" : "  " + note, .faint)])
  }

  private mutating func append(_ session: Session, _ branch: Branch) {
    page.line([
      branch.head, TextRun(of: session.id, .accent), TextRun(of: " \(session.kindWords)  ", .faint),
      TextRun(of: session.roleAndName),
    ])
    page.flow(
      facts(of: session), first: [branch.body], next: [branch.body, TextRun("  ")],
      separator: "; ")
  }

  private func facts(of session: Session) -> [TextRun] {
    var facts: [TextRun] = []
    if let reason = session.link.reason {
      facts.append(TextRun(of: session.linkWords ?? reason, .caution))
    }
    facts += session.validityWords.map { TextRun(of: $0) }
    facts.append(TextRun(of: session.useWords, session.denied > 0 ? .caution : .plain))
    if !session.sourceIPAddresses.isEmpty {
      facts.append(TextRun(of: "from " + session.sourceIPAddresses.listed(atMost: 4)))
    }
    if let words = session.revocationWords {
      let hasWorked = (session.afterRevocation?.succeeded ?? 0) > 0
      facts.append(TextRun(of: words, hasWorked ? .alarm : .good))
    }
    return facts
  }
}

/// How a node hangs on the tree: what stands before its first line, and before the others.
private struct Branch {
  let head: TextRun
  let body: TextRun

  init(_ node: IdentityTree.Node) {
    let above = node.goesOn.dropLast().map { $0 ? "│  " : "   " }.joined()
    let goesOn = node.goesOn.last ?? false
    head = TextRun(of: above + (goesOn ? "├─ " : "└─ "), .faint)
    body = TextRun(
      of: above + (goesOn ? "│  " : "   ") + (node.hasChildren ? "│  " : "   "), .faint)
  }
}

import CloudTrail
import Incident

/// The credentials as trees for a terminal: those of the runners first, then all others.
struct SessionsText: Sendable {
  private var page: TextPage
  private let starts: [TaskStart]
  private let liveAt: EventTime?
  private let claim: CoverageClaim

  /// The page; `liveAt` marks the credentials that are valid at that moment.
  static func render(
    _ analysis: Analysis, liveAt: EventTime?, _ style: TextStyle
  ) -> [UInt8] {
    var text = SessionsText(
      page: TextPage(style), starts: TaskStart.all(in: analysis.timeline), liveAt: liveAt,
      claim: CoverageClaim(analysis.coverage))
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
    if let words = liveAt.flatMap(text.claim.unknown) {
      text.page.sentence(words, .caution, indent: 0)
    }
    return text.page.bytes
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
    if let words = session.liveWords(at: liveAt) { facts.append(TextRun(of: words, .caution)) }
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

import CloudTrail
import Incident

/// Writes an explanation: for a person, or as JSON.
extension Explanation {
  /// One JSON object, on one line or indented.
  package func json(isIndented: Bool) -> [UInt8] {
    var json = JSONWriter(linesTo: isIndented ? 2 : 0)
    json.record(self, Self.fields)
    json.endLine()
    return json.bytes
  }

  /// The explanation for a terminal.
  package func text(_ style: TextStyle) -> [UInt8] {
    var page = TextPage(style)
    let service = eventSource.split(separator: ".").first.map(String.init) ?? eventSource
    let isOK = outcome == .success
    page.line([
      TextRun(of: eventTime?.dayAndClock ?? "no time", .faint), TextRun(of: "  \(service) "),
      TextRun(of: eventName, .heading),
      TextRun(of: "  \(outcome.mark)", isOK ? .good : .caution),
      TextRun(of: errorCode.map { "  \($0)" } ?? "", .caution),
    ])
    page.facts(
      [
        ("by", [TextRun(of: actor)]),
        ("from", sourceIPAddress.map { [TextRun(of: $0)] } ?? []),
        ("runner", [entry.map { TextRun(of: $0.runner, .accent) } ?? TextRun(of: "none", .faint)]),
        ("known by", attributionRuns), ("touched", targets.map { TextRun(of: $0) }),
      ], indent: 2)
    appendChain(to: &page)
    appendUse(to: &page)
    return page.bytes
  }

  private var attributionRuns: [TextRun] {
    guard let attribution = entry?.attribution else { return [] }
    let via = attribution.via.map { TextRun(of: "via \($0)", .faint) }
    return [TextRun(of: "\(attribution.method.rawValue), \(attribution.confidence.rawValue)")] + via
  }

  private func appendChain(to page: inout TextPage) {
    if chain.isEmpty { return }
    page.blank()
    page.line([TextRun("the chain", .heading)])
    for (depth, link) in chain.enumerated() {
      let indent = String(repeating: "   ", count: depth) + "└─ "
      let session = link.session
      let root = depth == 0 ? session.subject ?? session.issuedTo : nil
      if let root { page.line([TextRun("  "), TextRun(of: root)]) }
      page.line([
        TextRun(of: "  " + indent, .faint), TextRun(of: session.id, .accent),
        TextRun(of: " \(session.kindWords)  ", .faint), TextRun(of: session.roleAndName),
        TextRun(of: session.isSuspect ? "  SUSPICIOUS" : "", .alarm),
      ])
      let margin = TextRun(VisibleText("").fitted(to: 5 + depth * 3))
      let keys =
        session.accessKeyIDs.isEmpty ? [] : ["key " + session.accessKeyIDs.listed(atMost: 2)]
      let issued = session.issuedAt.map { "issued \($0.dayAndClock)" }
      let by = session.issuedBy.map { "by event \($0.eventID.prefix(8))" }
      page.flow(
        (keys + [issued, by, link.standing].compactMap { $0 }).map { TextRun(of: $0) },
        first: [margin], next: [margin], separator: "; ")
    }
  }

  private func appendUse(to page: inout TextPage) {
    page.blank()
    page.facts(
      [
        ("issued", issued.map { TextRun(of: "\($0.id) \($0.kindWords)", .accent) }),
        (
          "findings",
          findings.map { TextRun(of: "\($0.id) \($0.title) (\($0.level.rawValue))", .caution) }
        ),
        (
          "steps",
          steps.map { step in
            let isAgainst = step.role == "contradiction"
            return TextRun(
              of:
                "\(isAgainst ? "AGAINST" : "evidence for") \(step.step) of \(step.runner), which is \(step.status.words)",
              isAgainst ? .alarm : .good)
          }
        ),
        ("logged in", places.map { TextRun(of: "\($0.file) record \($0.index)") }),
        ("find it", [TextRun(of: jq)]),
      ], indent: 0)
  }
}

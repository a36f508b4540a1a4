import CloudTrail
import Incident

/// The detections, the worst first.
struct FindingsSection: Sendable {
  private let findings: [Finding]
  private let noFindingWords: String
  private let silenced: [Silenced]
  /// Event ids named for one finding; the JSON has all.
  private static let longestList = 20

  /// The section of an analysis.
  init(_ analysis: Analysis) {
    findings = analysis.findings
    noFindingWords = analysis.noFindingWords
    silenced = analysis.silenced
  }

  /// Appends the section.
  func append(to page: inout some ReportPage) {
    if findings.isEmpty { page.paragraph("\(prose: noFindingWords)") }
    page.list(findings.worstFirst.flatMap(items))
    for silenced in silenced {
      page.paragraph(Markdown(prose: silenced.sentence))
      silenced.warning.map { page.paragraph(Markdown(prose: $0)) }
    }
  }

  private func items(_ finding: Finding) -> [(depth: Int, text: Markdown)] {
    let runner: Markdown = finding.runner.map { ", runner \(code: $0)" } ?? ""
    let session: Markdown = finding.session.map { ", session \(code: $0)" } ?? ""
    let head: Markdown =
      "**\(prose: finding.level.rawValue)** \(code: finding.id) \(prose: finding.title): "
      + "\(prose: finding.timeWords)\(runner)\(session)"
    let details: [(Markdown, [Markdown])] = [
      ("why", [Markdown(prose: finding.why)]),
      ("by", finding.actors.map { Markdown(code: $0) }),
      ("from", finding.sourceIPAddresses.map { Markdown(code: $0) }),
      ("techniques", (finding.techniques + finding.tactics).map { Markdown(prose: $0) }),
      ("harmless if", finding.benign.map { Markdown(prose: $0) }),
      ("events", events(finding.eventIDs)),
      ("next", [Markdown(prose: finding.next)]),
    ]
    return [(0, head)]
      + details.filter { !$0.1.isEmpty }.map { (1, "\($0.0): \($0.1.joined(", "))") }
  }

  private func events(_ ids: [String]) -> [Markdown] {
    let shown = ids.prefix(Self.longestList).map { Markdown(code: $0) }
    let rest = ids.count - shown.count
    return rest > 0 ? shown + ["and \(rest) more, all of them in the JSON"] : shown
  }
}

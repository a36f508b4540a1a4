import Incident

extension Renderer {
  /// The noun as it stands in the incident report, with nothing cut.
  func markdown(_ noun: Noun, of analysis: Analysis) -> [UInt8] {
    var page = MarkdownPage()
    append(noun, of: analysis, to: &page)
    return page.bytes
  }

  /// The same as one HTML document.
  func html(_ noun: Noun, of analysis: Analysis) -> [UInt8] {
    var page = HTMLPage(title: "trailscan: \(noun.rawValue)")
    append(noun, of: analysis, to: &page)
    return page.bytes
  }

  private func append(_ noun: Noun, of analysis: Analysis, to page: inout some ReportPage) {
    switch noun {
    case .timeline: TimelineSection(analysis, limit: .max).append(to: &page)
    case .runners: RunnersSection(analysis).append(to: &page)
    case .sessions: SessionsSection(analysis, liveAt: liveAt).append(to: &page)
    case .findings: FindingsSection(analysis).append(to: &page)
    case .steps: StepsSection(analysis).append(to: &page)
    case .coverage: CoverageSection(analysis).append(to: &page)
    case .incidents: CaseSection(analysis).append(to: &page)
    case .reach: ReachSection(analysis).append(to: &page)
    }
  }
}

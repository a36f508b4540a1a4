import Incident

extension Renderer {
  /// The noun for a terminal.
  func text(_ noun: Noun, of analysis: Analysis) -> [UInt8] {
    switch noun {
    case .timeline: TimelineText.render(analysis, style)
    case .runners: RunnersText.render(analysis, style)
    case .sessions: SessionsText.render(analysis, liveAt: liveAt, style)
    case .findings: FindingsText.render(analysis, style)
    case .steps: StepsText.render(analysis, style)
    case .coverage: CoverageText.render(analysis, style)
    case .incidents: IncidentsText.render(analysis, style)
    case .reach: ReachText.render(analysis, style)
    }
  }
}

internal import CloudTrail

/// The detectors in code: each looks at the events in order and notes what it takes several of them,
/// or the identity graph, to see.
struct EventWatch {
  private let steps: StepEngine

  init(_ steps: StepEngine, _ baseline: Baseline) {
    self.steps = steps
  }

  /// What is noticed of the next event.
  mutating func take(_ item: TimelineBuilder.Item) -> EventNotes {
    EventNotes()
  }
}

extension TimelineBuilder {
  /// What is told to the sink: the event as it was judged, and its entry where it is on a timeline.
  struct Item {
    let judged: JudgedEvent
    var entry: TimelineEntry?
    /// True where the user asked for the event.
    var isSelected: Bool
    /// True for an event that is told only for what was answered while scanning.
    var isPassedOver = false

    init(event: Event, entry: TimelineEntry? = nil, finding: Attributor.Finding? = nil) {
      judged = JudgedEvent(event, finding)
      self.entry = entry
      isSelected = event.isSelected
    }
  }
}

extension TimelineBuilder {
  /// What is told to the sink: the event as it was judged, and its entry where it is on a timeline.
  struct Item {
    let judged: JudgedEvent
    var entry: TimelineEntry?
    /// True where the user asked for the event.
    var isSelected: Bool
    /// True for an event that is told only for what was answered while scanning.
    var isPassedOver = false
    /// The number of its kind, for which rules are settled; nil where none is asked.
    var kind: Int?

    /// True where it is on a timeline. A comparison with nil would compare entries, and copy them.
    var isOnTimeline: Bool { if case .some = entry { true } else { false } }

    /// What is told of an event. No initializer: one with statements copies what it has made.
    static func telling(
      _ event: consuming Event, entry: consuming TimelineEntry? = nil,
      finding: consuming Attributor.Finding? = nil
    ) -> Item {
      let isSelected = event.isSelected
      return Item(judged: JudgedEvent(event, finding), entry: entry, isSelected: isSelected)
    }
  }
}

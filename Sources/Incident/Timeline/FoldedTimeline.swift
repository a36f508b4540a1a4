internal import CloudTrail

/// A whole timeline in memory, which folds runs as they come: memory follows the runs.
package struct FoldedTimeline: Sendable {
  private var folder = TimelineFolder()
  private var ended: [TimelineEntry] = []

  /// An empty timeline.
  package init() {}

  /// Takes the next entry in the order of time.
  package mutating func add(_ entry: TimelineEntry) {
    if let run = folder.take(entry) { ended.append(run) }
  }

  /// All runs, in the order of their first events; the timeline is empty afterwards.
  package mutating func entries() -> [TimelineEntry] {
    let runs = ended + folder.finish()
    ended = []
    return runs.enumerated().sorted {
      ($0.element.eventTime, $0.offset) < ($1.element.eventTime, $1.offset)
    }.map(\.element)
  }
}

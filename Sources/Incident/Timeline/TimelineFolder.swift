internal import CloudTrail

/// Folds runs of the same call by the same session into one entry with a count.
///
/// Entries of one runner fold where service, call, outcome, error, session, task, actor, address,
/// stage and attribution are the same, nothing else of the runner stands between them, and each
/// follows the one before within ten minutes.
package struct TimelineFolder: Sendable {
  private static let longestPause: Int64 = 600

  private var open: [String: TimelineEntry] = [:]

  /// A folder without an open run.
  package init() {}

  /// Takes the next entry; returns the run that it ends, if any.
  package mutating func take(_ entry: TimelineEntry) -> TimelineEntry? {
    guard var run = open[entry.runner], Self.fold(run, entry) else {
      return open.updateValue(entry, forKey: entry.runner)
    }
    run.count += entry.count
    if let bytes = entry.bytes { run.bytes = (run.bytes ?? 0).addingSaturated(bytes) }
    run.lastEventTime = entry.lastEventTime ?? entry.eventTime
    if run.resource != entry.resource { run.resource = Self.common(run.resource, entry.resource) }
    run.summary = [run.eventName, run.resource].compactMap { $0 }.joined(separator: " ")
    run.findings += entry.findings.filter { !run.findings.contains($0) }
    run.steps += entry.steps.filter { !run.steps.contains($0) }
    open[entry.runner] = run
    return nil
  }

  /// The runs that are still open, by time, then runner.
  package mutating func finish() -> [TimelineEntry] {
    defer { open = [:] }
    return open.values.sorted { ($0.eventTime, $0.runner) < ($1.eventTime, $1.runner) }
  }

  /// All of `entries`, folded, in the order of their first events.
  package static func folded(_ entries: [TimelineEntry]) -> [TimelineEntry] {
    var timeline = FoldedTimeline()
    for entry in entries { timeline.add(entry) }
    return timeline.entries()
  }

  private static func fold(_ a: TimelineEntry, _ b: TimelineEntry) -> Bool {
    let pause = b.eventTime.seconds - (a.lastEventTime ?? a.eventTime).seconds
    return a.eventName == b.eventName && a.eventSource == b.eventSource && a.stage == b.stage
      && a.outcome == b.outcome && a.errorCode == b.errorCode && a.session == b.session
      && a.source.kind == b.source.kind && a.task == b.task && a.actor == b.actor
      && a.sourceIPAddress == b.sourceIPAddress
      && a.attribution.method == b.attribution.method
      && a.attribution.confidence == b.attribution.confidence && pause <= longestPause
  }

  /// What two resources begin with, up to a slash, and a star.
  private static func common(_ a: String?, _ b: String?) -> String? {
    guard let a, let b else { return nil }
    let shared = zip(a, b).prefix { $0 == $1 }.map(\.0)
    guard let slash = shared.lastIndex(of: "/") else { return nil }
    return String(shared[...slash]) + "*"
  }
}

import CloudTrail
import Incident

/// The tasks that sessions started, found by the one and by the other.
struct TaskStarts: Sendable {
  /// The session that started each task; of several the first.
  private(set) var starters: [String: String] = [:]
  private var tasks: [String: [String]] = [:]

  /// All starts on a timeline.
  init(in timeline: [TimelineEntry]) {
    for entry in timeline {
      guard entry.eventName == "RunTask" || entry.eventName == "StartTask",
        entry.outcome == .success, let task = entry.task, let session = entry.session
      else { continue }
      if starters[task] == nil { starters[task] = session }
      tasks[session, default: []].append(task)
    }
  }

  /// The tasks that a session started, in the order of the timeline.
  func tasks(startedBy session: String) -> [String] { tasks[session] ?? [] }
}

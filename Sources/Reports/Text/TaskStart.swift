import CloudTrail
import Incident

/// A task and the session that started it.
struct TaskStart: Sendable {
  let task: String
  let session: String

  /// All starts on a timeline, in its order.
  static func all(in timeline: [TimelineEntry]) -> [TaskStart] {
    timeline.compactMap { entry in
      guard entry.eventName == "RunTask" || entry.eventName == "StartTask",
        entry.outcome == .success, let task = entry.task, let session = entry.session
      else { return nil }
      return TaskStart(task: task, session: session)
    }
  }
}

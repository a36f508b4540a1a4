package import CloudTrail

/// One detection: something in the logs that an attacker does and a runner does not.
package struct Finding: Equatable, Sendable {
  /// How bad it is.
  package enum Level: String, CaseIterable, Comparable, Sendable {
    case informational
    case low
    case medium
    case high
    case critical

    /// Less bad levels order first.
    package static func < (a: Level, b: Level) -> Bool {
      allCases.firstIndex(of: a) ?? 0 < allCases.firstIndex(of: b) ?? 0
    }
  }

  package var id: String
  package var title: String
  package var level: Level
  package var runner: String?
  package var session: String?
  package var techniques: [String] = []
  package var tactics: [String] = []
  package var firstTime: EventTime
  package var lastTime: EventTime
  package var count = 1
  package var eventIDs: [String] = []
  package var why: String
  package var benign: [String] = []
  package var next: String

  /// A finding of one event; what is optional is set afterwards.
  package init(
    id: String, title: String, level: Level, time: EventTime, eventID: String, why: String,
    next: String
  ) {
    self.id = id
    self.title = title
    self.level = level
    firstTime = time
    lastTime = time
    eventIDs = [eventID]
    self.why = why
    self.next = next
  }
}

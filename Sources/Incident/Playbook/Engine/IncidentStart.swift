internal import CloudTrail

/// When the incident of a runner began, as far as people or the logs tell.
///
/// As people say; else the first suspicious use of the runner; where responders acted before any
/// was seen, or none was seen, a day before they did. Evidence older than that is of another day.
struct IncidentStart {
  /// How long before the responders' first action an incident is taken to have begun.
  static let lead: Int64 = 86_400

  /// A suspicious use.
  struct Suspicion {
    var time: EventTime
    var words: String
    /// The event at which it began, or was noticed.
    var eventID: String
  }

  /// The start as people know it.
  var given: EventTime?
  /// True where people say that the incident is this runner's, whatever the logs show.
  var isNamed = false
  /// The last moment of the incident that people know.
  var lastGiven: EventTime?
  private(set) var suspicion: Suspicion?
  /// The first action that only an incident explains.
  private var mark: EventTime?
  /// The first action of responders of any kind.
  private var action: EventTime?

  /// True where something suspicious was seen, or something was done that only an incident
  /// explains.
  var isIncident: Bool { suspicion != nil || mark != nil }

  /// The time; nil where nothing tells.
  var time: EventTime? {
    if let given, isConcerned { return given }
    if let suspicion { return suspicion.time }
    return (mark ?? action)?.advanced(by: -Self.lead)
  }

  /// True where people know the start.
  var isGiven: Bool { given != nil && time == given }

  /// The time up to which it goes on at least, as people say; nil where they do not.
  var end: EventTime? { isConcerned ? lastGiven : nil }

  /// True where what people say of the time concerns this runner, as they or the logs tell.
  private var isConcerned: Bool { isNamed || isIncident || action != nil }

  /// What made the runner suspect; nil where nothing did.
  var suspect: Runner.Suspicion {
    suspicion.map { .since($0.time, reason: $0.words) } ?? .none
  }

  /// The time, or what it would be if responders first acted now.
  func time(at now: EventTime) -> EventTime { time ?? now.advanced(by: -Self.lead) }

  /// The time and where it comes from, as a sentence.
  var words: String {
    guard let time else {
      return "No start of an incident could be inferred; all of the logs was looked at."
    }
    if time == given { return "Incident start \(time) as the facts say." }
    if let suspicion {
      return "Incident start \(time) inferred from \(suspicion.words)."
    }
    return "Incident start \(time) inferred: a day before the first action of responders."
  }

  /// Notes a suspicious use that happened at `time`; true where it is the start from now on.
  mutating func suspect(_ time: EventTime, _ words: String, eventID: String) -> Bool {
    guard suspicion == nil, mark == nil else { return false }
    suspicion = Suspicion(time: time, words: words, eventID: eventID)
    return true
  }

  /// Notes an action of responders; true where it is the start from now on.
  mutating func act(_ time: EventTime, marksIncident: Bool) -> Bool {
    if action == nil { action = time }
    guard marksIncident, mark == nil else { return false }
    mark = time
    return suspicion == nil
  }
}

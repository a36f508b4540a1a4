internal import CloudTrail

/// Holds what is told of events for a while, so that earlier ones can still be marked as evidence.
///
/// A detector that counts knows only at the last of several events what the first ones were part
/// of. It looks back for a certain log time at most; what is held waits that long, or until there
/// are `limit` of them. Memory is bounded by that, and the order stays.
struct ObservationHold {
  /// How many wait at most.
  static let limit = 4_096

  /// How long they wait, in seconds of log time.
  let length: Int64
  private var held: [Analyzer.Observation] = []
  private var start = 0

  /// A hold for `length` seconds.
  init(length: Int64) { self.length = length }

  /// Takes the next one, and hands out those that have waited long enough.
  mutating func add(
    _ observation: Analyzer.Observation, _ sink: (Analyzer.Observation) -> Void
  ) {
    let limit = observation.time.advanced(by: -length)
    while start < held.count, held[start].time < limit || held.count - start >= Self.limit {
      sink(held[start])
      start += 1
    }
    if start == held.count || start > Self.limit {
      held.removeSubrange(..<start)
      start = 0
    }
    held.append(observation)
  }

  /// Marks earlier events as evidence of findings; those that are gone stay as they were told.
  mutating func mark(_ evidence: [EvidenceMark]) {
    guard !evidence.isEmpty else { return }
    let wanted = Dictionary(
      evidence.map { ($0.eventID, [$0.finding]) }, uniquingKeysWith: { $0 + $1 })
    for index in held[start...].indices {
      guard let ids = wanted[held[index].eventID], let entry = held[index].entry else { continue }
      held[index].entry?.findings = Set(entry.findings + ids).sorted()
    }
  }

  /// Hands out all that still wait.
  mutating func finish(_ sink: (Analyzer.Observation) -> Void) {
    for observation in held[start...] { sink(observation) }
    held = []
    start = 0
  }
}

/// An earlier event that turned out to be evidence of a finding.
struct EvidenceMark {
  var eventID: String
  /// The id of the finding.
  var finding: String
}

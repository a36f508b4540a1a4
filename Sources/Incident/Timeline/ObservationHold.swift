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
  /// Nil where one was handed out.
  private var held: [Analyzer.Observation?] = []
  private var start = 0

  /// A hold for `length` seconds.
  init(length: Int64) { self.length = length }

  /// Takes the next one, and hands out those that have waited long enough.
  mutating func add(
    _ observation: Analyzer.Observation, _ sink: (Analyzer.Observation) -> Void
  ) {
    let limit = observation.time.advanced(by: -length)
    while start < held.count, time(at: start) < limit || held.count - start >= Self.limit {
      handOut(sink)
    }
    if start == held.count || start > Self.limit {
      held.removeSubrange(..<start)
      start = 0
    }
    held.append(observation)
  }

  /// Hands out the first one, and holds nothing of it any more.
  private mutating func handOut(_ sink: (Analyzer.Observation) -> Void) {
    if let observation = held[start].take() { sink(observation) }
    start += 1
  }

  /// When the one at `index` was, which is still held.
  private func time(at index: Int) -> EventTime {
    held[index]?.time ?? EventTime(seconds: .min)
  }

  /// Marks earlier events as evidence of findings; those that are gone stay as they were told.
  mutating func mark(_ evidence: [EvidenceMark]) {
    guard !evidence.isEmpty else { return }
    var undated: [EventID: [String]] = [:]
    for mark in evidence {
      guard let time = mark.time else {
        undated[mark.eventID, default: []].append(mark.finding)
        continue
      }
      var index = first(notBefore: time)
      while index < held.count, self.time(at: index) == time {
        if held[index]?.id == mark.eventID { note([mark.finding], at: index) }
        index += 1
      }
    }
    guard !undated.isEmpty else { return }
    for index in held[start...].indices {
      if let findings = held[index].flatMap({ undated[$0.id] }) { note(findings, at: index) }
    }
  }

  private mutating func note(_ findings: [String], at index: Int) {
    guard let known = held[index]?.entry?.findings else { return }
    if findings.allSatisfy(known.contains) { return }
    held[index]?.entry?.findings = Set(known + findings).sorted()
  }

  /// Where the held ones begin that are not before `time`.
  private func first(notBefore time: EventTime) -> Int {
    var low = start
    var high = held.count
    while low < high {
      let middle = (low + high) / 2
      if self.time(at: middle) < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Hands out all that still wait.
  mutating func finish(_ sink: (Analyzer.Observation) -> Void) {
    while start < held.count { handOut(sink) }
    held = []
    start = 0
  }
}

/// An earlier event that turned out to be evidence of a finding.
struct EvidenceMark {
  /// When it was; nil = not known.
  var time: EventTime?
  var eventID: EventID
  /// The id of the finding.
  var finding: String
}

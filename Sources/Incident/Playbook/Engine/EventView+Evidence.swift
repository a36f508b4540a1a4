internal import CloudTrail

/// What rules ask of what is no record.
extension EventView {
  /// A time in the request of what stands beside records.
  func request(_ name: FieldName) -> EventTime? {
    record?.request(name).flatMap { EventTime(iso: $0) }
  }

  /// What a log event names of note, `addresses` being those noticed in the incident.
  func logIndicators(_ addresses: Set<String>) -> [String] {
    guard source == EvidenceRecord.Source.containerLog.rawValue else { return [] }
    let named = record?.texts(of: "requestParameters.addresses") ?? []
    let kinds = record?.texts(of: "requestParameters.indicators") ?? []
    return kinds + (addresses.isDisjoint(with: named) ? [] : ["incidentAddress"])
  }

  /// True for a line of an access log that repeats a record of CloudTrail.
  var isRepeat: Bool { finding?.attribution.method == .requestID }
}

extension StepEngine {
  /// True for a log event that names something of note: an address is of note once the incident
  /// knows it.
  func isOfNote(_ view: EventView) -> Bool {
    guard let runner = view.finding?.runner, runner < states.count else { return false }
    return view.name == "LogEvent" && !view.logIndicators(states[runner].watch.addresses).isEmpty
  }
}

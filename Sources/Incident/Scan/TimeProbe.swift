package import CloudTrail

/// Finds the newest record of the input, and the time of one event: what relative times refer to.
package enum TimeProbe {
  /// What was found.
  package struct Result: Equatable, Sendable {
    /// The newest `eventTime`.
    package var newest: EventTime?
    /// The time of the event that was looked for.
    package var event: EventTime?
    /// What could not be read, or not to its end, and may hold the event.
    package var troubles: [Trouble]
  }

  /// Reads all files for it.
  package static func run(_ scan: LogScan, event: EventID? = nil) -> Result {
    let (workers, summary) = scan.run { Probe(wanted: event) }
    return Result(
      newest: workers.compactMap(\.newest).max(), event: workers.compactMap(\.found).min(),
      troubles: summary.troubles)
  }

  private struct Probe: LogScan.Consumer, Sendable {
    let wanted: EventID?
    var newest: EventTime?
    var found: EventTime?

    mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int) {
      guard let range = TopLevelField.string(Field.eventTime, in: bytes, mark.range),
        let time = EventTime(iso: bytes, in: range)
      else { return }
      newest = max(newest ?? time, time)
      guard let wanted, let id = mark.eventID(in: bytes),
        EventID(bytes, id) == wanted
      else { return }
      found = time
    }

    mutating func finish(file: Int) {}
  }
}

/// What was written, in numbers.
package struct Summary: Equatable, Sendable {
  /// Log files.
  package var files = 0
  /// Records, with those that were delivered twice.
  package var records = 0
  /// Records by different ids.
  package var distinctRecords = 0
  /// Bytes of the records' JSON, with those that were delivered twice.
  package var recordBytes = 0
  /// Distinct records that belong to a runner.
  package var runnerRecords = 0
  /// The time of the oldest record.
  package var firstTime: Timestamp?
  /// The time of the newest record.
  package var lastTime: Timestamp?
  private var families = Array(repeating: 0, count: Family.allCases.count)

  /// Nothing written.
  package init() {}

  /// Distinct records of a family.
  package func count(of family: Family) -> Int {
    Family.allCases.firstIndex(of: family).map { families[$0] } ?? 0
  }

  /// Distinct records of the four families.
  package var familyRecords: Int { families.reduce(0, +) }

  mutating func count(_ event: Scenario.Event) {
    distinctRecords += 1
    if event.attribution != nil { runnerRecords += 1 }
    let time = event.record.time
    firstTime = min(firstTime ?? time, time)
    lastTime = max(lastTime ?? time, time)
    let family = Family(source: event.record.source, name: event.record.name)
    if let position = family.flatMap(Family.allCases.firstIndex) { families[position] += 1 }
  }

  mutating func countDelivery(bytes: Int) {
    records += 1
    recordBytes += bytes
  }

  /// The object of `truth/summary.json`.
  package var json: JSON {
    let object: JSON = [
      "files": .integer(files), "records": .integer(records),
      "distinctRecords": .integer(distinctRecords),
      "duplicates": .integer(records - distinctRecords), "recordBytes": .integer(recordBytes),
      "runnerRecords": .integer(runnerRecords),
      "families": .object(
        Family.allCases.map { (key: $0.rawValue, value: .integer(count(of: $0))) }),
    ]
    return object.adding("firstTime", firstTime.map { .string($0.iso) })
      .adding("lastTime", lastTime.map { .string($0.iso) })
  }
}

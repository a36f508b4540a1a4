package import GzipStream

/// Delivers records as CloudTrail does and writes the truth beside them.
///
///     folder/AWSLogs/<account>/CloudTrail/<region>/2026/04/14/…_20260414T0935Z_<16>.json.gz
///     folder/truth/{events,sessions,tasks,runners,attacks}.ndjson, summary.json
///
/// A record reaches the file that its account and region get one to ten minutes later, so the
/// files' times are times of delivery. Records wait in memory until their file is due: call
/// `flush(before:)` with the time before which nothing more will happen.
package struct LogWriter: ~Copyable {
  /// The records of one file to be.
  private struct Pending {
    var bytes: [UInt8] = []
    var ends: [Int] = []
  }

  private let folder: FilePath
  private let options: LogOptions
  private var generator: SeededGenerator
  /// Only looked up; always walked in the order of its sorted keys.
  private var pending: [Delivery: Pending] = [:]
  private let files: BackgroundFiles
  private var truth: TruthFile
  /// What was written so far.
  package private(set) var summary = Summary()

  /// A writer into `folder`, which must not hold logs or a truth yet.
  package init(folder: FilePath, options: LogOptions = .standard, seed: UInt64) throws(LogReadError)
  {
    let files = try LogFiles(folder: folder, options: options)
    let truth = try TruthFile(folder: folder, name: "events.ndjson")
    self.files = BackgroundFiles(files)
    self.truth = truth
    self.folder = folder
    self.options = options
    // Another stream of numbers than the scenario's: delivery must not change what happened.
    generator = SeededGenerator(seed: seed ^ 0xDE11_7E12)
  }

  /// Takes one event.
  package mutating func add(_ event: Scenario.Event) throws(LogReadError) {
    summary.count(event)
    if let line = event.truth { try truth.write(line.json) }
    var writer = JSONWriter(style: event.style)
    writer.write(event.record.json)
    let delivery = Delivery(of: event.record, lag: lag())
    place(writer.bytes, in: delivery)
    if generator.chance(perMille: options.duplicatesPerMille) {
      place(writer.bytes, in: delivery.later(by: generator.number(in: 1...2)))
    }
  }

  /// Seconds from event to delivery, before the wait for the next file: mostly one to two minutes.
  private mutating func lag() -> Int {
    60 + min(generator.below(240), generator.below(240), generator.below(240))
  }

  private mutating func place(_ bytes: [UInt8], in delivery: Delivery) {
    summary.countDelivery(bytes: bytes.count)
    pending[delivery, default: Pending()].bytes.append(contentsOf: bytes)
    pending[delivery, default: Pending()].ends.append(
      pending[delivery, default: Pending()].bytes.count)
  }

  /// Writes the files of deliveries up to `time`; no event before `time` may follow.
  package mutating func flush(before time: Timestamp) throws(LogReadError) {
    for delivery in pending.keys.sorted() where delivery.time <= time {
      guard let due = pending.removeValue(forKey: delivery) else { continue }
      let order = shuffledOrder(count: due.ends.count)
      try files.write(
        records: order.map { ($0 == 0 ? 0 : due.ends[$0 - 1])..<due.ends[$0] }, of: due.bytes,
        to: delivery, suffix: generator.fileSuffix())
      summary.files = options.format == .awslogs ? summary.files + 1 : 1
    }
  }

  /// Most files hold their records out of order; a third of real ones happen to be sorted.
  private mutating func shuffledOrder(count: Int) -> [Int] {
    var order = Array(0..<count)
    guard count > 1, generator.chance(perMille: 660) else { return order }
    for _ in 0...count / 4 { order.swapAt(generator.below(count), generator.below(count)) }
    return order
  }

  /// Writes what is left and the rest of the truth.
  package consuming func finish(_ ledger: Ledger) throws(LogReadError) -> Summary {
    try flush(before: Timestamp(seconds: Int.max))
    try files.finish()
    try truth.finish()
    try TruthFile.write(ledger.sessions.map(\.json), to: folder, name: "sessions.ndjson")
    try TruthFile.write(ledger.tasks.map(\.json), to: folder, name: "tasks.ndjson")
    try TruthFile.write(ledger.runners.map(\.json), to: folder, name: "runners.ndjson")
    try TruthFile.write(ledger.attacks.map(\.json), to: folder, name: "attacks.ndjson")
    try TruthFile.write([summary.json], to: folder, name: "summary.json")
    return summary
  }
}

extension Scenario {
  /// Writes the scenario's events and its truth into `folder`; `seed` decides the delivery.
  package func write(
    to folder: FilePath, options: LogOptions = .standard, seed: UInt64 = 1
  ) throws(LogReadError) -> Summary {
    var writer = try LogWriter(folder: folder, options: options, seed: seed)
    let inTime = events.enumerated().sorted {
      ($0.element.record.time, $0.offset) < ($1.element.record.time, $1.offset)
    }
    for (_, event) in inTime { try writer.add(event) }
    return try writer.finish(ledger)
  }
}

/// Composes an incident, or a quiet day, call by call, and remembers the truth about it.
///
/// Each method makes the records that AWS would write for one action and returns what later actions
/// need. Times are given by the caller, so a story reads like its timetable:
///
///     var scenario = Scenario(seed: 7)
///     let runner = scenario.humanitecRunner("prod-runner", in: place)
///     let login = scenario.login(runner, at: "2026-04-14T09:00:00Z")
///     let task = scenario.runTask(runner, by: login, at: "2026-04-14T09:00:03Z")
///     let keys = scenario.taskCredentials(task, at: "2026-04-14T09:00:09Z")
///     scenario.getObject("state.tfstate", of: runner, by: keys.task, at: "2026-04-14T09:00:20Z")
///     let written = try scenario.write(to: folder)
///
/// The same calls after the same seed give the same bytes.
package struct Scenario: Sendable {
  /// A record and what is true of it.
  package struct Event: Sendable {
    /// The record.
    package var record: Record
    /// How its JSON is written.
    package var style: JSONStyle
    /// To whom it belongs; nil for what is no runner's.
    package var attribution: Attribution?
    /// The access key that it issued to a runner.
    package var issued: String?

    /// The line of the truth about it; nil for what is no runner's.
    package var truth: TruthEvent? {
      attribution.map {
        TruthEvent(
          eventID: record.eventID, time: record.time,
          place: Place(record.account, record.region), source: record.source, name: record.name,
          errorCode: record.failure?.code, attribution: $0, issued: issued)
      }
    }
  }

  /// Where ids and small differences come from.
  package var generator: SeededGenerator
  /// The events so far, or since they were last taken, in the order of the calls.
  package private(set) var events: [Event] = []
  /// What is true of runners, sessions, tasks and attacks so far.
  package var ledger = Ledger()

  /// How the calls fail that are being composed.
  var currentFailure: Record.Failure?

  /// An empty scenario.
  package init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  /// Hands the events over and forgets them; the ledger stays.
  package mutating func takeEvents() -> [Event] {
    let taken = events
    events.removeAll(keepingCapacity: true)
    return taken
  }

  /// Forgets some events.
  mutating func removeEvents(where isRemoved: (Event) -> Bool) {
    events.removeAll(where: isRemoved)
  }

  /// A record with new ids; the caller adds what the call needs and hands it to `emit`.
  package mutating func record(
    _ name: String, of service: String, by caller: Caller, at time: Timestamp, in place: Place
  ) -> Record {
    var record = Record(
      actor: caller.actor, time: time, source: "\(service).amazonaws.com", name: name,
      region: place.region, origin: caller.origin, eventID: generator.uuid(),
      account: place.account)
    record.requestID = generator.uuid()
    record.readOnly = Self.isReadOnly(name)
    record.isFromConsole = caller.origin.program == .console
    if !caller.origin.address.hasSuffix(".amazonaws.com") && caller.origin.address != "AWS Internal"
    {
      let isGlobal = service == "iam" || service == "organizations"
      record.host = "\(service).\(isGlobal ? "" : place.region.name + ".")amazonaws.com"
    }
    return record
  }

  /// Adds a record. Without an attribution it belongs to the runner whose session made the call,
  /// or to none. Returns the event's id.
  @discardableResult package mutating func emit(
    _ record: Record, _ attribution: Attribution? = nil, issuing issued: String? = nil,
    style: JSONStyle = .native
  ) -> String {
    var record = record
    if let currentFailure {
      record.failure = currentFailure
      record.response = .null
      if currentFailure.code.hasPrefix("AccessDenied") { record.request = .null }
    }
    let found = attribution ?? Attribution(record.actor, source: record.source)
    if let session = found?.session { ledger.countEvent(ofSession: session) }
    // What S3 does on the caller's behalf shows no attack that the call itself does not show.
    if case .forwarded = record.actor {} else { ledger.attach(record.eventID) }
    events.append(Event(record: record, style: style, attribution: found, issued: issued))
    return record.eventID
  }

  /// Marks single events as an attack of the catalogue.
  package mutating func mark(
    _ id: String, on runner: RunnerModel, _ title: String, events: [String]
  ) {
    ledger.add(PlantedAttack(id: id, runner: runner.name, title: title, eventIDs: events))
  }

  /// Marks all direct calls that `body` makes as an attack of the catalogue.
  @discardableResult package mutating func planting<Result>(
    _ id: String, on runner: RunnerModel, _ title: String,
    _ body: (inout Scenario) -> Result
  ) -> Result {
    let attack = ledger.beginAttack(id, runner: runner.name, title: title)
    let result = body(&self)
    ledger.endAttack(attack)
    return result
  }

  /// Whether CloudTrail calls an operation read-only; STS and KMS have their own view.
  static func isReadOnly(_ operation: String) -> Bool {
    let prefixes = [
      "Get", "List", "Describe", "Head", "Lookup", "Filter", "StartQuery", "BatchGet", "Query",
      "Scan", "AssumeRole", "Decrypt", "Encrypt", "GenerateDataKey", "ReEncrypt", "Simulate",
    ]
    return prefixes.contains { operation.hasPrefix($0) }
  }
}

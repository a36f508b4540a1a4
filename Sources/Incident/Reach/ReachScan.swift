internal import CloudTrail

/// Reads the logs once more for what some sessions touched: byte counts, encryption contexts and
/// images, which the analysis itself has no use for.
///
///     sessions ─► keys, role sessions ─► records of their time ─► facts ─► SessionReach
///
/// Memory grows with the calls of those sessions. Input that can be read only once has no reach.
package struct ReachScan: Sendable {
  private let sessions: [Session]
  private let byKey: [String: Int]
  private let byRoleSession: [String: Int]
  private let times: ClosedRange<EventTime>?

  /// A scan for `sessions`.
  package init(_ sessions: [Session]) {
    self.sessions = sessions
    var byKey: [String: Int] = [:]
    var byRoleSession: [String: Int] = [:]
    for (number, session) in sessions.enumerated() {
      for key in session.accessKeyIDs { byKey[key] = number }
      guard let issued = session.issuedAt,
        let role = session.roleArn.flatMap(ResourceName.role(arn:))
      else { continue }
      byRoleSession["\(role)/\(session.roleSessionName ?? "")/\(issued)"] = number
    }
    self.byKey = byKey
    self.byRoleSession = byRoleSession
    let begins = sessions.compactMap { $0.firstUse ?? $0.issuedAt }
    let ends = sessions.compactMap(\.lastUse)
    if let first = begins.min(), let last = ends.max(), first <= last {
      times = first...last
    } else {
      times = nil
    }
  }

  /// The reach of each session that made a call, in the order given.
  package func run(_ scan: LogScan, hasDataEvents: Bool) -> [SessionReach] {
    guard times != nil else { return [] }
    let (workers, _) = scan.run {
      Worker(scan: self, nesting: scan.records.nesting, map: JSONMap(kernel: scan.kernel))
    }
    var tallies: [Int: ReachTally] = [:]
    for fact in Self.distinct(workers.flatMap(\.facts)) {
      tallies[fact.session, default: ReachTally()].add(fact)
    }
    return tallies.keys.sorted().map { number in
      let session = sessions[number]
      var reach = SessionReach(
        session: session.id, runner: session.runner, isSuspect: session.isSuspect)
      reach.hasDataEvents = hasDataEvents
      tallies[number]?.fill(&reach)
      return reach
    }
  }

  /// The calls, each once: without the copies of a record, and without what another account logged
  /// of a call (AWS CloudTrail user guide, `sharedEventID`).
  private static func distinct(_ facts: [ReachFact]) -> [ReachFact] {
    var last: EventID?
    var accounts: [EventID: String] = [:]
    // The copies of a record stand side by side.
    return facts.sorted { ($0.id ?? .none, $0.session) < ($1.id ?? .none, $1.session) }.filter {
      fact in
      if let id = fact.id, id == last { return false }
      last = fact.id
      guard let shared = fact.sharedID else { return true }
      let first = accounts[shared] ?? fact.account
      accounts[shared] = first
      return first == fact.account
    }
  }

  private struct Worker: LogScan.Consumer, Sendable {
    let scan: ReachScan
    let nesting: Int
    var map: JSONMap
    var facts: [ReachFact] = []

    mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int) {
      guard let range = TopLevelField.string(Field.eventTime, in: bytes, mark.range),
        let time = EventTime(iso: bytes, in: range), scan.times?.contains(time) == true,
        (try? map.read(bytes, in: mark.range, nesting: nesting)) != nil,
        let session = scan.session(map, bytes)
      else { return }
      let source = String(decoding: JSONText.copy(bytes, mark.eventSource), as: UTF8.self)
      let call = String(decoding: JSONText.copy(bytes, mark.eventName), as: UTF8.self)
      let service = source.split(separator: ".").first.map(String.init) ?? source
      let outcome = Outcome(errorCode: map.text(Field.errorCode, of: 0, in: bytes))
      facts.append(
        ReachFact(
          id: mark.eventID(in: bytes).map { EventID(bytes, $0) },
          sharedID: map.text(Field.sharedEventID, of: 0, in: bytes).map { EventID($0) },
          account: map.text(Field.recipientAccountID, of: 0, in: bytes) ?? "",
          session: session, time: time, call: "\(service):\(call)",
          isDenied: outcome != .success,
          targets: ReachReader(map, service: service, call: call).targets(bytes)))
    }

    mutating func take(_ digest: DigestFile, file: Int) {}

    mutating func finish(file: Int) {}
  }

  /// The session whose credential the record was made with.
  private func session(_ map: JSONMap, _ bytes: Span<UInt8>) -> Int? {
    guard let identity = map.member(Field.userIdentity, of: 0, in: bytes) else { return nil }
    if let key = map.text(Field.accessKeyID, of: identity, in: bytes), let found = byKey[key] {
      return found
    }
    let context = map.member("sessionContext", of: identity, in: bytes)
    let attributes = map.member("attributes", of: context, in: bytes)
    guard let arn = map.text("arn", of: identity, in: bytes),
      let role = ResourceName.role(arn: arn),
      let name = arn.split(separator: "/").last,
      let created = map.text("creationDate", of: attributes, in: bytes)
        .flatMap({ EventTime(iso: $0) })
    else { return nil }
    return byRoleSession["\(role)/\(name)/\(created)"]
  }
}

/// Adds up the facts of one session.
private struct ReachTally {
  private var events = 0
  private var denied = 0
  private var times: (first: EventTime, last: EventTime)?
  private var buckets: [String: SessionReach.Bucket] = [:]
  private var objects: [String: Set<String>] = [:]
  private var prefixes: [String: Set<String>] = [:]
  private var keys: [String: SessionReach.Key] = [:]
  private var contexts: [String: Set<String>] = [:]
  private var items: [String: SessionReach.Item] = [:]
  private var calls: [String: Int] = [:]
  private var deniedCalls: [String: Int] = [:]
  /// Names kept of each kind.
  private static let limit = 1_000

  mutating func add(_ fact: ReachFact) {
    events += 1
    let first = min(times?.first ?? fact.time, fact.time)
    times = (first, max(times?.last ?? fact.time, fact.time))
    if fact.isDenied {
      denied += 1
      deniedCalls[fact.call, default: 0] += 1
    } else {
      calls[fact.call, default: 0] += 1
    }
    for target in fact.targets { add(target, isDenied: fact.isDenied) }
  }

  private mutating func add(_ target: ReachFact.Target, isDenied: Bool) {
    switch target {
    case .object(let bucket, let key, let use, let bytesOut, let bytesIn):
      var known = buckets[bucket] ?? SessionReach.Bucket(name: bucket)
      if isDenied {
        known.denied += 1
      } else {
        Self.count(use, &known)
        known.bytesOut = known.bytesOut.addingSaturated(bytesOut)
        known.bytesIn = known.bytesIn.addingSaturated(bytesIn)
        if let key, use != .list { note(key, in: bucket) }
      }
      buckets[bucket] = known
    case .key(let name, let used):
      var known = keys[name] ?? SessionReach.Key(name: name)
      if isDenied { known.denied += 1 } else { known.calls += 1 }
      keys[name] = known
      for context in used where contexts[name, default: []].count < Self.limit {
        contexts[name, default: []].insert(context)
      }
    case .item(let kind, let name):
      let id = "\(kind.rawValue) \(name)"
      guard items[id] != nil || items.count < Self.limit else { return }
      var known = items[id] ?? SessionReach.Item(kind: kind, name: name)
      if isDenied { known.denied += 1 } else { known.calls += 1 }
      items[id] = known
    }
  }

  private static func count(_ use: ReachFact.ObjectUse, _ bucket: inout SessionReach.Bucket) {
    switch use {
    case .read: bucket.reads += 1
    case .write: bucket.writes += 1
    case .delete: bucket.deletes += 1
    case .list: bucket.lists += 1
    case .other: break
    }
  }

  private mutating func note(_ key: String, in bucket: String) {
    objects[bucket, default: []].insert(key)
    let folder = key.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard folder.count == 2, prefixes[bucket, default: []].count < Self.limit else { return }
    prefixes[bucket, default: []].insert(folder[0] + "/")
  }

  func fill(_ reach: inout SessionReach) {
    reach.events = events
    reach.denied = denied
    (reach.firstTime, reach.lastTime) = (times?.first, times?.last)
    reach.calls = calls
    reach.deniedCalls = deniedCalls
    reach.buckets = buckets.values.sorted { $0.name < $1.name }.map { bucket in
      var bucket = bucket
      bucket.objects = objects[bucket.name]?.count ?? 0
      bucket.prefixes = (prefixes[bucket.name] ?? []).sorted()
      return bucket
    }
    reach.keys = keys.values.sorted { $0.name < $1.name }.map { key in
      var key = key
      key.contexts = (contexts[key.name] ?? []).sorted()
      return key
    }
    reach.items = items.values.sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
  }
}

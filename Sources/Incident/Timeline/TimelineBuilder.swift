internal import CloudTrail

/// Walks over the events in their order and makes timeline entries, sessions and runners of them.
///
/// KMS calls that S3 made are held back for two seconds of log time, until the S3 calls that may
/// follow them are known; with them everything behind, so that the order stays.
///
///     merged events ─► [ two seconds held ] ─► attribution ─► entry ─► sink
struct TimelineBuilder {
  private var attributor: Attributor
  private let files: [String]
  /// Nil where an event was handed out.
  private var held: [(event: Event?, isPassedOver: Bool)] = []
  private var heldStart = 0
  private var calls = ObjectCalls()
  private var sharedCalls = SharedCalls(limit: 10_000)
  private let known: KnownCalls
  private let texts: TextCache
  private let tables: EventTables
  /// What each session did; empty where nobody asks.
  private var uses: [SessionUse?] = []
  /// By the number of the runner; without events where its timeline is empty.
  private var runnerUses: [RunnerUse]
  private var roleNumbers: [RoleKey: Int] = [:]
  /// The number of the role of each session; -1 of those that were not met.
  private var sessionRoles: [Int32]

  /// A role: recreated under the same name it is another one.
  private struct RoleKey: Hashable {
    var role: String
    var id: String?
  }

  /// A builder over `attributor`, with the names of the files by number; it counts the uses of
  /// sessions where `countsSessions` says so.
  init(attributor: Attributor, _ tables: EventTables, files: [String], countsSessions: Bool) {
    self.attributor = attributor
    self.files = files
    self.tables = tables
    known = KnownCalls(attributor.strings)
    texts = TextCache(attributor.strings)
    runnerUses = attributor.graph.runners.map { _ in
      RunnerUse(first: EventTime(seconds: .max), last: EventTime(seconds: .min))
    }
    sessionRoles = attributor.graph.sessions.nodes.map { _ in -1 }
    if countsSessions { uses = attributor.graph.sessions.nodes.map { _ in nil } }
  }

  /// Counts an event that is on no timeline for its session alone.
  mutating func pass(over event: EncodedEvent) {
    guard !uses.isEmpty, let link = attributor.graph.sessions.links[event.principal] else { return }
    noteUse(
      of: link.session, event.principal, event.time, event.errorCode, event.address, event.agent)
  }

  /// Takes the next event in order; hands out those that are ready.
  mutating func take(_ event: consuming Event, _ sink: (consuming Item) -> Void) {
    release(before: event.time.advanced(by: -ObjectCalls.reach), sink)
    noteCall(event)
    held.append((consume event, false))
  }

  /// Passes over an event of which something was answered while scanning; it is told in its order.
  mutating func pass(overAnswered event: consuming Event, _ sink: (consuming Item) -> Void) {
    release(before: event.time.advanced(by: -ObjectCalls.reach), sink)
    held.append((consume event, true))
  }

  /// Hands out what is still held.
  mutating func finish(_ sink: (consuming Item) -> Void) {
    release(before: EventTime(seconds: .max), sink)
  }

  /// When the first one was made that is still held.
  private var heldTime: EventTime { held[heldStart].event?.time ?? EventTime(seconds: .min) }

  private mutating func release(before time: EventTime, _ sink: (consuming Item) -> Void) {
    while heldStart < held.count, heldTime < time {
      if let event = held[heldStart].event.take() {
        if held[heldStart].isPassedOver { sink(passedOver(event)) } else { sink(judge(event)) }
      }
      heldStart += 1
    }
    if heldStart > 4_096 || heldStart == held.count {
      held.removeSubrange(..<heldStart)
      heldStart = 0
    }
  }

  private mutating func noteCall(_ event: Event) {
    guard event.isData, event.source == known.s3,
      let link = attributor.graph.sessions.links[event.principal],
      let arn = attributor.principals[event.principal].arn
    else { return }
    let call = ObjectCalls.Call(time: event.time, id: event.id, session: link.session)
    calls.note(call, caller: arn, resource: event.resource, request: event.request)
  }

  // MARK: One event

  /// What is on no timeline has a session, and nothing else.
  private func passedOver(_ event: Event) -> Item {
    let link = attributor.graph.sessions.links[event.principal]
    var item = Item.telling(event, finding: link.map { attributor.ofSession(event, $0) })
    item.isPassedOver = true
    return item
  }

  private mutating func judge(_ event: consuming Event) -> Item {
    var finding = attributor.judge(event)
    if !event.contextArn.isEmpty, attributor.principals[event.principal].invokedBy != nil,
      let arn = attributor.principals[event.principal].arn,
      let call = calls.nearest(
        caller: arn, contextArn: event.contextArn, time: event.time,
        session: datedSession(of: event))
    {
      finding = joined(event, to: call, finding)
    }
    if let kind = known.evidence(event.source) { return judge(evidence: event, kind, finding) }
    guard let finding else { return Item.telling(event) }
    // What another account logged of a call was counted where the call was made.
    if !uses.isEmpty, let session = finding.session,
      finding.attribution.method != .sharedEventID, !sharedCalls.isCopy(event)
    {
      noteUse(
        of: session, event.principal, event.time, event.errorCode, event.address, event.agent)
    }
    guard let runner = finding.runner else { return Item.telling(event, finding: finding) }
    noteUse(ofRunner: runner, event, finding)
    var told: TimelineEntry?
    fill(&told, event, finding, runner)
    return Item.telling(event, entry: consume told, finding: finding)
  }

  /// What is no record of CloudTrail counts for no session and no runner.
  private func judge(
    evidence event: Event, _ kind: EvidenceRecord.Source, _ found: Attributor.Finding?
  ) -> Item {
    var finding = found
    if let call = calls.call(request: event.request, at: event.time), kind == .accessLog {
      let link = SessionLink(session: call.session, byKey: false, byRoleSession: true)
      finding = attributor.ofSession(event, link)
      finding?.stage = .storage
      finding?.attribution = Attribution(.requestID, .certain, via: [call.id.description])
    }
    // What a file holds of a stream is evidence, and nothing that happened.
    let isTold = kind != .terraform && texts[event.name] != "LogEvents"
    guard let finding, let runner = finding.runner, isTold else {
      return Item.telling(event, finding: finding)
    }
    var entry: TimelineEntry?
    fill(&entry, event, finding, runner)
    let record = MappedRecord(event.raw)
    switch kind {
    case .accessLog:
      entry?.eventSource = "s3.amazonaws.com"
      entry?.source.kind = .accessLog
      entry?.bytes = record?.texts(of: "additionalEventData.bytesTransferredOut").first
        .flatMap { Int($0) }
    case .containerLog:
      entry?.eventSource = "logs.amazonaws.com"
      entry?.source.kind = .logExport
      if let message = record?.texts(of: "requestParameters.message").first {
        entry?.summary = message
      }
    case .terraform: break
    }
    return Item.telling(event, entry: entry, finding: finding)
  }

  /// The session that the creation date of a caller tells for sure: sessions of one name are told
  /// apart by it.
  private func datedSession(of event: Event) -> Int? {
    guard let link = attributor.graph.sessions.links[event.principal], !link.isAmbiguous,
      attributor.principals[event.principal].creationDate != nil
    else { return nil }
    return link.session
  }

  /// The finding of a KMS call that S3 made for `call`.
  private func joined(
    _ event: Event, to call: ObjectCalls.Call, _ finding: Attributor.Finding?
  ) -> Attributor.Finding {
    let isSame = finding?.session == call.session
    let link = SessionLink(session: call.session, byKey: false, byRoleSession: isSame)
    var joined = attributor.ofSession(event, link)
    joined.attribution = Attribution(
      .encryptionContext, isSame ? .certain : .strong, via: [call.id.description])
    return joined
  }

  /// Makes the entry of an event where it is to stand: as a result it would be copied.
  private func fill(
    _ entry: inout TimelineEntry?, _ event: Event, _ finding: Attributor.Finding, _ runner: Int
  ) {
    let service = texts[event.source]
    let name = texts[event.name]
    let error = event.errorCode == .none ? nil : texts[event.errorCode]
    let sessions = attributor.graph.sessions.nodes
    let issued = issuedSession(event)
    entry = TimelineEntry(
      eventTime: event.time, runner: attributor.graph.runners[runner].name, stage: finding.stage,
      eventSource: service, eventName: name, awsRegion: texts[event.region],
      recipientAccountID: texts[event.account], outcome: outcome(event),
      actor: attributor.principals[event.principal].displayName,
      sourceIPAddress: texts[event.address], eventID: event.id.description,
      summary: Summary.text(
        of: event, service: service, name: name, error: error,
        caller: Summary.Caller(
          userName: attributor.principals[event.principal].userName,
          service: attributor.principals[event.principal].invokedBy),
        issued: issued.map {
          Summary.Issued(id: sessions[$0].session.id, task: sessions[$0].session.task)
        }),
      attribution: finding.attribution,
      source: TimelineEntry.Source(file: files[Int(event.file)], index: Int(event.index)))
    entry?.errorCode = error
    // An event that only issues a credential is shown with the one it issued.
    entry?.session =
      (finding.session ?? issued).map { sessions[$0].session.id }
    entry?.task =
      finding.task ?? issued.flatMap { sessions[$0].session.task }
      ?? attributor.task(namedBy: event)
    entry?.resource = event.resource.isEmpty ? nil : event.resource
    entry?.userAgent = event.agent == .none ? nil : texts[event.agent]
    entry?.sharedEventID = event.sharedID?.description
  }

  /// The number of the session whose credential the event issued.
  private func issuedSession(_ event: Event) -> Int? {
    event.isIssuing ? attributor.graph.sessions.issued[event.id] : nil
  }

  /// A RunTask that started nothing did not succeed, though it has no error code.
  private func outcome(_ event: Event) -> Outcome {
    event.startedNothing && event.errorCode == .none ? .error : tables.outcome(event.errorCode)
  }

  // MARK: Tallies

  private mutating func noteUse(
    of session: Int, _ principal: Int, _ time: EventTime, _ errorCode: StringID,
    _ address: StringID, _ agent: StringID
  ) {
    let isDenied = tables.outcome(errorCode) == .denied
    let isDirect = attributor.principals[principal].invokedBy == nil
    if uses[session] == nil { uses[session] = SessionUse(first: time, last: time) }
    uses[session]?.note(time, isDenied: isDenied)
    if isDirect { uses[session]?.note(address, agent) }
  }

  private mutating func noteUse(
    ofRunner runner: Int, _ event: Event, _ finding: Attributor.Finding
  ) {
    // Taken out while it is changed: what it holds is not copied.
    var use = RunnerUse(first: event.time, last: event.time)
    swap(&use, &runnerUses[runner])
    use.first = min(use.first, event.time)
    use.last = max(use.last, event.time)
    use.events += 1
    if tables.outcome(event.errorCode) == .denied { use.denied += 1 }
    use.accounts.insert(event.account)
    use.regions.insert(event.region)
    if finding.stage == .login { noteLogin(event, finding, &use) }
    for mention in event.mentions where mention.kind == .bucket {
      if attributor.owner(of: mention) == runner {
        use.buckets.insert(mention.name)
      }
    }
    noteRoles(of: runner, event, finding, &use)
    swap(&use, &runnerUses[runner])
  }

  /// Notes who logs in, or tries to: anybody may ask for the runner's role.
  private func noteLogin(_ event: Event, _ finding: Attributor.Finding, _ use: inout RunnerUse) {
    let principal = attributor.principals[event.principal]
    let isOwn = finding.attribution.method == .subject
    guard let subject = principal.userName else { return }
    if event.errorCode == .none {
      use.subjects.insert(subject)
    } else {
      use.refusedSubjects[subject] = isOwn
    }
    guard event.errorCode == .none || isOwn else { return }
    if let provider = principal.provider { use.providers.insert(provider) }
  }

  /// Notes the roles of its chain that an event shows: the one it was made with and the one it was
  /// made for. Roles of others who act on what is the runner's are not its own.
  private mutating func noteRoles(
    of runner: Int, _ event: Event, _ finding: Attributor.Finding, _ use: inout RunnerUse
  ) {
    let issued = event.isIssuing ? attributor.graph.sessions.issued[event.id] : nil
    for index in [finding.session, issued] {
      guard let index, attributor.graph.memberships[index]?.runner == runner else { continue }
      see(index, event.time, &use)
    }
  }

  /// Notes the role of a session.
  private mutating func see(_ index: Int, _ time: EventTime, _ use: inout RunnerUse) {
    guard let arn = attributor.graph.sessions.nodes[index].session.roleArn,
      let number = roleNumber(ofSession: index)
    else { return }
    use.roles[number, default: seenRole(arn, index, time)].see(time)
  }

  private mutating func roleNumber(ofSession index: Int) -> Int? {
    if sessionRoles[index] >= 0 { return Int(sessionRoles[index]) }
    guard let role = attributor.graph.sessions.nodes[index].role else { return nil }
    let key = RoleKey(role: role, id: attributor.graph.sessions.nodes[index].session.roleID)
    let number = roleNumbers[key] ?? roleNumbers.count
    roleNumbers[key] = number
    sessionRoles[index] = Int32(number)
    return number
  }

  private func seenRole(_ arn: String, _ index: Int, _ time: EventTime) -> Runner.Role {
    Runner.Role(
      kind: attributor.graph.sessions.nodes[index].session.roleKind ?? .other, arn: arn,
      roleID: attributor.graph.sessions.nodes[index].session.roleID, firstSeen: time,
      lastSeen: time)
  }

  // MARK: Results

  /// The sessions with what they did, by time of issuing, then id.
  func sessions() -> [Session] {
    let strings = attributor.strings
    return attributor.graph.sessions.nodes.enumerated().map { index, node in
      var session = node.session
      guard !uses.isEmpty, let use = uses[index] else { return session }
      session.firstUse = use.first
      session.lastUse = use.last
      session.events = use.events
      session.denied = use.denied
      session.sourceIPAddresses = use.addresses.map(strings.text).filter { !$0.isEmpty }.sorted()
      session.userAgents = use.agents.map(strings.text).sorted()
      return session
    }.sorted { a, b in
      (a.issuedAt?.seconds ?? .min, a.id) < (b.issuedAt?.seconds ?? .min, b.id)
    }
  }

  /// The runners with what their timelines hold, in the order of the graph.
  func runners() -> [Runner] {
    let strings = attributor.strings
    return attributor.graph.runners.enumerated().map { index, runner in
      var runner = runner
      runner.clusters = Set(runner.clusters).sorted()
      runner.keys = Set(runner.keys).sorted()
      runner.logGroups = Set(runner.logGroups).sorted()
      let use = runnerUses[index]
      if use.events == 0 { return runner }
      // Where nobody was let in, its name tells which of them is the runner's own.
      let own = use.refusedSubjects.filter(\.value).keys
      let subjects = use.subjects.isEmpty ? Set(own) : use.subjects
      runner.subjects = subjects.sorted()
      runner.refusedSubjects = use.refusedSubjects.keys.filter { !subjects.contains($0) }.sorted()
      runner.providers = use.providers.sorted()
      runner.roles = Runner.Role.told(use.roles.values)
      runner.buckets = use.buckets.map(strings.text).sorted()
      runner.accounts = use.accounts.map(strings.text).filter { !$0.isEmpty }.sorted()
      runner.regions = use.regions.map(strings.text).filter { !$0.isEmpty }.sorted()
      runner.events = use.events
      runner.denied = use.denied
      runner.firstSeen = use.first
      runner.lastSeen = use.last
      return runner
    }
  }
}

internal import CloudTrail
internal import Sigma

/// What is noticed of every event, whether or not a rule asks about it.
extension StepEngine {
  private static let explicitDeny = "with an explicit deny in an identity-based policy"

  /// True for an address outside of the playbook's networks, where it names any.
  private func isForeign(_ address: String) -> Bool {
    guard !networks.isEmpty, PublicAddress.isPublic(address) else { return false }
    let bytes = Array(address.utf8)
    return !networks.contains { $0.contains(bytes.span, 0..<bytes.count) }
  }

  /// Notes logins and uses that are out of the ordinary.
  func noteSuspicion(_ view: EventView) {
    noteSuspect(view)
    if view.finding?.stage == .login { return noteLogin(view) }
    guard let number = view.finding?.session, let runner = view.sessionRunner,
      runner < states.count, view.principal.invokedBy == nil
    else { return }
    noteAddress(view, of: number, states[runner])
    if view.outcome == .denied, marks[number].deniedAt == nil,
      view.record?.text(Field.errorMessage)?.holds(Self.explicitDeny) == true
    {
      marks[number].deniedAt = view.time
    }
  }

  /// Notes where a session is used from. While no address has become odd since, nothing is said of
  /// a call from where the first one came.
  private func noteAddress(_ view: EventView, of number: Int, _ state: RunnerState) {
    let known = state.watch.addresses.count
    if marks[number].usualAddress == view.event.address, marks[number].oddCount == known { return }
    let notice = state.watch.use(
      of: number,
      role: tables.graph.sessions.nodes[number].role.map(ResourceName.roleName) ?? "",
      from: view.address, at: view.time, isPublic: view.isPublic,
      isForeign: isForeign(view.address))
    if state.watch.addresses.contains(view.address) {
      marks[number].isSuspect = true
    } else if state.watch.isFirst(view.address, of: number) {
      marks[number].usualAddress = view.event.address
      marks[number].oddCount = state.watch.addresses.count
    }
    tell(notice, of: view, made: number, to: state)
  }

  private func noteLogin(_ view: EventView) {
    guard let runner = view.finding?.runner, runner < states.count else { return }
    let state = states[runner]
    let notice = state.watch.take(
      SuspicionWatch.Login(
        address: view.address, time: view.time, outcome: view.outcome,
        subject: view.principal.userName, isPublic: view.isPublic,
        isForeign: isForeign(view.address)))
    if state.watch.addresses.contains(view.address),
      let issued = tables.graph.sessions.issued[view.event.id]
    {
      marks[issued].isSuspect = true
    }
    tell(notice, of: view, to: state)
  }

  /// Notes what people suspect.
  private func noteSuspect(_ view: EventView) {
    guard !suspects.isEmpty,
      let runner = view.sessionRunner ?? view.finding?.runner, runner < states.count,
      let words = suspects.reason(view, runner: states[runner].facts.label)
    else { return }
    let number = view.finding?.session ?? tables.graph.sessions.issued[view.event.id]
    if let number { marks[number].isSuspect = true }
    tell(
      SuspicionWatch.Notice(time: view.time, words: words), of: view, made: number,
      to: states[runner])
  }

  /// Notes the first thing that responders did.
  func noteResponse(_ view: EventView, _ state: RunnerState) {
    guard state.firstResponse == nil else { return }
    state.firstResponse = RunnerState.Notable(
      time: view.time, eventID: view.eventID, actor: view.actor, words: view.callWords)
  }

  /// Notes the first call of a suspicious session that was let through.
  private func noteUnauthorized(_ view: EventView, _ state: RunnerState) {
    guard state.firstUnauthorized == nil, view.outcome == .success,
      let number = view.finding?.session ?? tables.graph.sessions.issued[view.event.id],
      isSuspect(number)
    else { return }
    state.firstUnauthorized = RunnerState.Notable(
      time: view.time, eventID: view.eventID, actor: view.actor,
      words: view.callWords + (view.directAddress.isEmpty ? "" : " from \(view.directAddress)"))
  }

  /// Begins the incident with what was noticed of a call, or where an outsider had fetched the
  /// session it was made with, with that.
  private func tell(
    _ notice: SuspicionWatch.Notice?, of view: EventView, made session: Int? = nil,
    to state: RunnerState
  ) {
    guard var notice else { return }
    var eventID = view.eventID
    if let session, state.firstUnauthorized == nil,
      let call = outsidersCall(for: session, of: state, before: notice.time)
    {
      notice.time = call.time
      notice.words += ", with a session issued to \(call.actor)"
      eventID = call.eventID
      state.firstUnauthorized = call
    }
    guard state.incident.suspect(notice.time, notice.words, eventID: eventID) else { return }
    state.beginIncident(playbook.rules)
  }

  /// Notes where a runner works and with which keys, and uses of ended sessions.
  func noteUse(_ view: EventView) {
    if view.event.isData, view.event.source == known.s3 {
      for mention in view.event.mentions where mention.kind == .bucket { note(dataOf: mention) }
    }
    guard let runner = view.finding?.runner, runner < states.count else { return }
    let state = states[runner]
    noteKeys(view, state)
    if known.evidence(view.event.source) != nil {
      if !view.isRepeat { noteEnded(view) }
      return
    }
    noteUnauthorized(view, state)
    notePlace(view, state)
    noteTasks(view, state)
    noteRoles(view, state)
    noteEnded(view)
  }

  /// Notes the keys of the runner's own buckets that its calls use.
  private func noteKeys(_ view: EventView, _ state: RunnerState) {
    guard !view.event.contextArn.isEmpty, view.outcome == .success,
      view.event.mentions.contains(where: { $0.kind == .key && !state.knowsKey($0.name) }),
      let bucket = view.contextBucket,
      state.facts.buckets.isEmpty || tables.graph.owns(state.facts.number, bucket: bucket)
    else { return }
    for mention in view.event.mentions where mention.kind == .key {
      state.noteKey(mention.name, KeyName.id(tables.texts[mention.name]))
    }
  }

  private func note(dataOf bucket: Mention) {
    guard notedBuckets.count < 100_000, notedBuckets.insert(bucket.name).inserted else { return }
    dataBuckets.insert(tables.strings.text(bucket.name))
  }

  private func notePlace(_ view: EventView, _ state: RunnerState) {
    guard view.outcome == .success, view.event.region != .none else { return }
    let isOwn = view.sessionRunner == state.facts.number
    if isOwn, view.name == "RunTask" {
      state.note(region: view.event.region, view.region, of: .tasks)
    }
    if view.finding?.stage == .login {
      state.note(region: view.event.region, view.region, of: .logins)
    }
    if isOwn, view.event.source != known.iam {
      state.note(region: view.event.region, view.region, of: .calls)
    }
    noteBuckets(view, state)
  }

  /// Tasks that a suspicious session started must be stopped.
  private func noteTasks(_ view: EventView, _ state: RunnerState) {
    guard view.event.source == known.ecs, view.outcome == .success,
      view.name == "RunTask" || view.name == "StartTask",
      let session = view.finding?.session, isSuspect(session)
    else { return }
    for task in view.mentions(.task)
    where !state.suspectTasks.contains(task) && state.suspectTasks.count < Tally.limit {
      state.suspectTasks.append(task)
      learn(task, of: state.facts.number)
    }
  }

  /// Roles that a suspicious session assumed, and those of such sessions, are exposed like its own.
  private func noteRoles(_ view: EventView, _ state: RunnerState) {
    guard view.outcome == .success, let session = view.finding?.session else { return }
    let isChained = tables.graph.sessions.nodes[session].session.kind == .chained
    let assumes = view.event.source == known.sts && view.name == "AssumeRole"
    guard isChained || assumes, isSuspect(session) else { return }
    let own = isChained ? [tables.graph.sessions.nodes[session].role].compactMap { $0 } : []
    for role in own + (assumes ? view.mentions(.role) : []) where state.noteAssumed(role) {
      learn(ResourceName.roleName(role), of: state.facts.number)
    }
  }

  /// Counts what is done with a session behind its end.
  private func noteEnded(_ view: EventView) {
    guard !ledger.isEmpty, let number = view.finding?.session,
      let (role, issued) = view.usedRole, let entry = ledger.entry(for: role, issued: issued),
      view.time > entry.put, view.name != "GetCallerIdentity"
    else { return }
    if view.outcome == .denied { uses[number, default: Session.AfterRevocation()].denied += 1 }
    if view.outcome == .success {
      uses[number, default: Session.AfterRevocation()]
        .noteSuccess(
          at: view.time, isPropagating: view.time <= entry.start.advanced(by: playbook.grace))
    }
  }

  /// What the steps came to, by runner, then in the order of the playbook.
  func verdicts(_ coverage: [CoverageEntry], attested facts: IncidentFacts) -> [StepVerdict] {
    let judge = CoverageJudge(entries: coverage, playbook: playbook, dataBuckets: dataBuckets)
    return VerdictWriter(engine: self, coverage: judge).verdicts().map { verdict in
      var verdict = verdict
      guard facts.concerns(verdict.runner) else { return verdict }
      verdict.attestation = facts.attestations.last { $0.step == verdict.step }
      return verdict
    }
  }

  /// What made each runner suspect, in the order of the graph.
  var suspicions: [Runner.Suspicion] { states.map(\.incident.suspect) }

  /// Fills in what is known of the end of sessions.
  ///
  /// A success counts as a use behind the end once the grace is over.
  func mark(_ listed: inout [Session]) {
    if listed.isEmpty { return }
    var numbers: [String: Int] = [:]
    for number in tables.graph.sessions.nodes.indices {
      numbers[tables.graph.sessions.nodes[number].session.id] = number
    }
    for index in listed.indices {
      guard let number = numbers[listed[index].id] else { continue }
      listed[index].isSuspect = isSuspect(number)
      guard let role = tables.graph.sessions.nodes[number].role, let issued = listed[index].issuedAt
      else { continue }
      let last = uses[number]?.lastSucceeded
      listed[index].revocations = ledger.history(for: role, issued: issued).map { entry in
        var revocation = Session.Revocation(
          from: max(entry.put, issued), until: entry.removed, eventID: entry.eventID,
          words: entry.words)
        revocation.hasFailed = last.map { entry.mustWork(at: $0, grace: ledger.grace) } ?? false
        return revocation
      }.filter { $0.from < listed[index].latestExpiry ?? EventTime(seconds: .max) }
      guard listed[index].revokedAt != nil else { continue }
      listed[index].afterRevocation = uses[number] ?? Session.AfterRevocation()
    }
  }
}

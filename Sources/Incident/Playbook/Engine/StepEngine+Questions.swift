internal import CloudTrail

/// What rules ask.
extension StepEngine {
  /// The name of a runner.
  func name(of runner: Int) -> String {
    runner < states.count ? states[runner].facts.label : ""
  }

  /// What a role, `account/name`, is for.
  func kind(ofRole role: String) -> RoleKind? {
    if let found = tables.graph.naming.role(role) { return found.kind }
    return tables.graph.owners.holds(.role, role) ? .login : nil
  }

  /// True where the event is a reading of the access logs of the runner's bucket.
  func isAccessLog(_ view: EventView, of runner: Int) -> Bool {
    view.event.source == known.s3 && view.accessLogOwner == runner
  }

  /// The time before which learned values count; nil = at once.
  func learnedBefore(_ capture: String, at time: EventTime) -> EventTime? {
    guard let delay = delays[capture], delay > 0 else { return nil }
    return time.advanced(by: -delay)
  }

  /// True where those called who answer the incident of the runner with this number.
  func isResponder(_ view: EventView, for runner: Int) -> Bool {
    guard mayRespond(view), view.sessionRunner != runner, !isIntruder(view) else { return false }
    guard !playbook.responders.isEmpty else { return true }
    let names = [view.principal.arn, view.principal.issuerArn].compactMap { $0 }
    return playbook.responders.contains { pattern in
      names.contains { Wildcard(pattern).matches($0) }
    }
  }

  /// True where somebody did what responders do and is none of those whom the playbook names.
  func isStrange(_ view: EventView, to runner: Int) -> Bool {
    !playbook.responders.isEmpty && mayRespond(view) && view.sessionRunner != runner
      && !isIntruder(view)
  }

  /// True where the time in the policy leaves a suspicious session of the role as it is; nil for
  /// requests without such a policy.
  func sparesSuspects(_ view: EventView) -> Bool? {
    guard view.name == "PutRolePolicy", let limit = view.permissions?.revokesBefore else {
      return nil
    }
    let nodes = tables.graph.sessions.nodes
    return view.mentions(.role).contains { role in
      (sessionsOfRoles[role] ?? []).contains { number in
        guard let issued = nodes[number].session.issuedAt else { return false }
        return issued >= limit && issued <= view.time && isSuspect(number)
      }
    }
  }

  /// The sessions of a role, `account/name`, that are valid at `time`.
  func liveSessions(of role: String, at time: EventTime) -> [Session] {
    let nodes = tables.graph.sessions.nodes
    return (sessionsOfRoles[role] ?? []).filter { index in
      guard let issued = nodes[index].session.issuedAt, issued <= time,
        let expires = nodes[index].session.latestExpiry, expires > time
      else { return false }
      return ledger.entry(for: role, issued: issued, at: time) == nil
    }.map { nodes[$0].session }
  }

  /// By when the end of those sessions of a role, `account/name`, must work everywhere that could
  /// be valid at `time` and were used behind their end; nil where it must do so before `time`.
  func settling(of role: String, at time: EventTime) -> EventTime? {
    let nodes = tables.graph.sessions.nodes
    return (sessionsOfRoles[role] ?? []).compactMap { index -> EventTime? in
      guard (uses[index]?.propagating ?? 0) > 0, let issued = nodes[index].session.issuedAt,
        let expires = nodes[index].session.latestExpiry, expires > time
      else { return nil }
      return ledger.entry(for: role, issued: issued, at: time)?.start
        .advanced(by: playbook.grace)
    }.filter { $0 >= time }.max()
  }

  /// What the revocations of the runner's roles mean for the session that was used.
  func revocation(_ view: EventView, _ runner: RunnerState) -> SessionRevocation {
    guard !ledger.isEmpty, let (role, issued) = view.usedRole else { return .none }
    if let known = view.revocation, known.runner == runner.facts.number,
      known.generation == ledger.generation
    {
      return known.state
    }
    let state = ledger.state(
      of: role, issued: issued, at: view.time, among: runner.exposedRoles,
      first: runner.firstRevocation(ledger))
    view.revocation = EventView.Revocation(
      runner: runner.facts.number, generation: ledger.generation, state: state)
    return state
  }

  /// True where the request takes away what keeps sessions ended.
  func endsRevocation(_ request: RequestReading) -> Bool {
    guard let policy = request.policyName else { return false }
    if let document = request.view.permissions, document.deniesAll || document.revokesBefore != nil
    {
      return false
    }
    let named = request.view.mentions(.role)
    return (named.isEmpty ? ledger.roles(endedBy: policy) : named).contains {
      ledger.isNeeded(policy, on: $0, at: request.view.time)
    }
  }

  /// The roles of the account whose sessions the managed policy in the request keeps ended.
  func rolesEnded(by view: EventView) -> [String] {
    guard let policy = view.managedPolicy else { return [] }
    return ledger.roles(endedBy: policy).filter { $0.hasPrefix(view.account + "/") }
      .map(ResourceName.roleName)
  }

  /// True for a session from a suspicious address, or one that such a session led to.
  func isSuspect(_ session: Int) -> Bool {
    var number: Int? = session
    var depth = 0
    while let current = number, depth < 64 {
      if marks[current].isSuspect { return true }
      number = tables.graph.sessions.nodes[current].parent
      depth += 1
    }
    return false
  }

  /// True where a policy of its role had explicitly denied a call of the session before.
  func wasDenied(_ session: Int, before time: EventTime) -> Bool {
    guard let denied = marks[session].deniedAt else { return false }
    return time > denied.advanced(by: playbook.grace)
  }
}

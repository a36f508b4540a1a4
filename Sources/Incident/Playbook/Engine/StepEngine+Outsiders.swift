internal import CloudTrail

/// Who came by a session of the runner without being the runner.
///
///     outsider ──AssumeRole──► session of the runner ──► call from an odd address
///     └─ the incident begins here                        └─ it is noticed here
extension StepEngine {
  /// The call that issued the session of this number to somebody who is not the runner, up to
  /// `time`; nil for what the runner's logins, tasks and sessions led to, and for what a service
  /// fetched: such credentials were stolen later.
  func outsidersCall(
    for session: Int, of state: RunnerState, before time: EventTime
  ) -> RunnerState.Notable? {
    let node = tables.graph.sessions.nodes[session]
    guard node.session.kind == .chained || node.session.kind == .other,
      let number = node.issuance
    else { return nil }
    let fact = tables.graph.sessions.facts.issuances[number]
    guard fact.service == nil, fact.time <= time else { return nil }
    // What happened before the compromise is nobody's fault.
    if let given = state.incident.given, fact.time < given { return nil }
    if let parent = node.parent,
      tables.graph.memberships[parent]?.runner == state.facts.number
    {
      return nil
    }
    return RunnerState.Notable(
      time: fact.time, eventID: fact.eventID.description,
      actor: tables.principals[fact.caller].displayName, words: "sts \(fact.eventName)")
  }
}

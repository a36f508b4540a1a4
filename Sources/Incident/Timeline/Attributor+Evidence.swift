internal import CloudTrail

/// Whose it is what stands beside records.
extension Attributor {
  /// The finding for a line of an access log, a log event, or an object of an inventory.
  func evidence(_ event: Event, _ kind: EvidenceRecord.Source, _ principal: Principal) -> Finding? {
    switch kind {
    case .accessLog: accessLog(event, principal)
    case .containerLog: ofTask(byResource(event))
    case .terraform: byResource(event)
    }
  }

  private func ofTask(_ finding: Finding?) -> Finding? {
    var finding = staged(finding, .task)
    finding?.attribution = Attribution(.taskId, .strong)
    return finding
  }

  private func staged(_ finding: Finding?, _ stage: TimelineEntry.Stage) -> Finding? {
    var finding = finding
    finding?.stage = stage
    return finding
  }

  /// An access log names role and session, neither key nor date: of several sessions of one name
  /// the last one issued before is taken.
  private func accessLog(_ event: Event, _ principal: Principal) -> Finding? {
    guard principal.type == EvidenceRecord.requesterType, let arn = principal.arn,
      arn.holds(":assumed-role/"), let role = ResourceName.role(arn: arn),
      let name = arn.split(separator: "/").last.map(String.init)
    else { return staged(byResource(event), .storage) }
    if let found = named.session(of: role, name, at: event.time, in: graph.sessions),
      let membership = graph.memberships[found.session]
    {
      let node = graph.sessions.nodes[found.session]
      return Finding(
        runner: membership.runner, session: found.session, task: node.session.task, stage: .storage,
        attribution: Attribution(
          .roleSession, found.isCertain ? .strong : .inferred,
          via: node.session.issuedBy.map { [$0.eventID] } ?? []))
    }
    if let key = graph.naming.role(role)?.key, let runner = graph.number(of: key) {
      return Finding(
        runner: runner, stage: .storage, attribution: Attribution(.roleName, .inferred))
    }
    return staged(byResource(event), .storage)
  }
}

/// Sessions by role and session name. One thread; filled when first asked.
final class NamedSessions {
  /// A session, and whether no other fits as well.
  struct Found {
    var session: Int
    var isCertain: Bool
  }

  private struct Name: Hashable {
    var role: String
    var name: String
  }

  private var sessions: [Name: [Int]]?

  /// The session of `role` (`account/name`) that was used at `time`.
  func session(of role: String, _ name: String, at time: EventTime, in graph: SessionGraph)
    -> Found?
  {
    let all = sessions ?? Self.byName(graph)
    sessions = all
    let candidates = all[Name(role: role, name: name)] ?? []
    let before = candidates.filter { index in
      guard let issued = graph.nodes[index].session.issuedAt else { return true }
      return issued.seconds <= time.seconds + ObjectCalls.reach
    }
    let valid = before.filter { index in
      graph.nodes[index].session.expiresAt.map { time <= $0 } ?? true
    }
    let fitting = valid.isEmpty ? before : valid
    guard
      let last = fitting.max(by: { a, b in
        let (first, second) = (graph.nodes[a].session, graph.nodes[b].session)
        return (first.issuedAt?.seconds ?? .min, first.id)
          < (second.issuedAt?.seconds ?? .min, second.id)
      })
    else { return nil }
    return Found(session: last, isCertain: valid.count == 1)
  }

  private static func byName(_ graph: SessionGraph) -> [Name: [Int]] {
    var found: [Name: [Int]] = [:]
    for (index, node) in graph.nodes.enumerated() {
      guard let role = node.role, let name = node.session.roleSessionName else { continue }
      found[Name(role: role, name: name), default: []].append(index)
    }
    return found
  }
}

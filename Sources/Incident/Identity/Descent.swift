internal import CloudTrail

/// Which sessions descend from some credentials: those themselves, what they issued, the tasks they
/// started, and so on.
struct Descent {
  /// The numbers of the sessions.
  let sessions: Set<Int>
  private let names: Set<String>

  /// What descends from `roots`: access keys, ARNs of roles, role sessions or users, ids of
  /// sessions.
  init(_ roots: [String], _ graph: SessionGraph, _ principals: [Principal]) {
    names = Set(roots)
    var found = Set(
      graph.nodes.indices.filter { number in
        roots.contains { Self.isNamed(graph.nodes[number], $0, graph, principals) }
      })
    // Parents stand anywhere in the list, so that a pass may open the way for another.
    var isGrowing = !found.isEmpty
    while isGrowing {
      let children = graph.nodes.indices.filter { number in
        !found.contains(number) && graph.nodes[number].parent.map(found.contains) == true
      }
      found.formUnion(children)
      isGrowing = !children.isEmpty
    }
    sessions = found
  }

  private static func isNamed(
    _ node: SessionGraph.Node, _ root: String, _ graph: SessionGraph, _ principals: [Principal]
  ) -> Bool {
    let session = node.session
    if session.id == root || session.roleArn == root || session.issuedTo == root { return true }
    if session.accessKeyIDs.contains(root) { return true }
    if let issuance = node.issuance,
      principals[graph.facts.issuances[issuance].caller].accessKeyID == root
    {
      return true
    }
    guard root.holds(":assumed-role/"), let role = ResourceName.role(arn: root) else {
      return false
    }
    return role == node.role
      && root.split(separator: "/").last.map(String.init) == session.roleSessionName
  }

  /// Leaves an event selected only where it descends from what was asked for.
  func narrow(_ item: inout TimelineBuilder.Item, _ tables: EventTables) {
    guard item.isSelected else { return }
    let event = item.judged.event
    item.isSelected = holds(
      event, item.judged.finding?.session, tables.principals[event.principal],
      tables.graph.sessions)
  }

  /// True for a call made with one of the sessions, by one of the keys or principals themselves,
  /// or one that issued one of the sessions.
  func holds(
    _ event: Event, _ session: Int?, _ principal: Principal, _ graph: SessionGraph
  ) -> Bool {
    if let session, sessions.contains(session) { return true }
    if let issued = graph.issued[event.id], sessions.contains(issued) { return true }
    return [principal.accessKeyID, principal.arn].contains { $0.map(names.contains) == true }
  }
}

internal import CloudTrail

/// The sessions of which the records of another account tell: by the id of their role and their
/// name, without a key and a date.
///
///     AROAMANAGER:acme-prod ─► sessions of that role and name ─► the one that was valid then
///
/// AWS CloudTrail user guide, "userIdentity element", type `AWSAccount`.
struct ForeignCallers: Sendable {
  /// When a session was valid.
  private struct Life: Sendable {
    var session: Int
    var first: EventTime?
    var last: EventTime?
  }

  /// By what the other account calls them.
  private var lives: [String: [Life]] = [:]

  /// No callers.
  init() {}

  /// What `principals` tell of the sessions in `nodes`.
  init(_ principals: [Principal], _ nodes: [SessionGraph.Node]) {
    let roles = Set(principals.compactMap(\.foreignRoleID))
    if roles.isEmpty { return }
    for index in nodes.indices {
      guard let role = nodes[index].session.roleID, roles.contains(role),
        let name = nodes[index].session.roleSessionName
      else { continue }
      lives["\(role):\(name)", default: []].append(
        Life(
          session: index, first: nodes[index].session.issuedAt,
          last: nodes[index].session.expiresAt))
    }
  }

  /// The session that a caller of another account had at `time`; nil where several were valid.
  func session(of principal: Principal, at time: EventTime) -> Int? {
    guard principal.foreignRoleID != nil, let all = principal.principalID.flatMap({ lives[$0] })
    else { return nil }
    let fitting = all.filter { life in
      (life.first.map { $0 <= time } ?? true) && (life.last.map { time <= $0 } ?? true)
    }
    return fitting.count == 1 ? fitting[0].session : nil
  }
}

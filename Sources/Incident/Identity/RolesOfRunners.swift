/// The runners of roles that are one runner's alone, by the ids of the roles.
///
/// Where records of another account name no more of a caller, this tells whose it is. A role that
/// several runners share tells nothing.
struct RolesOfRunners: Sendable {
  private var runners: [String: Int] = [:]

  /// No roles.
  init() {}

  /// The roles of the sessions in `nodes`, whose runners `memberships` tell.
  init(_ nodes: [SessionGraph.Node], _ memberships: [RunnerGraph.Membership?]) {
    var found: [String: Set<Int>] = [:]
    for index in nodes.indices {
      guard let runner = memberships[index]?.runner, let role = nodes[index].session.roleID
      else { continue }
      found[role, default: []].insert(runner)
    }
    runners = found.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  /// The runner of the role with this id.
  subscript(_ role: String) -> Int? { runners[role] }
}

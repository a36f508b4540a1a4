/// What each principal alone says of its events.
struct RunnerCallers: Sendable {
  /// Whose events these are, and what becomes of them.
  enum Kind: UInt8, Sendable {
    case nobody
    /// Always judged.
    case runner
    /// Judged where another account's record tells more.
    case account
  }

  /// By the number of the principal.
  let kinds: [Kind]

  /// The callers of `graph`, which was made of `principals`.
  init(_ graph: RunnerGraph, _ principals: [Principal]) {
    var members: Set<String> = []
    for (number, link) in graph.sessions.links.enumerated() {
      if let link, graph.memberships[link.session] != nil, let arn = principals[number].arn {
        members.insert(arn)
      }
    }
    kinds = principals.indices.map { number in
      let principal = principals[number]
      if principal.type == "WebIdentityUser" || principal.arn.map(members.contains) == true {
        return .runner
      }
      if let link = graph.sessions.links[number] {
        return graph.memberships[link.session] == nil ? .nobody : .runner
      }
      if principal.isService, principal.invokedBy == "ecs-tasks.amazonaws.com" { return .runner }
      return principal.type == "AWSAccount" ? .account : .nobody
    }
  }

  /// True where the events of a principal are judged whatever they are.
  func isRunner(_ principal: Int) -> Bool { kinds[principal] == .runner }
}

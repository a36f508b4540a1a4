internal import CloudTrail

/// Whom the intruder made: users, keys and roles, with which they call like anybody else.
///
///     suspicious session ─► CreateUser eve, CreateAccessKey AKIA… ─► calls of eve, or with the key
///                                                                └─► AssumeRole ─► calls
extension StepEngine {
  /// Learns what a call made, in the words of `trailscan.access`; what others than suspicious
  /// sessions make is nobody's fault.
  func noteIntruder(_ words: String, madeBy view: EventView) {
    guard let session = view.finding?.session, isSuspect(session) else { return }
    intruders.insert("\(view.account)/\(words)")
  }

  /// True where the intruder called: with a suspicious session, as somebody or with a key that such
  /// a session made, or with a session that was issued to one of these.
  func isIntruder(_ view: EventView) -> Bool {
    var number =
      view.finding?.session ?? tables.graph.sessions.links[view.event.principal]?.session
    if let number, isSuspect(number) { return true }
    if intruders.isEmpty { return false }
    if isMade(view.principal) { return true }
    var depth = 0
    while let current = number, depth < 64 {
      if let issuance = tables.graph.sessions.nodes[current].issuance,
        isMade(tables.principals[tables.graph.sessions.facts.issuances[issuance].caller])
      {
        return true
      }
      number = tables.graph.sessions.nodes[current].parent
      depth += 1
    }
    return false
  }

  /// True for an identity that a suspicious session made, or that calls with a key it made.
  private func isMade(_ principal: Principal) -> Bool {
    var words: [String] = []
    if principal.type == "IAMUser", let name = principal.userName { words.append("user \(name)") }
    // The credentials of GetFederationToken name the user who asked for them as their issuer.
    if let name = principal.issuerArn.flatMap({ ResourceName.user(arn: $0) }) {
      words.append("user \(name)")
    }
    if let key = principal.accessKeyID { words.append("access key \(key)") }
    if let role = principal.issuerArn.flatMap({ ResourceName.role(arn: $0) }) {
      words.append("role \(ResourceName.roleName(role))")
    }
    if let provider = principal.provider {
      words.append("identity provider \(RunnerProfile.host(ofProvider: provider))")
    }
    return words.contains { intruders.contains("\(principal.accountID ?? "")/\($0)") }
  }
}

extension SessionGraph {
  /// Who issues tokens, by host, for the subjects of which only one issuer is known: not every
  /// login says who issued its token.
  var issuers: [String: String] {
    var known: [String: Set<String>] = [:]
    func note(_ subject: String?, _ provider: String?) {
      guard let subject, let provider else { return }
      known[subject, default: []].insert(RunnerProfile.host(ofProvider: provider))
    }
    // A node holds two dozen texts: it is asked where it lies.
    for index in nodes.indices where nodes[index].session.kind == .webIdentity {
      note(nodes[index].session.subject, nodes[index].session.provider)
    }
    for attempt in facts.logins { note(attempt.subject, attempt.provider) }
    return known.compactMapValues { $0.count == 1 ? $0.first : nil }
  }
}

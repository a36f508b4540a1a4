internal import CloudTrail
internal import Sigma

/// Says whether an event is the doing of somebody whom the facts suspect.
struct FactsMatch {
  private let facts: IncidentFacts
  private let networks: [NetworkRange]
  private let subjects: [Wildcard]
  private let keys: [Wildcard]
  private let roles: [Wildcard]

  /// True where nobody is suspected.
  var isEmpty: Bool { facts.suspects.isEmpty }

  /// A test for the suspects of `facts`.
  init(_ facts: IncidentFacts) {
    self.facts = facts
    networks = facts.suspects.addresses.compactMap { NetworkRange($0) }
    subjects = facts.suspects.subjects.map { Wildcard($0) }
    keys = facts.suspects.keys.map { Wildcard($0) }
    roles = facts.suspects.roles.map { Wildcard($0) }
  }

  /// Why the event is suspect, in words; nil where it is not. What happened before the compromise
  /// is nobody's fault.
  func reason(_ view: EventView, runner: String) -> String? {
    guard !facts.suspects.isEmpty, facts.concerns(runner) else { return nil }
    if let start = facts.compromised, view.time < start { return nil }
    let address = Array(view.directAddress.utf8)
    if !address.isEmpty, networks.contains(where: { $0.contains(address.span, 0..<address.count) })
    {
      return "a call from \(view.directAddress), an address that the facts suspect"
    }
    let session = view.session?.session
    let subject = session?.kind == .webIdentity ? session?.subject : view.principal.userName
    if let subject, subjects.contains(where: { $0.matches(subject) }) {
      return "a login of \(subject), a subject that the facts suspect"
    }
    let used = (session?.accessKeyIDs ?? []) + [view.principal.accessKeyID].compactMap { $0 }
    if let key = used.first(where: { key in keys.contains { $0.matches(key) } }) {
      return "a use of \(key), a key that the facts suspect"
    }
    guard let role = session?.roleArn ?? view.principal.issuerArn else { return nil }
    let name = role.split(separator: "/").last.map(String.init) ?? role
    guard roles.contains(where: { $0.matches(role) || $0.matches(name) }) else { return nil }
    return "a use of \(name), a role that the facts suspect"
  }
}

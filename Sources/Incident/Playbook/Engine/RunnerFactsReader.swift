internal import CloudTrail
internal import Sigma

/// Reads the facts of every runner out of the graph.
struct RunnerFactsReader {
  let graph: RunnerGraph
  /// The parts of role names by `account/name`, for the roles that a profile names.
  private var named: [String: (runner: Int, kind: RoleKind, parts: [String: String])] = [:]
  private var roles: [Int: Set<String>] = [:]
  /// The tasks and task definitions of each runner.
  private var tasks: [Int: [String]] = [:]
  private var definitions: [Int: [String]] = [:]
  /// What an inventory lists of each runner.
  private var listed: [RunnerKey: ListedRunner] = [:]

  init(_ graph: RunnerGraph) {
    self.graph = graph
    for (resource, owners) in graph.owners.all {
      for runner in Set(owners.map(\.runner)) { note(resource, of: runner) }
    }
    for runner in graph.naming.inventory?.runners ?? [] where listed[runner.key] == nil {
      listed[runner.key] = runner
    }
  }

  private mutating func note(_ resource: ResourceOwners.Resource, of runner: Int) {
    switch resource.kind {
    case .role:
      roles[runner, default: []].insert(resource.name)
      if let found = graph.naming.role(resource.name) {
        named[resource.name] = (runner, found.kind, found.parts)
      }
    case .task: tasks[runner, default: []].append(resource.name)
    case .taskDefinition: definitions[runner, default: []].append(resource.name)
    default: break
    }
  }

  /// The facts of all runners, by number.
  func facts() -> [RunnerFacts] {
    var facts = graph.runners.indices.map { base($0) }
    var known: Set<Login> = []
    for index in graph.sessions.nodes.indices {
      guard let login = login(of: index), known.insert(login).inserted else { continue }
      note(login, of: &facts[login.runner])
    }
    noteTraits(&facts)
    for number in facts.indices {
      facts[number].subjects = facts[number].own(among: facts[number].subjects).sorted()
      facts[number].providers = Set(facts[number].providers).sorted()
    }
    link(&facts)
    return facts
  }

  private func base(_ number: Int) -> RunnerFacts {
    let runner = graph.runners[number]
    let profile = graph.naming.profiles.first { $0.id == runner.profile }
    var facts = RunnerFacts(
      number: number, name: graph.keys[number].name, label: runner.name, profile: profile)
    if !graph.keys[number].account.isEmpty { facts.accounts.insert(graph.keys[number].account) }
    facts.roles = roleFacts(number, profile)
    facts.accounts.formUnion(facts.roles.map(\.account).filter { !$0.isEmpty })
    facts.clusters = Set(runner.clusters).sorted()
    facts.keys = keyItems(runner.keys)
    let groups = Set(runner.logGroups).sorted().map { PlaceholderValue.literal($0) }
    facts.logGroups = groups + filled(profile?.logGroups ?? [], facts.name)
    facts.buckets = filled(profile?.buckets ?? [], facts.name)
    note(listed[graph.keys[number]], &facts)
    facts.tasks = (tasks[number] ?? []).sorted()
    facts.taskDefinitions = (definitions[number] ?? []).sorted()
    return facts
  }

  /// What an inventory lists is added to what the logs and the profile tell.
  private func note(_ listed: ListedRunner?, _ facts: inout RunnerFacts) {
    guard let listed else { return }
    let known = Set(facts.buckets.map(\.words))
    facts.buckets += listed.buckets.subtracting(known).sorted().map { .literal($0) }
    facts.clusters = Set(facts.clusters).union(listed.clusters).sorted()
    facts.keys = keyItems(facts.keys.map(\.label) + listed.keys.sorted())
    let groups = Set(facts.logGroups.map(\.words))
    facts.logGroups += listed.logGroups.subtracting(groups).sorted().map { .literal($0) }
    facts.subjects += listed.subjects
    facts.providers += listed.providers
    facts.subnets += listed.subnets
    facts.securityGroups += listed.securityGroups
    facts.listed = listed
  }

  // MARK: Roles

  private func roleFacts(_ number: Int, _ profile: RunnerProfile?) -> [RunnerFacts.Role] {
    var found: [RunnerFacts.Role] = []
    for role in (roles[number] ?? []).sorted() {
      let account = role.split(separator: "/").first.map(String.init) ?? ""
      found.append(
        RunnerFacts.Role(
          name: ResourceName.roleName(role), account: account, kind: named[role]?.kind ?? .login))
    }
    for (kind, pattern) in profile?.roles ?? [] where !found.contains(where: { $0.kind == kind }) {
      found.append(missing(kind, pattern, number, found.first?.account ?? ""))
    }
    return found.sorted { ($0.kind, $0.name ?? "") < ($1.kind, $1.name ?? "") }
  }

  /// A role that the logs never name: its name follows from those of the others where one suffix
  /// is theirs.
  private func missing(
    _ kind: RoleKind, _ pattern: NamePattern, _ number: Int, _ account: String
  ) -> RunnerFacts.Role {
    let parts = (roles[number] ?? []).compactMap { named[$0]?.parts }
    let isOneSet = Set(parts.map { $0["hex8"] ?? "" }).count == 1
    let name = isOneSet ? parts.first.flatMap { pattern.filled(with: $0) } : nil
    return RunnerFacts.Role(name: name, account: account, kind: kind)
  }

  // MARK: Resources

  private func filled(_ patterns: [NamePattern], _ name: String) -> [PlaceholderValue] {
    patterns.map { pattern in
      let text = pattern.text.replacingBytes("{runner}", with: name)
      return text.contains("*") ? .pattern(text) : .literal(text)
    }
  }

  /// Keys by ARN where one is known; an id that an ARN ends with is the same key.
  private func keyItems(_ keys: [String]) -> [StepItem] {
    var items: [StepItem] = []
    for key in Set(keys).sorted(by: {
      ($0.hasPrefix("arn:") ? 0 : 1, $0) < ($1.hasPrefix("arn:") ? 0 : 1, $1)
    })
    where !items.contains(where: { $0.spellings.contains(key) }) {
      items.append(StepItem(label: key, spellings: KeyName.spellings(key)))
    }
    return items
  }

  /// Who logged in, and to which role: many sessions have that in common.
  private struct Login: Hashable {
    var runner: Int
    var subject: String?
    var provider: String?
    /// `account/name`.
    var role: String?
  }

  private func login(of index: Int) -> Login? {
    guard let runner = graph.memberships[index]?.runner,
      graph.sessions.nodes[index].session.kind == .webIdentity
    else { return nil }
    return Login(
      runner: runner, subject: graph.sessions.nodes[index].session.subject,
      provider: graph.sessions.nodes[index].session.provider,
      role: graph.sessions.nodes[index].role)
  }

  private func note(_ login: Login, of facts: inout RunnerFacts) {
    if let subject = login.subject { facts.subjects.append(subject) }
    if let provider = login.provider { facts.providers.append(provider) }
    guard let role = login.role else { return }
    let account = role.split(separator: "/").first.map(String.init) ?? ""
    facts.accounts.insert(account)
    // A role that several subjects log in to is a role of each of them.
    let name = ResourceName.roleName(role)
    if graph.naming.role(role) == nil, !facts.roleNames.contains(name) {
      facts.roles.append(RunnerFacts.Role(name: name, account: account, kind: .login))
    }
  }

  /// What its tasks are started with, where they write logs, and the policies of its roles.
  private func noteTraits(_ facts: inout [RunnerFacts]) {
    let known = graph.sessions.facts
    for trait in known.taskTraits {
      guard let runner = graph.runner(ofPrincipal: trait.caller) else { continue }
      switch trait.kind {
      case .subnet: facts[runner].subnets.append(trait.name)
      case .securityGroup: facts[runner].securityGroups.append(trait.name)
      case .image:
        if let name = ResourceName.repository(ofImage: trait.name) {
          facts[runner].repositories.append(name)
        }
      }
    }
    for definition in known.taskDefinitions where !definition.account.isEmpty {
      guard let runner = graph.runner(ofPrincipal: definition.caller) else { continue }
      for group in definition.logGroups where !group.region.isEmpty {
        facts[runner].logPlaces.insert(
          CoverageTally.Place(account: definition.account, region: group.region))
      }
    }
    for attachment in known.attachments {
      for runner in graph.owners.runners(of: .role, attachment.role) {
        facts[runner].policies.append(attachment.policy)
      }
    }
    for number in facts.indices {
      facts[number].subnets = Set(facts[number].subnets).sorted()
      facts[number].securityGroups = Set(facts[number].securityGroups).sorted()
      facts[number].repositories = Set(facts[number].repositories).sorted()
      facts[number].policies = Set(facts[number].policies).sorted()
    }
  }

  // MARK: Successors

  /// Runners whose roles share a suffix in one account took the place of each other: the module
  /// keeps the suffix when the runner id changes. Who was never seen at work came last.
  private func link(_ facts: inout [RunnerFacts]) {
    var groups: [String: Set<Int>] = [:]
    for (role, found) in named {
      guard let suffix = found.parts["hex8"] else { continue }
      let account = role.split(separator: "/").first ?? ""
      groups["\(account)/\(suffix)", default: []].insert(found.runner)
    }
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) where group.count > 1 {
      let ordered = group.sorted {
        (graph.firstSeen(of: $0)?.seconds ?? .max, $0)
          < (graph.firstSeen(of: $1)?.seconds ?? .max, $1)
      }
      for (place, runner) in ordered.enumerated() {
        facts[runner].successors = Array(ordered[(place + 1)...])
        facts[runner].successorRoles = ordered[(place + 1)...].flatMap { facts[$0].roles }
        if place > 0 { facts[runner].predecessor = graph.runners[ordered[place - 1]].name }
      }
    }
  }
}

/// KMS keys as records name them.
enum KeyName {
  /// The key as written and, for an ARN, its id.
  static func spellings(_ key: String) -> [String] {
    let id = id(key)
    return id == key ? [key] : [key, id]
  }

  /// The id at the end of an ARN, or the key as written.
  static func id(_ key: String) -> String {
    key.behind(":key/").map(String.init) ?? key
  }
}

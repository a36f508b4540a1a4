internal import CloudTrail

/// Which runner each session, task and resource belongs to.
///
/// A session's runner is that of the chain that led to it: its login, the session that started
/// its task, the session that chained to it. Where the chain is not in the logs, the name of the
/// role may tell, which is marked as inferred.
struct RunnerGraph: Sendable {
  /// What is known of a session's runner, and how.
  struct Membership: Sendable {
    var runner: Int
    var attribution: Attribution
  }

  var sessions: SessionGraph
  private(set) var keys: [RunnerKey] = []
  private(set) var runners: [Runner] = []
  /// The membership of each session.
  private(set) var memberships: [Membership?] = []
  /// The runners that own a resource.
  private(set) var owners = ResourceOwners()
  let naming: RunnerNaming

  private var patterns = RunnerPatterns([], profiles: [])
  private var attachments: [String: String] = [:]
  private var accessLogs: [(place: String, runner: Int)] = []
  private var firstSeen: [Int: EventTime] = [:]
  private var numbers: [RunnerKey: Int] = [:]
  private var loginRoles: [String: Set<Int>] = [:]
  private var rolesOfRunners = RolesOfRunners()

  /// Finds the runners of `sessions` and, by name, of the roles in `mentioned`.
  ///
  /// What `inventory` lists is a runner's whatever names tell.
  init(
    sessions: SessionGraph, profiles: [RunnerProfile], roles mentioned: Set<String>,
    inventory: RunnerInventory? = nil
  ) {
    self.sessions = sessions
    naming = RunnerNaming(profiles: profiles, inventory: inventory, issuers: sessions.issuers)
    memberships = sessions.nodes.map { _ in nil }
    findLogins()
    for index in sessions.nodes.indices { _ = resolve(index, depth: 64) }
    joinForeignCallers()
    for attempt in sessions.facts.logins.sorted(by: { $0.order < $1.order }) {
      // Runners whose logins all failed are runners, too.
      naming.login(subject: attempt.subject, provider: attempt.provider, role: attempt.role)
        .map { _ = number($0) }
    }
    for role in mentioned.sorted() {
      if let found = naming.role(role) { owners.add(.role, role, number(found.key)) }
    }
    for listed in inventory?.runners ?? [] { own(listed) }
    // All runners are known now.
    patterns = RunnerPatterns(keys.map { ($0.name, $0.profile) }, profiles: profiles)
    nameKinds()
    gatherResources()
    noteFirstSeen()
    gatherLogs()
    markRetired()
    disambiguate()
  }

  /// The number of the runner with this key, which is added where it is new.
  private mutating func number(_ key: RunnerKey) -> Int {
    if let known = numbers[key] { return known }
    numbers[key] = runners.count
    keys.append(key)
    runners.append(Runner(name: key.name, profile: key.profile))
    return runners.count - 1
  }

  /// The number of the runner with this key, where it is known.
  func number(of key: RunnerKey) -> Int? { numbers[key] }

  /// The runner of a login, by what the record names.
  func login(subject: String?, provider: String?, role: String?) -> Int? {
    naming.login(subject: subject, provider: provider, role: role).flatMap { numbers[$0] }
  }

  // MARK: Sessions

  private mutating func findLogins() {
    for index in sessions.nodes.indices where sessions.nodes[index].session.kind == .webIdentity {
      let role = sessions.nodes[index].role
      guard
        let key = naming.login(
          subject: sessions.nodes[index].session.subject,
          provider: sessions.nodes[index].session.provider, role: role)
      else { continue }
      let runner = number(key)
      memberships[index] = Membership(
        runner: runner,
        attribution: Attribution(.accessKeyId, .certain, via: via(index)))
      if let role { loginRoles[role, default: []].insert(runner) }
    }
  }

  /// The ids of the event that issued a session.
  private func via(_ index: Int) -> [String] {
    sessions.nodes[index].session.issuedBy.map { [$0.eventID] } ?? []
  }

  /// Finds the runner of a session by its chain, else by its role.
  private mutating func resolve(_ index: Int, depth: Int) -> Int? {
    if let known = memberships[index] { return known.runner }
    guard depth > 0 else { return nil }
    // A node holds two dozen texts: it is not taken out of the list, which would copy them.
    let isIssued = sessions.nodes[index].issuance != nil
    if let parent = sessions.nodes[index].parent, let runner = resolve(parent, depth: depth - 1) {
      let isStart = sessions.nodes[index].session.task != nil && !isIssued
      let isNamed = sessions.nodes[index].isParentNamed
      memberships[index] = Membership(
        runner: runner,
        attribution: Attribution(
          isNamed ? .roleSession : isStart ? .taskId : .accessKeyId,
          isNamed || isStart ? .strong : .certain,
          via: via(index).isEmpty ? startVia(index) : via(index)))
      return runner
    }
    guard let role = sessions.nodes[index].role else { return nil }
    var runner: Int?
    if let found = naming.role(role) {
      runner = number(found.key)
    } else if sessions.nodes[index].session.provider != nil, let logins = loginRoles[role],
      logins.count == 1
    {
      runner = logins.first
    }
    guard let runner else { return nil }
    memberships[index] = Membership(
      runner: runner,
      attribution: isIssued
        ? Attribution(.accessKeyId, .strong, via: via(index)) : Attribution(.roleName, .inferred))
    return runner
  }

  /// Finds the runners of what was issued into other accounts, whose records tell no session.
  private mutating func joinForeignCallers() {
    rolesOfRunners = RolesOfRunners(sessions.nodes, memberships)
    var isFound = false
    for index in sessions.nodes.indices where memberships[index] == nil {
      guard let issuance = sessions.nodes[index].issuance,
        let runner = runner(ofForeign: sessions.facts.issuances[issuance].caller)
      else { continue }
      isFound = true
      memberships[index] = Membership(
        runner: runner, attribution: Attribution(.roleSession, .inferred, via: via(index)))
    }
    if isFound { for index in sessions.nodes.indices { _ = resolve(index, depth: 64) } }
  }

  /// The runner whose role, and nobody else's, a caller of another account has.
  func runner(ofForeign principal: Int) -> Int? {
    sessions.principals[principal].foreignRoleID.flatMap { rolesOfRunners[$0] }
  }

  private func startVia(_ index: Int) -> [String] {
    guard let task = sessions.nodes[index].session.task, let start = sessions.tasks[task] else {
      return []
    }
    return [sessions.facts.taskStarts[start].eventID.description]
  }

  /// Says of each session what its role is for, and tells execution from task roles.
  private mutating func nameKinds() {
    var executionRoles: Set<String> = []
    var taskRoles: Set<String> = []
    for definition in sessions.facts.taskDefinitions {
      if let role = definition.executionRoleArn.flatMap(ResourceName.role(arn:)) {
        executionRoles.insert(role)
      }
      if let role = definition.taskRoleArn.flatMap(ResourceName.role(arn:)) {
        taskRoles.insert(role)
      }
    }
    for index in sessions.nodes.indices {
      let role = sessions.nodes[index].role
      let named = role.flatMap { naming.role($0)?.kind }
      let isExecution =
        named == .execution
        || named == nil
          && role.map { executionRoles.contains($0) && !taskRoles.contains($0) } ?? false
      sessions.update(index) { session in
        session.roleKind = named ?? Self.kind(of: session, isExecution: isExecution)
        if session.kind == .task, isExecution { session.kind = .execution }
      }
    }
  }

  private static func kind(of session: Session, isExecution: Bool) -> RoleKind? {
    switch session.kind {
    case .webIdentity: .login
    case .task: isExecution ? .execution : .task
    case .execution: .execution
    case .chained, .other: nil
    }
  }

  // MARK: Resources

  private mutating func gatherResources() {
    for index in sessions.nodes.indices {
      guard let membership = memberships[index] else { continue }
      runners[membership.runner].sessions += 1
      sessions.update(index) { $0.runner = runners[membership.runner].name }
      guard let role = sessions.nodes[index].role else { continue }
      ownRole(role, isLogin: sessions.nodes[index].session.kind == .webIdentity, membership.runner)
    }
    for start in sessions.facts.taskStarts { own(start) }
    for definition in sessions.facts.taskDefinitions {
      guard let runner = runner(ofPrincipal: definition.caller) else { continue }
      owners.add(.taskDefinition, definition.name, runner, in: definition.account)
      for group in definition.logGroups {
        owners.add(.logGroup, group.name, runner, in: definition.account)
        runners[runner].logGroups.append(group.name)
      }
    }
    for use in keyUses() where owns(use.runner, bucket: use.bucket) {
      owners.add(.key, use.key, use.runner)
      runners[use.runner].keys.append(use.key)
    }
  }

  /// A KMS key that S3 used for sessions of a runner.
  private struct KeyOfRunner: Hashable {
    var key: String
    var bucket: String
    var runner: Int
  }

  /// The keys that were used for runners, each once: many sessions use the same.
  private func keyUses() -> [KeyOfRunner] {
    var uses: Set<KeyOfRunner> = []
    for use in sessions.facts.keyUses {
      guard let runner = runner(ofPrincipal: use.principal) else { continue }
      uses.insert(KeyOfRunner(key: use.key, bucket: use.bucket, runner: runner))
    }
    return uses.sorted { ($0.key, $0.bucket, $0.runner) < ($1.key, $1.bucket, $1.runner) }
  }

  private mutating func own(_ listed: ListedRunner) {
    let runner = number(listed.key)
    for role in listed.roles {
      ResourceName.role(arn: role.arn).map { owners.add(.role, $0, runner) }
    }
    for bucket in listed.buckets { owners.add(.bucket, bucket, runner) }
    let account = listed.key.account
    for cluster in listed.clusters { owners.add(.cluster, cluster, runner, in: account) }
    for key in listed.keys {
      for name in KeyName.spellings(key) { owners.add(.key, name, runner) }
    }
    for group in listed.logGroups { owners.add(.logGroup, group, runner, in: account) }
  }

  private mutating func gatherLogs() {
    for (query, groups) in sessions.facts.queries.sorted(by: { $0.key < $1.key }) {
      let owning = groups.compactMap { owner(of: .logGroup, $0.name, in: $0.account) }
      for runner in Set(owning).sorted() {
        owners.add(.query, query, runner)
      }
    }
    for target in sessions.facts.logTargets {
      guard let runner = owner(of: .bucket, target.bucket) else { continue }
      accessLogs.append((place: "\(target.target)/\(target.prefix)", runner: runner))
    }
    // The longest place first: it says most. One that runners share is the first one's.
    accessLogs.sort { a, b in
      (-a.place.utf8.count, a.place, firstSeen[a.runner]?.seconds ?? .max, keys[a.runner])
        < (-b.place.utf8.count, b.place, firstSeen[b.runner]?.seconds ?? .max, keys[b.runner])
    }
  }

  /// A role is the runner's own where its name says so, or where its logins lead there.
  private mutating func ownRole(_ role: String, isLogin: Bool, _ runner: Int) {
    let isNamed = naming.role(role).map { $0.key == keys[runner] } ?? false
    if isNamed || isLogin { owners.add(.role, role, runner) }
  }

  private mutating func own(_ start: TaskStart) {
    guard let runner = runner(ofPrincipal: start.caller) else { return }
    runners[runner].tasks += start.taskIDs.count
    for task in start.taskIDs { owners.add(.task, task, runner) }
    if let definition = start.taskDefinition {
      owners.add(.taskDefinition, definition, runner, in: start.account)
    }
    for (attachment, task) in start.attachments.sorted(by: { $0.key < $1.key }) {
      owners.add(.attachment, attachment, runner)
      attachments[attachment] = task
    }
    if let cluster = start.cluster { runners[runner].clusters.append(cluster) }
  }

  /// The task that a network attachment belongs to.
  func task(ofAttachment id: String) -> String? { attachments[id] }

  /// The runner whose bucket's access logs stand at `resource`, `bucket/key`.
  func owner(ofAccessLog resource: String) -> Int? {
    for target in accessLogs where resource.hasPrefix(target.place) { return target.runner }
    return nil
  }

  /// True where access logs of any runner's bucket are known to be kept somewhere.
  var hasAccessLogs: Bool { !accessLogs.isEmpty }

  /// When a session of the runner was first issued.
  func firstSeen(of runner: Int) -> EventTime? { firstSeen[runner] }

  /// The runner of a principal's session.
  func runner(ofPrincipal principal: Int) -> Int? {
    sessions.links[principal].flatMap { memberships[$0.session]?.runner }
  }

  /// True where the profile names the bucket as the runner's.
  func owns(_ runner: Int, bucket: String) -> Bool {
    owners.runners(of: .bucket, bucket).contains(runner)
      || patterns.runners(of: .bucket, naming: bucket).contains(runner)
  }

  /// The runner to which belongs what is named so in `account`; of several the one that was seen
  /// first. An empty account is one that is not known.
  func owner(of kind: Mention.Kind, _ name: String, in account: String = "") -> Int? {
    let kind = kind == .sourceBucket ? .bucket : kind
    let owning = owners.runners(of: kind, name, in: account)
    if !owning.isEmpty {
      // What several runners share belongs to the one that was there first.
      return owning.min {
        (firstSeen[$0]?.seconds ?? .max, keys[$0]) < (firstSeen[$1]?.seconds ?? .max, keys[$1])
      }
    }
    let fitting = patterns.runners(of: kind, naming: name)
    // The name of a bucket is its own in every account, so that it may be asked for from any.
    if kind == .bucket, fitting.count == 1 { return fitting[0] }
    let near = fitting.filter {
      ResourceOwners.Owner(runner: $0, account: keys[$0].account).owns(in: account)
    }
    return near.count == 1 ? near[0] : nil
  }

  /// True where something of this name may be a runner's in some account.
  func mayOwn(_ kind: Mention.Kind, _ name: String) -> Bool {
    let kind = kind == .sourceBucket ? .bucket : kind
    return owners.holds(kind, name) || !patterns.runners(of: kind, naming: name).isEmpty
  }

  // MARK: Retired and recreated

  private mutating func noteFirstSeen() {
    for index in sessions.nodes.indices {
      guard let runner = memberships[index]?.runner,
        let seen = sessions.nodes[index].session.issuedAt
      else { continue }
      firstSeen[runner] = min(firstSeen[runner] ?? seen, seen)
    }
  }

  /// A runner whose roles share their suffix with those of a runner that came later was renamed:
  /// the module keeps the suffix when the runner id changes.
  private mutating func markRetired() {
    var suffixes: [String: Set<Int>] = [:]
    for index in sessions.nodes.indices {
      guard let role = sessions.nodes[index].role, let found = naming.role(role),
        let runner = numbers[found.key]
      else { continue }
      if let suffix = found.parts["hex8"] {
        suffixes["\(found.key.account)/\(suffix)", default: []].insert(runner)
      }
    }
    for group in suffixes.values where group.count > 1 {
      let newest = group.max {
        (firstSeen[$0]?.seconds ?? 0, $0) < (firstSeen[$1]?.seconds ?? 0, $1)
      }
      for runner in group where runner != newest { runners[runner].isCurrent = false }
    }
  }

  /// Names runners of one name in several accounts `name@account`, or `name@issuer` where they are
  /// subjects of several issuers.
  private mutating func disambiguate() {
    let byName = Dictionary(grouping: keys.indices, by: { keys[$0].name })
    for group in byName.values where group.count > 1 {
      for runner in group where !keys[runner].place.isEmpty {
        runners[runner].name = "\(keys[runner].name)@\(keys[runner].place)"
      }
    }
    for index in sessions.nodes.indices {
      guard let membership = memberships[index] else { continue }
      sessions.update(index) { $0.runner = runners[membership.runner].name }
    }
  }
}

internal import CloudTrail

/// How a principal was joined to the session whose credential it used.
package struct SessionLink: Equatable, Sendable {
  /// The number of the session.
  package var session: Int
  /// True where the key is the one that was issued.
  package var byKey: Bool
  /// True where role, session name and creation date are those of the issuing.
  package var byRoleSession: Bool
  /// True where several credentials fit equally well, and the first of them was taken.
  package var isAmbiguous = false
}

/// The issued credentials, who used them, and what led to them.
///
/// Built from facts and principals after all files were read, so the order in which they came
/// does not matter.
///
///     login ──key──► calls …  RunTask ──task id──► AssumeRole by ecs-tasks ──key──► calls …
///       └──key──► AssumeRole ──key──► calls …
package struct SessionGraph: Sendable {
  /// One credential with what is needed to go on from it.
  struct Node: Sendable {
    var session: Session
    /// The number of the issuing fact.
    var issuance: Int?
    /// The facts of the same call as another account logged it.
    var copies: [Int] = []
    /// The session that asked for it, or that started its task.
    var parent: Int?
    /// True where of its parent no more is told than the id of the role and the name of the
    /// session.
    var isParentNamed = false
    /// `account/name` of its role.
    var role: String?
  }

  private(set) var nodes: [Node] = []
  /// The link of each principal, by number; nil for identities without a session.
  private(set) var links: [SessionLink?] = []
  /// The number of the session that an event issued.
  private(set) var issued: [EventID: Int] = [:]
  /// The start of each known task.
  private(set) var tasks: [String: Int] = [:]
  private(set) var facts = IdentityFacts()
  private(set) var principals: [Principal] = []
  private(set) var coverageStart: EventTime?
  /// The callers of whom another account tells.
  private(set) var foreign = ForeignCallers()

  /// The session that made a call, and the record of it, by the id that the accounts' records of
  /// the call share.
  private(set) var sharedCallers: [EventID: (session: Int, eventID: EventID)] = [:]

  private var byKey: [String: Int] = [:]
  private var rolesByArn: [String: String?] = [:]
  /// The sessions of each role and name, in the order of their issuing.
  private var byRoleSession: [RoleSession: [Int]] = [:]

  /// A role by id, or by account and name, with a session name.
  private struct RoleSession: Hashable {
    var role: String
    var name: String
  }

  /// The graph of the credentials that `facts` say were issued, before anybody used them: see
  /// `join`.
  init(issuedBy facts: IdentityFacts) {
    for (number, start) in facts.taskStarts.enumerated() {
      for task in start.taskIDs where tasks[task] == nil { tasks[task] = number }
    }
    // Others follow, and a list that grows is copied; room that nobody writes to takes no memory.
    nodes.reserveCapacity(2 * facts.issuances.count)
    issued.reserveCapacity(facts.issuances.count)
    byKey.reserveCapacity(facts.issuances.count)
    byRoleSession.reserveCapacity(2 * facts.issuances.count)
    for number in facts.issuances.indices { addIssued(number, of: facts.issuances) }
  }

  /// Joins the callers to the credentials they used. `facts` are the same as before, in which
  /// callers are numbers into `principals`; credentials older than `coverageStart` are not expected
  /// to have an issuing event.
  mutating func join(
    _ principals: [Principal], _ facts: IdentityFacts, coverageStart: EventTime?
  ) {
    self.facts = facts
    self.principals = principals
    self.coverageStart = coverageStart
    links = Array(count: principals.count) { [found = self] numbers in
      // Each half remembers for itself which roles it met.
      var graph = found
      return numbers.map { graph.find(principals[$0]) }
    }
    learnRoles()
    addUnlinked()
    noteSharedCalls()
    foreign = ForeignCallers(principals, nodes)
    joinParents()
    breakCircles()
    nameSessions()
  }

  // MARK: Issued credentials

  /// Adds one of the facts, which is asked where it lies.
  private mutating func addIssued(_ number: Int, of facts: [Issuance]) {
    // The two accounts of a call log it once each; both name the same key.
    if let key = facts[number].accessKeyID, let known = byKey[key] {
      issued[facts[number].eventID] = known
      nodes[known].copies.append(number)
      return
    }
    var session = Session(id: "", kind: .other)
    session.accessKeyIDs = facts[number].accessKeyID.map { [$0] } ?? []
    session.roleArn = facts[number].roleArn
    session.roleID = facts[number].assumedRoleID.flatMap { id in
      let roleID = Substring(id.utf8.prefix { $0 != UInt8(ascii: ":") })
      return roleID.isEmpty ? nil : String(roleID)
    }
    session.roleSessionName = facts[number].roleSessionName
    session.subject = facts[number].subject
    session.provider = facts[number].provider
    session.audience = facts[number].audience
    session.sourceIdentity = facts[number].sourceIdentity
    session.issuedAt = facts[number].time
    session.issuedBy = Session.Issuer(eventID: facts[number].eventID.description)
    (session.expiresAt, session.expirySource) = facts[number].expiry
    let role = facts[number].roleArn.flatMap { roleNamed(by: $0) }
    if facts[number].eventID != .none { issued[facts[number].eventID] = nodes.count }
    if let key = facts[number].accessKeyID { byKey[key] = nodes.count }
    for name in [session.roleID, role].compactMap({ $0 }) {
      byRoleSession[RoleSession(role: name, name: facts[number].roleSessionName ?? ""), default: []]
        .append(nodes.count)
    }
    nodes.append(Node(session: session, issuance: number, parent: nil, role: role))
  }

  // MARK: Uses

  private mutating func find(_ principal: Principal) -> SessionLink? {
    if let key = principal.accessKeyID, let session = byKey[key] {
      let isDated =
        isOfRoleSession(session, principal) || findByRoleSession(principal).contains(session)
      return SessionLink(session: session, byKey: true, byRoleSession: isDated)
    }
    let byDate = findByRoleSession(principal)
    // A session whose key is known was not used under another key, unless a service called.
    let fitting =
      principal.accessKeyID == nil
      ? byDate : byDate.filter { nodes[$0].session.accessKeyIDs.isEmpty }
    guard let first = fitting.first else { return nil }
    return SessionLink(
      session: first, byKey: false, byRoleSession: true, isAmbiguous: fitting.count > 1)
  }

  /// True for the most common case of `findByRoleSession`: the role's id, the name and the time all
  /// agree.
  private func isOfRoleSession(_ session: Int, _ principal: Principal) -> Bool {
    guard let created = principal.creationDate, nodes[session].session.issuedAt == created,
      let id = nodes[session].session.roleID, let name = nodes[session].session.roleSessionName
    else { return false }
    return principal.roleID == id && principal.sessionName == name
  }

  /// The sessions of the same role and name that were issued when this one was created: at that
  /// second, else within two seconds where only one fits.
  private mutating func findByRoleSession(_ principal: Principal) -> [Int] {
    guard principal.type == "AssumedRole", let created = principal.creationDate,
      let name = principal.sessionName
    else { return [] }
    let roles = [
      principal.roleID, (principal.issuerArn ?? principal.arn).flatMap { roleNamed(by: $0) },
    ].compactMap { $0 }
    for role in roles {
      let near = candidates(RoleSession(role: role, name: name), near: created)
      let exact = near.filter { nodes[$0].session.issuedAt == created }
      if !exact.isEmpty { return exact }
      if near.count == 1 { return near }
    }
    return []
  }

  /// The sessions of a role and name that were issued within two seconds; thousands may have the
  /// same name.
  private func candidates(_ name: RoleSession, near time: EventTime) -> [Int] {
    guard let all = byRoleSession[name] else { return [] }
    func issued(_ place: Int) -> Int64 { nodes[all[place]].session.issuedAt?.seconds ?? .min }
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if issued(middle) < time.seconds - 2 { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < all.count, issued(end) <= time.seconds + 2 { end += 1 }
    return Array(all[low..<end])
  }

  /// The role in an ARN, found once for each; many sessions have one in common.
  private mutating func roleNamed(by arn: String) -> String? {
    if let known = rolesByArn[arn] { return known }
    let role = ResourceName.role(arn: arn)
    rolesByArn[arn] = .some(role)
    return role
  }

  /// Fills in the ids of roles that the issuing events leave out: a service's `AssumeRole` answers
  /// with credentials alone, but every call made with them names the role's id.
  private mutating func learnRoles() {
    for (number, link) in links.enumerated() {
      guard let link, link.byKey, nodes[link.session].session.roleID == nil else { continue }
      nodes[link.session].session.roleID = principals[number].roleID
    }
  }

  /// Makes a session of every assumed role whose issuing event is not there.
  private mutating func addUnlinked() {
    var nodeOfKey: [String: Int] = [:]
    var nodeOfGroup: [RoleGroup: Int] = [:]
    let open = PrincipalOrder.sorted(
      principals.indices.filter { links[$0] == nil && principals[$0].type == "AssumedRole" },
      of: principals)
    nodes.reserveCapacity(nodes.count + open.count)
    for number in open {
      let principal = principals[number]
      guard principal.accessKeyID != nil || principal.arn != nil else { continue }
      let group = RoleGroup(
        role: principal.roleID, arn: principal.arn, created: principal.creationDate)
      let node =
        principal.accessKeyID.flatMap { nodeOfKey[$0] } ?? nodeOfGroup[group]
        ?? addUnlinked(principal)
      nodeOfGroup[group] = node
      if let key = principal.accessKeyID {
        nodeOfKey[key] = node
        if !nodes[node].session.accessKeyIDs.contains(key) {
          nodes[node].session.accessKeyIDs.append(key)
        }
      }
      links[number] = SessionLink(
        session: node, byKey: principal.accessKeyID != nil,
        byRoleSession: principal.creationDate != nil)
    }
    for index in nodes.indices { nodes[index].session.accessKeyIDs.sort() }
    // Of a caller of another account the record may name the key alone.
    for number in principals.indices
    where links[number] == nil && principals[number].type == "AWSAccount" {
      links[number] = principals[number].accessKeyID.flatMap { nodeOfKey[$0] }
        .map { SessionLink(session: $0, byKey: true, byRoleSession: false) }
    }
  }

  private mutating func addUnlinked(_ principal: Principal) -> Int {
    var session = Session(id: "", kind: .other)
    session.roleArn = principal.issuerArn
    session.roleID = principal.roleID
    session.roleSessionName = principal.sessionName
    session.provider = principal.provider
    session.sourceIdentity = principal.sourceIdentity
    session.issuedAt = principal.creationDate
    if let created = principal.creationDate, let start = coverageStart, created < start {
      session.link = .issuedBeforeCoverage
    } else {
      session.link = .unlinked
    }
    let role = (principal.issuerArn ?? principal.arn).flatMap { roleNamed(by: $0) }
    nodes.append(Node(session: session, issuance: nil, parent: nil, role: role))
    return nodes.count - 1
  }

  /// What the callers of a session have in common whose key may not be known.
  private struct RoleGroup: Hashable {
    var role: String?
    var arn: String?
    var created: EventTime?
  }

  // MARK: Chains

  private mutating func joinParents() {
    for index in nodes.indices {
      guard let number = nodes[index].issuance else {
        joinTask(index, named: nodes[index].session.roleSessionName)
        continue
      }
      let fact = facts.issuances[number]
      if fact.eventName == "AssumeRoleWithWebIdentity" {
        nodes[index].session.kind = .webIdentity
      } else if fact.service == "ecs-tasks.amazonaws.com" {
        joinTask(index, named: fact.roleSessionName)
        nodes[index].session.kind = .task
        nodes[index].session.task = fact.roleSessionName
        nodes[index].session.issuedBy?.task = fact.roleSessionName
      } else if let caller = caller(of: index), caller.session != index {
        nodes[index].session.kind = .chained
        nodes[index].parent = caller.session
        nodes[index].isParentNamed = caller.isNamed
        nodes[index].session.issuedBy?.eventID = caller.eventID
      } else {
        nodes[index].session.issuedTo = principals[fact.caller].displayName
      }
    }
  }

  /// Cuts a circle of sessions that issued one another, which only made records can show, so that
  /// every chain has an end.
  private mutating func breakCircles() {
    var isDone = nodes.map { _ in false }
    for index in nodes.indices {
      // Most are asked for by a session before them, or by none.
      if nodes[index].parent.map({ isDone[$0] }) ?? true {
        isDone[index] = true
        continue
      }
      var path: Set<Int> = []
      var last = index
      while !isDone[last], path.insert(last).inserted, let parent = nodes[last].parent {
        last = parent
        if path.contains(last) { nodes[last].parent = nil }
      }
      for node in path { isDone[node] = true }
    }
  }

  private mutating func noteSharedCalls() {
    for fact in facts.issuances {
      guard let shared = fact.sharedEventID, let link = links[fact.caller] else { continue }
      sharedCallers[shared] = (link.session, fact.eventID)
    }
  }

  /// The session that asked for a credential, and the record that shows it.
  ///
  /// Of a call into another account, the record of the caller's account names the caller; the
  /// other one tells the caller's account only (AWS CloudTrail user guide, cross-account events).
  private func caller(of index: Int) -> (session: Int, eventID: String, isNamed: Bool)? {
    guard let first = nodes[index].issuance else { return nil }
    for number in [first] + nodes[index].copies {
      let fact = facts.issuances[number]
      if let link = links[fact.caller] { return (link.session, fact.eventID.description, false) }
    }
    let fact = facts.issuances[first]
    return foreign.session(of: principals[fact.caller], at: fact.time)
      .map { ($0, fact.eventID.description, true) }
  }

  /// Joins a session to the task whose id is its name.
  private mutating func joinTask(_ index: Int, named name: String?) {
    guard let name, let start = tasks[name] else { return }
    nodes[index].session.kind = .task
    nodes[index].session.task = name
    nodes[index].parent = links[facts.taskStarts[start].caller]?.session
    if nodes[index].session.expiresAt == nil, let issued = nodes[index].session.issuedAt {
      nodes[index].session.expiresAt = issued.advanced(by: Issuance.taskLife)
      nodes[index].session.expirySource = .default
    }
  }

  /// Replaces what later steps learn of a session.
  mutating func update(_ index: Int, _ change: (inout Session) -> Void) {
    change(&nodes[index].session)
  }
}

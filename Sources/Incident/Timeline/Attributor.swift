internal import CloudTrail

/// Says of an event which runner, session and task it belongs to, and how that is known.
struct Attributor {
  /// What is known of an event.
  struct Finding: Sendable {
    var runner: Int?
    /// The session whose credential was used.
    var session: Int?
    var task: String?
    var stage: TimelineEntry.Stage
    var attribution: Attribution
  }

  var graph: RunnerGraph
  let strings: StringTable
  let principals: [Principal]
  private let owners: Owners
  private let stages: [StringID: TimelineEntry.Stage]
  private let known: KnownCalls
  /// What the caller alone tells, found once for each principal with a session.
  private let callers: Callers
  /// The sessions by role and name, for callers of whom an access log tells no more.
  let named = NamedSessions()

  /// An attributor over `graph`.
  init(graph: RunnerGraph, strings: StringTable, principals: [Principal]) {
    self.graph = graph
    self.strings = strings
    self.principals = principals
    owners = Owners(names: strings.count)
    callers = Callers(principals: principals.count)
    known = KnownCalls(strings)
    var stages: [StringID: TimelineEntry.Stage] = [:]
    for (service, stage) in Self.stages { strings.find(service).map { stages[$0] = stage } }
    self.stages = stages
  }

  /// Judges an event that is no KMS call on behalf of S3; those need the calls around them.
  func judge(_ event: Event) -> Finding? {
    if principals[event.principal].type == "WebIdentityUser" {
      return login(event, principals[event.principal])
    }
    if let link = graph.sessions.links[event.principal] {
      return ofSession(event, ofCaller(event.principal, link))
    }
    let principal = principals[event.principal]
    if let kind = known.evidence(event.source) { return evidence(event, kind, principal) }
    if principal.isService, principal.invokedBy == "ecs-tasks.amazonaws.com" {
      return taskCredential(event)
    }
    if let finding = otherAccount(event, principal) { return finding }
    return byResource(event)
  }

  /// What the session of a principal tells of its calls, whatever they are.
  private func ofCaller(_ principal: Int, _ link: SessionLink) -> Finding {
    let known = Int(callers.places[principal])
    if known >= 0 { return callers.findings[known] }
    let finding = ofSession(link)
    callers.places[principal] = Int32(callers.findings.count)
    callers.findings.append(finding)
    return finding
  }

  /// Answers that were found before.
  private final class Callers {
    var findings: [Finding] = []
    /// For each principal the place of what its session tells; -1 where nobody asked.
    var places: [Int32]
    /// The runner of each login; nil within = of nobody's.
    var logins: [Login: Int?] = [:]
    /// The name that the subject of each login tells.
    var ownNames: [Int: String?] = [:]

    init(principals: Int) { places = [Int32](repeating: -1, count: principals) }

    /// Who asks for which role.
    struct Login: Hashable {
      var principal: Int
      var role: StringID?
    }
  }

  /// The finding for a call into another account: that of the caller's own record of it, else what
  /// the role tells.
  private func otherAccount(_ event: Event, _ principal: Principal) -> Finding? {
    guard principal.type == "AWSAccount" else { return nil }
    guard let shared = event.sharedID, let caller = graph.sessions.sharedCallers[shared],
      let membership = graph.memberships[caller.session]
    else { return foreign(event, principal) }
    return Finding(
      runner: membership.runner, session: caller.session,
      task: graph.sessions.nodes[caller.session].session.task, stage: .identity,
      attribution: Attribution(.sharedEventID, .certain, via: [caller.eventID.description]))
  }

  private func foreign(_ event: Event, _ principal: Principal) -> Finding? {
    guard let runner = graph.runner(ofForeign: event.principal) else { return nil }
    let session = graph.sessions.foreign.session(of: principal, at: event.time)
    let known = session.flatMap { graph.memberships[$0]?.attribution.confidence } ?? .inferred
    return Finding(
      runner: runner, session: session,
      task: session.flatMap { graph.sessions.nodes[$0].session.task }, stage: stage(event.source),
      attribution: Attribution(.roleSession, known == .inferred ? .inferred : .strong))
  }

  // MARK: Logins

  private func login(_ event: Event, _ principal: Principal) -> Finding? {
    guard let runner = runner(ofLogin: event, principal) ?? owner(of: event, [.role]) else {
      return nil
    }
    // A token that could not be read names nobody, and anybody may ask for the runner's role: then
    // the role is all that joins them.
    guard let subject = principal.userName else {
      return Finding(
        runner: runner, stage: .login, attribution: Attribution(.roleName, .inferred))
    }
    guard ownName(event.principal, subject) == graph.keys[runner].name else {
      return Finding(
        runner: runner, stage: .login, attribution: Attribution(.roleName, .strong))
    }
    let confidence: Attribution.Confidence = event.errorCode == .none ? .certain : .strong
    return Finding(
      runner: runner, stage: .login, attribution: Attribution(.subject, confidence))
  }

  /// The name of the runner that the subject of a login tells by itself; found once for each.
  private func ownName(_ principal: Int, _ subject: String) -> String? {
    if let known = callers.ownNames[principal] { return known }
    let own = graph.naming.login(
      subject: subject, provider: principals[principal].provider, role: nil)
    callers.ownNames[principal] = .some(own?.name)
    return own?.name
  }

  /// The runner that a login names by its subject, provider and role; found once for each.
  private func runner(ofLogin event: Event, _ principal: Principal) -> Int? {
    let role = event.mentions.first { $0.kind == .role }?.name
    let key = Callers.Login(principal: event.principal, role: role)
    if let known = callers.logins[key] { return known }
    let found = graph.login(
      subject: principal.userName, provider: principal.provider, role: role.map(strings.text))
    callers.logins[key] = .some(found)
    return found
  }

  // MARK: Sessions

  /// The finding for a call made with the credential of a session.
  func ofSession(_ event: Event, _ link: SessionLink) -> Finding {
    ofSession(event, ofSession(link))
  }

  /// The finding for a call of somebody whose session tells `caller`.
  private func ofSession(_ event: Event, _ caller: Finding) -> Finding {
    var finding = caller
    finding.stage = stage(event.source)
    // A session of nobody we know may still touch what is a runner's.
    guard finding.runner == nil, let other = byResource(event) else { return finding }
    finding.runner = other.runner
    finding.task = other.task
    finding.stage = other.stage
    finding.attribution = other.attribution
    return finding
  }

  private func ofSession(_ link: SessionLink) -> Finding {
    var finding = Finding(
      session: link.session, task: graph.sessions.nodes[link.session].session.task, stage: .task,
      attribution: joined(link))
    guard let membership = graph.memberships[link.session] else { return finding }
    finding.runner = membership.runner
    if membership.attribution.method == .roleName
      || graph.sessions.nodes[link.session].issuance == nil
    {
      finding.attribution = membership.attribution
    } else if membership.attribution.confidence != .certain,
      finding.attribution.confidence == .certain
    {
      finding.attribution.confidence = membership.attribution.confidence
    }
    return finding
  }

  /// The two joins of a call to the event that issued its credential.
  private func joined(_ link: SessionLink) -> Attribution {
    let via = graph.sessions.nodes[link.session].session.issuedBy.map { [$0.eventID] } ?? []
    if graph.sessions.nodes[link.session].issuance == nil {
      return Attribution(.roleSession, .strong)
    }
    if link.byKey { return Attribution(.accessKeyId, .certain, via: via) }
    return Attribution(.roleSession, link.isAmbiguous ? .inferred : .strong, via: via)
  }

  /// The credential that ECS fetched for a task.
  private func taskCredential(_ event: Event) -> Finding? {
    let issued = graph.sessions.issued[event.id]
    if let issued, let membership = graph.memberships[issued] {
      let task = graph.sessions.nodes[issued].session.task
      let start = task.flatMap { graph.sessions.tasks[$0] }
      let known = start.flatMap {
        graph.runner(ofPrincipal: graph.sessions.facts.taskStarts[$0].caller)
      }
      let attribution =
        known == membership.runner
        ? Attribution(
          .taskId, .certain,
          via: start.map { [graph.sessions.facts.taskStarts[$0].eventID.description] } ?? [])
        : Attribution(.roleName, .inferred)
      return Finding(
        runner: membership.runner, task: task, stage: .identity,
        attribution: attribution)
    }
    guard let runner = owner(of: event, [.role]) else { return nil }
    return Finding(
      runner: runner, stage: .identity, attribution: Attribution(.roleName, .inferred))
  }

  // MARK: Resources

  /// What may be named, the most telling first.
  private static let telling: [Mention.Kind] = [
    .task, .attachment, .role, .bucket, .sourceBucket, .key, .cluster, .logGroup, .query,
    .taskDefinition,
  ]

  /// The finding for a call of somebody else on something that is a runner's.
  func byResource(_ event: Event) -> Finding? {
    var stage = stage(event.source)
    if event.source == known.s3, let runner = graph.owner(ofAccessLog: event.resource) {
      return Finding(
        runner: runner, stage: principals[event.principal].isService ? stage : .response,
        attribution: Attribution(.resource, .strong))
    }
    guard let runner = owner(of: event, Self.telling) else { return nil }
    let principal = principals[event.principal]
    let isObjectCall = event.source == known.s3 && event.isData
    let isAssuming = event.source == known.sts
    let isKeyUse = event.source == known.kms && !event.contextArn.isEmpty
    let isService = principal.isService || principal.invokedBy != nil
    if !isService, !isObjectCall, !isAssuming, !isKeyUse { stage = .response }
    let method: Attribution.Method =
      isKeyUse && JSONText.contains(event.contextArn, Self.logs) ? .encryptionContext : .resource
    return Finding(
      runner: runner, task: task(namedBy: event), stage: stage,
      attribution: Attribution(method, .strong))
  }

  private static let logs = Array(":logs:".utf8)

  /// The one task that an event names.
  func task(namedBy event: Event) -> String? {
    guard event.mentions.contains(where: { $0.kind == .task || $0.kind == .attachment }) else {
      return nil
    }
    var tasks: Set<String> = []
    for mention in event.mentions {
      if mention.kind == .task { tasks.insert(strings.text(mention.name)) }
      if mention.kind == .attachment,
        let task = graph.task(ofAttachment: strings.text(mention.name))
      {
        tasks.insert(task)
      }
    }
    return tasks.count == 1 ? tasks.first : nil
  }

  private func owner(of event: Event, _ kinds: [Mention.Kind]) -> Int? {
    if event.mentions.isEmpty { return nil }
    for kind in kinds {
      for mention in event.mentions where mention.kind == kind {
        if let runner = owner(of: mention) { return runner }
      }
    }
    return nil
  }

  /// The owner of what is named, found once for each name and account.
  func owner(of mention: Mention) -> Int? {
    if owners.isNobodys(mention) { return nil }
    if let known = owners.runners[mention] { return known }
    let name = strings.text(mention.name)
    let found = graph.owner(of: mention.kind, name, in: strings.text(mention.account))
    if found == nil, !graph.mayOwn(mention.kind, name) {
      owners.noteNobodys(mention)
    } else {
      owners.runners[mention] = .some(found)
    }
    return found
  }

  /// Answers that were found before; the same few resources recur in most events, and most have
  /// no owner.
  private final class Owners {
    var runners: [Mention: Int?] = [:]
    /// For each name, the kinds of which it is no runner's in any account: a bit each.
    private var nobodys: [UInt16]

    init(names: Int) { nobodys = [UInt16](repeating: 0, count: names) }

    func isNobodys(_ mention: Mention) -> Bool {
      nobodys[Int(mention.name.number)] & 1 << UInt16(mention.kind.rawValue) != 0
    }

    func noteNobodys(_ mention: Mention) {
      nobodys[Int(mention.name.number)] |= 1 << UInt16(mention.kind.rawValue)
    }
  }

  /// The stage of a service's calls; what has no stage of its own is work, as a task's is.
  private func stage(_ service: StringID) -> TimelineEntry.Stage { stages[service] ?? .task }

  private static let stages: [(service: String, stage: TimelineEntry.Stage)] = [
    ("ecs.amazonaws.com", .task), ("s3.amazonaws.com", .storage), ("kms.amazonaws.com", .key),
    ("logs.amazonaws.com", .logging), ("cloudtrail.amazonaws.com", .logging),
    ("ec2.amazonaws.com", .network), ("elasticloadbalancing.amazonaws.com", .network),
    ("iam.amazonaws.com", .identity), ("sts.amazonaws.com", .identity),
  ]
}

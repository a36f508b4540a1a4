internal import CloudTrail

/// Says of an event which runner, session and task it belongs to, and how that is known.
struct Attributor {
  /// What is known of an event.
  struct Finding {
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
  private let owners = Owners()

  /// An attributor over `graph`.
  init(graph: RunnerGraph, strings: StringTable, principals: [Principal]) {
    self.graph = graph
    self.strings = strings
    self.principals = principals
  }

  /// Judges an event that is no KMS call on behalf of S3; those need the calls around them.
  func judge(_ event: Event) -> Finding? {
    let principal = principals[event.principal]
    let service = strings.text(event.source)
    if principal.type == "WebIdentityUser" { return login(event, principal) }
    if let link = graph.sessions.links[event.principal] {
      return ofSession(event, link, service)
    }
    if principal.isService, principal.invokedBy == "ecs-tasks.amazonaws.com" {
      return taskCredential(event)
    }
    if let finding = otherAccount(event, principal) { return finding }
    return byResource(event, principal, service)
  }

  /// The finding for a call that another account's record tells more of.
  private func otherAccount(_ event: Event, _ principal: Principal) -> Finding? {
    guard principal.type == "AWSAccount", let shared = event.sharedID,
      let caller = graph.sessions.sharedCallers[shared],
      let membership = graph.memberships[caller.session]
    else { return nil }
    return Finding(
      runner: membership.runner, session: caller.session,
      task: graph.sessions.nodes[caller.session].session.task, stage: .identity,
      attribution: Attribution(.sharedEventID, .certain, via: [caller.eventID.description]))
  }

  // MARK: Logins

  private func login(_ event: Event, _ principal: Principal) -> Finding? {
    let role = event.mentions.first { $0.kind == .role }.map { strings.text($0.name) }
    let named = graph.login(
      subject: principal.userName, provider: principal.provider, role: role)
    guard let runner = named ?? owner(of: event, [.role]) else { return nil }
    // A token that could not be read names nobody, and anybody may ask for the runner's role: then
    // the role is all that joins them.
    guard let subject = principal.userName else {
      return Finding(
        runner: runner, stage: .login, attribution: Attribution(.roleName, .inferred))
    }
    let own = graph.naming.login(subject: subject, provider: principal.provider, role: nil)
    guard own?.name == graph.keys[runner].name else {
      return Finding(
        runner: runner, stage: .login, attribution: Attribution(.roleName, .strong))
    }
    let confidence: Attribution.Confidence = event.errorCode == .none ? .certain : .strong
    return Finding(
      runner: runner, stage: .login, attribution: Attribution(.subject, confidence))
  }

  // MARK: Sessions

  /// The finding for a call made with the credential of a session.
  func ofSession(_ event: Event, _ link: SessionLink, _ service: String) -> Finding {
    let node = graph.sessions.nodes[link.session]
    var finding = Finding(
      session: link.session, task: node.session.task,
      stage: Self.stage(service),
      attribution: Attribution(.roleSession, .strong))
    finding.attribution = joined(link, node)
    guard let membership = graph.memberships[link.session] else {
      // A session of nobody we know may still touch what is a runner's.
      guard let other = byResource(event, principals[event.principal], service) else {
        return finding
      }
      finding.runner = other.runner
      finding.task = other.task
      finding.stage = other.stage
      finding.attribution = other.attribution
      return finding
    }
    finding.runner = membership.runner
    if membership.attribution.method == .roleName || node.issuance == nil {
      finding.attribution = membership.attribution
    } else if membership.attribution.confidence != .certain,
      finding.attribution.confidence == .certain
    {
      finding.attribution.confidence = membership.attribution.confidence
    }
    return finding
  }

  /// The two joins of a call to the event that issued its credential.
  private func joined(_ link: SessionLink, _ node: SessionGraph.Node) -> Attribution {
    let via = node.session.issuedBy.map { [$0.eventID] } ?? []
    if node.issuance == nil { return Attribution(.roleSession, .strong) }
    if link.byKey { return Attribution(.accessKeyId, .certain, via: via) }
    return Attribution(.roleSession, link.isAmbiguous ? .inferred : .strong, via: via)
  }

  /// The credential that ECS fetched for a task.
  private func taskCredential(_ event: Event) -> Finding? {
    let issued = graph.sessions.issued[event.id]
    if let issued, let membership = graph.memberships[issued] {
      let node = graph.sessions.nodes[issued]
      let start = node.session.task.flatMap { graph.sessions.tasks[$0] }
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
        runner: membership.runner, task: node.session.task, stage: .identity,
        attribution: attribution)
    }
    guard let runner = owner(of: event, [.role]) else { return nil }
    return Finding(
      runner: runner, stage: .identity, attribution: Attribution(.roleName, .inferred))
  }

  // MARK: Resources

  /// What may be named, the most telling first.
  private static let telling: [Mention.Kind] = [
    .task, .attachment, .role, .bucket, .key, .cluster, .logGroup, .query, .taskDefinition,
  ]

  /// The finding for a call of somebody else on something that is a runner's.
  private func byResource(_ event: Event, _ principal: Principal, _ service: String) -> Finding? {
    var stage = Self.stage(service)
    if service == "s3.amazonaws.com", let runner = graph.owner(ofAccessLog: event.resource) {
      return Finding(
        runner: runner, stage: principal.isService ? stage : .response,
        attribution: Attribution(.resource, .strong))
    }
    guard let runner = owner(of: event, Self.telling) else { return nil }
    let isObjectCall = service == "s3.amazonaws.com" && event.isData
    let isAssuming = service == "sts.amazonaws.com"
    let isKeyUse = service == "kms.amazonaws.com" && !event.contextArn.isEmpty
    let isService = principal.isService || principal.invokedBy != nil
    if !isService, !isObjectCall, !isAssuming, !isKeyUse { stage = .response }
    let method: Attribution.Method =
      isKeyUse && event.contextArn.contains(":logs:") ? .encryptionContext : .resource
    return Finding(
      runner: runner, task: task(namedBy: event), stage: stage,
      attribution: Attribution(method, .strong))
  }

  /// The one task that an event names.
  func task(namedBy event: Event) -> String? {
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

  /// The owner of what is named, found once for each name.
  func owner(of mention: Mention) -> Int? {
    if let known = owners.runners[mention] { return known }
    let found = graph.owner(of: mention.kind, strings.text(mention.name))
    owners.runners[mention] = .some(found)
    return found
  }

  /// Answers that were found before; the same few resources recur in most events.
  private final class Owners {
    var runners: [Mention: Int?] = [:]
  }

  /// The stage of a service's calls; what has no stage of its own is work, as a task's is.
  static func stage(_ service: String) -> TimelineEntry.Stage {
    switch service {
    case "ecs.amazonaws.com": .task
    case "s3.amazonaws.com": .storage
    case "kms.amazonaws.com": .key
    case "logs.amazonaws.com", "cloudtrail.amazonaws.com": .logging
    case "ec2.amazonaws.com", "elasticloadbalancing.amazonaws.com": .network
    case "iam.amazonaws.com", "sts.amazonaws.com": .identity
    default: .task
    }
  }
}

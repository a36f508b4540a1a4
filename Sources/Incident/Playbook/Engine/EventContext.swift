internal import CloudTrail
internal import Sigma

/// What is known of an event when a rule asks about it for a runner, and for an item.
///
/// Without a runner, what depends on one is open: such a question only says whether any runner is
/// worth being asked about.
struct EventContext: MatchContext {
  let view: EventView
  let engine: StepEngine
  var runner: RunnerState?
  var item: StepItem?
  /// Values learned before this count; nil = all.
  var learnedBefore: EventTime?
  /// What detectors in code noticed of the event; of detections alone.
  var notes: EventNotes?

  // MARK: Placeholders

  func values(ofPlaceholder name: String) -> [PlaceholderValue]? {
    guard let runner else { return nil }
    if name == "item" { return item.map { $0.spellings.map { .literal($0) } } }
    if let set = RunnerSet(name: name) { return runner.values(of: set) }
    let id = String(name.dropFirst("captured.".count))
    let before = engine.learnedBefore(id, at: view.time)
    return runner.values(of: id, before: before).map { .literal($0) }
  }

  // MARK: Fields

  func values(ofField name: String) -> [String]? {
    guard let field = ContextField(name: name) else { return [] }
    switch field {
    case .eventName: return [view.name]
    case .outcome: return [view.outcome.rawValue]
    case .actor: return [view.actor]
    case .address: return [view.address]
    case .isService: return ["\(view.principal.isService)"]
    case .runner: return view.finding?.runner.map { [engine.name(of: $0)] } ?? []
    case .resource: return view.event.resource.isEmpty ? [] : [view.event.resource]
    case .encryption: return view.encryption.isEmpty ? [] : [view.encryption]
    case .contextBuckets: return view.contextBucket.map { [$0] } ?? []
    case .secrets: return view.secrets
    case .access: return view.access
    case .policyRoles: return engine.rolesEnded(by: view)
    case .providers:
      return view.event.resource.holds(":oidc-provider/") ? [view.event.resource] : []
    case .buckets, .sourceBuckets, .keys, .roleNames, .roleKinds, .taskIds, .logGroups,
      .clusters, .taskDefinitions, .taskFamilies:
      return named(field)
    case .session, .sessionRole, .sessionRoleKind, .sessionIssuedAt, .sessionIsSuspect,
      .deniedBefore:
      return ofSession(field)
    case .networks: return engine.networks(holding: view.directAddress)
    case .indicators: return view.indicators
    case .geoCountry, .geoCity, .geoSystem, .geoOrganization: return ofPlace(field)
    case .watchlists: return engine.watchlists(holding: view.directAddress)
    case .isDeployer: return ["\(engine.isDeployer(view))"]
    case .isIntruder: return ["\(engine.isIntruder(view))"]
    case .isTrailBucket: return ["\(engine.isTrailBucket(view))"]
    case .signals, .firstSeen, .foreignImages: return noted(field)
    case .logIndicators:
      return runner.map { view.logIndicators($0.watch.addresses) }
    case .unloggedBuckets: return engine.unloggedBuckets(view)
    case .expiryDays: return view.expiryDays.map { "\($0)" }
    case .isResponder, .isOwnSession, .revocation, .isAccessLog, .subjectIsOwn, .providerIsOwn:
      return runner.map { ofRunner(field, $0) }
    default: return runner.map { fromRecord(field, $0) }
    }
  }

  private func named(_ field: ContextField) -> [String] {
    switch field {
    case .buckets: return view.mentions(.bucket)
    case .sourceBuckets: return view.mentions(.sourceBucket)
    case .keys: return view.mentions(.key)
    case .roleNames: return view.roleNames
    case .roleKinds:
      return view.mentions(.role).compactMap { engine.kind(ofRole: $0)?.rawValue }
    case .taskIds: return view.mentions(.task)
    case .logGroups: return view.logGroups
    case .clusters: return view.mentions(.cluster)
    case .taskFamilies: return view.mentions(.taskDefinition).map(ResourceName.taskFamily)
    default: return view.mentions(.taskDefinition)
    }
  }

  private func ofPlace(_ field: ContextField) -> [String] {
    let place = view.place
    switch field {
    case .geoCountry: return [place?.country].compactMap { $0 }
    case .geoCity: return [place?.city].compactMap { $0 }
    case .geoSystem: return [place?.system].compactMap { $0 }
    default: return [place?.organization].compactMap { $0 }
    }
  }

  private func noted(_ field: ContextField) -> [String] {
    guard let notes, !notes.isEmpty else { return [] }
    switch field {
    case .signals: return notes.signals.map(\.name.rawValue)
    case .firstSeen:
      return Habit.Trait.allCases.filter { notes.firstSeen[$0] != nil }.map(\.name)
    default: return notes.foreignImages
    }
  }

  private func ofSession(_ field: ContextField) -> [String] {
    guard let number = view.finding?.session else { return [] }
    let nodes = engine.tables.graph.sessions.nodes
    switch field {
    case .session: return [nodes[number].session.id]
    case .sessionRole: return nodes[number].role.map { [ResourceName.roleName($0)] } ?? []
    case .sessionRoleKind: return nodes[number].session.roleKind.map { [$0.rawValue] } ?? []
    case .sessionIssuedAt: return nodes[number].session.issuedAt.map { ["\($0)"] } ?? []
    case .sessionIsSuspect: return ["\(engine.isSuspect(number))"]
    default: return ["\(engine.wasDenied(number, before: view.time))"]
    }
  }

  private func ofRunner(_ field: ContextField, _ runner: RunnerState) -> [String] {
    switch field {
    case .isResponder: return ["\(engine.isResponder(view, for: runner.facts.number))"]
    case .isOwnSession: return ["\(view.sessionRunner == runner.facts.number)"]
    case .subjectIsOwn: return ["\(view.principal.userName.map(runner.facts.owns) ?? false)"]
    case .providerIsOwn: return ["\(runner.facts.owns(provider: view.principal.provider))"]
    case .isAccessLog: return ["\(engine.isAccessLog(view, of: runner.facts.number))"]
    default: return [engine.revocation(view, runner).rawValue]
    }
  }

  private func fromRecord(_ field: ContextField, _ runner: RunnerState) -> [String] {
    let request = RequestReading(view: view, runner: runner)
    switch field {
    case .policyName: return request.policyName.map { [$0] } ?? []
    case .sparesSuspects: return engine.sparesSuspects(view).map { ["\($0)"] } ?? []
    case .coversIncident: return request.coversIncident.map { ["\($0)"] } ?? []
    case .keepsIncident: return request.keepsIncident.map { ["\($0)"] } ?? []
    case .newKeys: return request.newKeys
    case .unlistedClusters: return request.unlistedClusters
    case .unlistedSubnets: return request.unlistedSubnets
    case .unlistedGroups: return request.unlistedGroups
    case .endsRevocation: return ["\(engine.endsRevocation(request))"]
    case .outsiders: return request.outsiders
    case .revokesBefore: return view.permissions?.revokesBefore.map { ["\($0)"] } ?? []
    case .deniesAll: return view.permissions.map { ["\($0.deniesAll)"] } ?? []
    case .excess: return request.excess
    case .trustSubjects: return view.trust?.subjects ?? []
    case .trustAdmitsRunner:
      return view.trust.map { ["\($0.admitsRunner(request.expectation))"] } ?? []
    default: return view.trust?.violations(request.expectation) ?? []
    }
  }
}

internal import CloudTrail
internal import Sigma

/// One event as rules see it: its record where that was kept, and what the analysis knows of it.
///
/// What is costly is made when it is first asked for. One thread, one event.
final class EventView {
  let outcome: Outcome
  /// True where the user asked for the event.
  let isSelected: Bool
  /// The number of its kind, for which rules are settled; none for an event that no rule is asked.
  let kind: Int?
  private let judged: JudgedEvent
  private let tables: EventTables

  /// What rules see of an event. Not of its item: that would be copied.
  init(_ judged: JudgedEvent, kind: Int?, isSelected: Bool, _ tables: EventTables) {
    self.judged = judged
    self.kind = kind
    self.isSelected = isSelected
    self.tables = tables
    outcome =
      judged.event.startedNothing && judged.event.errorCode == .none
      ? .error : tables.outcome(judged.event.errorCode)
  }

  var event: Event {
    _read { yield judged.event }
  }
  var finding: Attributor.Finding? {
    _read { yield judged.finding }
  }

  /// True for a call that failed with a code.
  var hasFailed: Bool { event.errorCode != .none }
  var source: String { tables.texts[event.source] }
  var name: String { tables.texts[event.name] }
  var errorCode: String? { hasFailed ? tables.texts[event.errorCode] : nil }

  /// Images that containers may run, with wildcards.
  var registries: [String] { tables.registries }
  var principal: Principal {
    _read { yield tables.principals[event.principal] }
  }
  /// The call with its service: `sts AssumeRole`.
  var callWords: String { "\(source.split(separator: ".").first ?? "") \(name)" }
  var time: EventTime { event.time }
  private(set) lazy var eventID = event.id.description
  var actor: String { principal.displayName }
  var address: String { tables.texts[event.address] }
  /// The address, empty where a service called on behalf of somebody.
  var directAddress: String { principal.invokedBy == nil ? address : "" }
  /// True where the call came from the internet: behind a VPC endpoint no address is of it.
  var isPublic: Bool { !event.isThroughEndpoint && PublicAddress.isPublic(address) }
  /// What the caller says it is.
  var agent: String { tables.texts[event.agent] }
  var region: String { tables.texts[event.region] }
  var account: String { tables.texts[event.account] }
  var encryption: String { tables.texts[event.encryption] }

  /// True for what a service does for itself: with no identity, with a role linked to it, or where
  /// AWS looks after an account.
  var isServiceWork: Bool {
    let number = tables.callers.kind(of: event.principal)
    return tables.callers.kinds[Int(number)].isServiceWork
  }

  /// The indicators that the record holds, in words.
  private(set) lazy var indicators: [String] =
    tables.indicators.isEmpty ? [] : record?.words(of: tables.indicators) ?? []

  /// Where the address is.
  private(set) lazy var place: GeoPlace? = tables.places?.place(of: address)

  /// What was found of the runners that own what some fields name, and when it was.
  struct Owning {
    var fields: [String]
    var generation: Int
    var runners: [RunnerState]
  }

  /// The runners that own what it names, by the fields that were asked.
  var owning: [Owning] = []

  /// What the revocations meant for a runner when that was asked.
  struct Revocation {
    var runner: Int
    var generation: Int
    var state: SessionRevocation
  }

  /// What they meant when that was asked last.
  var revocation: Revocation?

  // MARK: Session

  /// The node of the session whose credential was used.
  var session: SessionGraph.Node? {
    judged.finding?.session.map { tables.graph.sessions.nodes[$0] }
  }

  /// The id of the session whose credential was used.
  var sessionID: String? {
    judged.finding?.session.map { tables.graph.sessions.nodes[$0].session.id }
  }

  /// The role of the session, `account/name`, and when it was issued.
  var usedRole: (role: String, issued: EventTime)? {
    guard let number = judged.finding?.session,
      let role = tables.graph.sessions.nodes[number].role,
      let issued = tables.graph.sessions.nodes[number].session.issuedAt
    else { return nil }
    return (role, issued)
  }

  /// The runner whose session it is.
  var sessionRunner: Int? {
    judged.finding?.session.flatMap { tables.graph.memberships[$0]?.runner }
  }

  // MARK: What is named

  /// What it names, kind by kind.
  private(set) lazy var named = NamedParts(
    mentions: event.mentions, isEncrypted: event.encryption != .none,
    hasContext: !event.contextArn.isEmpty)

  /// The runner whose bucket's access logs stand where the event's object is.
  private(set) lazy var accessLogOwner: Int? =
    tables.hasAccessLogs ? tables.graph.owner(ofAccessLog: event.resource) : nil

  /// The names of a kind that the record mentions.
  func mentions(_ kind: Mention.Kind) -> [String] {
    var names: [String] = []
    for mention in event.mentions where mention.kind == kind {
      names.append(tables.texts[mention.name])
    }
    return names
  }

  /// The names of the log groups that the record mentions: those of another account than the one
  /// that logged the call behind that account, since a runner's own may have the same names.
  var logGroups: [String] {
    event.mentions.filter { $0.kind == .logGroup }.map { group in
      let name = tables.texts[group.name]
      let isOwn = group.account == .none || group.account == event.account
      return isOwn ? name : "\(tables.texts[group.account]):\(name)"
    }
  }

  /// The names, without their accounts, of the roles that the record mentions.
  private(set) lazy var roleNames = mentions(.role).map(ResourceName.roleName)

  /// The bucket whose data key was asked for.
  private(set) lazy var contextBucket = ResourceName.bucket(arn: event.contextArn)

  // MARK: Record

  /// The whole record, where it was kept.
  private(set) lazy var record = MappedRecord(event.raw)

  /// The fields of it that every event carries.
  private lazy var head = MappedRecord(RecordHead.json(self))

  /// What the record makes, changes or ends that gives access, in words.
  private(set) lazy var access: [String] = namedAccess()

  /// The policy in the request, for a role or on its own.
  private(set) lazy var permissions: PolicyDocument? =
    ["PutRolePolicy", "CreatePolicy", "CreatePolicyVersion"].contains(name)
    ? record?.policy(["policyDocument"]) : nil

  /// The managed policy by ARN that the request names, as a permissions boundary too.
  var managedPolicy: String? {
    record?.request("policyArn") ?? record?.request("permissionsBoundary")
  }

  /// The trust policy that the request gives to a role.
  private(set) lazy var trust: TrustReview? = {
    switch name {
    case "CreateRole": record?.policy(["assumeRolePolicyDocument"]).map(TrustReview.init)
    case "aws_iam_role": record?.policy(["assume_role_policy"]).map(TrustReview.init)
    case "UpdateAssumeRolePolicy": record?.policy(["policyDocument"]).map(TrustReview.init)
    default: nil
    }
  }()

  /// The answer to a question.
  func evaluate(_ question: QuestionTable.Question, _ context: EventContext) -> Truth {
    evaluate(question.detection, needs: question.needs, context)
  }

  /// The answer to questions that need so much of the record.
  func evaluate(
    _ detection: Detection, needs: PlaybookRule.RecordNeed, _ context: EventContext
  ) -> Truth {
    mapped(needs)?.evaluate(detection, context) ?? .no
  }

  /// As much of the record as is needed, where it was kept.
  private func mapped(_ needs: PlaybookRule.RecordNeed) -> MappedRecord? {
    switch needs {
    case .whole: record
    // A record that was kept has the same fields, and is mapped once for all.
    case .head: event.raw.isEmpty ? head : record
    case .nothing: .empty
    }
  }

  /// What correlations want to know of the event, which a rule matched.
  func correlationInputs(
    _ rule: Int, of set: RuleSet, _ context: EventContext
  ) -> [CorrelationInput] {
    (record ?? head)?.correlationInputs(
      rule: rule, of: set, time: time.seconds, eventID: eventID, context) ?? []
  }

  /// The texts of a field, of the record or of the context.
  func texts(of field: String, _ context: EventContext) -> [String] {
    if field.hasPrefix("trailscan.") { return context.values(ofField: field) ?? [] }
    if let read = RecordHead.readers[field] {
      return read(self).map { $0.isEmpty ? [] : [$0] } ?? []
    }
    return record?.texts(of: tables.path(field)) ?? []
  }
}

/// What turns the numbers of events back into names. One thread.
final class EventTables {
  /// Images that containers may run, with wildcards.
  let registries: [String]
  let strings: StringTable
  let principals: [Principal]
  /// The texts of numbers that recur.
  let texts: TextCache
  let callers: CallerKinds
  let graph: RunnerGraph
  /// True where access logs of any runner's bucket are known to be kept somewhere.
  let hasAccessLogs: Bool
  /// What others have seen attackers use.
  let indicators: IndicatorList
  /// Where addresses are; nil where no database tells.
  let places: GeoPlaces?
  private var outcomes: [StringID: Outcome] = [:]
  private var paths: [String: FieldPath] = [:]

  init(
    registries: [String] = [], strings: StringTable, principals: [Principal], graph: RunnerGraph,
    indicators: IndicatorList = IndicatorList(), places: GeoPlaces? = nil
  ) {
    self.registries = registries
    self.indicators = indicators
    self.places = places
    self.strings = strings
    self.principals = principals
    texts = TextCache(strings)
    callers = CallerKinds(principals)
    self.graph = graph
    hasAccessLogs = graph.hasAccessLogs
  }

  /// The path that a field name says; names are those of rules, and few.
  func path(_ name: String) -> FieldPath {
    if let known = paths[name] { return known }
    let path = FieldPath(name)
    paths[name] = path
    return path
  }

  /// How a call with this error code ended.
  func outcome(_ errorCode: StringID) -> Outcome {
    if errorCode == .none { return .success }
    if let known = outcomes[errorCode] { return known }
    let outcome = Outcome(errorCode: strings.text(errorCode))
    outcomes[errorCode] = outcome
    return outcome
  }
}

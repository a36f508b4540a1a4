internal import CloudTrail

/// Reads records into events and facts: the work of one worker on the logs it scans.
///
/// Every record is counted for coverage. Those that can matter to a runner become an `Event`;
/// those that issue credentials or start tasks also leave a fact. Owned by one thread.
struct EventReader {
  /// The texts of all events of this worker.
  var strings = StringTable()
  var principals = PrincipalTable()
  var facts = IdentityFacts()
  var coverage = CoverageTally()
  /// The roles that any kept event names, as `account/name`.
  private(set) var mentionedRoles: Set<String> = []
  /// The principals whose calls through services name the object they are for.
  private(set) var keyCallers: Set<Int> = []
  /// Records whose `eventTime` could not be read; they are on no timeline.
  private(set) var undated = 0
  private var map = JSONMap()
  private var keeper: RecordKeeper?
  private let selection: RecordSelection?
  private let nesting: Int

  /// A reader that keeps what `keeper` asks for, and marks the events that `selection` accepts
  /// (nil = all); records may nest as deep as `nesting`.
  init(selection: RecordSelection?, keeper: RecordKeeper?, nesting: Int) {
    self.selection = selection
    self.keeper = keeper
    self.nesting = nesting
  }

  /// Reads a record; nil where it cannot belong to any timeline.
  mutating func read(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int)
    throws(RecordError) -> Event?
  {
    try map.read(bytes, in: mark.range, nesting: nesting)
    guard var event = base(bytes, mark) else {
      undated += 1
      return nil
    }
    event.file = Int32(file)
    event.index = Int32(index)
    let service = strings.text(event.source)
    let call = strings.text(event.name)
    let category = category(bytes)
    event.isData = category == .data
    note(event, service, category, file)
    let principal = principals.principals[event.principal]
    if principal.invokedBy == "cloudtrail.amazonaws.com", service == "s3.amazonaws.com" {
      noteTrailBucket(map, bytes, Field.bucketName)
    }
    let keeping =
      keeper?.keeping(of: map, bytes, event, source: service, name: call) ?? .nothing
    guard
      keeping != .nothing || Self.matters(service, call, principal)
        || isLogKeyUse(bytes, service)
    else { return nil }
    ResourceReader.read(map, bytes, service: service, into: &event, &strings)
    for mention in event.mentions where mention.kind == .role {
      mentionedRoles.insert(strings.text(mention.name))
    }
    if let selection {
      event.isSelected = selection.mayAccept(bytes, mark) && selection.accepts(map, bytes)
    }
    if !event.contextArn.isEmpty, principal.invokedBy != nil { keyCallers.insert(event.principal) }
    event.isWatched = keeping != .nothing
    readFacts(bytes, service, call, &event)
    if keeping == .record { event.raw = JSONText.copy(bytes, mark.range) }
    return event
  }

  /// The fields that every event has.
  private mutating func base(_ bytes: Span<UInt8>, _ mark: RecordMark) -> Event? {
    guard let timeNode = map.member(Field.eventTime, of: 0, in: bytes),
      map.nodes[timeNode].kind == .string,
      let time = EventTime(iso: bytes, in: map.nodes[timeNode].range)
    else { return nil }
    var event = Event(time: time, id: id(Field.eventID, bytes) ?? .none)
    event.sharedID = id(Field.sharedEventID, bytes)
    event.source = strings.intern(bytes, mark.eventSource)
    event.name = strings.intern(bytes, mark.eventName)
    event.region = intern(Field.awsRegion, bytes)
    event.errorCode = intern(Field.errorCode, bytes)
    event.address = intern(Field.sourceIPAddress, bytes)
    event.agent = intern(Field.userAgent, bytes)
    let identity = map.member(Field.userIdentity, of: 0, in: bytes)
    event.principal = principals.intern(map, bytes, at: identity)
    event.account = intern(Field.recipientAccountID, bytes)
    if event.account == .none, let identity,
      let account = map.text(Field.accountID, of: identity, in: bytes)
    {
      event.account = strings.intern(account)
    }
    event.isReadOnly = map.text(Field.readOnly, of: 0, in: bytes) == "true"
    return event
  }

  /// The id under a top-level name; nil where it is absent or no text.
  private func id(_ name: FieldName, _ bytes: Span<UInt8>) -> EventID? {
    guard let node = map.member(name, of: 0, in: bytes), map.nodes[node].kind == .string,
      !map.nodes[node].range.isEmpty
    else { return nil }
    return EventID(bytes, map.nodes[node].range)
  }

  /// The number of a top-level text, decoded where it has escapes.
  private mutating func intern(_ name: FieldName, _ bytes: Span<UInt8>) -> StringID {
    guard let node = map.member(name, of: 0, in: bytes), map.nodes[node].kind == .string else {
      return .none
    }
    if map.nodes[node].isEscaped { return strings.intern(map.text(of: node, in: bytes) ?? "") }
    return strings.intern(bytes, map.nodes[node].range)
  }

  /// Events say their category since version 1.07; before, S3 object calls named a key.
  private func category(_ bytes: Span<UInt8>) -> CoverageTally.Category {
    if let name = map.text(Field.eventCategory, of: 0, in: bytes) {
      return CoverageTally.Category(rawValue: name) ?? .management
    }
    let parameters = map.member(Field.requestParameters, of: 0, in: bytes)
    let isObjectCall =
      map.text(Field.bucketName, of: parameters, in: bytes) != nil
      && map.text(Field.key, of: parameters, in: bytes) != nil
    return isObjectCall ? .data : .management
  }

  private mutating func note(
    _ event: Event, _ service: String, _ category: CoverageTally.Category, _ file: Int
  ) {
    coverage.note(
      account: strings.text(event.account), region: strings.text(event.region), time: event.time,
      file: file, category: category, isReadOnly: event.isReadOnly, service: service)
  }

  // MARK: What matters

  /// True for the use of a key by CloudWatch Logs, which names the log group it is for.
  private func isLogKeyUse(_ bytes: Span<UInt8>, _ service: String) -> Bool {
    guard service == "kms.amazonaws.com" else { return false }
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    let context = map.member(Field.encryptionContext, of: request, in: bytes)
    return map.member(Field.logsArn, of: context, in: bytes) != nil
  }

  /// Services whose calls by people and other roles can touch a runner or answer an incident.
  private static let touching: Set<String> = [
    "iam.amazonaws.com", "sts.amazonaws.com", "ecs.amazonaws.com", "kms.amazonaws.com",
    "s3.amazonaws.com", "logs.amazonaws.com", "cloudtrail.amazonaws.com",
    "athena.amazonaws.com", "access-analyzer.amazonaws.com",
  ]

  /// False for records that can be on no timeline: services at their own work, and the calls of
  /// people and long-term keys to services that hold nothing of a runner.
  static func matters(_ service: String, _ call: String, _ principal: Principal) -> Bool {
    if principal.type == "AssumedRole" { return true }
    guard touching.contains(service) else { return principal.type == "WebIdentityUser" }
    if principal.isService {
      return service == "sts.amazonaws.com" || call == "RotateKey" || call == "RunTask"
        || call == "StopTask"
    }
    return true
  }
}

// MARK: Facts

extension EventReader {
  /// Notes what the record tells about identities.
  private mutating func readFacts(
    _ bytes: Span<UInt8>, _ service: String, _ call: String, _ event: inout Event
  ) {
    switch (service, call) {
    case ("sts.amazonaws.com", _): readIssuance(bytes, call, &event)
    case ("ecs.amazonaws.com", "RunTask"), ("ecs.amazonaws.com", "StartTask"):
      readTaskStart(bytes, &event)
    case ("ecs.amazonaws.com", "RegisterTaskDefinition"): readDefinition(bytes, event)
    case ("kms.amazonaws.com", _): readKeyUse(event)
    case ("logs.amazonaws.com", "StartQuery"): readQuery(bytes, event)
    case ("s3.amazonaws.com", "PutBucketLogging"): readLogTarget(bytes, event)
    case ("iam.amazonaws.com", "AttachRolePolicy"): noteAttachment(map, bytes, event)
    case ("cloudtrail.amazonaws.com", "CreateTrail"), ("cloudtrail.amazonaws.com", "UpdateTrail"):
      noteTrailBucket(map, bytes, Field.s3BucketName)
    default: break
    }
  }

  private mutating func readIssuance(_ bytes: Span<UInt8>, _ call: String, _ event: inout Event) {
    let principal = principals.principals[event.principal]
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    noteLogin(principal, event)
    let response = map.member(Field.responseElements, of: 0, in: bytes)
    let isAssuming = call.hasPrefix("AssumeRole")
    guard event.errorCode == .none,
      isAssuming || call == "GetSessionToken" || call == "GetFederationToken",
      isAssuming || response.map({ map.nodes[$0].kind == .object }) == true
    else { return }
    event.isIssuing = true
    let credentials = map.member(Field.credentials, of: response, in: bytes)
    let assumed = map.member(Field.assumedRoleUser, of: response, in: bytes)
    facts.issuances.append(
      Issuance(
        time: event.time, eventID: event.id, eventName: call, caller: event.principal,
        roleArn: map.text(Field.roleArn, of: request, in: bytes),
        roleSessionName: map.text(Field.roleSessionName, of: request, in: bytes),
        accessKeyID: map.text(Field.accessKeyID, of: credentials, in: bytes),
        expiration: map.text(Field.expiration, of: credentials, in: bytes)
          .flatMap { EventTime(responseDate: $0) },
        durationSeconds: map.text(Field.durationSeconds, of: request, in: bytes)
          .flatMap { Int64($0) },
        assumedRoleID: map.text(Field.assumedRoleID, of: assumed, in: bytes),
        subject: map.text(Field.subject, of: response, in: bytes)
          ?? (principal.type == "WebIdentityUser" ? principal.userName : nil),
        provider: principal.provider ?? map.text(Field.provider, of: response, in: bytes),
        audience: map.text(Field.audience, of: response, in: bytes),
        sourceIdentity: map.text(Field.sourceIdentity, of: request, in: bytes)
          ?? map.text(Field.sourceIdentity, of: response, in: bytes),
        service: principal.isService ? principal.invokedBy : nil, sharedEventID: event.sharedID,
        accountID: strings.optionalText(event.account)))
  }

  private mutating func noteLogin(_ principal: Principal, _ event: Event) {
    guard principal.type == "WebIdentityUser" else { return }
    let role = event.mentions.first { $0.kind == .role }.map { strings.text($0.name) }
    facts.logins.insert(
      LoginAttempt(subject: principal.userName, provider: principal.provider, role: role))
  }

  private mutating func readTaskStart(_ bytes: Span<UInt8>, _ event: inout Event) {
    guard event.errorCode == .none else { return }
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    let response = map.member(Field.responseElements, of: 0, in: bytes)
    let tasks = map.member(Field.tasks, of: response, in: bytes)
    let ids = (tasks.map { Array(map.children(of: $0)) } ?? []).compactMap { task in
      map.text(Field.taskArn, of: task, in: bytes).map(ResourceName.task)
    }
    event.startedNothing = ids.isEmpty
    noteNetwork(map, bytes, request, event)
    guard !ids.isEmpty else { return }
    let overrides = map.member(Field.overrides, of: request, in: bytes)
    let first = tasks.flatMap { map.children(of: $0).first { _ in true } }
    facts.taskStarts.append(
      TaskStart(
        time: event.time, eventID: event.id, caller: event.principal, taskIDs: ids,
        cluster: (map.text(Field.clusterArn, of: first, in: bytes)
          ?? map.text(Field.cluster, of: request, in: bytes)).map(ResourceName.cluster),
        taskDefinition: (map.text(Field.taskDefinitionArn, of: first, in: bytes)
          ?? map.text(Field.taskDefinition, of: request, in: bytes))
          .map(ResourceName.taskDefinition),
        taskRoleArn: map.text(Field.taskRoleArn, of: overrides, in: bytes),
        executionRoleArn: map.text(Field.executionRoleArn, of: overrides, in: bytes),
        attachments: attachments(bytes, of: tasks)))
  }

  /// The tasks by the ids of their network attachments.
  private func attachments(_ bytes: Span<UInt8>, of tasks: Int?) -> [String: String] {
    var found: [String: String] = [:]
    for task in tasks.map({ Array(map.children(of: $0)) }) ?? [] {
      guard let arn = map.text(Field.taskArn, of: task, in: bytes),
        let list = map.member(Field.attachments, of: task, in: bytes)
      else { continue }
      for attachment in map.children(of: list) {
        if let id = map.text(Field.attachmentID, of: attachment, in: bytes) {
          found[id] = ResourceName.task(arn)
        }
      }
    }
    return found
  }

  private mutating func readQuery(_ bytes: Span<UInt8>, _ event: Event) {
    let response = map.member(Field.responseElements, of: 0, in: bytes)
    guard let id = map.text(Field.queryID, of: response, in: bytes) else { return }
    facts.queries[id] = event.mentions.filter { $0.kind == .logGroup }.map { strings.text($0.name) }
  }

  private mutating func readLogTarget(_ bytes: Span<UInt8>, _ event: Event) {
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    let status = map.member(Field.bucketLoggingStatus, of: request, in: bytes)
    let enabled = map.member(Field.loggingEnabled, of: status, in: bytes)
    guard event.errorCode == .none, let bucket = map.text(Field.bucketName, of: request, in: bytes),
      let target = map.text(Field.targetBucket, of: enabled, in: bytes)
    else { return }
    let prefix = map.text(Field.targetPrefix, of: enabled, in: bytes) ?? ""
    facts.logTargets.insert(LogTarget(bucket: bucket, target: target, prefix: prefix))
  }

  private mutating func readDefinition(_ bytes: Span<UInt8>, _ event: Event) {
    guard event.errorCode == .none else { return }
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    noteImages(map, bytes, request, event)
    let response = map.member(Field.responseElements, of: 0, in: bytes)
    let registered = map.member(Field.taskDefinition, of: response, in: bytes)
    let containers = map.member(Field.containerDefinitions, of: request, in: bytes)
    let groups = (containers.map { Array(map.children(of: $0)) } ?? []).compactMap { container in
      let configuration = map.member(Field.logConfiguration, of: container, in: bytes)
      let options = map.member(Field.options, of: configuration, in: bytes)
      return map.text(Field.awslogsGroup, of: options, in: bytes)
    }
    guard
      let name = map.text(Field.taskDefinitionArn, of: registered, in: bytes)
        ?? map.text(Field.family, of: request, in: bytes)
    else { return }
    facts.taskDefinitions.append(
      TaskDefinition(
        time: event.time, eventID: event.id, caller: event.principal,
        name: ResourceName.taskDefinition(name),
        taskRoleArn: map.text(Field.taskRoleArn, of: request, in: bytes),
        executionRoleArn: map.text(Field.executionRoleArn, of: request, in: bytes),
        logGroups: groups))
  }

  private mutating func readKeyUse(_ event: Event) {
    guard event.errorCode == .none, let bucket = ResourceName.bucket(arn: event.contextArn),
      let key = event.mentions.first(where: { $0.kind == .key })
    else { return }
    facts.keyUses.insert(
      KeyUse(key: strings.text(key.name), bucket: bucket, principal: event.principal))
  }
}

internal import CloudTrail

/// Reads records into events and facts: the work of one worker on the logs it scans.
///
/// Every record is counted for coverage. Those that can matter to a runner become an `Event`;
/// those that issue credentials or start tasks also leave a fact. Owned by one thread.
///
///     record ─► outline ─► coverage ─► caller, call ─► most end here: nothing was decoded
///          │                                └─► map ─► resources, facts ─► event
///          └─► map, where the service may touch what is a runner's
struct EventReader {
  /// The texts of all events of this worker.
  var strings = StringTable()
  var principals = PrincipalTable()
  var facts = IdentityFacts()
  /// What facts have in common.
  var common = SharedTexts()
  private var counter = CoverageCounter()
  private var roles: Set<StringID> = []
  /// Who called through services and named the object that it was for, and with which keys.
  private(set) var keyCallers: Set<KeyCaller> = []
  private var buckets: BucketTable
  /// Records whose `eventTime` could not be read; they are on no timeline.
  private(set) var undated = 0
  private var outline = RecordOutline(names: Part.allCases.map(\.name))
  private(set) var map = JSONMap()
  /// The map of the request alone.
  private var parameters = JSONMap()
  /// True where `map` maps the record that is read.
  private var isMapped = false
  private var keeper: RecordKeeper?
  private(set) var bareCalls: BareCallFilter
  let selection: RecordSelection?
  private let nesting: Int

  /// A reader that keeps what `keeper` asks for, and marks the events that `selection` accepts
  /// (nil = all); records may nest as deep as `nesting`. Of calls that only their session can join
  /// to a runner, `bareCalls` are kept; `buckets` are those that a runner may have (nil = any).
  init(
    selection: RecordSelection?, keeper: RecordKeeper?, nesting: Int, bareCalls: BareCalls = .all,
    buckets: RunnerBuckets? = nil
  ) {
    self.bareCalls = BareCallFilter(bareCalls)
    self.buckets = BucketTable(buckets)
    self.selection = selection
    self.keeper = keeper
    self.nesting = nesting
    WatchedService.intern(in: &strings)
  }

  /// What the records cover.
  var coverage: CoverageTally { counter.tally(strings) }

  /// Buckets that are no runner's and of which data events were read, by name.
  var dataBuckets: Set<String> { Set(buckets.foreign.map(strings.text)) }

  /// The roles that any kept event names, as `account/name`.
  var mentionedRoles: Set<String> { Set(roles.map(strings.text)) }

  /// Reads a record; nil where it cannot belong to any timeline, or is a bare call that is passed
  /// over.
  mutating func read(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int)
    throws(RecordError) -> Event?
  {
    isMapped = false
    let source = strings.intern(bytes, mark.eventSource)
    let service = WatchedService(source)
    // Nearly all of what touches a runner's services is looked into. What is no JSON is counted
    // like all else, as far as its outline tells.
    if service?.isTouching == true { try? mapRecord(bytes, mark) }
    if isMapped {
      outline.take(map, bytes)
    } else if !outline.read(bytes, in: mark.range) {
      try mapRecord(bytes, mark)
      outline.take(map, bytes)
    }
    guard let time = time(bytes) else {
      undated += 1
      return nil
    }
    var event = Event(time: time, id: .none)
    event.file = Int32(file)
    event.index = Int32(index)
    event.source = source
    event.name = strings.intern(bytes, mark.eventName)
    event.errorCode = intern(.errorCode, bytes)
    let passes = passes(service, event, bytes)
    try place(&event, passes, service, bytes)
    if passes { return nil }
    return try keep(&event, service, bytes, mark) ? event : nil
  }

  /// Reads where a record was logged, and by whom where that matters, and counts it.
  private mutating func place(
    _ event: inout Event, _ passes: Bool, _ service: WatchedService?, _ bytes: Span<UInt8>
  ) throws(RecordError) {
    event.region = intern(.region, bytes)
    event.account = intern(.account, bytes)
    event.isReadOnly = isTrue(.readOnly, bytes)
    if !passes || event.account == .none { event.principal = try principal(bytes) }
    if event.account == .none, let account = principals.principals[event.principal].accountID {
      event.account = strings.intern(account)
    }
    let category = try category(bytes)
    event.isData = category == .data
    counter.note(
      account: event.account, region: event.region, time: event.time, file: event.file,
      category: category, isReadOnly: event.isReadOnly, service: service)
  }

  /// Reads the rest of a record that may matter; false where it does not.
  private mutating func keep(
    _ event: inout Event, _ service: WatchedService?, _ bytes: Span<UInt8>, _ mark: RecordMark
  ) throws(RecordError) -> Bool {
    let traits = principals.traits[event.principal]
    if service == .s3, traits.contains(.isTrail) {
      try mapRecord(bytes, mark)
      noteTrailBucket(map, bytes, Field.bucketName)
    }
    let wish = try keeping(&event, service, bytes, mark)
    if wish.ofAnybody == .nothing, event.answers.isEmpty {
      if try passesBare(&event, service, traits, bytes, mark) { return false }
      if wish.keeping == .nothing, !matters(event, service, traits) {
        guard service == .kms else { return false }
        try mapRecord(bytes, mark)
        if !isLogKeyUse(bytes) { return false }
      }
    }
    if bareCalls.isSecondReading, !event.isBare { return false }
    event.id = id(.id, bytes) ?? .none
    event.sharedID = id(.sharedID, bytes)
    event.address = intern(.address, bytes)
    event.agent = intern(.agent, bytes)
    event.watch = wish.watch
    if event.watch != .nobody || needsMap(service, bytes) {
      try mapRecord(bytes, mark)
      readMapped(&event, service, traits, bytes, mark)
    }
    if wish.keeping == .record || keeper?.tellsOfRecord(event) == true {
      event.raw = JSONText.copy(bytes, mark.range)
    }
    return true
  }

  /// Notes whether a call is bare; true where it is passed over.
  private mutating func passesBare(
    _ event: inout Event, _ service: WatchedService?, _ traits: PrincipalTraits,
    _ bytes: Span<UInt8>, _ mark: RecordMark
  ) throws(RecordError) -> Bool {
    guard traits.contains(.isAssumedRole) else { return false }
    let isOnObject = isOnForeignObject(event, service, bytes)
    event.isBare = isOnObject || service?.isTouching != true && !namesMore(service, bytes)
    guard event.isBare else { return false }
    // What is no JSON is told in the first reading, whoever called.
    if selection != nil { try mapRecord(bytes, mark) }
    return !bareCalls.keeps(
      event.principal, principals, file: event.file, isOnObject: isOnObject)
  }

  /// Reads what only the map of the record tells.
  private mutating func readMapped(
    _ event: inout Event, _ service: WatchedService?, _ traits: PrincipalTraits,
    _ bytes: Span<UInt8>, _ mark: RecordMark
  ) {
    ResourceReader.read(map, bytes, service: service?.name ?? "", into: &event, &strings)
    if service == .s3 { Self.noteRequest(map, bytes, of: &event) }
    for mention in event.mentions where mention.kind == .role { roles.insert(mention.name) }
    if let selection {
      event.isSelected = selection.mayAccept(bytes, mark) && selection.accepts(map, bytes)
    }
    if !event.contextArn.isEmpty, traits.contains(.isThroughService) {
      keyCallers.insert(KeyCaller(principal: event.principal, key: .none))
      for mention in event.mentions where mention.kind == .key {
        keyCallers.insert(KeyCaller(principal: event.principal, key: mention.name))
      }
    }
    if let service { readFacts(bytes, service, &event) }
  }

  /// Notes the detections that the record in `map` matches, which is kept in any case.
  mutating func noteAnswers(_ map: JSONMap, _ bytes: Span<UInt8>, _ event: inout Event) {
    _ = keeper?.keeping(of: map, bytes, &event, [], mayHoldMessage: true, strings)
    keeper?.noteAgent(of: map, bytes, &event)
  }

  /// Notes the detections that match for the user agent, which is read where it is a text.
  private mutating func noteAgent(
    _ event: inout Event, _ bytes: Span<UInt8>, _ mark: RecordMark
  ) throws(RecordError) {
    let agent = outline.members[Part.agent.rawValue]
    if agent.kind == .absent || agent.kind == .string && !agent.range.isEmpty {
      event.agent = intern(.agent, bytes)
      keeper?.noteAgent(&event, strings)
    } else {
      try mapRecord(bytes, mark)
      keeper?.noteAgent(of: map, bytes, &event)
    }
  }

  private mutating func mapRecord(_ bytes: Span<UInt8>, _ mark: RecordMark) throws(RecordError) {
    if isMapped { return }
    try map.read(bytes, in: mark.range, nesting: nesting)
    isMapped = true
  }

  /// What the playbook wants of the record, which is mapped only where that is the question.
  private mutating func keeping(
    _ event: inout Event, _ service: WatchedService?, _ bytes: Span<UInt8>, _ mark: RecordMark
  ) throws(RecordError) -> RecordKeeper.Wish {
    guard keeper != nil else { return RecordKeeper.Wish() }
    let holdsIndicator = try holdsIndicator(&event, service, bytes, mark)
    let traits = principals.traits[event.principal]
    let mayHoldMessage = outline.members[Part.errorMessage.rawValue].kind != .absent
    let identity = outline.members[Part.identity.rawValue]
    var wish = keeper?.keeping(
      &event, traits, mayHoldMessage: mayHoldMessage, strings, bytes,
      identity: identity.kind == .object ? identity.range : nil)
    if wish == nil {
      try mapRecord(bytes, mark)
      wish = keeper?.keeping(
        of: map, bytes, &event, traits, mayHoldMessage: mayHoldMessage, strings)
    }
    if keeper?.asksForAgents == true { try noteAgent(&event, bytes, mark) }
    return holdsIndicator
      ? RecordKeeper.Wish(keeping: .record, ofAnybody: .record) : wish ?? RecordKeeper.Wish()
  }

  /// True for a record that holds an indicator, which is mapped only where that is the question.
  private mutating func holdsIndicator(
    _ event: inout Event, _ service: WatchedService?, _ bytes: Span<UInt8>, _ mark: RecordMark
  ) throws(RecordError) -> Bool {
    guard keeper?.looksForIndicators == true else { return false }
    event.address = intern(.address, bytes)
    event.agent = intern(.agent, bytes)
    let principal = principals.principals[event.principal]
    if keeper?.holdsIndicator(event, strings, principal) == true { return true }
    guard keeper?.asksForIndicators(of: service) == true else { return false }
    try mapRecord(bytes, mark)
    return keeper?.holdsIndicator(map, bytes) == true
  }
}

// MARK: What matters

extension EventReader {
  /// True for records of which the first bytes of their caller say that they are on no timeline.
  private mutating func passes(
    _ service: WatchedService?, _ event: Event, _ bytes: Span<UInt8>
  ) -> Bool {
    let identity = outline.members[Part.identity.rawValue]
    guard service?.isTouching != true, identity.kind == .object,
      IdentityBytes.isNoSession(bytes, identity.range)
    else { return false }
    return keeper?.watches(event, strings) != true
  }

  /// False for records that can be on no timeline: services at their own work, and the calls of
  /// people and long-term keys to services that hold nothing of a runner.
  private func matters(_ event: Event, _ service: WatchedService?, _ traits: PrincipalTraits)
    -> Bool
  {
    if traits.contains(.isAssumedRole) { return true }
    guard let service, service.isTouching else { return traits.contains(.isWebIdentity) }
    guard traits.contains(.isService) else { return true }
    return service == .sts || WatchedService.isWorkForOthers(event.name)
  }

  /// True for the use of a key by CloudWatch Logs, which names the log group it is for.
  private func isLogKeyUse(_ bytes: Span<UInt8>) -> Bool {
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    let context = map.member(Field.encryptionContext, of: request, in: bytes)
    return map.member(Field.logsArn, of: context, in: bytes) != nil
  }

  /// True for a call on objects of S3 whose bucket can be no runner's; its name is noted.
  private mutating func isOnForeignObject(
    _ event: Event, _ service: WatchedService?, _ bytes: Span<UInt8>
  ) -> Bool {
    guard service == .s3, event.isData, isMapped,
      let request = map.member(Field.requestParameters, of: 0, in: bytes),
      let bucket = map.member(Field.bucketName, of: request, in: bytes),
      map.nodes[bucket].kind == .string, !map.nodes[bucket].isEscaped,
      !map.nodes[bucket].range.isEmpty
    else { return false }
    return buckets.isForeign(strings.intern(bytes, map.nodes[bucket].range), strings)
  }

  /// False where the members that were found tell all that an event holds.
  private func needsMap(_ service: WatchedService?, _ bytes: Span<UInt8>) -> Bool {
    isMapped || selection != nil || service?.isTouching == true || namesMore(service, bytes)
  }

  /// True where a record may name what is a runner's beside its caller.
  private func namesMore(_ service: WatchedService?, _ bytes: Span<UInt8>) -> Bool {
    if outline.members[Part.resources.rawValue].kind == .array
      || outline.members[Part.errorMessage.rawValue].kind == .string
    {
      return true
    }
    // EC2 names the attachment of a task in a description.
    let request = outline.members[Part.request.rawValue]
    return service == .ec2 && request.kind == .object
      && JSONText.contains(bytes, request.range, Self.attachment)
  }

  private static let attachment = Array("attachment".utf8)
}

// MARK: Members

extension EventReader {
  /// The members of a record that are read without a map.
  private enum Part: Int, CaseIterable {
    case time, id, sharedID, region, account, errorCode, errorMessage, address, agent, identity
    case readOnly, category, request, resources

    var name: FieldName {
      switch self {
      case .time: Field.eventTime
      case .id: Field.eventID
      case .sharedID: Field.sharedEventID
      case .region: Field.awsRegion
      case .account: Field.recipientAccountID
      case .errorCode: Field.errorCode
      case .errorMessage: Field.errorMessage
      case .address: Field.sourceIPAddress
      case .agent: Field.userAgent
      case .identity: Field.userIdentity
      case .readOnly: Field.readOnly
      case .category: Field.eventCategory
      case .request: Field.requestParameters
      case .resources: Field.resources
      }
    }
  }

  private func time(_ bytes: Span<UInt8>) -> EventTime? {
    let member = outline.members[Part.time.rawValue]
    return member.kind == .string ? EventTime(iso: bytes, in: member.range) : nil
  }

  /// The id under a name; nil where it is absent or no text.
  private func id(_ part: Part, _ bytes: Span<UInt8>) -> EventID? {
    let member = outline.members[part.rawValue]
    guard member.kind == .string, !member.range.isEmpty else { return nil }
    return EventID(bytes, member.range)
  }

  /// The number of a text, decoded where it has escapes.
  private mutating func intern(_ part: Part, _ bytes: Span<UInt8>) -> StringID {
    let member = outline.members[part.rawValue]
    guard member.kind == .string else { return .none }
    guard JSONText.hasEscapes(bytes, member.range) else {
      return strings.intern(bytes, member.range)
    }
    let text = JSONText.decode(bytes, member.range)
    return strings.intern(text.span, 0..<text.count)
  }

  private static let trueText = Array("true".utf8)

  private func isTrue(_ part: Part, _ bytes: Span<UInt8>) -> Bool {
    let member = outline.members[part.rawValue]
    guard member.kind == .literal || member.kind == .string else { return false }
    return JSONText.equal(bytes, member.range, Self.trueText)
  }

  private mutating func principal(_ bytes: Span<UInt8>) throws(RecordError) -> Int {
    let member = outline.members[Part.identity.rawValue]
    guard member.kind == .object else { return principals.intern(Principal()) }
    return try principals.intern(bytes, member.range, nesting: nesting - 1)
  }

  /// Events say their category since version 1.07; before, S3 object calls named a key.
  private mutating func category(_ bytes: Span<UInt8>) throws(RecordError)
    -> CoverageTally.Category
  {
    let member = outline.members[Part.category.rawValue]
    if member.kind == .string, !member.range.isEmpty {
      return CoverageTally.Category(bytes, member.range)
    }
    let request = outline.members[Part.request.rawValue]
    guard request.kind == .object else { return .management }
    try parameters.read(bytes, in: request.range, nesting: nesting - 1)
    let isObjectCall =
      parameters.holdsText(Field.bucketName, bytes) && parameters.holdsText(Field.key, bytes)
    return isObjectCall ? .data : .management
  }
}

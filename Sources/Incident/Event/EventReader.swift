internal import ByteScan
internal import CloudTrail

/// Reads records into events and facts: the work of one worker on the logs it scans.
///
/// Every record is counted for coverage. Those that can matter to a runner become an `Event`;
/// those that issue credentials or start tasks also leave a fact. Owned by one thread.
///
///     record ─► map ─► coverage ─► caller, call ─► most end here: nothing was decoded
///                                       └─► resources, facts ─► event
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
  /// The record that is read.
  private(set) var record: OutlinedRecord
  private var outliner = OutlinedRecord.outliner()
  private var clock = EventClock()
  /// The service of the last record.
  private var lastSource = StringID.none
  /// What each member was in the last record that had it, without escapes.
  private var lastTexts = [StringID](repeating: .none, count: OutlinedRecord.Part.allCases.count)
  private var keeper: RecordKeeper?
  private(set) var bareCalls: BareCallFilter
  /// True while other readers read records of the same file.
  var sharesFile = false
  let selection: RecordSelection?
  private let nesting: Int

  /// A reader that keeps what `keeper` asks for, and marks the events that `selection` accepts
  /// (nil = all); records may nest as deep as `nesting`. Of calls that only their caller can join
  /// to a runner, `bareCalls` are kept; `buckets` are those that a runner may have (nil = any).
  init(
    selection: RecordSelection?, keeper: RecordKeeper?, nesting: Int, bareCalls: BareCalls = .all,
    buckets: RunnerBuckets? = nil, kernel: MarkKernel = .fastest
  ) {
    record = OutlinedRecord(kernel: kernel)
    self.bareCalls = BareCallFilter(bareCalls)
    self.buckets = BucketTable(buckets)
    self.selection = selection
    self.keeper = keeper
    self.nesting = nesting
    WatchedService.intern(in: &strings)
  }

  /// The values of the record that is read.
  var map: JSONMap {
    _read { yield record.map }
  }

  /// What the records cover.
  var coverage: CoverageTally { counter.tally(strings) }

  /// Buckets that are no runner's and of which data events were read, by name.
  var dataBuckets: Set<String> { Set(buckets.foreign.map(strings.text)) }

  /// The roles that any kept event names, as `account/name`.
  var mentionedRoles: Set<String> { Set(roles.map(strings.text)) }

  /// Maps the record that begins at `start` ahead of reading it, where it can
  /// (`RecordReader.Mapping`).
  mutating func map(_ bytes: Span<UInt8>, at start: Int, isNext: Bool) -> RecordMark? {
    record.read(bytes, at: start, isNext: isNext, nesting: nesting, by: &outliner)
  }

  /// Reads a record; nil where it cannot belong to any timeline, or is a bare call that is passed
  /// over. Throws where it is no JSON, or nests too deep.
  mutating func read(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int)
    throws(RecordError) -> Event?
  {
    if !mark.isMapped { try record.read(bytes, in: mark.range, nesting: nesting, by: outliner) }
    guard let text = record.text(.time), let time = clock.read(bytes, in: text) else {
      undated += 1
      return nil
    }
    var event = Event(time: time, id: .none)
    event.file = Int32(file)
    event.index = Int32(index)
    event.source = strings.intern(bytes, mark.eventSource, likely: lastSource)
    event.name = strings.intern(bytes, mark.eventName)
    lastSource = event.source
    event.errorCode = intern(.errorCode, bytes)
    let service = WatchedService(event.source)
    let passes = passes(service, event, bytes)
    place(&event, passes, service, bytes)
    if passes { return nil }
    guard keep(&event, service, bytes, mark) else { return nil }
    return event
  }

  /// Reads where a record was logged, and by whom where that matters, and counts it.
  private mutating func place(
    _ event: inout Event, _ passes: Bool, _ service: WatchedService?, _ bytes: Span<UInt8>
  ) {
    event.region = intern(.region, bytes)
    event.account = intern(.account, bytes)
    let readOnly = record.flag(.readOnly, bytes)
    event.isReadOnly = readOnly == true
    if !passes || event.account == .none { event.principal = principal(bytes) }
    if event.account == .none, let account = principals.principals[event.principal].accountID {
      event.account = strings.intern(account)
    }
    let category = record.category(bytes)
    event.isData = category == .data
    counter.note(
      account: event.account, region: event.region, time: event.time, file: event.file,
      category: category, readOnly: readOnly, service: service)
  }

  /// Reads the rest of a record that may matter; false where it does not.
  private mutating func keep(
    _ event: inout Event, _ service: WatchedService?, _ bytes: Span<UInt8>, _ mark: RecordMark
  ) -> Bool {
    let traits = principals.traits[event.principal]
    if service == .s3, traits.contains(.isTrail) {
      noteTrailBucket(record.map, bytes, Field.bucketName)
    }
    if bareCalls.isSecondReading, !bareCalls.keepsAny(event.principal, principals, file: event.file)
    {
      return false
    }
    var wish = keeping(&event, service, bytes)
    let mayBeBare = wish.ofAnybody == .nothing && event.answers.isEmpty
    if mayBeBare, passesBare(&event, service, traits, bytes) { return false }
    wish.complete(record.map, bytes)
    if mayBeBare, wish.keeping == .nothing, !Self.matters(event.name, service, traits) {
      guard service == .kms, record.isLogKeyUse(bytes) else { return false }
    }
    event.id = record.id(.id, bytes) ?? .none
    event.sharedID = record.id(.sharedID, bytes)
    noteUpdate(&event, bytes)
    event.watch = wish.watch
    if event.watch != .nobody || selection != nil || service?.isTouching == true
      || record.namesMore(service, bytes)
    {
      readMore(&event, service, traits, bytes, mark)
      if mayBeBare, passesNameless(&event, service, traits) { return false }
    }
    if bareCalls.isSecondReading, !event.isBare { return false }
    event.address = intern(.address, bytes)
    event.agent = intern(.agent, bytes)
    noteEndpoint(&event, bytes)
    if wish.keeping == .record || keeper?.tellsOfRecord(event) == true {
      event.raw = JSONText.copy(bytes, mark.range)
    }
    return true
  }

  /// Notes whether a call is bare; true where it is passed over.
  private mutating func passesBare(
    _ event: inout Event, _ service: WatchedService?, _ traits: PrincipalTraits,
    _ bytes: Span<UInt8>
  ) -> Bool {
    guard traits.contains(.isAssumedRole) else { return false }
    let isOnObject = isOnForeignObject(event, service, bytes)
    event.isBare = isOnObject || service?.isTouching != true && !record.namesMore(service, bytes)
    return event.isBare && isPassedOver(event.principal, event.file, isOnObject: isOnObject)
  }

  /// Notes that a call of which more was read is bare after all, since it names nothing; true where
  /// it is passed over.
  private mutating func passesNameless(
    _ event: inout Event, _ service: WatchedService?, _ traits: PrincipalTraits
  ) -> Bool {
    guard !event.isBare, event.mentions.isEmpty, event.contextArn.isEmpty, !event.isIssuing,
      service != .s3, event.sharedID == nil || traits.contains(.isAssumedRole),
      traits.isDisjoint(with: [.isWebIdentity, .isService])
    else { return false }
    event.isBare = true
    return isPassedOver(event.principal, event.file, isOnObject: false)
  }

  /// True where bare calls of a caller in a file are passed over.
  private mutating func isPassedOver(_ principal: Int, _ file: Int32, isOnObject: Bool) -> Bool {
    !bareCalls.keeps(
      principal, principals, file: file, isOnObject: isOnObject, sharesFile: sharesFile)
  }

  /// Reads what the record names beside its caller and its call.
  private mutating func readMore(
    _ event: inout Event, _ service: WatchedService?, _ traits: PrincipalTraits,
    _ bytes: Span<UInt8>, _ mark: RecordMark
  ) {
    ResourceReader.read(
      record.map, bytes, record.resourceParts, service, into: &event, &strings)
    if service == .s3 { Self.noteRequest(record.map, bytes, of: &event) }
    for mention in event.mentions where mention.kind == .role { roles.insert(mention.name) }
    if let selection {
      event.isSelected = selection.mayAccept(bytes, mark) && selection.accepts(record.map, bytes)
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

  /// Notes the detections that match for the user agent.
  private mutating func noteAgent(_ event: inout Event, _ bytes: Span<UInt8>) {
    if record.node(.agent) == nil || record.text(.agent) != nil {
      event.agent = intern(.agent, bytes)
      keeper?.noteAgent(&event, strings)
    } else {
      keeper?.noteAgent(of: record.map, bytes, &event)
    }
  }

  /// What the playbook wants of the record, but for what it asks of runners alone.
  private mutating func keeping(
    _ event: inout Event, _ service: WatchedService?, _ bytes: Span<UInt8>
  ) -> RecordKeeper.Wish {
    guard keeper != nil else { return RecordKeeper.Wish() }
    let holdsIndicator = holdsIndicator(&event, service, bytes)
    let identity = record.object(.identity)
    let mayHoldMessage = record.node(.errorMessage) != nil
    let wish = keeper?.keeping(
      of: record.map, bytes, &event, principals.traits[event.principal], identity: identity,
      mayHoldMessage: mayHoldMessage, strings)
    if keeper?.asksForAgents == true { noteAgent(&event, bytes) }
    return holdsIndicator
      ? RecordKeeper.Wish(.record) : wish ?? RecordKeeper.Wish()
  }

  /// True for a record that holds an indicator.
  private mutating func holdsIndicator(
    _ event: inout Event, _ service: WatchedService?, _ bytes: Span<UInt8>
  ) -> Bool {
    guard keeper?.looksForIndicators == true else { return false }
    event.address = intern(.address, bytes)
    event.agent = intern(.agent, bytes)
    let principal = principals.principals[event.principal]
    return keeper?.holdsIndicator(event, strings, principal) == true
      || keeper?.asksForIndicators(of: service) == true
        && keeper?.holdsIndicator(record.map, bytes) == true
  }
}

// MARK: What matters

extension EventReader {
  /// True for records of which the first bytes of their caller say that they are on no timeline.
  private mutating func passes(
    _ service: WatchedService?, _ event: Event, _ bytes: Span<UInt8>
  ) -> Bool {
    guard service?.isTouching != true, let identity = record.object(.identity),
      IdentityBytes.isNoSession(bytes, record.map.nodes[identity].range)
    else { return false }
    return keeper?.watches(event, strings) != true
  }

  /// False for records that can be on no timeline: services at their own work, and the calls of
  /// people and long-term keys to services that hold nothing of a runner.
  private static func matters(
    _ call: StringID, _ service: WatchedService?, _ traits: PrincipalTraits
  ) -> Bool {
    if !traits.isDisjoint(with: [.isAssumedRole, .isForeignSession]) { return true }
    guard let service, service.isTouching else { return traits.contains(.isWebIdentity) }
    guard traits.contains(.isService) else { return true }
    return service == .sts || WatchedService.isWorkForOthers(call)
  }

  /// True for a call on objects of S3 whose bucket can be no runner's; its name is noted.
  private mutating func isOnForeignObject(
    _ event: Event, _ service: WatchedService?, _ bytes: Span<UInt8>
  ) -> Bool {
    guard service == .s3, event.isData, !WatchedService.isCopy(event.name),
      let bucket = record.plainBucket(bytes)
    else { return false }
    return buckets.isForeign(strings.intern(bytes, bucket), strings)
  }

  /// The number of a text, decoded where it has escapes.
  private mutating func intern(_ part: OutlinedRecord.Part, _ bytes: Span<UInt8>) -> StringID {
    guard let node = record.string(part) else { return .none }
    guard record.map.nodes[node].isEscaped else {
      // Records that follow one another are much alike.
      let text = strings.intern(
        bytes, record.map.nodes[node].range, likely: lastTexts[part.rawValue])
      lastTexts[part.rawValue] = text
      return text
    }
    let text = JSONText.decode(bytes, record.map.nodes[node].range)
    return strings.intern(text.span, 0..<text.count)
  }

  private mutating func principal(_ bytes: Span<UInt8>) -> Int {
    record.object(.identity).map { principals.intern(record.map, bytes, at: $0) }
      ?? principals.intern(Principal())
  }
}

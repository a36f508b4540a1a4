internal import CloudTrail
internal import Evidence

/// What stands beside records, read in their shape.
extension EventReader {
  /// Reads an `EvidenceRecord`; it is always kept whole, and counts for no coverage.
  ///
  /// `service` is the one that a user names to select it; `task` is the one it tells of.
  mutating func read(
    evidence json: [UInt8], service: String, task: String?, file: Int, index: Int
  ) -> Event? {
    let bytes = json.span
    var map = JSONMap()
    guard (try? map.read(bytes)) != nil,
      let time = map.text("eventTime", of: 0, in: bytes).flatMap({ EventTime(iso: $0) })
    else { return nil }
    var event = Event(
      time: time, id: map.text("eventID", of: 0, in: bytes).map { EventID($0) } ?? .none)
    readNames(map, bytes, &event)
    event.file = Int32(file)
    event.index = Int32(index)
    event.isData = true
    event.watch = .ofAnybody
    Self.noteRequest(map, bytes, of: &event)
    func member(_ name: FieldName) -> Int? { map.member(name, of: 0, in: bytes) }
    let parts = ResourceReader.Parts(
      request: member(Field.requestParameters), response: member(Field.responseElements),
      additional: member(Field.additionalEventData), resources: member(Field.resources),
      errorMessage: member(Field.errorMessage))
    ResourceReader.read(
      map, bytes, parts, WatchedService(name: service), into: &event, &strings)
    if let task {
      event.mentions.append(Mention(.task, strings.intern(task)))
      event.resource = map.text("logStreamName", of: parts.request, in: bytes) ?? "task/\(task)"
    }
    if let selection {
      event.isSelected =
        selection.mayAccept(service: service, call: strings.text(event.name))
        && selection.accepts(map, bytes)
    }
    noteAnswers(map, bytes, &event)
    event.raw = json
    return event
  }

  private mutating func readNames(_ map: JSONMap, _ bytes: Span<UInt8>, _ event: inout Event) {
    func text(_ name: FieldName) -> String? { map.text(name, of: 0, in: bytes) }
    let texts =
      ([
        "eventSource", "eventName", "awsRegion", "errorCode", "sourceIPAddress", "userAgent",
        "recipientAccountId",
      ] as [FieldName]).map(text)
    let numbers = texts.map { text in text.map { strings.intern($0) } ?? .none }
    (event.source, event.name, event.region, event.errorCode) =
      (numbers[0], numbers[1], numbers[2], numbers[3])
    (event.address, event.agent, event.account) = (numbers[4], numbers[5], numbers[6])
    guard let identity = map.member(Field.userIdentity, of: 0, in: bytes) else { return }
    let principal = Principal(map, bytes, at: identity)
    event.principal = principals.intern(principal)
    if event.account == .none, let account = principal.accountID {
      event.account = strings.intern(account)
    }
  }

  /// Notes what tells the request of a record apart from others.
  static func noteRequest(_ map: JSONMap, _ bytes: Span<UInt8>, of event: inout Event) {
    guard let node = map.member(Field.requestID, of: 0, in: bytes), map.nodes[node].kind == .string
    else { return }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in map.nodes[node].range { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    event.request = max(1, hash)
  }
}

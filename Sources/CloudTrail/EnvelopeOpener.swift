internal import ByteScan

/// Takes the records out of a value that is not plainly one: the slow and exact way.
///
///     {"detail-type":"AWS API Call via CloudTrail","detail":{…}}      EventBridge
///     {"CloudTrailEvent":"{…}"}                                      lookup-events
///     {"timestamp":…,"message":"{…}"}                                CloudWatch Logs
///     [{"field":"@message","value":"{…}"}]                           Logs Insights
///
/// Envelopes nest (a CloudWatch message may hold an EventBridge event), to a fixed depth.
struct EnvelopeOpener {
  /// Offset in the stream of the outermost value.
  let offset: Int
  let limits: RecordLimits
  let kernel: MarkKernel
  /// The log stream that the envelope around names.
  var stream: String?
  /// What was found.
  var tally = FileTally()
  /// Log events that are no records.
  var texts: [LoggedText] = []

  private static let messages: [FieldName] = ["CloudTrailEvent", "message", "@message"]
  private static let lists: [FieldName] = ["Records", "Events", "events", "logEvents", "results"]

  /// Hands out the records in `node`.
  mutating func open(
    _ map: JSONMap, _ bytes: Span<UInt8>, node: Int, depth: Int, _ body: RecordReader.Body
  ) {
    guard depth > 0 else {
      tally.others += 1
      return
    }
    switch map.nodes[node].kind {
    case .object: openObject(map, bytes, node, depth, body)
    case .array:
      if openInsightsRow(map, bytes, node, depth, body) { return }
      for child in map.children(of: node) { open(map, bytes, node: child, depth: depth, body) }
    default: tally.others += 1
    }
  }

  private mutating func openObject(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ node: Int, _ depth: Int, _ body: RecordReader.Body
  ) {
    if let mark = mark(map, bytes, node) {
      tally.records += 1
      return body(bytes, mark)
    }
    if let detail = map.member("detail", of: node, in: bytes),
      map.member("detail-type", of: node, in: bytes) != nil
    {
      return open(map, bytes, node: detail, depth: depth - 1, body)
    }
    for name in Self.messages {
      if let text = map.member(name, of: node, in: bytes), map.nodes[text].kind == .string {
        let time = map.member("timestamp", of: node, in: bytes)
        return openText(
          map, bytes, text, depth, body,
          orTake: time.map { time in
            LoggedText(
              time: map.text(of: time, in: bytes),
              stream: map.member("logStreamName", of: node, in: bytes).flatMap {
                map.text(of: $0, in: bytes)
              } ?? stream, text: "")
          })
      }
    }
    for name in Self.lists {
      if let list = map.member(name, of: node, in: bytes), map.nodes[list].kind == .array {
        return open(map, bytes, node: list, depth: depth - 1, body)
      }
    }
    classify(map, bytes, node)
  }

  /// Names that a line of an access log has where S3 delivers it as an object.
  private static let accessLog: [FieldName] = ["bucket_name", "request_id", "operation"]

  /// Counts a value that holds no record.
  private mutating func classify(_ map: JSONMap, _ bytes: Span<UInt8>, _ node: Int) {
    if map.member("insightDetails", of: node, in: bytes) != nil {
      tally.insights += 1
    } else if map.member("digestS3Object", of: node, in: bytes) != nil {
      tally.digests += 1
    } else if map.member("configurationItem", of: node, in: bytes) != nil
      || map.member("configurationItems", of: node, in: bytes) != nil
    {
      tally.configurations += 1
    } else if Self.accessLog.allSatisfy({ map.member($0, of: node, in: bytes) != nil }) {
      let range = map.nodes[node].range
      tally.texts += 1
      texts.append(
        LoggedText(
          time: map.member("request_time", of: node, in: bytes).flatMap {
            map.text(of: $0, in: bytes)
          }, stream: nil,
          text: String(decoding: JSONText.copy(bytes, range), as: UTF8.self)))
    } else {
      tally.others += 1
    }
  }

  /// Opens the `@message` of a row of Logs Insights; false where the array is no such row.
  private mutating func openInsightsRow(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ node: Int, _ depth: Int, _ body: RecordReader.Body
  ) -> Bool {
    var isRow = false
    var logged = LoggedText(time: nil, stream: nil, text: "")
    var message: Int?
    for cell in map.children(of: node) where map.nodes[cell].kind == .object {
      guard let field = map.member("field", of: cell, in: bytes),
        let value = map.member("value", of: cell, in: bytes)
      else { return false }
      isRow = true
      switch map.text(of: field, in: bytes) {
      case "@message" where map.nodes[value].kind == .string: message = value
      case "@timestamp": logged.time = map.text(of: value, in: bytes)
      case "@logStream": logged.stream = map.text(of: value, in: bytes)
      default: break
      }
    }
    if let message {
      openText(map, bytes, message, depth, body, orTake: logged.time == nil ? nil : logged)
    } else if isRow {
      tally.others += 1
    }
    return isRow
  }

  /// Opens the JSON that a string holds; any other text is a log event where `logged` tells of
  /// what time, else a value of no interest.
  private mutating func openText(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ node: Int, _ depth: Int, _ body: RecordReader.Body,
    orTake logged: LoggedText? = nil
  ) {
    guard let inner = map.scalar(of: node, in: bytes) else {
      tally.others += 1
      return
    }
    var innerMap = JSONMap(kernel: kernel)
    let before = tally
    if inner.first == UInt8(ascii: "{"),
      (try? innerMap.read(inner.span, nesting: limits.nesting)) != nil
    {
      open(innerMap, inner.span, node: 0, depth: depth - 1, body)
      guard logged != nil, tally.others == before.others + 1, tally.records == before.records
      else { return }
      tally = before
    }
    guard var logged else {
      tally.others += 1
      return
    }
    logged.text = String(decoding: inner, as: UTF8.self)
    tally.texts += 1
    texts.append(logged)
  }

  /// The mark of a record at `node`, or nil where it is none.
  private func mark(_ map: JSONMap, _ bytes: Span<UInt8>, _ node: Int) -> RecordMark? {
    guard let source = map.member("eventSource", of: node, in: bytes),
      let name = map.member("eventName", of: node, in: bytes),
      map.nodes[source].kind == .string, map.nodes[name].kind == .string
    else { return nil }
    let range = map.nodes[node].range
    return RecordMark(
      range: range, eventSource: map.nodes[source].range, eventName: map.nodes[name].range,
      eventIDKey: map.member("eventID", of: node, in: bytes)
        .flatMap { map.nodes[$0].keyRange?.lowerBound }.map { $0 - 1 }, offset: offset,
      spansLines: range.contains { bytes[$0] == 0x0A })
  }
}

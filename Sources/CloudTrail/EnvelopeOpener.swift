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
  /// What was found.
  var tally = FileTally()

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
    for name: FieldName in ["CloudTrailEvent", "message", "@message"] {
      if let text = map.member(name, of: node, in: bytes), map.nodes[text].kind == .string {
        return openText(map, bytes, text, depth, body)
      }
    }
    for name in Self.lists {
      if let list = map.member(name, of: node, in: bytes), map.nodes[list].kind == .array {
        return open(map, bytes, node: list, depth: depth - 1, body)
      }
    }
    classify(map, bytes, node)
  }

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
    } else {
      tally.others += 1
    }
  }

  /// Opens the `@message` of a row of Logs Insights; false where the array is no such row.
  private mutating func openInsightsRow(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ node: Int, _ depth: Int, _ body: RecordReader.Body
  ) -> Bool {
    var isRow = false
    for cell in map.children(of: node) where map.nodes[cell].kind == .object {
      guard let field = map.member("field", of: cell, in: bytes),
        let value = map.member("value", of: cell, in: bytes)
      else { return false }
      isRow = true
      if map.text(of: field, in: bytes) == "@message", map.nodes[value].kind == .string {
        openText(map, bytes, value, depth, body)
        return true
      }
    }
    if isRow { tally.others += 1 }
    return isRow
  }

  /// Opens the JSON that a string holds; any other text counts as a value of no interest.
  private mutating func openText(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ node: Int, _ depth: Int, _ body: RecordReader.Body
  ) {
    guard let inner = map.scalar(of: node, in: bytes), inner.first == UInt8(ascii: "{") else {
      tally.others += 1
      return
    }
    var innerMap = JSONMap()
    do throws(RecordError) {
      try innerMap.read(inner.span, nesting: limits.nesting)
    } catch {
      tally.others += 1
      return
    }
    open(innerMap, inner.span, node: 0, depth: depth - 1, body)
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
      offset: offset, spansLines: range.contains { bytes[$0] == 0x0A })
  }
}

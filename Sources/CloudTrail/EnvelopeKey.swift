/// Tells the envelopes around lists of records from records, by their keys.
///
/// Shapes: CloudTrail log, digest and Config files; `lookup-events`; CloudWatch Logs filter, get,
/// subscription and Insights results (AWS CloudTrail and CloudWatch Logs user guides).
enum EnvelopeKey {
  /// What the first key of an object says.
  enum FirstKey { case envelope, unknown, needsBytes }

  /// Keys with which an envelope may begin.
  private static let envelopeKeys: [[UInt8]] = [
    "Records", "Events", "events", "NextToken", "nextToken", "messageType", "owner", "logGroup",
    "logStream", "subscriptionFilters", "logEvents", "searchedLogStreams", "nextForwardToken",
    "nextBackwardToken", "queryLanguage", "results", "statistics", "awsAccountId",
    "digestStartTime", "digestEndTime", "logFiles", "fileVersion", "configSnapshotId",
    "configurationItems",
  ].map { Array($0.utf8) }

  private static let longestKey = envelopeKeys.map(\.count).max() ?? 0

  /// The key under which a subscription names the log stream.
  static let logStream = Array("logStream".utf8)

  /// Keys whose value is a list to enter.
  private static let lists: [(key: [UInt8], kind: RecordSplitter.ListKind)] = [
    (Array("Records".utf8), .records), (Array("Events".utf8), .records),
    (Array("events".utf8), .records), (Array("logEvents".utf8), .records),
    (Array("results".utf8), .records), (Array("logFiles".utf8), .digest),
    (Array("configurationItems".utf8), .configuration),
  ]

  /// The kind of list behind `key`, or nil where its value is of no interest.
  static func list(_ key: [UInt8]) -> RecordSplitter.ListKind? {
    lists.first { $0.key == key }?.kind
  }

  /// Looks at the first key of the object at `index`.
  static func firstKey(_ bytes: Span<UInt8>, objectAt index: Int, isEnded: Bool) -> FirstKey {
    var position = index + 1
    while position < bytes.count, JSONText.isBlank(bytes[position]) { position += 1 }
    guard position < bytes.count else { return isEnded ? .unknown : .needsBytes }
    guard bytes[position] == UInt8(ascii: "\"") else { return .unknown }
    let start = position + 1
    position = start
    while position < bytes.count, position - start <= longestKey {
      if bytes[position] == UInt8(ascii: "\"") {
        let isEnvelope = envelopeKeys.contains { JSONText.equal(bytes, start..<position, $0) }
        return isEnvelope ? .envelope : .unknown
      }
      position += 1
    }
    return position - start > longestKey || isEnded ? .unknown : .needsBytes
  }

  /// The key at `index` and where its value begins; nil where the window ends before.
  static func member(_ bytes: Span<UInt8>, at index: Int, of splitter: RecordSplitter)
    throws(RecordError) -> (key: [UInt8], value: Int)?
  {
    guard bytes[index] == UInt8(ascii: "\"") else {
      throw RecordError(.notJSON("a member name is missing"), at: splitter.offset(of: index))
    }
    guard let key = scalar(bytes, at: index) else { return nil }
    var position = key.upperBound
    while position < bytes.count, JSONText.isBlank(bytes[position]) { position += 1 }
    guard position < bytes.count else { return nil }
    guard bytes[position] == UInt8(ascii: ":") else {
      throw RecordError(.notJSON("a colon is missing"), at: splitter.offset(of: position))
    }
    position += 1
    while position < bytes.count, JSONText.isBlank(bytes[position]) { position += 1 }
    guard position < bytes.count else { return nil }
    return (JSONText.copy(bytes, key.lowerBound + 1..<key.upperBound - 1), position)
  }

  /// The range of the string, number or word at `index`; nil where the window ends within it.
  static func scalar(_ bytes: Span<UInt8>, at index: Int) -> Range<Int>? {
    var position = index
    guard bytes[index] == UInt8(ascii: "\"") else {
      while position < bytes.count {
        let byte = bytes[position]
        if JSONText.isBlank(byte) || byte == 0x2C || byte == 0x7D { return index..<position }
        position += 1
      }
      return nil
    }
    position += 1
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\"") { return index..<position + 1 }
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}

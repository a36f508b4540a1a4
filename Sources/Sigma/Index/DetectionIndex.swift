package import CloudTrail

/// Many detections, and the few of them that one record is worth asking.
///
/// Nearly every detection names the eventName it wants: the record's name is hashed once and finds
/// them. The others are found by eventSource or by a pattern; a few want to see every record.
///
///     eventName "deletetrail"  ->  rule 7 (any source), rule 12 (cloudtrail.amazonaws.com)
///     eventSource "kms…"       ->  rule 40 (any name)
///     patterns                 ->  rule 3 (name like updatefunction*)
///     any call                 ->  rule 9 (userAgent TruffleHog)
///
/// Immutable once made; any number of threads may ask at once.
package struct DetectionIndex: Sendable {
  private struct Entry: Sendable {
    let detection: Int
    /// What the other field may be.
    let side: EventKey.Side
  }

  private static let eventSource = FieldName("eventSource" as String)
  private static let eventName = FieldName("eventName" as String)

  private var byName = ByteTable<[Entry]>()
  private var bySource = ByteTable<[Entry]>()
  private var byPattern: [(detection: Int, key: EventKey)] = []
  private var always: [Int] = []
  /// How many detections the index holds.
  package let count: Int

  /// Indexes detections; candidates are named by their places in this array.
  package init(_ detections: [Detection]) {
    self.init(detections.map(\.eventKeys))
  }

  /// Indexes detections by what their keys are.
  package init(_ keys: [[EventKey]]) {
    count = keys.count
    for (index, keys) in keys.enumerated() {
      for key in keys { add(key, of: index) }
    }
  }

  private mutating func add(_ key: EventKey, of index: Int) {
    switch (key.source, key.name) {
    case (_, .exactly(let name)):
      byName.update(name, initial: []) { $0.append(Entry(detection: index, side: key.source)) }
    case (.exactly(let source), _):
      bySource.update(source, initial: []) { $0.append(Entry(detection: index, side: key.name)) }
    case (.any, .any): always.append(index)
    default: byPattern.append((index, key))
    }
  }

  /// Appends the detections that may match the record in `map`, in ascending order, each once.
  package func candidates(
    of map: JSONMap, _ bytes: Span<UInt8>, into found: inout [Int]
  ) {
    guard !map.nodes.isEmpty else { return }
    let source = map.member(Self.eventSource, of: 0, in: bytes)
    let name = map.member(Self.eventName, of: 0, in: bytes)
    guard let source = Self.plainRange(source, map), let name = Self.plainRange(name, map) else {
      found += 0..<count
      return
    }
    candidates(eventSource: source, eventName: name, in: bytes, into: &found)
  }

  /// The ranges hold the two strings without their quotes, nil where a field is missing or null.
  private func candidates(
    eventSource: Range<Int>?, eventName: Range<Int>?, in bytes: Span<UInt8>,
    into found: inout [Int]
  ) {
    let start = found.count
    found += always
    if let eventName, let entries = byName.value(bytes, eventName) {
      for entry in entries where entry.side.allows(bytes, eventSource) {
        found.append(entry.detection)
      }
    }
    if let eventSource, let entries = bySource.value(bytes, eventSource) {
      for entry in entries where entry.side.allows(bytes, eventName) {
        found.append(entry.detection)
      }
    }
    for (detection, key) in byPattern
    where key.source.allows(bytes, eventSource) && key.name.allows(bytes, eventName) {
      found.append(detection)
    }
    Self.sortAndDeduplicate(&found, from: start)
  }

  private static func sortAndDeduplicate(_ found: inout [Int], from start: Int) {
    guard found.count > start + 1 else { return }
    found[start...].sort()
    var end = start + 1
    for index in start + 1..<found.count where found[index] != found[end - 1] {
      found[end] = found[index]
      end += 1
    }
    found.removeSubrange(end...)
  }

  /// The range of a plain string, number or word; nil inside for a missing or null field, and nil
  /// altogether for what the tables cannot look up.
  private static func plainRange(_ node: Int?, _ map: JSONMap) -> Range<Int>?? {
    guard let node else { return .some(nil) }
    switch map.nodes[node].kind {
    case .null: return .some(nil)
    case .string where map.nodes[node].isEscaped: return nil
    case .object, .array: return nil
    case .string, .number, .bool: return map.nodes[node].range
    }
  }
}

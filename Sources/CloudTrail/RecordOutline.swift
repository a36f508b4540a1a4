internal import ByteScan

/// The members of a record by name: one pass over its map finds all that are asked for.
///
///     {"userIdentity":{…},"eventTime":"2026-…","readOnly":true, … }
///      length and last byte of a name ─► the few names that it may be ─► the number of its node
///
/// Where a name occurs twice, the last one counts, as for `JSONMap.member`. One value is meant to be
/// reused for many records. Used by one thread.
package struct RecordOutline: Sendable {
  /// What is compared of a name, and the next one that may stand in its place.
  private struct Key: Sendable {
    var first: UInt64
    var last: UInt64
    var count: Int
    /// Where the name stands in `text`.
    var start: Int
    var next: Int
  }

  private static let places = 64

  private let names: [FieldName]
  /// The names, one behind the other.
  private var text: [UInt8] = []
  private var keys: [Key] = []
  /// The first name of each place; -1 where there is none.
  private var firstOfPlace = [Int](repeating: -1, count: places)
  /// The node of each name, in their order; -1 where the record has no such member.
  private var nodes: [Int]

  /// An outline of the members with these names.
  package init(names: [FieldName]) {
    self.names = names
    nodes = names.map { _ in -1 }
    for (number, name) in names.enumerated() {
      let place = Self.place(name.bytes.count, name.bytes.last ?? 0)
      keys.append(
        Key(
          first: name.first, last: name.last, count: name.bytes.count, start: text.count,
          next: firstOfPlace[place]))
      text += name.bytes
      firstOfPlace[place] = number
    }
  }

  /// Finds the members of the outermost object that `map` maps; of another value there are none.
  package mutating func read(_ map: JSONMap, _ bytes: Span<UInt8>) {
    for number in nodes.indices { nodes[number] = -1 }
    guard map.nodes.first?.kind == .object else { return }
    let values = map.nodes.span
    var node = 1
    while node < values.count {
      let value = values[node]
      if let number = name(of: value, bytes) { nodes[number] = node }
      node = value.next
    }
  }

  /// The node of the name with this number; nil where the record has no such member.
  package func node(_ number: Int) -> Int? { nodes[number] < 0 ? nil : nodes[number] }

  /// The number of the name that a member bears.
  private func name(of value: JSONMap.Node, _ bytes: Span<UInt8>) -> Int? {
    guard !value.keyIsEscaped, let range = value.keyRange, !range.isEmpty else {
      let text = value.keyRange.map { JSONText.decode(bytes, $0) }
      return names.firstIndex { $0.bytes == text }
    }
    var number = firstOfPlace[Self.place(range.count, bytes[range.upperBound - 1])]
    while number >= 0 {
      if isName(number, bytes, range) { return number }
      number = keys[number].next
    }
    return nil
  }

  /// True where `bytes[range]` is the name with this number.
  private func isName(_ number: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == keys[number].count else { return false }
    if range.count >= 8 {
      guard bytes.word64(at: range.lowerBound) == keys[number].first,
        bytes.word64(at: range.upperBound - 8) == keys[number].last
      else { return false }
      if range.count <= 16 { return true }
    }
    return JSONText.equal(text.span, from: keys[number].start, bytes, range)
  }

  private static func place(_ count: Int, _ last: UInt8) -> Int {
    (count &* 13 &+ Int(last)) & (places - 1)
  }
}

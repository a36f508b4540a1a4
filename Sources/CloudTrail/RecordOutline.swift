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
    var count: Int
    var first: UInt64
    var middle: UInt64
    var last: UInt64
    var next: Int

    /// A name whose bytes are enough for three words; of a shorter or longer one, the rest is compared
    /// as `FieldName`.
    init(_ name: FieldName, next: Int) {
      count = name.bytes.count
      first = name.first
      middle = Self.isThreeWords(count) ? Self.middle(name.bytes.span, 0..<count) : 0
      last = name.last
      self.next = next
    }

    /// True where the bytes between the first and the last eight are no more than eight.
    static func isThreeWords(_ count: Int) -> Bool { count >= 8 && count <= 24 }

    /// Eight bytes between the first and the last, as far as there are.
    static func middle(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
      bytes.word64(at: range.lowerBound + min(8, range.count - 8))
    }
  }

  private static let places = 64

  private let names: [FieldName]
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
      keys.append(Key(name, next: firstOfPlace[place]))
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
      let key = keys[number]
      if key.count == range.count {
        let isName =
          Key.isThreeWords(key.count)
          ? bytes.word64(at: range.lowerBound) == key.first
            && bytes.word64(at: range.upperBound - 8) == key.last
            && Key.middle(bytes, range) == key.middle
          : names[number].isEqual(to: bytes, range)
        if isName { return number }
      }
      number = key.next
    }
    return nil
  }

  private static func place(_ count: Int, _ last: UInt8) -> Int {
    (count &* 13 &+ Int(last)) & (places - 1)
  }
}

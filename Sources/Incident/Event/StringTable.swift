internal import CloudTrail

/// The number of a text in a `StringTable`; 0 is the empty text, which stands for "absent".
package struct StringID: Hashable, Sendable {
  package var number: UInt32

  package init(_ number: UInt32) { self.number = number }

  /// The absent text.
  package static let none = StringID(0)
}

/// Keeps each text once and gives it a number.
///
/// The same few thousand account ids, regions, addresses and ARNs recur in millions of records.
/// Texts are compared as bytes; looking up a known one allocates nothing. One thread at a time;
/// the tables of several workers are joined afterwards by `StringTable.merge`.
///
///     slots    hash & mask ─► number of the text, linear probing
///     ends     number ─► where its bytes end in `bytes`
package struct StringTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = [0]
  private var hashes: [UInt32] = [0]
  private var slots: [UInt32] = [UInt32](repeating: 0, count: 1 << 10)

  /// A table that holds the empty text alone.
  package init() {}

  /// How many texts it holds, the empty one included.
  package var count: Int { ends.count }

  /// The number of the text `source[range]`, which is added where it is new.
  package mutating func intern(_ source: Span<UInt8>, _ range: Range<Int>) -> StringID {
    if range.isEmpty { return .none }
    let hash = Self.hash(source, range)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = slots[slot]
      if hashes[Int(number)] == hash, isEqual(number, source, range) { return StringID(number) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = UInt32(ends.count)
    JSONText.append(source, range, to: &bytes)
    ends.append(UInt32(bytes.count))
    hashes.append(hash)
    slots[slot] = number
    if ends.count * 2 > slots.count { grow() }
    return StringID(number)
  }

  /// The number of `text`, which is added where it is new.
  package mutating func intern(_ text: String) -> StringID {
    let copy = Array(text.utf8)
    return intern(copy.span, 0..<copy.count)
  }

  /// The text with this number.
  package func text(_ id: StringID) -> String {
    let index = Int(id.number)
    guard index > 0 else { return "" }
    return String(decoding: bytes[Int(ends[index - 1])..<Int(ends[index])], as: UTF8.self)
  }

  /// The text with this number, or nil for the absent one.
  package func optionalText(_ id: StringID) -> String? {
    id == .none ? nil : text(id)
  }

  /// Adds all texts of `other`; the result leads from its numbers to those of this table.
  package mutating func merge(_ other: StringTable) -> [StringID] {
    let source = other.bytes
    return other.ends.indices.map { index in
      guard index > 0 else { return .none }
      return intern(source.span, Int(other.ends[index - 1])..<Int(other.ends[index]))
    }
  }

  private func isEqual(_ number: UInt32, _ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = Int(ends[Int(number) - 1])
    guard Int(ends[Int(number)]) - start == range.count else { return false }
    for offset in 0..<range.count where bytes[start + offset] != source[range.lowerBound + offset] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for number in 1..<ends.count {
      var slot = Int(hashes[number]) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number)
    }
  }

  /// FNV-1a, folded to 32 bits; the order of numbers never depends on it.
  private static func hash(_ source: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in range { hash = (hash ^ UInt64(source[index])) &* 0x100_0000_01B3 }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}

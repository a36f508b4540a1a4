/// A hash table whose keys are looked up as bytes where they stand, letters without case.
struct ByteTable<Value: Sendable>: Sendable {
  /// Indices into `entries`, -1 where free; a power of two, at most half full.
  private var slots = Array(repeating: -1, count: 16)
  private var entries: [(key: [UInt8], value: Value)] = []

  /// Changes the value of `key`, which begins as `initial`.
  mutating func update(_ key: String, initial: Value, _ change: (inout Value) -> Void) {
    let bytes = LetterCase.lowered(Array(key.utf8))
    let slot = self.slot(bytes.span, 0..<bytes.count)
    if slots[slot] >= 0 { return change(&entries[slots[slot]].value) }
    var value = initial
    change(&value)
    entries.append((bytes, value))
    slots[slot] = entries.count - 1
    if entries.count * 2 > slots.count { grow() }
  }

  /// The value whose key is `bytes[range]`.
  func value(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Value? {
    let index = slots[slot(bytes, range)]
    return index < 0 ? nil : entries[index].value
  }

  /// The slot that holds the key, or the free one where it belongs.
  private func slot(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var slot = Int(truncatingIfNeeded: ByteKey.hash(bytes, range)) & (slots.count - 1)
    while slots[slot] >= 0, !ByteKey.equals(bytes, range, entries[slots[slot]].key) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for index in entries.indices {
      let key = entries[index].key
      let slot = self.slot(key.span, 0..<key.count)
      slots[slot] = index
    }
  }
}

/// Bytes compared without case.
enum ByteKey {
  /// FNV-1a over the lower-case bytes, its upper half mixed into the lower.
  static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in range {
      hash = (hash ^ UInt64(LetterCase.fold(bytes[index], 0x20))) &* 0x100_0000_01B3
    }
    return hash ^ (hash >> 32)
  }

  /// True where `bytes[range]` is `key`, which is in lower case.
  static func equals(_ bytes: Span<UInt8>, _ range: Range<Int>, _ key: [UInt8]) -> Bool {
    guard range.count == key.count else { return false }
    for offset in key.indices
    where LetterCase.fold(bytes[range.lowerBound + offset], 0x20) != key[offset] {
      return false
    }
    return true
  }
}

/// The ids of the events that were already written.
///
/// A GUID takes 16 bytes in an open table that grows by a fifth when it is four fifths full, so
/// that an id costs 20 to 24 bytes. The table is cut into shards that grow one at a time, which
/// keeps the peak near the average. One thread at a time.
package struct EventIDSet {
  /// One table. The empty slot is the nil GUID, which is kept apart.
  private struct Shard {
    var slots = [SIMD2<UInt64>](repeating: .zero, count: 16)
    var count = 0

    mutating func insert(_ id: SIMD2<UInt64>, _ hash: UInt64) -> Bool {
      var slot = Self.slot(hash, slots.count)
      while slots[slot] != .zero {
        if slots[slot] == id { return false }
        slot = slot + 1 == slots.count ? 0 : slot + 1
      }
      slots[slot] = id
      count += 1
      if count * 5 > slots.count * 4 { grow() }
      return true
    }

    private mutating func grow() {
      let old = slots
      slots = [SIMD2<UInt64>](repeating: .zero, count: old.count + old.count / 5 + 1)
      for id in old where id != .zero {
        var slot = Self.slot(EventIDSet.hash(id), slots.count)
        while slots[slot] != .zero { slot = slot + 1 == slots.count ? 0 : slot + 1 }
        slots[slot] = id
      }
    }

    private static func slot(_ hash: UInt64, _ count: Int) -> Int {
      Int(truncatingIfNeeded: (hash << 6).multipliedFullWidth(by: UInt64(count)).high)
    }
  }

  private var shards = [Shard](repeating: Shard(), count: 64)
  private var texts: Set<String> = []
  private var hasNil = false

  /// No ids.
  package init() {}

  /// The bytes that the tables for GUIDs take.
  package var tableSize: Int { shards.reduce(0) { $0 + $1.slots.count } * 16 }

  /// Adds an id; false where it was there.
  package mutating func insert(_ id: EventID) -> Bool {
    switch id {
    case .text(let text): return texts.insert(text).inserted
    case .guid(0, 0):
      defer { hasNil = true }
      return !hasNil
    case .guid(let high, let low):
      let words = SIMD2(high, low)
      let hash = Self.hash(words)
      return shards[Int(hash >> 58)].insert(words, hash)
    }
  }

  private static func hash(_ id: SIMD2<UInt64>) -> UInt64 {
    var hash = id[0] ^ (id[1] &* 0x9E37_79B9_7F4A_7C15)
    hash ^= hash >> 32
    hash = hash &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 32
  }
}

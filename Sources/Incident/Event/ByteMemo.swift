internal import ByteScan
internal import CloudTrail

/// What was last found out about parts of records, by all their bytes.
///
/// The identity of a session, say, is logged byte for byte alike in all its records. A few thousand
/// parts are kept, so that memory does not grow with what logs may hold: one may stand at any of
/// the few places from its hash on, and where all are taken, it takes over the first.
package struct ByteMemo<Value: Sendable>: Sendable {
  private struct Entry {
    var hash: UInt64 = 0
    var text: [UInt8] = []
    /// Nil where nothing is remembered.
    var value: Value?
  }

  /// How many parts there is room for; as many places as are looked at stand behind.
  private static var size: Int { 1 << 12 }
  /// As many parts as this never take one another's place.
  private static var reach: Int { 8 }

  private var entries = [Entry](repeating: Entry(), count: size + reach)

  /// A memo of nothing.
  package init() {}

  /// What `note` was given for the same bytes; nil where it is not known any more.
  package func value(_ bytes: Span<UInt8>, _ part: BytePart) -> Value? {
    var place = part.home(of: Self.size)
    let end = place + Self.reach
    while place < end, let value = entries[place].value {
      if entries[place].hash == part.hash,
        JSONText.equal(bytes, part.range, entries[place].text)
      {
        return value
      }
      place += 1
    }
    return nil
  }

  /// Notes what was found out about a part of `bytes`.
  package mutating func note(_ bytes: Span<UInt8>, _ part: BytePart, _ value: Value) {
    let home = part.home(of: Self.size)
    let free = (home..<home + Self.reach).first { entries[$0].value == nil }
    let place = free ?? home
    entries[place].hash = part.hash
    entries[place].value = value
    entries[place].text.removeAll(keepingCapacity: true)
    JSONText.append(bytes, part.range, to: &entries[place].text)
  }
}

/// A part of a record, and the hash of its bytes.
package struct BytePart {
  /// Where it stands.
  package let range: Range<Int>
  fileprivate let hash: UInt64

  /// The part `bytes[range]`.
  package init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    self.range = range
    hash = bytes.extracting(range).hashed()
  }

  /// The first of so many places, a power of two, at which the part may stand.
  fileprivate func home(of places: Int) -> Int {
    Int(truncatingIfNeeded: hash ^ hash &>> 32) & (places - 1)
  }
}

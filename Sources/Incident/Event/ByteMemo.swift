internal import ByteScan
internal import CloudTrail

/// What was last found out about parts of records, by their bytes.
///
/// The identity of a session, say, is logged byte for byte alike in all its records. A few thousand
/// parts are kept, so that memory does not grow with what logs may hold: one may stand at any of
/// the few places from its hash on, and where all are taken, it takes over the first. A value, used
/// by one thread.
package struct ByteMemo<Value: Sendable>: Sendable {
  private struct Entry {
    var hash: UInt64 = 0
    var text: [UInt8] = []
    /// After how many of them something was left out.
    var gap = 0
    /// Nil where nothing is remembered.
    var value: Value?
  }

  /// How many parts there is room for at first, and at most; as many places as are looked at stand
  /// behind. Few logs have many identities, and memory that nobody wrote to costs nothing.
  private static var firstSize: Int { 1 << 8 }
  private static var lastSize: Int { 1 << 12 }
  /// As many parts as this never take one another's place.
  private static var reach: Int { 8 }
  /// In bytes; identities have a few hundred.
  private static var longest: Int { 1 << 13 }

  /// Empty until something is noted.
  private var entries: [Entry] = []
  private var size = 0
  private var count = 0

  /// A memo of nothing.
  package init() {}

  /// What `note` was given for a part of the same bytes and the same gap; nil where it is not known
  /// any more.
  package func value(_ bytes: Span<UInt8>, _ part: BytePart) -> Value? {
    if entries.isEmpty { return nil }
    var place = Self.home(of: part.hash, in: size)
    let end = place + Self.reach
    // Through a span nobody counts references to the texts.
    let entries = entries.span
    while place < end, let value = entries[place].value {
      if entries[place].hash == part.hash, entries[place].gap == part.head.count,
        part.isEqual(to: entries[place].text, in: bytes)
      {
        return value
      }
      place += 1
    }
    return nil
  }

  /// Notes what was found out about a part of `bytes`, unless it is very long.
  package mutating func note(_ bytes: Span<UInt8>, _ part: BytePart, _ value: Value) {
    guard part.head.count + part.tail.count <= Self.longest else { return }
    if 2 * count >= size, size < Self.lastSize { grow() }
    let place = place(for: part.hash)
    entries[place].hash = part.hash
    entries[place].value = value
    entries[place].gap = part.head.count
    entries[place].text.removeAll(keepingCapacity: true)
    JSONText.append(bytes, part.head, to: &entries[place].text)
    JSONText.append(bytes, part.tail, to: &entries[place].text)
  }

  /// The place that is free for a part of this hash, or must be left for it.
  private mutating func place(for hash: UInt64) -> Int {
    let home = Self.home(of: hash, in: size)
    guard let free = (home..<home + Self.reach).first(where: { entries[$0].value == nil }) else {
      return home
    }
    count += 1
    return free
  }

  private mutating func grow() {
    let known = entries
    size = max(Self.firstSize, 4 * size)
    count = 0
    entries = Array(repeating: Entry(), count: size + Self.reach)
    for entry in known where entry.value != nil { entries[place(for: entry.hash)] = entry }
  }

  /// The first of so many places, a power of two, at which a part of this hash may stand.
  private static func home(of hash: UInt64, in places: Int) -> Int {
    Int(truncatingIfNeeded: hash ^ hash &>> 32) & (places - 1)
  }
}

/// A part of a record, of which the middle may be left out, or two parts, and the hash of its
/// bytes.
package struct BytePart {
  fileprivate let head: Range<Int>
  fileprivate let tail: Range<Int>
  fileprivate let hash: UInt64

  /// The part `bytes[range]`, without what is in `gap`; behind the gap something must stand.
  package init(_ bytes: Span<UInt8>, _ range: Range<Int>, without gap: Range<Int>? = nil) {
    precondition(gap.map { $0.upperBound < range.upperBound } ?? true, "the gap is at the end")
    let gap = gap ?? range.upperBound..<range.upperBound
    self.init(bytes, range.lowerBound..<gap.lowerBound, and: gap.upperBound..<range.upperBound)
  }

  /// The parts `bytes[head]` and `bytes[tail]`, wherever each stands.
  package init(_ bytes: Span<UInt8>, _ head: Range<Int>, and tail: Range<Int>) {
    self.head = head
    self.tail = tail
    let first = bytes.extracting(head).hashed()
    hash = tail.isEmpty ? first : first &* 31 &+ bytes.extracting(tail).hashed()
  }

  fileprivate func isEqual(to text: [UInt8], in bytes: Span<UInt8>) -> Bool {
    guard head.count + tail.count == text.count else { return false }
    return JSONText.equal(text.span, from: 0, bytes, head)
      && JSONText.equal(text.span, from: head.count, bytes, tail)
  }
}

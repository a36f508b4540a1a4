internal import ByteScan
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
///     places   number ─► chunk, start and length of its bytes
///
/// The bytes stand in chunks that are never moved: a growing array would hold its old and its new
/// storage at once.
package struct StringTable: Sendable {
  /// Where the bytes of a text stand, and which they are at both ends.
  private struct Place {
    var chunk: Int32 = 0
    var start: Int32 = 0
    var count: Int32 = 0
    var ends = Ends()
  }

  /// The first and the last eight bytes of a text that has as many: they are the same, in part or
  /// whole, where it has less than sixteen.
  private struct Ends: Equatable {
    var first: UInt64 = 0
    var last: UInt64 = 0

    init() {}

    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
      guard range.count >= Self.size else { return }
      first = bytes.word64(at: range.lowerBound)
      last = bytes.word64(at: range.upperBound - Self.size)
    }

    static var size: Int { 8 }
    /// They tell of texts of so many bytes all that there is.
    static func tellAll(_ count: Int) -> Bool { count >= size && count <= 2 * size }
  }

  private static let chunkSize = 1 << 18

  private var chunks: [[UInt8]] = []
  private var places = [Place()]
  private var hashes: [UInt32] = [0]
  private var slots: [UInt32] = [UInt32](repeating: 0, count: 1 << 10)

  /// A table that holds the empty text alone.
  package init() {}

  /// How many texts it holds, the empty one included.
  package var count: Int { places.count }

  /// The number of the text `source[range]`, which is added where it is new; it is found fastest
  /// where it is `likely`.
  package mutating func intern(
    _ source: Span<UInt8>, _ range: Range<Int>, likely: StringID = .none
  ) -> StringID {
    if range.isEmpty { return .none }
    if likely != .none, isEqual(likely.number, source, range) { return likely }
    let hash = Self.hash(source, range)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = slots[slot]
      if hashes[Int(number)] == hash, isEqual(number, source, range) { return StringID(number) }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = UInt32(places.count)
    append(source, range)
    hashes.append(hash)
    slots[slot] = number
    if places.count * 2 > slots.count { grow() }
    return StringID(number)
  }

  /// The number of `text`, which is added where it is new.
  package mutating func intern(_ text: String) -> StringID {
    let bytes = text.utf8Span.span
    return intern(bytes, 0..<bytes.count)
  }

  /// The text with this number.
  package func text(_ id: StringID) -> String {
    guard id != .none else { return "" }
    let place = places[Int(id.number)]
    let start = Int(place.start)
    return String(
      decoding: chunks[Int(place.chunk)][start..<start + Int(place.count)], as: UTF8.self)
  }

  /// The number of `text`, where the table holds it.
  package func find(_ text: String) -> StringID? {
    let bytes = text.utf8Span.span
    if bytes.isEmpty { return StringID.none }
    let hash = Self.hash(bytes, 0..<bytes.count)
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let number = slots[slot]
      if hashes[Int(number)] == hash, isEqual(number, bytes, 0..<bytes.count) {
        return StringID(number)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  /// The text with this number, or nil for the absent one.
  package func optionalText(_ id: StringID) -> String? {
    id == .none ? nil : text(id)
  }

  /// Adds all texts of `other`; the result leads from its numbers to those of this table.
  package mutating func merge(_ other: StringTable) -> [StringID] {
    if count == 1 {
      self = other
      return other.places.indices.map { StringID(UInt32($0)) }
    }
    return other.places.indices.map { index in
      guard index > 0 else { return .none }
      let place = other.places[index]
      let start = Int(place.start)
      let chunk = other.chunks[Int(place.chunk)]
      return intern(chunk.span, start..<start + Int(place.count))
    }
  }

  /// Stores a text in the newest chunk, or in a new one where it does not fit.
  private mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
    if chunks.last.map({ $0.count + range.count > Self.chunkSize }) ?? true {
      var chunk: [UInt8] = []
      chunk.reserveCapacity(max(Self.chunkSize, range.count))
      chunks.append(chunk)
    }
    let last = chunks.count - 1
    let start = chunks[last].count
    JSONText.append(source, range, to: &chunks[last])
    places.append(
      Place(
        chunk: Int32(last), start: Int32(start), count: Int32(range.count),
        ends: Ends(source, range)))
  }

  private func isEqual(_ number: UInt32, _ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let place = places[Int(number)]
    guard Int(place.count) == range.count, place.ends == Ends(source, range) else { return false }
    if Ends.tellAll(range.count) { return true }
    // Through a span nobody counts references to the chunk.
    let all = chunks.span
    let chunk = all[Int(place.chunk)].span
    return JSONText.equal(chunk, from: Int(place.start), source, range)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for number in 1..<places.count {
      var slot = Int(hashes[number]) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(number)
    }
  }

  /// The order of numbers never depends on it.
  private static func hash(_ source: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
    UInt32(truncatingIfNeeded: source.extracting(range).hashed())
  }
}

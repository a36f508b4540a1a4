/// Finds which of many texts occur in some bytes, letters without case, in one pass.
///
/// A bit for each pair of neighbouring bytes says whether a text begins with it; nearly all places
/// end there.
struct LiteralScan: Sendable {
  private var pairs = Array(repeating: UInt64(0), count: 1_024)
  private var buckets: [UInt16: [Int]] = [:]
  private var literals: [[UInt8]] = []

  /// How many texts there are.
  var count: Int { literals.count }

  /// Adds a text of at least two bytes in lower case; its number, the old one if it is known.
  mutating func add(_ literal: [UInt8]) -> Int {
    precondition(literal.count >= 2, "a text to scan for has at least two bytes")
    if let known = literals.firstIndex(of: literal) { return known }
    literals.append(literal)
    let pair = Self.pair(literal[0], literal[1])
    buckets[pair, default: []].append(literals.count - 1)
    pairs[Int(pair >> 6)] |= 1 << UInt64(pair & 63)
    return literals.count - 1
  }

  /// For each text whether it occurs in `bytes[range]`.
  func occurring(in bytes: Span<UInt8>, _ range: Range<Int>) -> [Bool] {
    var found = Array(repeating: false, count: literals.count)
    guard range.count >= 2 else { return found }
    var first = LetterCase.fold(bytes[range.lowerBound], 0x20)
    for index in range.lowerBound + 1..<range.upperBound {
      let second = LetterCase.fold(bytes[index], 0x20)
      let pair = Self.pair(first, second)
      if pairs[Int(pair >> 6)] & 1 << UInt64(pair & 63) != 0 {
        for literal in buckets[pair] ?? [] where !found[literal] {
          found[literal] = stands(literal, at: index - 1, bytes, range)
        }
      }
      first = second
    }
    return found
  }

  private func stands(
    _ literal: Int, at start: Int, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> Bool {
    let end = start + literals[literal].count
    return end <= range.upperBound && ByteKey.equals(bytes, start..<end, literals[literal])
  }

  private static func pair(_ first: UInt8, _ second: UInt8) -> UInt16 {
    UInt16(first) << 8 | UInt16(second)
  }
}

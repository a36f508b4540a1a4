/// Finds which of many texts occur in some bytes, letters without case, in one pass.
///
/// Each text is found by the pair of neighbouring bytes that is rarest in logs: of `assumedrole`
/// that is `um`. A bit for each pair says whether a text is found by it; at nearly all places it
/// says no, and nothing more is looked at.
struct LiteralScan: Sendable {
  /// A text in lower case, and where in it its pair begins.
  private struct Literal: Sendable {
    let bytes: [UInt8]
    let anchor: Int
  }

  private var literals: [Literal] = []
  /// A bit for each pair of bytes, in both cases.
  private var isPair = Array(repeating: UInt64(0), count: 1_024)

  /// Adds a text in lower case of at least two bytes; its number, the old one if it is known.
  mutating func add(_ bytes: [UInt8]) -> Int {
    if let known = literals.firstIndex(where: { $0.bytes == bytes }) { return known }
    let pairs = bytes.indices.dropLast()
    let share = { (index: Int) in Self.share(bytes[index]) * Self.share(bytes[index + 1]) }
    guard let anchor = pairs.min(by: { share($0) < share($1) }) else {
      preconditionFailure("a text to scan for has at least two bytes")
    }
    literals.append(Literal(bytes: bytes, anchor: anchor))
    for first in Self.bothCases(bytes[anchor]) {
      for second in Self.bothCases(bytes[anchor + 1]) {
        let pair = Int(first) << 8 | Int(second)
        isPair[pair >> 6] |= 1 << UInt64(pair & 63)
      }
    }
    return literals.count - 1
  }

  /// For each text whether it occurs in `bytes[range]`.
  func occurring(in bytes: Span<UInt8>, _ range: Range<Int>) -> [Bool] {
    var found = Array(repeating: false, count: literals.count)
    guard range.count >= 2 else { return found }
    var pair = Int(bytes[range.lowerBound])
    var index = range.lowerBound + 1
    while index < range.upperBound {
      pair = (pair << 8 | Int(bytes[index])) & 0xFFFF
      if isPair[pair >> 6] & 1 << UInt64(pair & 63) != 0 {
        check(at: index - 1, bytes, range, &found)
      }
      index += 1
    }
    return found
  }

  /// Looks for the texts whose pair may begin at `index`.
  private func check(
    at index: Int, _ bytes: Span<UInt8>, _ range: Range<Int>, _ found: inout [Bool]
  ) {
    for number in literals.indices where !found[number] {
      let start = index - literals[number].anchor
      let end = start + literals[number].bytes.count
      found[number] =
        start >= range.lowerBound && end <= range.upperBound
        && ByteKey.equals(bytes, start..<end, literals[number].bytes)
    }
  }

  private static func bothCases(_ byte: UInt8) -> [UInt8] {
    byte &- 0x61 < 26 ? [byte, byte - 0x20] : [byte]
  }

  /// How frequent a byte is in CloudTrail records, by rank: the first of this list the most.
  private static func share(_ byte: UInt8) -> Int {
    let byFrequency = Array("eatsrnico-d21mu30p.l7v8f49bhwg5y6qzkxj_".utf8)
    return byFrequency.firstIndex(of: byte).map { byFrequency.count - $0 } ?? 0
  }
}

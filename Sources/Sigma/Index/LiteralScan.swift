/// Finds which of many texts occur in some bytes, letters without case, in one pass.
///
/// Each text is found by its byte that is rarest in logs, together with the one before: of
/// `assumedrole` that is `su`. At nearly all places one entry of a table says no.
struct LiteralScan: Sendable {
  /// A text, and where in it the byte stands that it is found by.
  private struct Literal: Sendable {
    let bytes: [UInt8]
    let anchor: Int
  }

  private var literals: [Literal] = []
  private var isAnchor = Array(repeating: false, count: 256)
  /// A bit for each pair of a lower-case byte and the lower-case anchor behind it.
  private var isPair = Array(repeating: UInt64(0), count: 1_024)
  /// The numbers of the texts found by each lower-case byte.
  private var buckets = Array(repeating: [Int](), count: 256)

  /// Adds a text in lower case of at least two bytes; its number, the old one if it is known.
  mutating func add(_ bytes: [UInt8]) -> Int {
    if let known = literals.firstIndex(where: { $0.bytes == bytes }) { return known }
    let behindFirst = bytes.indices.dropFirst()
    guard let anchor = behindFirst.min(by: { Self.share(bytes[$0]) < Self.share(bytes[$1]) })
    else { preconditionFailure("a text to scan for has at least two bytes") }
    literals.append(Literal(bytes: bytes, anchor: anchor))
    let byte = Int(bytes[anchor])
    buckets[byte].append(literals.count - 1)
    isAnchor[byte] = true
    let pair = Self.pair(bytes[anchor - 1], bytes[anchor])
    isPair[pair >> 6] |= 1 << UInt64(pair & 63)
    if bytes[anchor] &- 0x61 < 26 { isAnchor[byte - 0x20] = true }
    return literals.count - 1
  }

  /// For each text whether it occurs in `bytes[range]`.
  func occurring(in bytes: Span<UInt8>, _ range: Range<Int>) -> [Bool] {
    var found = Array(repeating: false, count: literals.count)
    var index = range.lowerBound + 1
    while index < range.upperBound {
      let byte = bytes[index]
      if isAnchor[Int(byte)] {
        let anchor = LetterCase.fold(byte, 0x20)
        let pair = Self.pair(LetterCase.fold(bytes[index - 1], 0x20), anchor)
        if isPair[pair >> 6] & 1 << UInt64(pair & 63) != 0 {
          check(at: index, anchor, bytes, range, &found)
        }
      }
      index += 1
    }
    return found
  }

  private func check(
    at index: Int, _ anchor: UInt8, _ bytes: Span<UInt8>, _ range: Range<Int>, _ found: inout [Bool]
  ) {
    for number in buckets[Int(anchor)] where !found[number] {
      let start = index - literals[number].anchor
      let end = start + literals[number].bytes.count
      found[number] =
        start >= range.lowerBound && end <= range.upperBound
        && ByteKey.equals(bytes, start..<end, literals[number].bytes)
    }
  }

  @inline(__always)
  private static func pair(_ before: UInt8, _ anchor: UInt8) -> Int {
    Int(before) << 8 | Int(anchor)
  }

  /// How frequent a byte is in CloudTrail records, by rank: the first of this list the most.
  private static func share(_ byte: UInt8) -> Int {
    let byFrequency = Array("eatsrnico-d21mu30p.l7v8f49bhwg5y6qzkxj_".utf8)
    return byFrequency.firstIndex(of: byte).map { byFrequency.count - $0 } ?? 0
  }
}

internal import ByteScan
internal import CloudTrail

/// The identities of the last records by their bytes, so that a known one need not be read again.
///
/// The identity of a session is logged byte for byte alike in all its records. A place for each of
/// a few thousand hashes; what falls into the same place takes it over, so that memory does not
/// grow with the logs.
struct IdentityCache: Sendable {
  private static let size = 1 << 12

  private var hashes = [UInt64](repeating: 0, count: size)
  private var numbers = [Int32](repeating: -1, count: size)
  private var texts = [[UInt8]](repeating: [], count: size)

  /// The number that `note` was given for the same bytes; nil where it is not known any more.
  func number(_ hash: UInt64, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let place = Int(truncatingIfNeeded: hash) & (Self.size - 1)
    guard hashes[place] == hash, numbers[place] >= 0,
      JSONText.equal(bytes, range, texts[place])
    else { return nil }
    return Int(numbers[place])
  }

  /// Notes the number of the identity `bytes[range]`.
  mutating func note(_ hash: UInt64, _ bytes: Span<UInt8>, _ range: Range<Int>, _ number: Int) {
    let place = Int(truncatingIfNeeded: hash) & (Self.size - 1)
    hashes[place] = hash
    numbers[place] = Int32(number)
    texts[place].removeAll(keepingCapacity: true)
    JSONText.append(bytes, range, to: &texts[place])
  }
}

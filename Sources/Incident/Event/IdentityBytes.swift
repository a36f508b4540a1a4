internal import ByteScan
internal import CloudTrail

/// Tells of an identity by its bytes, before it is read.
enum IdentityBytes {
  private static let head = Array("{\"type\":\"".utf8)
  private static let noSession = [
    "IAMUser", "Root", "AWSService", "SAMLUser", "IdentityCenterUser",
  ].map {
    Array("\($0)\"".utf8)
  }

  /// How the type of most callers begins, `AssumedRole`.
  private static let assumedRole = Array("AssumedR".utf8).span.word64(at: 0)

  /// True for the identity `bytes[range]` of a person, a long-term key or a service, as CloudTrail
  /// writes it; false where that takes a longer look.
  static func isNoSession(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = range.lowerBound + head.count
    guard start < range.upperBound, JSONText.equal(bytes, range.lowerBound..<start, head) else {
      return false
    }
    if start + 8 <= range.upperBound, bytes.word64(at: start) == assumedRole { return false }
    return noSession.contains { type in
      start + type.count <= range.upperBound
        && JSONText.equal(bytes, start..<start + type.count, type)
    }
  }
}

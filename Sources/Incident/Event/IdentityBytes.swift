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

  private static let keyName = Array(",\"accessKeyId\":\"".utf8)

  /// Where the value of its `accessKeyId` stands in the identity `bytes[range]`, as CloudTrail
  /// writes it, before all that nests; nil where that takes a longer look.
  ///
  /// Inside a text the quotes of the name would bear backslashes.
  static func accessKey(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    guard let name = JSONText.range(of: keyName, bytes, range),
      !bytes.extracting(range.lowerBound + 1..<name.lowerBound).holds(UInt8(ascii: "{"))
    else { return nil }
    let end = bytes.endOfPlainText(from: name.upperBound, to: range.upperBound)
    guard end < range.upperBound, bytes[end] == UInt8(ascii: "\"") else { return nil }
    return name.upperBound..<end
  }

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

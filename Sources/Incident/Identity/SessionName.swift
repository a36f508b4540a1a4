/// Makes short ids of what identifies sessions.
package enum SessionName {
  /// How many characters of a digest make an id, unless several sessions would have the same.
  package static let length = 6
  /// How many characters a digest has.
  static let longest = 12

  /// FNV-1a of the text.
  package static func digest(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 29
    hash = hash &* 0xBF58_476D_1CE4_E5B9
    return hash ^ hash >> 32
  }

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  /// The beginning of a digest in base 32 (Crockford's alphabet, lower case).
  package static func text(_ digest: UInt64, length: Int) -> String {
    let digits = (0..<length).map { alphabet[Int(digest >> UInt64($0 * 5) & 31)] }
    return String(decoding: digits, as: UTF8.self)
  }
}

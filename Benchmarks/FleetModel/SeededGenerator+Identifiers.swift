extension SeededGenerator {
  private static let hexadecimal = Array("0123456789abcdef".utf8)
  private static let upperAlphanumeric = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
  private static let alphanumeric = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let base32 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  private mutating func text(_ count: Int, of alphabet: [UInt8], after prefix: String = "")
    -> String
  {
    var bytes = Array(prefix.utf8)
    bytes.reserveCapacity(bytes.count + count)
    for _ in 0..<count { bytes.append(alphabet[below(alphabet.count)]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `count` lower-case hexadecimal digits.
  package mutating func hex(_ count: Int) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    var bits: UInt64 = 0
    for position in 0..<count {
      if position % 16 == 0 { bits = next() }
      bytes.append(Self.hexadecimal[Int(bits & 15)])
      bits >>= 4
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A random (version 4) UUID in lower case.
  package mutating func uuid() -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(36)
    for half in [next() & ~0xF000 | 0x4000, next() & ~(3 << 62) | (2 << 62)] {
      for position in 0..<16 {
        if bytes.count == 8 || bytes.count == 13 || bytes.count == 18 || bytes.count == 23 {
          bytes.append(UInt8(ascii: "-"))
        }
        bytes.append(Self.hexadecimal[Int(half >> UInt64(60 - 4 * position) & 15)])
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The id of a temporary access key. All end in `EXAMPLE`, as in the AWS documentation, so that
  /// nobody and no secret scanner takes one for real.
  package mutating func temporaryKeyID() -> String {
    text(9, of: Self.base32, after: "ASIA") + "EXAMPLE"
  }

  /// The id of a long-term access key of a user.
  package mutating func userKeyID() -> String {
    text(9, of: Self.base32, after: "AKIA") + "EXAMPLE"
  }

  /// The unique id of a role: 21 characters, as real ones have.
  package mutating func roleID() -> String {
    text(10, of: Self.base32, after: "AROA") + "EXAMPLE"
  }

  /// The unique id of a user.
  package mutating func userID() -> String {
    text(10, of: Self.base32, after: "AIDA") + "EXAMPLE"
  }

  /// The request id that S3 gives: 16 capital letters and digits.
  package mutating func storageRequestID() -> String {
    text(16, of: Self.upperAlphanumeric)
  }

  /// S3's `x-amz-id-2`.
  package mutating func storageHostID() -> String {
    text(75, of: Self.alphanumeric) + "="
  }

  /// The 16 letters and digits that end the name of a log file.
  package mutating func fileSuffix() -> String {
    text(16, of: Self.alphanumeric)
  }

  /// The id of a resource such as `vpce-0123456789abcdef0`.
  package mutating func resourceID(_ prefix: String) -> String {
    prefix + "-0" + hex(16)
  }

  /// An address of a private network, which the network of `network` (0 to 255) decides.
  package mutating func privateAddress(network: Int) -> String {
    "10.\(network).\(number(in: 0...3) * 16).\(number(in: 4...250))"
  }

  /// A public address of the ranges that are set aside for documentation (RFC 5737), except
  /// 203.0.113.0/24, from which only attackers come.
  package mutating func publicAddress() -> String {
    (chance(perMille: 500) ? "192.0.2." : "198.51.100.") + String(number(in: 1...254))
  }
}

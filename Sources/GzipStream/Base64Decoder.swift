/// Decodes base64 (RFC 4648 section 4) that arrives in pieces; line ends are passed over.
struct Base64Decoder {
  private var bits: UInt32 = 0
  private var count = 0
  private var ended = false

  /// Appends what `text` stands for; `offset` is where the piece begins, for the error.
  mutating func decode(_ text: Span<UInt8>, appendingTo bytes: inout [UInt8], at offset: Int)
    throws(LogReadError)
  {
    for index in text.indices {
      let character = text[index]
      if character == 0x0A || character == 0x0D || character == 0x20 { continue }
      if character == UInt8(ascii: "=") {
        ended = true
        continue
      }
      guard !ended, let value = Self.value(of: character) else {
        throw LogReadError(.corrupt("not base64"), at: offset + index)
      }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
  }

  private static func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 97 + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) - 48 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

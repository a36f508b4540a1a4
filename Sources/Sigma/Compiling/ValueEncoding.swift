extension FieldModifiers.Encoding {
  /// The value encoded; three variants for `base64offset`, which does not know where it begins.
  func applied(to text: ValueText) throws(ValueCompiler.Fault) -> [ValueText] {
    switch self {
    case .wide, .utf16le: return [try encoded(text, Self.littleEndian)]
    case .utf16be: return [try encoded(text, Self.bigEndian)]
    case .utf16: return [try encoded(text) { [0xFF, 0xFE] + Self.littleEndian($0) }]
    case .base64: return [try encoded(text, Self.base64)]
    case .base64offset:
      let bytes = try literal(text)
      return (0..<3).map { offset in ValueText(bytes: Self.base64(bytes, offset: offset)) }
    case .windash: return [text.withAnyDash]
    }
  }

  private func literal(_ text: ValueText) throws(ValueCompiler.Fault) -> [UInt8] {
    guard let bytes = text.literal else {
      throw ValueCompiler.Fault(reason: "'\(rawValue)' cannot encode wildcards or placeholders")
    }
    return bytes
  }

  private func encoded(_ text: ValueText, _ encode: ([UInt8]) -> [UInt8])
    throws(ValueCompiler.Fault) -> ValueText
  {
    ValueText(bytes: encode(try literal(text)))
  }

  private static func littleEndian(_ bytes: [UInt8]) -> [UInt8] {
    String(decoding: bytes, as: UTF8.self).utf16.flatMap { unit in
      [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
  }

  private static func bigEndian(_ bytes: [UInt8]) -> [UInt8] {
    String(decoding: bytes, as: UTF8.self).utf16.flatMap { unit in
      [UInt8(unit >> 8), UInt8(unit & 0xFF)]
    }
  }

  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(UInt32(0)) { bits, offset in
        bits << 8 | UInt32(offset < group.count ? group[start + offset] : 0)
      }
      for digit in 0..<4 {
        let value = Int(bits >> UInt32(18 - 6 * digit)) & 0x3F
        output.append(digit <= group.count ? alphabet[value] : UInt8(ascii: "="))
      }
    }
    return output
  }

  /// What stays the same in base64 whatever stands around, where `offset` bytes stand before.
  private static func base64(_ bytes: [UInt8], offset: Int) -> [UInt8] {
    let encoded = base64(Array(repeating: 0x20, count: offset) + bytes)
    let start = [0, 2, 3][offset]
    let end = [0, 3, 2][(bytes.count + offset) % 3]
    return Array(encoded.dropFirst(start).dropLast(end))
  }
}

extension ValueText {
  init(bytes: [UInt8]) {
    self.init()
    append(.literal(bytes))
  }

  /// The text with every sign that begins an option replaced by any of them.
  var withAnyDash: ValueText {
    var text = ValueText()
    for part in parts {
      guard case .literal(let bytes) = part else {
        text.append(part)
        continue
      }
      for (index, byte) in bytes.enumerated() {
        let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/")
        let isStart = index == 0 || bytes[index - 1] == UInt8(ascii: " ")
        text.append(isSign && isStart ? .dash : .literal([byte]))
      }
    }
    return text
  }
}

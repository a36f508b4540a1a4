/// Writes one JSON object; members without a value are left out.
struct RecordText {
  private var bytes: [UInt8] = [UInt8(ascii: "{")]

  /// The object.
  var finished: [UInt8] { bytes + [UInt8(ascii: "}")] }

  /// A text.
  mutating func member(_ name: String, _ value: String?) {
    guard let value else { return }
    key(name)
    string(value)
  }

  /// A number.
  mutating func number(_ name: String, _ value: Int?) {
    guard let value else { return }
    key(name)
    bytes += Array(String(value).utf8)
  }

  /// A list of texts; left out where there is none.
  mutating func list(_ name: String, _ values: [String]) {
    guard !values.isEmpty else { return }
    key(name)
    bytes.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      string(value)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// An object.
  mutating func object(_ name: String, _ body: (inout RecordText) -> Void) {
    var inner = RecordText()
    body(&inner)
    json(name, inner.finished)
  }

  /// A value as it stands.
  mutating func json(_ name: String, _ value: [UInt8]) {
    key(name)
    bytes += value
  }

  private mutating func key(_ name: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    string(name)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        bytes += Array("\\u00".utf8)
        bytes.append(Self.digit(byte >> 4))
        bytes.append(Self.digit(byte & 15))
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? value + 0x30 : value + 0x57
  }

  /// Eight hexadecimal digits that tell texts apart: FNV-1a over them, folded.
  static func digest(_ parts: [String]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    let folded = UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    let digits = String(folded, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}

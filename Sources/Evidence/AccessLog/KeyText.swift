/// Keys as the log writes them.
enum KeyText {
  /// The key behind its encoding, which S3 applies twice; a plus is a blank in batch requests.
  static func decode(_ text: String, operation: String) -> String {
    var bytes = Array(text.utf8)
    if operation.hasPrefix("BATCH.") {
      for index in bytes.indices where bytes[index] == UInt8(ascii: "+") { bytes[index] = 0x20 }
    }
    return String(decoding: once(once(bytes)), as: UTF8.self)
  }

  private static func once(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = hex(bytes[index + 1]), let low = hex(bytes[index + 2])
      {
        output.append(high << 4 | low)
        index += 3
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    return output
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 0x57
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 0x37
    default: nil
    }
  }
}

internal import CloudTrail

/// The id of an event: a GUID in 16 bytes, or for made or masked records any text.
package enum EventID: Hashable, Comparable, Sendable, CustomStringConvertible {
  case guid(UInt64, UInt64)
  case text(String)

  /// The id of a record that has none; records without an id are never copies of one another.
  package static let none = EventID.text("")

  /// Reads an id; lower-case GUIDs take the short form.
  package init(_ source: Span<UInt8>, _ range: Range<Int>) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var digits = 0
    guard range.count == 36 else {
      self = .text(String(decoding: JSONText.copy(source, range), as: UTF8.self))
      return
    }
    for (place, index) in range.enumerated() {
      let byte = source[index]
      if place == 8 || place == 13 || place == 18 || place == 23 {
        guard byte == UInt8(ascii: "-") else { break }
        continue
      }
      guard let value = Self.hexValue(byte) else { break }
      if digits < 16 { high = high << 4 | value } else { low = low << 4 | value }
      digits += 1
    }
    self =
      digits == 32
      ? .guid(high, low) : .text(String(decoding: JSONText.copy(source, range), as: UTF8.self))
  }

  /// Reads an id from text.
  package init(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(bytes.span, 0..<bytes.count)
  }

  private static func hexValue(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - 0x30)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - 0x57)
    default: nil
    }
  }

  /// The id as it was logged.
  package var description: String {
    switch self {
    case .text(let text): text
    case .guid(let high, let low): Self.format(high, low)
    }
  }

  private static func format(_ high: UInt64, _ low: UInt64) -> String {
    var characters: [UInt8] = []
    characters.reserveCapacity(36)
    for digit in 0..<32 {
      if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
        characters.append(UInt8(ascii: "-"))
      }
      let word = digit < 16 ? high : low
      let value = UInt8(truncatingIfNeeded: word >> UInt64(60 - digit % 16 * 4)) & 0xF
      characters.append(value < 10 ? value + 0x30 : value + 0x57)
    }
    return String(decoding: characters, as: UTF8.self)
  }

  /// The order of the texts.
  package static func < (a: EventID, b: EventID) -> Bool {
    switch (a, b) {
    case (.guid(let a1, let a2), .guid(let b1, let b2)): (a1, a2) < (b1, b2)
    default: a.description < b.description
    }
  }
}

internal import ByteScan
internal import CloudTrail

/// The id of an event: a GUID in 16 bytes, or for made or masked records any text.
package enum EventID: Hashable, Comparable, Sendable, CustomStringConvertible {
  case guid(UInt64, UInt64)
  case text(String)

  /// The id of a record that has none; records without an id are never copies of one another.
  package static let none = EventID.text("")

  /// Reads an id; lower-case GUIDs take the short form.
  package init(_ source: Span<UInt8>, _ range: Range<Int>) {
    self = Self.guid(source, range) ?? .text(JSONText.string(source, range))
  }

  /// The id with the form `12345678-90ab-cdef-1234-567890abcdef`; nil for any other.
  private static func guid(_ source: Span<UInt8>, _ range: Range<Int>) -> EventID? {
    guard range.count == 36 else { return nil }
    let start = range.lowerBound
    guard source[start + 8] == dash, source[start + 13] == dash, source[start + 18] == dash,
      source[start + 23] == dash
    else { return nil }
    guard let first = digits(source.word64(at: start)),
      let second = digits(words(source, start + 9, start + 14)),
      let third = digits(words(source, start + 19, start + 24)),
      let fourth = digits(source.word64(at: start + 28))
    else { return nil }
    return .guid(first << 32 | second, third << 32 | fourth)
  }

  private static let dash = UInt8(ascii: "-")

  private static func words(_ source: Span<UInt8>, _ first: Int, _ second: Int) -> UInt64 {
    UInt64(source.word32(at: first)) | UInt64(source.word32(at: second)) << 32
  }

  /// The number that eight lower-case hexadecimal digits are, the first of them in the lowest byte;
  /// nil where one is no digit.
  private static func digits(_ text: UInt64) -> UInt64? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // A letter has bit 6, and its low half counts from 1 for "a".
    let letters = text >> 6 & ones
    let values = (text & (ones &* 0x0F)) &+ letters &* 9
    let large = (values &+ ones &* 0x76) >> 7 & ones
    let written = values &+ ones &* 0x30 &+ large &* 39
    guard written == text, values & (ones &* 0xF0) == 0 else { return nil }
    var packed = values.byteSwapped
    packed = (packed | packed >> 4) & 0x00FF_00FF_00FF_00FF
    packed = (packed | packed >> 8) & 0x0000_FFFF_0000_FFFF
    return (packed | packed >> 16) & 0xFFFF_FFFF
  }

  /// Reads an id from text.
  package init(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(bytes.span, 0..<bytes.count)
  }

  /// The id as it was logged.
  package var description: String {
    switch self {
    case .text(let text): text
    case .guid(let high, let low): Self.format(high, low)
    }
  }

  private static func format(_ high: UInt64, _ low: UInt64) -> String {
    var characters = InlineArray<36, UInt8>(repeating: dash)
    write(UInt32(truncatingIfNeeded: high >> 32), 0, 4, &characters)
    write(UInt32(truncatingIfNeeded: high), 9, 14, &characters)
    write(UInt32(truncatingIfNeeded: low >> 32), 19, 24, &characters)
    write(UInt32(truncatingIfNeeded: low), 28, 32, &characters)
    return characters.span.decoded()
  }

  /// Writes eight digits, four to each place.
  private static func write(
    _ number: UInt32, _ first: Int, _ second: Int, _ characters: inout InlineArray<36, UInt8>
  ) {
    // A digit to each byte, the first in the highest.
    var digits = UInt64(number)
    digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
    digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    let ones: UInt64 = 0x0101_0101_0101_0101
    let letters = (digits &+ ones &* 6) >> 4 & ones
    let text = digits &+ ones &* 0x30 &+ letters &* 39
    for place in 0..<4 {
      characters[first + place] = UInt8(truncatingIfNeeded: text >> UInt64(56 - place * 8))
      characters[second + place] = UInt8(truncatingIfNeeded: text >> UInt64(24 - place * 8))
    }
  }

  /// The order of the texts.
  package static func < (a: EventID, b: EventID) -> Bool {
    switch (a, b) {
    case (.guid(let a1, let a2), .guid(let b1, let b2)): (a1, a2) < (b1, b2)
    default: a.description < b.description
    }
  }
}

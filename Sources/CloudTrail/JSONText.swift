internal import ByteScan

/// Decodes and copies parts of JSON text.
package enum JSONText {
  /// True for the four blanks of JSON.
  package static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// The bytes of `range` as they stand.
  package static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var copy: [UInt8] = []
    append(bytes, range, to: &copy)
    return copy
  }

  /// Appends the bytes of `range` as they stand.
  package static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) {
    bytes.extracting(range).append(to: &output)
  }

  /// The bytes of `range` as text; what is no UTF-8 becomes U+FFFD.
  package static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    bytes.extracting(range).decoded()
  }

  /// True where `bytes[range]` is exactly `other`.
  package static func equal(_ bytes: Span<UInt8>, _ range: Range<Int>, _ other: [UInt8]) -> Bool {
    guard range.count == other.count else { return false }
    return bytes.extracting(range).isEqual(to: other.span)
  }

  /// True where the bytes of `other` from `start` on are exactly `bytes[range]`.
  package static func equal(
    _ other: Span<UInt8>, from start: Int, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> Bool {
    other.extracting(start..<start + range.count).isEqual(to: bytes.extracting(range))
  }

  /// True where `text` stands anywhere in `bytes[range]`.
  package static func contains(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: [UInt8]) -> Bool {
    self.range(of: text, bytes, range) != nil
  }

  /// Where `text` stands first in `bytes[range]`; nil where it does not.
  package static func range(of text: [UInt8], _ bytes: Span<UInt8>, _ range: Range<Int>)
    -> Range<Int>?
  {
    bytes.extracting(range).place(of: text.span).map { place in
      range.lowerBound + place..<range.lowerBound + place + text.count
    }
  }

  /// Appends `prefix` and `text` as a string of JSON where the text is printable ASCII without
  /// quotes and backslashes; false, and nothing is appended, where it is not.
  package static func appendQuoted(
    _ text: String, behind prefix: Span<UInt8> = Span(), to output: inout [UInt8]
  ) -> Bool {
    let utf8 = text.utf8Span
    return utf8.span.appendQuoted(behind: prefix, to: &output)
  }

  /// True where `part`, in UTF-8, stands anywhere in `text`.
  package static func contains(_ text: String, _ part: [UInt8]) -> Bool {
    let utf8 = text.utf8Span
    return contains(utf8.span, 0..<utf8.count, part)
  }

  /// True where the text between quotes `bytes[range]` holds an escape.
  package static func hasEscapes(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    bytes.extracting(range).holds(UInt8(ascii: "\\"))
  }

  /// The index behind the escape that begins at the backslash at `index`.
  package static func endOfEscape(_ bytes: Span<UInt8>, at index: Int, limit: Int)
    throws(RecordError) -> Int
  {
    guard index + 1 < limit else { throw RecordError(.unfinished, at: limit) }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return index + 2
    case UInt8(ascii: "u"):
      guard index + 6 <= limit else { throw RecordError(.unfinished, at: limit) }
      for digit in index + 2..<index + 6 where hexValue(bytes[digit]) == nil {
        throw RecordError(.notJSON("a bad \\u escape"), at: index)
      }
      return index + 6
    default: throw RecordError(.notJSON("an unknown escape"), at: index)
    }
  }

  /// The decoded content of the string whose text between the quotes is `bytes[range]`.
  ///
  /// The text must have passed `JSONMap`. An unpaired surrogate becomes U+FFFD.
  package static func decode(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte != UInt8(ascii: "\\") {
        let end = max(bytes.endOfPlainText(from: index, to: range.upperBound), index + 1)
        append(bytes, index..<end, to: &output)
        index = end
        continue
      }
      index = decodeEscape(bytes, at: index, limit: range.upperBound, to: &output)
    }
    return output
  }

  private static func decodeEscape(
    _ bytes: Span<UInt8>, at index: Int, limit: Int, to output: inout [UInt8]
  ) -> Int {
    switch bytes[index + 1] {
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"): return decodeUnicode(bytes, at: index, limit: limit, to: &output)
    default: output.append(bytes[index + 1])
    }
    return index + 2
  }

  private static func decodeUnicode(
    _ bytes: Span<UInt8>, at index: Int, limit: Int, to output: inout [UInt8]
  ) -> Int {
    let first = codeUnit(bytes, at: index + 2)
    var end = index + 6
    var scalar = Unicode.Scalar(first)
    if first & 0xFC00 == 0xD800, end + 6 <= limit, bytes[end] == UInt8(ascii: "\\"),
      bytes[end + 1] == UInt8(ascii: "u")
    {
      let second = codeUnit(bytes, at: end + 2)
      if second & 0xFC00 == 0xDC00 {
        scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
        end += 6
      }
    }
    output.append(contentsOf: String(Character(scalar ?? "\u{FFFD}")).utf8)
    return end
  }

  private static func codeUnit(_ bytes: Span<UInt8>, at index: Int) -> UInt32 {
    (index..<index + 4).reduce(0) { $0 << 4 | UInt32(hexValue(bytes[$1]) ?? 0) }
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 0x57
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 0x37
    default: nil
    }
  }
}

extension JSONText {
  /// Appends the JSON text of `range` without the blanks between its tokens: on one line.
  package static func appendCompact(
    _ bytes: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]
  ) {
    var isInString = false
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if isInString, byte == UInt8(ascii: "\\"), index + 1 < range.upperBound {
        output.append(byte)
        output.append(bytes[index + 1])
        index += 2
        continue
      }
      if byte == UInt8(ascii: "\"") { isInString.toggle() }
      if isInString || !isBlank(byte) { output.append(byte) }
      index += 1
    }
  }
}

internal import ByteScan

/// Finds one member of a record without mapping the rest.
package enum TopLevelField {
  /// The text, between the quotes, of the string member `name` of the object `bytes[range]`.
  ///
  /// Nil where there is none, it is no string, or the object is not well formed. Only the first
  /// such member is looked at; nested objects are stepped over.
  package static func string(_ name: FieldName, in bytes: Span<UInt8>, _ range: Range<Int>)
    -> Range<Int>?
  {
    find(name, in: bytes, range, isFirstEnough: true)
  }

  /// The text of the last string member of that name, for which all of the object is walked over.
  static func lastString(_ name: FieldName, in bytes: Span<UInt8>, _ range: Range<Int>)
    -> Range<Int>?
  {
    find(name, in: bytes, range, isFirstEnough: false)
  }

  private static func find(
    _ name: FieldName, in bytes: Span<UInt8>, _ range: Range<Int>, isFirstEnough: Bool
  ) -> Range<Int>? {
    var index = range.lowerBound + 1
    var depth = 1
    var found: Range<Int>?
    while index < range.upperBound, depth > 0 {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        let end = endOfString(bytes, index + 1, range.upperBound)
        if depth == 1, JSONText.equal(bytes, index + 1..<end, name.bytes),
          let value = text(bytes, behindKey: end + 1, before: range.upperBound)
        {
          if isFirstEnough { return value }
          found = value
        }
        index = end + 1
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        index += 1
      default: index += 1
      }
    }
    return found
  }

  /// The index of the quote that ends the string whose content begins at `start`.
  private static func endOfString(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var index = start
    while index < limit {
      index = bytes.endOfPlainText(from: index, to: limit)
      if index >= limit || bytes[index] == UInt8(ascii: "\"") { break }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index, limit)
  }

  /// The text, between the quotes, of the string behind the key that ends before `index`; nil
  /// where it is no key, or its value no string.
  static func text(_ bytes: Span<UInt8>, behindKey index: Int, before limit: Int) -> Range<Int>? {
    guard let start = startOfText(bytes, behindKey: index, before: limit) else { return nil }
    return start..<endOfString(bytes, start, limit)
  }

  /// As `text`, where the text has no escapes; nil where it has.
  static func plainText(_ bytes: Span<UInt8>, behindKey index: Int, before limit: Int)
    -> Range<Int>?
  {
    guard let start = startOfText(bytes, behindKey: index, before: limit) else { return nil }
    var end = bytes.endOfPlainText(from: start, to: limit)
    // A control character, which JSON forbids there, is none of our business.
    while end < limit, bytes[end] < 0x20 {
      end = bytes.endOfPlainText(from: end + 1, to: limit)
    }
    return end < limit && bytes[end] == UInt8(ascii: "\\") ? nil : start..<end
  }

  private static func startOfText(
    _ bytes: Span<UInt8>, behindKey index: Int, before limit: Int
  ) -> Int? {
    var position = index
    while position < limit, JSONText.isBlank(bytes[position]) { position += 1 }
    guard position < limit, bytes[position] == UInt8(ascii: ":") else { return nil }
    position += 1
    while position < limit, JSONText.isBlank(bytes[position]) { position += 1 }
    guard position < limit, bytes[position] == UInt8(ascii: "\"") else { return nil }
    return position + 1
  }
}

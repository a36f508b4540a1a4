internal import CloudTrail

/// Takes the fields of a line of an access log from its front.
struct FieldReader {
  private let bytes: [UInt8]
  private var position = 0

  private static let quote = UInt8(ascii: "\"")
  private static let blank = UInt8(ascii: " ")

  init(_ span: Span<UInt8>, _ range: Range<Int>) {
    bytes = JSONText.copy(span, range)
  }

  private func text(_ range: Range<Int>) -> String? {
    let text = String(decoding: bytes[range], as: UTF8.self)
    return text == "-" || text.isEmpty ? nil : text
  }

  private func wordEnd(from start: Int) -> Int {
    bytes[start...].firstIndex(of: Self.blank) ?? bytes.count
  }

  /// The next word; nil for `-`.
  mutating func word(_ what: String) throws(LineError) -> String? {
    guard position < bytes.count else { throw LineError("\(what) is missing") }
    let end = wordEnd(from: position)
    defer { position = min(end + 1, bytes.count) }
    return text(position..<end)
  }

  /// The next number; nil for `-`.
  mutating func number(_ what: String) throws(LineError) -> Int? {
    guard let word = try word(what) else { return nil }
    guard let number = Int(word), number >= 0 else { throw LineError("\(what) is no number") }
    return number
  }

  /// What stands in brackets.
  mutating func bracketed() throws(LineError) -> [UInt8] {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "["),
      let end = bytes[position...].firstIndex(of: UInt8(ascii: "]"))
    else { throw LineError("the time is missing") }
    let inside = position + 1..<end
    position = min(end + 2, bytes.count)
    return Array(bytes[inside])
  }

  /// The request line: in quotes, or `-`.
  mutating func requestURI() throws(LineError) -> String? {
    guard position < bytes.count else { throw LineError("the request line is missing") }
    guard bytes[position] == Self.quote else { return try word("the request line") }
    let start = position + 1
    var index = start
    while index < bytes.count {
      if bytes[index] == Self.quote, isFollowedByResult(index + 1) {
        position = index + 2
        return text(start..<index)
      }
      index += 1
    }
    throw LineError("the request line does not end")
  }

  /// True where a blank, a status, an error code, four numbers and a referer follow.
  private func isFollowedByResult(_ start: Int) -> Bool {
    var index = start
    guard index < bytes.count, bytes[index] == Self.blank else { return false }
    for field in 0..<6 {
      let end = wordEnd(from: index + 1)
      let word = bytes[index + 1..<end]
      let isDash = word.count == 1 && word.first == UInt8(ascii: "-")
      let isNumber = !word.isEmpty && word.allSatisfy { $0 &- 0x30 < 10 }
      let isName = field == 1 && !word.isEmpty && word.allSatisfy { $0 != Self.quote }
      guard isDash || isNumber || isName else { return false }
      index = end
      guard index < bytes.count else { return false }
    }
    return true
  }

  /// The referer: in quotes up to where the user agent begins, or `-`.
  mutating func referer() throws(LineError) -> String? {
    guard position < bytes.count, bytes[position] == Self.quote else {
      return try word("the referer")
    }
    let start = position + 1
    var index = start
    while index + 2 < bytes.count {
      if bytes[index] == Self.quote, bytes[index + 1] == Self.blank,
        bytes[index + 2] == Self.quote || bytes[index + 2] == UInt8(ascii: "-")
      {
        position = index + 2
        return text(start..<index)
      }
      index += 1
    }
    throw LineError("the referer does not end")
  }

  /// The user agent: in quotes up to the last one of the line, or `-`.
  mutating func userAgent() throws(LineError) -> String? {
    guard position < bytes.count, bytes[position] == Self.quote else {
      return try word("the user agent")
    }
    let start = position + 1
    guard let end = bytes[start...].lastIndex(of: Self.quote) else {
      throw LineError("the user agent does not end")
    }
    position = min(end + 2, bytes.count)
    return text(start..<end)
  }

  /// The words that are left.
  func rest() -> [String] {
    bytes[position...].split(separator: Self.blank).map { String(decoding: $0, as: UTF8.self) }
  }
}

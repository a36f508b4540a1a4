import CloudTrail

/// A text with wildcards, ready to be compared with bytes where they stand.
///
/// Most patterns are a plain text or one with stars around it; those compare directly. Letters are
/// folded while comparing: ASCII byte by byte, other scripts through a lower-case copy.
package struct TextPattern: Hashable, Sendable {
  enum Shape: Hashable, Sendable {
    /// Anything that is there, `*`.
    case anything
    case exact, prefix, suffix, infix
    /// Wildcards elsewhere: `tokens` says where.
    case glob
  }

  let shape: Shape
  /// The text between the stars, folded unless cased; empty for a glob.
  let literal: [UInt8]
  private let tokens: [Token]
  let isCased: Bool
  /// True where lower case needs more than ASCII.
  private let foldsUnicode: Bool

  /// A pattern as written in a rule: `*`, `?` and `\` have their meaning.
  package init(_ text: String, isCased: Bool = false) {
    self.init(ValueText(text), isCased: isCased)
  }

  /// A pattern that is this text, or one with stars around it.
  init(literal bytes: [UInt8], _ shape: Shape, isCased: Bool) {
    self.init(
      shape, isCased ? bytes : LetterCase.lowered(bytes), isCased: isCased,
      foldsUnicode: !isCased && !Self.isASCII(bytes))
  }

  init(_ text: ValueText, isCased: Bool) {
    // Nearly all are one text and nothing else.
    if text.parts.count == 1, case .literal(let bytes) = text.parts[0] {
      self.init(literal: bytes, .exact, isCased: isCased)
      return
    }
    let isASCII = text.parts.allSatisfy { part in
      guard case .literal(let bytes) = part else { return true }
      return Self.isASCII(bytes)
    }
    let folded = isCased ? text : text.mapLiterals { LetterCase.lowered($0) }
    let (shape, literal) = Self.shape(of: folded.parts)
    self.init(
      shape, literal, shape == .glob ? folded.parts.flatMap(Token.tokens) : [], isCased: isCased,
      foldsUnicode: !isASCII && !isCased)
  }

  private init(
    _ shape: Shape, _ literal: [UInt8], _ tokens: [Token] = [], isCased: Bool, foldsUnicode: Bool
  ) {
    self.shape = shape
    self.literal = literal
    self.tokens = tokens
    self.isCased = isCased
    self.foldsUnicode = foldsUnicode
  }

  /// The same in memory of its own.
  var unshared: TextPattern {
    TextPattern(
      shape, literal.map { $0 }, tokens.map { $0 }, isCased: isCased, foldsUnicode: foldsUnicode)
  }

  private static func isASCII(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 < 0x80 } }

  private static func shape(of parts: [ValueText.Part]) -> (Shape, [UInt8]) {
    switch (parts.first, parts.dropFirst().first, parts.dropFirst(2).first, parts.count) {
    case (nil, _, _, _): (.exact, [])
    case (.anyNumber, nil, _, 1): (.anything, [])
    case (.literal(let text), nil, _, 1): (.exact, text)
    case (.literal(let text), .anyNumber, nil, 2): (.prefix, text)
    case (.anyNumber, .literal(let text), nil, 2): (.suffix, text)
    case (.anyNumber, .literal(let text), .anyNumber, 3): (.infix, text)
    default: (.glob, [])
    }
  }

  /// True where `bytes[range]` matches from end to end.
  package func matches(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    if foldsUnicode { return matchesLowered(bytes, range) }
    return compare(bytes, range)
  }

  /// True where `text` matches from end to end.
  package func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return matches(bytes.span, 0..<bytes.count)
  }

  private func matchesLowered(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let lowered = LetterCase.lowered(JSONText.copy(bytes, range))
    return compare(lowered.span, 0..<lowered.count)
  }

  private func compare(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    switch shape {
    case .anything: return true
    case .exact: return range.count == literal.count && isLiteral(bytes, at: range.lowerBound)
    case .prefix: return range.count >= literal.count && isLiteral(bytes, at: range.lowerBound)
    case .suffix:
      return range.count >= literal.count && isLiteral(bytes, at: range.upperBound - literal.count)
    case .infix: return occurs(bytes, range)
    case .glob: return globMatches(bytes, range)
    }
  }

  private func isLiteral(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    let fold: UInt8 = isCased ? 0 : 0x20
    for offset in literal.indices
    where LetterCase.fold(bytes[start + offset], fold) != literal[offset] {
      return false
    }
    return true
  }

  private func occurs(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let fold: UInt8 = isCased ? 0 : 0x20
    let first = literal[0]
    var index = range.lowerBound
    let last = range.upperBound - literal.count
    while index <= last {
      if LetterCase.fold(bytes[index], fold) == first, isLiteral(bytes, at: index) { return true }
      index += 1
    }
    return false
  }

  /// Runs through both, and returns to the last star where they part.
  private func globMatches(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let fold: UInt8 = isCased ? 0 : 0x20
    var token = 0
    var index = range.lowerBound
    var star: (token: Int, index: Int)?
    while index < range.upperBound || token < tokens.count {
      if token < tokens.count {
        if tokens[token] == .anyNumber {
          token += 1
          star = (token, index)
          continue
        }
        if let end = tokens[token].end(bytes, index, range.upperBound, fold) {
          index = end
          token += 1
          continue
        }
      }
      guard let back = star, back.index < range.upperBound else { return false }
      star = (back.token, back.index + 1)
      (token, index) = (back.token, back.index + 1)
    }
    return true
  }
}

/// One step of a pattern with wildcards.
private enum Token: Hashable, Sendable {
  case byte(UInt8)
  case anyOne
  case anyNumber
  case dash

  static func tokens(_ part: ValueText.Part) -> [Token] {
    switch part {
    case .literal(let bytes): bytes.map(Token.byte)
    case .anyOne: [.anyOne]
    case .anyNumber, .placeholder: [.anyNumber]
    case .dash: [.dash]
    }
  }

  /// The index behind what this token takes at `index`; nil where it takes nothing.
  func end(_ bytes: Span<UInt8>, _ index: Int, _ limit: Int, _ fold: UInt8) -> Int? {
    guard index < limit else { return nil }
    switch self {
    case .byte(let byte): return LetterCase.fold(bytes[index], fold) == byte ? index + 1 : nil
    case .anyNumber: return index
    case .anyOne:
      var end = index + 1
      while end < limit, bytes[end] & 0xC0 == 0x80 { end += 1 }
      return end
    case .dash:
      if bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "/") { return index + 1 }
      let isLong = index + 2 < limit && bytes[index] == 0xE2 && bytes[index + 1] == 0x80
      return isLong && (0x93...0x95).contains(bytes[index + 2]) ? index + 3 : nil
    }
  }
}

/// Lower case of bytes.
enum LetterCase {
  /// `byte` with the bits of `fold` set where it is an ASCII capital: 0x20 lowers, 0 leaves.
  @inline(__always)
  static func fold(_ byte: UInt8, _ fold: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | fold : byte
  }

  /// The bytes in lower case; as Unicode where they are text beyond ASCII.
  static func lowered(_ bytes: [UInt8]) -> [UInt8] {
    if bytes.contains(where: { $0 >= 0x80 }), let text = String(validating: bytes, as: UTF8.self) {
      return Array(text.lowercased().utf8)
    }
    return bytes.map { fold($0, 0x20) }
  }
}

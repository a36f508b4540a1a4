internal import Sigma

// MARK: Where the reader is

extension PlainYAML {
  /// The byte here; a line feed at the end of the text.
  var byte: UInt8 { position < bytes.count ? bytes[position] : 0x0A }

  private var next: UInt8 { position + 1 < bytes.count ? bytes[position + 1] : 0x0A }

  /// The column here, from 0.
  var column: Int { position - lineStart }

  var place: SourcePlace { SourcePlace(line: line, column: column + 1) }

  /// True at the end of the document.
  var isEnd: Bool { position >= bytes.count || reads("---") }

  /// True at the dash of an element.
  var isDash: Bool { byte == UInt8(ascii: "-") && (next == 0x20 || next == 0x0A) }

  /// True where `sign` begins a line here.
  func reads(_ sign: StaticString) -> Bool {
    guard position == lineStart, position + sign.utf8CodeUnitCount <= bytes.count else {
      return false
    }
    return bytes[position..<position + sign.utf8CodeUnitCount]
      .elementsEqual("\(sign)".utf8)
  }

  /// True at the key of a mapping.
  var isKey: Bool {
    var probe = self
    guard (try? probe.scalar(isFlow: false)) != nil else { return false }
    return probe.byte == UInt8(ascii: ":")
  }

  mutating func skipSpaces() {
    while byte == 0x20 { position += 1 }
  }

  /// Goes to the next sign, past ends of lines and comments.
  mutating func skipBlank() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20: position += 1
      case 0x0A: endLine()
      case UInt8(ascii: "#"): while byte != 0x0A { position += 1 }
      default: return
      }
    }
  }

  private mutating func endLine() {
    position += 1
    line += 1
    lineStart = position
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

// MARK: Scalars

extension PlainYAML {
  /// A scalar that ends on its line.
  mutating func scalar(isFlow: Bool) throws(Unreadable) -> YAMLNode {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): try quoted()
    default: try plain(isFlow)
    }
  }

  private mutating func plain(_ isFlow: Bool) throws(Unreadable) -> YAMLNode {
    let start = position
    let place = place
    let isHyphen = byte == UInt8(ascii: "-") && next.mayBeginPlain
    guard byte.mayBeginPlain || isHyphen else { throw Unreadable() }
    var end = position
    while byte != 0x0A {
      if byte == UInt8(ascii: ":"), next == 0x20 || next == 0x0A { break }
      if byte == UInt8(ascii: "#"), bytes[position - 1] == 0x20 { break }
      // In brackets a colon right before a sign may end a key, or be a fault.
      if isFlow, byte == UInt8(ascii: ":"), next.isFlowSign { throw Unreadable() }
      if isFlow, byte.isFlowSign { break }
      guard byte < 0x80, byte >= 0x20 else { throw Unreadable() }
      position += 1
      if bytes[position - 1] != 0x20 { end = position }
    }
    return YAMLNode(.scalar(text(start..<end), isQuoted: false), at: place)
  }

  /// A text in quotes without a backslash; two quotes in single ones are one.
  private mutating func quoted() throws(Unreadable) -> YAMLNode {
    let place = place
    let quote = byte
    var content: [UInt8] = []
    position += 1
    while byte != quote || quote == UInt8(ascii: "'") && next == quote {
      guard byte < 0x80, byte >= 0x20, byte != UInt8(ascii: "\\") || quote == UInt8(ascii: "'")
      else { throw Unreadable() }
      content.append(byte)
      position += byte == quote ? 2 : 1
    }
    position += 1
    return YAMLNode(.scalar(String(decoding: content, as: UTF8.self), isQuoted: true), at: place)
  }

  /// A text behind `>-`, below an owner at `column`: lines are joined by a space, and an empty
  /// line between them is an end of line.
  mutating func folded(in column: Int) throws(Unreadable) -> YAMLNode {
    let place = place
    guard next == UInt8(ascii: "-") else { throw Unreadable() }
    position += 2
    guard byte == 0x0A, position < bytes.count else { throw Unreadable() }
    endLine()
    var content: [UInt8] = []
    var indent: Int?
    var empty = 0
    while position < bytes.count {
      skipSpaces()
      if byte == 0x0A {
        guard self.column <= indent ?? column else { throw Unreadable() }
        empty += 1
      } else {
        let depth = indent ?? self.column
        if self.column <= column || self.column < depth { break }
        guard self.column == depth else { throw Unreadable() }
        if indent != nil {
          content += empty == 0 ? [0x20] : [UInt8](repeating: 0x0A, count: empty)
        } else if empty > 0 {
          throw Unreadable()
        }
        (indent, empty) = (depth, 0)
        try appendLine(to: &content)
      }
      endLine()
    }
    guard indent != nil else { throw Unreadable() }
    return YAMLNode(.scalar(String(decoding: content, as: UTF8.self), isQuoted: true), at: place)
  }

  private mutating func appendLine(to content: inout [UInt8]) throws(Unreadable) {
    while byte != 0x0A {
      guard byte < 0x80, byte >= 0x20 else { throw Unreadable() }
      content.append(byte)
      position += 1
    }
    // Spaces at the end of a line are kept by YAML and fold in their own way.
    if content.last == 0x20 { throw Unreadable() }
  }
}

extension UInt8 {
  /// True for what a scalar without quotes may begin with here.
  fileprivate var mayBeginPlain: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "("):
      true
    default: false
    }
  }

  /// True for what begins a list or a mapping in brackets.
  var opensFlow: Bool { self == UInt8(ascii: "[") || self == UInt8(ascii: "{") }

  fileprivate var isFlowSign: Bool {
    switch self {
    case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"):
      true
    default: false
    }
  }

  /// True for what the name of an anchor is made of.
  var isNameByte: Bool {
    self &- 0x30 < 10 || (self | 0x20) &- 0x61 < 26 || self == 0x5F || self == UInt8(ascii: "-")
  }
}

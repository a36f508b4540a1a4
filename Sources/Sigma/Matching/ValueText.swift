/// A value of a rule taken apart: literal bytes, wildcards, placeholders.
///
///     arn:aws:s3:::%runner.buckets%/*     literal, placeholder, literal, any number
///
/// `*` is any number of characters, `?` exactly one; a backslash takes the meaning from `*`, `?`
/// and itself, and is a backslash before anything else.
struct ValueText: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case literal([UInt8])
    case anyOne
    case anyNumber
    /// Any of the signs that begin an option on Windows (modifier `windash`).
    case dash
    case placeholder(String)
  }

  private(set) var parts: [Part] = []

  init() {}

  /// Exactly this text.
  init(literal text: String) {
    append(Array(text.utf8))
  }

  /// A value as written in a rule; `%name%` is a placeholder where `expands` says so.
  init(_ text: String, expands: Bool = false) {
    let bytes = Array(text.utf8)
    guard !Self.isLiteral(bytes, expands: expands) else {
      append(bytes)
      return
    }
    var rest = bytes[...]
    var literal: [UInt8] = []
    while let byte = rest.popFirst() {
      var special: Part?
      switch byte {
      case UInt8(ascii: "*"): special = .anyNumber
      case UInt8(ascii: "?"): special = .anyOne
      case UInt8(ascii: "\\"): literal.append(Self.unescaped(&rest, expands: expands))
      case UInt8(ascii: "%") where expands:
        special = Self.placeholder(&rest).map { .placeholder($0) }
        if special == nil { literal.append(byte) }
      default: literal.append(byte)
      }
      guard let special else { continue }
      append(literal)
      literal = []
      append(special)
    }
    append(literal)
  }

  /// True for a value in which no sign has a meaning.
  static func isLiteral(_ bytes: [UInt8], expands: Bool = false) -> Bool {
    !bytes.contains { isSpecial($0, expands: expands) }
  }

  mutating func append(_ part: Part) {
    if part == .anyNumber, parts.last == .anyNumber { return }
    if case .literal(let bytes) = part { append(bytes) } else { parts.append(part) }
  }

  mutating func append(_ other: ValueText) {
    for part in other.parts { append(part) }
  }

  private mutating func append(_ bytes: [UInt8]) {
    if bytes.isEmpty { return }
    if case .literal(let before) = parts.last {
      parts[parts.count - 1] = .literal(before + bytes)
    } else {
      parts.append(.literal(bytes))
    }
  }

  private static func isSpecial(_ byte: UInt8, expands: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "\\"): true
    case UInt8(ascii: "%"): expands
    default: false
    }
  }

  /// The byte meant behind a backslash, the escaped one consumed.
  private static func unescaped(_ rest: inout ArraySlice<UInt8>, expands: Bool) -> UInt8 {
    var special = Array("*?\\".utf8)
    if expands { special.append(UInt8(ascii: "%")) }
    guard let next = rest.first, special.contains(next) else { return UInt8(ascii: "\\") }
    rest.removeFirst()
    return next
  }

  /// The name up to the next `%`, consumed with it; nil where none is meant.
  private static func placeholder(_ rest: inout ArraySlice<UInt8>) -> String? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "%")), end > rest.startIndex else {
      return nil
    }
    let name = rest[..<end]
    guard name.allSatisfy({ isNameByte($0) }) else { return nil }
    rest = rest[(end + 1)...]
    return String(decoding: name, as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "_.-:".utf8.contains(byte)
  }
}

extension ValueText {
  /// The literal bytes; nil where there is a wildcard or a placeholder.
  var literal: [UInt8]? {
    var bytes: [UInt8] = []
    for part in parts {
      guard case .literal(let more) = part else { return nil }
      bytes += more
    }
    return bytes
  }

  var placeholders: [String] {
    parts.compactMap { part in
      if case .placeholder(let name) = part { name } else { nil }
    }
  }

  /// The name of the placeholder that is all of it; nil where there is more, or none.
  var onlyPlaceholder: String? {
    guard parts.count == 1, case .placeholder(let name) = parts[0] else { return nil }
    return name
  }

  func surrounded(before: Bool, after: Bool) -> ValueText {
    var text = ValueText()
    if before { text.append(.anyNumber) }
    text.append(self)
    if after { text.append(.anyNumber) }
    return text
  }

  /// Every literal changed by `change`.
  func mapLiterals(_ change: ([UInt8]) -> [UInt8]) -> ValueText {
    var text = ValueText()
    for part in parts {
      if case .literal(let bytes) = part { text.append(change(bytes)) } else { text.append(part) }
    }
    return text
  }

  /// A text that every filling of the placeholders matches.
  var widest: ValueText {
    var text = ValueText()
    for part in parts {
      if case .placeholder = part { text.append(.anyNumber) } else { text.append(part) }
    }
    return text
  }

  /// Every way to fill the placeholders; nil where one is not known.
  func filled(by values: (String) -> [PlaceholderValue]?) -> [ValueText]? {
    var texts = [ValueText()]
    for part in parts {
      guard case .placeholder(let name) = part else {
        for index in texts.indices { texts[index].append(part) }
        continue
      }
      guard let fillings = values(name) else { return nil }
      texts = texts.flatMap { text in
        fillings.map { filling in
          var longer = text
          longer.append(filling.text)
          return longer
        }
      }
    }
    return texts
  }
}

extension PlaceholderValue {
  /// The text as given, whatever its signs mean.
  var written: String {
    switch self {
    case .literal(let text), .pattern(let text): text
    }
  }

  var text: ValueText {
    switch self {
    case .literal(let text): ValueText(literal: text)
    case .pattern(let text): ValueText(text)
    }
  }
}

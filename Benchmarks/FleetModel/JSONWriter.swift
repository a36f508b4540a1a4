/// Which of the equally valid ways of writing JSON a record takes.
package struct JSONStyle: Equatable, Sendable {
  /// Members in the order of their keys instead of CloudTrail's.
  package var sortsKeys: Bool
  /// `/` in strings as `\/`.
  package var escapesSlashes: Bool
  /// What is not ASCII as `\u00f4` instead of UTF-8.
  package var escapesUnicode: Bool

  /// A style with these properties.
  package init(sortsKeys: Bool = false, escapesSlashes: Bool = false, escapesUnicode: Bool = false)
  {
    self.sortsKeys = sortsKeys
    self.escapesSlashes = escapesSlashes
    self.escapesUnicode = escapesUnicode
  }

  /// How CloudTrail usually writes.
  package static let native = JSONStyle()
}

/// Writes JSON values as compact text at the end of a byte buffer.
package struct JSONWriter: Sendable {
  /// The text so far.
  package var bytes: [UInt8] = []
  private let style: JSONStyle

  /// A writer in `style`.
  package init(style: JSONStyle = .native) {
    self.style = style
  }

  /// The text of one value.
  package static func text(of value: JSON, style: JSONStyle = .native) -> String {
    var writer = JSONWriter(style: style)
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Appends `value`.
  package mutating func write(_ value: JSON) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .decimal(let text): bytes.append(contentsOf: text.utf8)
    case .string(let text): write(string: text)
    case .array(let elements): write(elements)
    case .object(let members): write(members: style.sortsKeys ? sorted(members) : members)
    }
  }

  private func sorted(_ members: [(key: String, value: JSON)]) -> [(key: String, value: JSON)] {
    members.sorted { $0.key < $1.key }
  }

  private mutating func write(_ elements: [JSON]) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(members: [(key: String, value: JSON)]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(string: member.key)
      bytes.append(UInt8(ascii: ":"))
      write(member.value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func write(string text: String) {
    bytes.append(UInt8(ascii: "\""))
    if isPlain(text) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { write(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func isPlain(_ text: String) -> Bool {
    let bytes = text.utf8.span
    for index in bytes.indices where !isPlain(bytes[index]) { return false }
    return true
  }

  private func isPlain(_ byte: UInt8) -> Bool {
    if byte >= 0x80 { return !style.escapesUnicode }
    if byte == UInt8(ascii: "/") { return !style.escapesSlashes }
    return byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"", "\\": escape(UInt8(ascii: scalar))
    case "\n": escape(UInt8(ascii: "n"))
    case "\t": escape(UInt8(ascii: "t"))
    case "\r": escape(UInt8(ascii: "r"))
    case "/" where style.escapesSlashes: escape(UInt8(ascii: "/"))
    case _ where scalar.value < 0x20 || (style.escapesUnicode && !scalar.isASCII):
      for unit in UTF16.encode(scalar).map(Array.init) ?? [] { escape(unit: unit) }
    default: bytes.append(contentsOf: String(scalar).utf8)
    }
  }

  private mutating func escape(_ letter: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(letter)
  }

  private mutating func escape(unit: UInt16) {
    escape(UInt8(ascii: "u"))
    let digits = Array("0123456789abcdef".utf8)
    for shift in [12, 8, 4, 0] { bytes.append(digits[Int(unit >> UInt16(shift) & 15)]) }
  }
}

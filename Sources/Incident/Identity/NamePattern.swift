/// A pattern for names, with named parts: `{runner}-ecs-task-manager-{hex8}`.
///
/// `{hex8}` stands for eight lower-case hexadecimal digits, `*` for any text, every other
/// `{name}` for one or more characters, as many as possible but the first part as few. All else
/// stands for itself.
package struct NamePattern: Equatable, Sendable {
  fileprivate enum Part: Equatable, Sendable {
    case literal([Character])
    case hex8
    case any
    case named(String)
  }

  private let parts: [Part]
  /// The pattern as it was written.
  package let text: String

  /// Reads a pattern; nil where a brace is not closed or a part has no name.
  package init?(_ text: String) {
    var parts: [Part] = []
    var literal: [Character] = []
    var rest = text[...]
    func flush() {
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = []
    }
    while let character = rest.first {
      rest.removeFirst()
      switch character {
      case "*":
        flush()
        parts.append(.any)
      case "{":
        guard let end = rest.firstIndex(of: "}"), end > rest.startIndex else { return nil }
        flush()
        let name = String(rest[..<end])
        parts.append(name == "hex8" ? .hex8 : .named(name))
        rest = rest[rest.index(after: end)...]
      case "}": return nil
      default: literal.append(character)
      }
    }
    flush()
    self.parts = parts
    self.text = text
  }

  /// What every name begins with that fits.
  var beginning: String {
    var text = ""
    for part in parts {
      guard case .literal(let characters) = part else { break }
      text += String(characters)
    }
    return text
  }

  /// The named parts of `name`, or nil where it does not fit.
  package func match(_ name: String) -> [String: String]? {
    var found: [String: String] = [:]
    return match(Array(name)[...], parts[...], &found) ? found : nil
  }

  /// The name with the parts filled in; nil where one of them has no value.
  package func filled(with values: [String: String]) -> String? {
    var result = ""
    for part in parts {
      switch part {
      case .literal(let characters): result += String(characters)
      case .any: result += "*"
      case .hex8:
        guard let value = values["hex8"] else { return nil }
        result += value
      case .named(let name):
        guard let value = values[name] else { return nil }
        result += value
      }
    }
    return result
  }

  /// The pattern with some parts filled in, which then stand for themselves alone.
  package func filling(_ values: [String: String]) -> NamePattern {
    let filled: [Part] = parts.map { part in
      switch part {
      case .named(let name): values[name].map { .literal(Array($0)) } ?? part
      case .hex8: values["hex8"].map { .literal(Array($0)) } ?? part
      case .literal, .any: part
      }
    }
    return NamePattern(parts: filled, text: text)
  }

  private init(parts: [Part], text: String) {
    self.parts = parts
    self.text = text
  }

  private func match(
    _ name: ArraySlice<Character>, _ parts: ArraySlice<Part>, _ found: inout [String: String]
  ) -> Bool {
    guard let part = parts.first else { return name.isEmpty }
    let rest = parts.dropFirst()
    switch part {
    case .literal(let characters):
      return name.starts(with: characters)
        && match(name.dropFirst(characters.count), rest, &found)
    case .hex8:
      let digits = name.prefix(8)
      guard digits.count == 8,
        digits.allSatisfy({ $0.isASCII && $0.isHexDigit && !$0.isUppercase })
      else { return false }
      found["hex8"] = String(digits)
      return match(name.dropFirst(8), rest, &found)
    case .any:
      return (0...name.count).contains { match(name.dropFirst($0), rest, &found) }
    case .named(let key):
      guard !name.isEmpty else { return false }
      let isFirst = parts.startIndex == self.parts.startIndex && rest.contains { $0.isNamed }
      let lengths = isFirst ? Array(1...name.count) : Array((1...name.count).reversed())
      for length in lengths {
        if match(name.dropFirst(length), rest, &found) {
          found[key] = String(name.prefix(length))
          return true
        }
      }
      return false
    }
  }
}

extension NamePattern.Part {
  fileprivate var isNamed: Bool {
    if case .named = self { return true }
    return false
  }
}

/// Reads a condition: `selection and not 1 of filter_*`.
///
///     either     = both { "or" both }
///     both       = part { "and" part }
///     part       = "not" part | "(" either ")" | quantity "of" target | name
///     quantity   = number | "all" | "any"
///     target     = "them" | name with "*"
///
/// `them` is every selection whose name does not begin with an underscore.
struct ConditionParser {
  /// What is wrong, and the word where.
  struct Fault: Error {
    let reason: String
    let token: Substring
  }

  private(set) var selections: Selections
  private let text: String
  private let tokens: [Substring]
  private var index = 0
  private var depth = 0

  init(_ text: String, selections: Selections) {
    self.text = text
    self.selections = selections
    tokens = Self.tokens(of: text)
  }

  mutating func parse() throws(Fault) -> Predicate {
    try refuseAggregation()
    let predicate = try either()
    if let token = next { throw Fault(reason: "unexpected '\(token)'", token: token) }
    return predicate
  }

  private static func tokens(of text: String) -> [Substring] {
    var tokens: [Substring] = []
    var rest = text.unicodeScalars[...]
    while let first = rest.first {
      if first.isBlank {
        rest = rest.dropFirst()
        continue
      }
      let token = first.isSign ? rest.prefix(1) : rest.prefix { !$0.isBlank && !$0.isSign }
      tokens.append(Substring(token))
      rest = rest[token.endIndex...]
    }
    return tokens
  }

  private func refuseAggregation() throws(Fault) {
    if let bar = tokens.first(where: { $0 == "|" }) {
      let word = tokens.drop { $0 != "|" }.dropFirst().first ?? "count"
      throw Fault(
        reason: "the aggregation '| \(word)' is unsupported: write a correlation instead",
        token: bar)
    }
    if let near = tokens.first(where: { $0.lowercased() == "near" }) {
      throw Fault(
        reason: "'near' is unsupported: write a temporal correlation instead", token: near)
    }
  }

  private var next: Substring? { index < tokens.count ? tokens[index] : nil }

  private mutating func take(_ word: String) -> Bool {
    guard next?.lowercased() == word else { return false }
    index += 1
    return true
  }

  private mutating func either() throws(Fault) -> Predicate {
    var parts = [try both()]
    while take("or") { parts.append(try both()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func both() throws(Fault) -> Predicate {
    var parts = [try part()]
    while take("and") { parts.append(try part()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func part() throws(Fault) -> Predicate {
    guard let token = next else { throw endFault("the condition ends too early") }
    depth += 1
    defer { depth -= 1 }
    if depth > 50 { throw Fault(reason: "nested deeper than 50 levels", token: token) }
    if take("not") { return .not(try part()) }
    if take("(") {
      let inner = try either()
      guard take(")") else { throw Fault(reason: "a ( without its )", token: token) }
      return inner
    }
    let isQuantity = index + 1 < tokens.count && tokens[index + 1].lowercased() == "of"
    return isQuantity ? try quantified() : try named()
  }

  private mutating func named() throws(Fault) -> Predicate {
    let token = tokens[index]
    if ["and", "or", "of", ")"].contains(token.lowercased()) {
      throw Fault(reason: "expected a selection, found '\(token)'", token: token)
    }
    guard let predicate = selections.use(String(token)) else {
      let hint = Spelling.hint(for: token, among: selections.names)
      throw Fault(reason: "unknown selection '\(token)'\(hint)", token: token)
    }
    index += 1
    return predicate
  }

  private mutating func quantified() throws(Fault) -> Predicate {
    let quantity = tokens[index]
    index += 2
    guard let target = next else { throw endFault("expected a selection behind 'of'") }
    let names = try self.names(of: target)
    index += 1
    let parts = names.compactMap { selections.use($0) }
    switch quantity.lowercased() {
    case "all": return .all(parts)
    case "any", "1": return .any(parts)
    default:
      guard let count = Int(quantity), count > 0 else {
        throw Fault(reason: "'\(quantity) of' is no number, 'all' or 'any'", token: quantity)
      }
      if count > parts.count {
        throw Fault(
          reason: "\(count) of '\(target)' can never be: it names \(parts.count)", token: quantity)
      }
      return .atLeast(count, parts)
    }
  }

  private func names(of target: Substring) throws(Fault) -> [String] {
    let pattern = TextPattern(ValueText(String(target)), isCased: true)
    let isEvery = target.lowercased() == "them"
    let names = selections.names.filter { name in
      isEvery ? !name.hasPrefix("_") : pattern.matches(name)
    }
    if names.isEmpty {
      throw Fault(reason: "no selection is named like '\(target)'", token: target)
    }
    return names
  }

  private func endFault(_ reason: String) -> Fault {
    Fault(reason: reason, token: tokens.last ?? text[...])
  }
}

extension Unicode.Scalar {
  /// White space; the properties of a letter are looked up only where it is not ASCII.
  fileprivate var isBlank: Bool {
    guard isASCII else { return properties.isWhitespace }
    return value == 0x20 || value >= 0x09 && value <= 0x0D
  }

  /// What is a token by itself.
  fileprivate var isSign: Bool { self == "(" || self == ")" || self == "|" }
}

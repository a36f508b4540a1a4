/// Reads the common part of all regular expression dialects.
struct RegexParser {
  typealias Fault = RegularExpression.Fault

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var flags: RegularExpression.Flags
  private var depth = 0

  init(_ pattern: String, flags: RegularExpression.Flags) {
    scalars = Array(pattern.unicodeScalars)
    self.flags = flags
  }

  mutating func parse() throws(Fault) -> RegexTree {
    let tree = try either()
    if index < scalars.count { throw fault("a ) without its (", at: index) }
    return tree
  }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private func fault(_ reason: String, at offset: Int) -> Fault {
    Fault(reason: "the regular expression has \(reason)", offset: offset)
  }

  private func refused(_ what: String, at offset: Int) -> Fault {
    Fault(reason: "\(what) are not supported in regular expressions", offset: offset)
  }

  /// Takes `text` where it stands next.
  private mutating func take(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars[index...].starts(with: wanted) else { return false }
    index += wanted.count
    return true
  }

  private mutating func either() throws(Fault) -> RegexTree {
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .either(branches)
  }

  private mutating func sequence() throws(Fault) -> RegexTree {
    var parts: [RegexTree] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      let start = index
      let part = try atom()
      parts.append(try quantified(part, from: start))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func atom() throws(Fault) -> RegexTree {
    let start = index
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case ".": return .scalar(flags.dotMatchesAll ? .all : ScalarSet.lineBreak.inverted)
    case "^": return .edge(flags.isMultiline ? .lineStart : .textStart)
    case "$": return .edge(flags.isMultiline ? .lineEnd : .textEnd)
    case "(": return try group(start)
    case "[": return try .scalar(scalarClass(start))
    case "\\": return try escape(start)
    case "*", "+", "?": throw fault("nothing to repeat", at: start)
    default: return .scalar(single(scalar))
    }
  }

  private func single(_ scalar: Unicode.Scalar) -> ScalarSet {
    folded(ScalarSet([scalar.value...scalar.value]))
  }

  private func folded(_ set: ScalarSet) -> ScalarSet {
    flags.ignoresCase ? set.ignoringCase : set
  }

  // MARK: Repetition

  private mutating func quantified(_ part: RegexTree, from start: Int) throws(Fault) -> RegexTree {
    let offset = index
    guard let (least, most) = try quantifier() else { return part }
    if take("+") { throw refused("possessive quantifiers", at: index - 1) }
    _ = take("?")
    let end = index
    if try quantifier() != nil { throw fault("nothing to repeat", at: end) }
    return .repeated(part, from: least, to: most, offset: offset)
  }

  private mutating func quantifier() throws(Fault) -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard next == "{" else { return nil }
    let start = index
    index += 1
    let least = number()
    let hasComma = take(",")
    let most = hasComma ? number() : least
    guard take("}"), least != nil || (hasComma && most != nil) else {
      index = start
      return nil
    }
    if let least, let most, least > most {
      throw fault("a repetition from more to less", at: start)
    }
    if max(least ?? 0, most ?? 0) > 1_000 {
      throw fault("a repetition of more than 1000", at: start)
    }
    return (least ?? 0, most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = next, ("0"..."9").contains(scalar) {
      value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), 1_000_000)
      index += 1
    }
    return value
  }

  // MARK: Groups

  private mutating func group(_ start: Int) throws(Fault) -> RegexTree {
    depth += 1
    defer { depth -= 1 }
    if depth > 50 { throw fault("more than 50 groups inside each other", at: start) }
    let outer = flags
    if take("?") {
      if try groupHead(start) { return .empty }
    }
    let tree = try either()
    guard take(")") else { throw fault("a ( without its )", at: start) }
    flags = outer
    return tree
  }

  /// Reads what follows `(?`; true where it was a setting of flags for the rest, `(?i)`.
  private mutating func groupHead(_ start: Int) throws(Fault) -> Bool {
    if take(":") { return false }
    if take("=") || take("!") || take("<=") || take("<!") {
      throw refused("look-ahead and look-behind", at: start)
    }
    if take(">") { throw refused("atomic groups", at: start) }
    if take("P<") || take("<") || take("'") {
      while let scalar = next, scalar != ">", scalar != "'" { index += 1 }
      guard take(">") || take("'") else { throw fault("a group name without end", at: start) }
      return false
    }
    return try groupFlags(start)
  }

  private mutating func groupFlags(_ start: Int) throws(Fault) -> Bool {
    var isOn = true
    while let scalar = next {
      index += 1
      switch scalar {
      case "-": isOn = false
      case "i": flags.ignoresCase = isOn
      case "m": flags.isMultiline = isOn
      case "s": flags.dotMatchesAll = isOn
      case ":": return false
      case ")": return true
      default: throw fault("an unknown group sign '\(scalar)'", at: index - 1)
      }
    }
    throw fault("a ( without its )", at: start)
  }

  // MARK: Escapes

  private mutating func escape(_ start: Int) throws(Fault) -> RegexTree {
    guard let scalar = next else { throw fault("a backslash at its end", at: start) }
    switch scalar {
    case "b": index += 1; return .edge(.wordEdge)
    case "B": index += 1; return .edge(.noWordEdge)
    case "A": index += 1; return .edge(.textStart)
    case "z", "Z": index += 1; return .edge(.textEnd)
    case "1"..."9", "k", "g": throw refused("back references", at: start)
    default: return .scalar(folded(try escapedSet(start)))
    }
  }

  /// The set behind a backslash, inside or outside of brackets.
  private mutating func escapedSet(_ start: Int) throws(Fault) -> ScalarSet {
    guard let scalar = next else { throw fault("a backslash at its end", at: start) }
    index += 1
    switch scalar {
    case "d": return .digit
    case "D": return ScalarSet.digit.inverted
    case "w": return .word
    case "W": return ScalarSet.word.inverted
    case "s": return .blank
    case "S": return ScalarSet.blank.inverted
    case "n": return ScalarSet([0x0A...0x0A])
    case "r": return ScalarSet([0x0D...0x0D])
    case "t": return ScalarSet([0x09...0x09])
    case "f": return ScalarSet([0x0C...0x0C])
    case "v": return ScalarSet([0x0B...0x0B])
    case "0": return ScalarSet([0...0])
    case "x": return try hexadecimal(digits: 2, start)
    case "u": return try hexadecimal(digits: 4, start)
    case "p", "P": throw refused("Unicode properties", at: start)
    case "a"..."z", "A"..."Z": throw fault("an unknown escape '\\\(scalar)'", at: start)
    default: return ScalarSet([scalar.value...scalar.value])
    }
  }

  private mutating func hexadecimal(digits: Int, _ start: Int) throws(Fault) -> ScalarSet {
    let isBraced = take("{")
    let from = index
    while let scalar = next, scalar.properties.isASCIIHexDigit, isBraced || index - from < digits {
      index += 1
    }
    let text = String(String.UnicodeScalarView(scalars[from..<index]))
    guard let value = UInt32(text, radix: 16), value <= 0x10FFFF,
      isBraced ? take("}") : index - from == digits
    else { throw fault("a bad hexadecimal escape", at: start) }
    return ScalarSet([value...value])
  }

  // MARK: Classes

  private mutating func scalarClass(_ start: Int) throws(Fault) -> ScalarSet {
    let isInverted = take("^")
    var set = ScalarSet([])
    var isFirst = true
    while isFirst || next != "]" {
      isFirst = false
      guard next != nil else { throw fault("a [ without its ]", at: start) }
      if take("[:") {
        set.insert(try posixClass(start))
      } else {
        try classItem(&set)
      }
    }
    index += 1
    let result = folded(set)
    return isInverted ? result.inverted : result
  }

  private mutating func classItem(_ set: inout ScalarSet) throws(Fault) {
    let start = index
    guard let low = try classBound(&set) else { return }
    let isRange = next == "-" && index + 1 < scalars.count && scalars[index + 1] != "]"
    guard isRange else { return set.insert(low...low) }
    index += 1
    guard let high = try classBound(&set) else {
      set.insert(low...low)
      return set.insert(0x2D...0x2D)
    }
    guard low <= high else { throw fault("a range from more to less", at: start) }
    set.insert(low...high)
  }

  /// One end of a range; nil where it was a whole set (`\d`), which is added.
  private mutating func classBound(_ set: inout ScalarSet) throws(Fault) -> UInt32? {
    let start = index
    guard let scalar = next else { throw fault("a [ without its ]", at: start) }
    index += 1
    guard scalar == "\\" else { return scalar.value }
    if take("b") { return 0x08 }
    let escaped = try escapedSet(start)
    if let single = escaped.single { return single }
    set.insert(escaped)
    return nil
  }

  private mutating func posixClass(_ start: Int) throws(Fault) -> ScalarSet {
    for (name, set) in Self.posixClasses where take("\(name):]") { return set }
    throw fault("an unknown class", at: start)
  }

  private static let posixClasses: [(String, ScalarSet)] = [
    ("alpha", ScalarSet([0x41...0x5A, 0x61...0x7A])), ("digit", .digit), ("space", .blank),
    ("alnum", ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])), ("word", .word),
    ("upper", ScalarSet([0x41...0x5A])), ("lower", ScalarSet([0x61...0x7A])),
    ("xdigit", ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])),
    ("punct", ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])),
  ]
}

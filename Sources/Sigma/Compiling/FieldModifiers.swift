/// What the words behind the bars of `field|contains|all` ask for.
struct FieldModifiers {
  /// How a value is compared; each field has one.
  enum Operation: Hashable {
    case equals, contains, startsWith, endsWith, regex, network, exists
    case number(NumberTest.Relation)
  }

  /// How a value is changed before it is compared, in the order written.
  enum Encoding: String, CaseIterable {
    case wide, utf16, utf16le, utf16be, base64, base64offset, windash
  }

  private(set) var operation = Operation.equals
  private(set) var encodings: [Encoding] = []
  private(set) var requiresAll = false
  private(set) var isCased = false
  private(set) var isNegated = false
  private(set) var expands = false
  private(set) var refersToField = false
  private(set) var timeUnit: TimeUnit?
  private(set) var regexFlags = RegularExpression.Flags()

  /// What is wrong with a word.
  struct Fault: Error {
    let reason: String
  }

  static let names: [String] =
    [
      "contains", "startswith", "endswith", "all", "re", "cidr", "exists", "fieldref", "cased",
      "neq", "gt", "gte", "lt", "lte", "expand", "i", "m", "s", "ignorecase", "multiline",
      "dotall", "minute", "hour", "day", "week", "month", "year",
    ] + Encoding.allCases.map(\.rawValue)

  /// Takes the next word.
  mutating func add(_ word: some StringProtocol) throws(Fault) {
    switch String(word) {
    case "contains": try set(.contains, word)
    case "startswith": try set(.startsWith, word)
    case "endswith": try set(.endsWith, word)
    case "re": try set(.regex, word)
    case "cidr": try set(.network, word)
    case "exists": try set(.exists, word)
    case "gt", "gte", "lt", "lte":
      if let relation = NumberTest.Relation(rawValue: String(word)) {
        try set(.number(relation), word)
      }
    case "all": try raise(\.requiresAll, word)
    case "cased": try raise(\.isCased, word)
    case "neq": try raise(\.isNegated, word)
    case "expand": try raise(\.expands, word)
    case "fieldref": try raise(\.refersToField, word)
    case "i", "ignorecase": try raiseFlag(\.ignoresCase, word)
    case "m", "multiline": try raiseFlag(\.isMultiline, word)
    case "s", "dotall": try raiseFlag(\.dotMatchesAll, word)
    default: try addOther(word)
    }
  }

  private mutating func addOther(_ word: some StringProtocol) throws(Fault) {
    if let unit = TimeUnit(rawValue: String(word)) {
      if timeUnit != nil { throw Fault(reason: "a second part of the time, '\(word)'") }
      timeUnit = unit
    } else if let encoding = Encoding(rawValue: String(word)) {
      guard operation == .equals else {
        throw Fault(reason: "'\(word)' must stand before the comparison")
      }
      encodings.append(encoding)
    } else {
      let hint = Spelling.hint(for: word, among: Self.names)
      throw Fault(reason: "unknown modifier '\(word)'\(hint)")
    }
  }

  private mutating func set(_ new: Operation, _ word: some StringProtocol) throws(Fault) {
    guard operation == .equals else {
      throw Fault(reason: "'\(word)' is a second comparison for one field")
    }
    operation = new
  }

  private mutating func raise(
    _ flag: WritableKeyPath<FieldModifiers, Bool>, _ word: some StringProtocol
  ) throws(Fault) {
    if self[keyPath: flag] { throw Fault(reason: "'\(word)' stands twice") }
    self[keyPath: flag] = true
  }

  private mutating func raiseFlag(
    _ flag: WritableKeyPath<RegularExpression.Flags, Bool>, _ word: some StringProtocol
  ) throws(Fault) {
    guard operation == .regex else { throw Fault(reason: "'\(word)' is only for 're'") }
    regexFlags[keyPath: flag] = true
  }

  /// The modifier that makes no sense beside the others, and why; nil where all do.
  var contradiction: (word: String, reason: String)? {
    let isText = [.equals, .contains, .startsWith, .endsWith].contains(operation)
    let comparesTexts = isText && timeUnit == nil
    if isCased, !comparesTexts { return ("cased", "'cased' is only for texts") }
    if let encoding = encodings.first, !comparesTexts || refersToField {
      return (encoding.rawValue, "'\(encoding.rawValue)' is only for texts")
    }
    if refersToField, !comparesTexts || expands {
      return ("fieldref", "'fieldref' is only for equality, contains, startswith and endswith")
    }
    if expands, !comparesTexts, operation != .network {
      return ("expand", "'expand' is only for texts and 'cidr'")
    }
    if requiresAll, operation == .exists || timeUnit != nil || isNumber {
      return ("all", "'all' is not for a yes or no, or a number")
    }
    if timeUnit != nil, operation != .equals, !isNumber {
      return (timeUnit?.rawValue ?? "", "a part of the time is compared as a number")
    }
    return nil
  }

  private var isNumber: Bool {
    if case .number = operation { true } else { false }
  }
}

extension Detection {
  /// The modifiers that a field can have.
  package static let modifiers = FieldModifiers.names
}

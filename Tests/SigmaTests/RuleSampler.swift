import Sigma

/// Makes records out of a rule's own text: some that must match it, some that must not.
///
/// Deliberately naive, and independent of the compiler under test: it reads the YAML, decides for
/// each selection whether it shall hold, and works out the condition with its own little logic.
struct RuleSampler {
  /// A record, and whether the rule must match it.
  struct Sample {
    let json: String
    let mustMatch: Bool
  }

  private let selections: [(name: String, node: YAMLNode)]
  private let condition: [String]
  /// Which of several values of a list is taken, counted round.
  private var pick = 0

  init(detection: YAMLNode) {
    selections = (detection.pairs ?? []).compactMap { pair in
      guard let name = pair.key.text, name != "condition" else { return nil }
      return (name, pair.value)
    }
    let text = detection["condition"]?.text ?? ""
    condition = text.map { "()".contains($0) ? " \($0) " : String($0) }.joined()
      .split(separator: " ").map(String.init)
  }

  /// How many values the longest list of the rule has.
  private var longestList: Int {
    let nodes = selections.flatMap { $0.node.oneOrMany }
    let lists = selections.compactMap { $0.node.elements?.count }
    let values = nodes.flatMap { $0.pairs ?? [] }.map { $0.value.oneOrMany.count }
    return (lists + values).max() ?? 1
  }

  /// Samples with every value of every list, each once.
  func allSamples() -> [Sample] {
    var seen: Set<String> = []
    return (0..<longestList).flatMap { samples(picking: $0) }.filter {
      seen.insert($0.json).inserted
    }
  }

  /// A sample for every choice of selections that can be brought about, with the values of lists
  /// that `pick` says, and `fields` besides.
  func samples(picking pick: Int, adding fields: [String: String] = [:]) -> [Sample] {
    var sampler = self
    sampler.pick = pick
    return sampler.samples(adding: fields)
  }

  private func samples(adding fields: [String: String]) -> [Sample] {
    (0..<1 << selections.count).compactMap { choice in
      var record = SampleRecord()
      var truths: [String: Bool] = [:]
      for (number, selection) in selections.enumerated() {
        truths[selection.name] = choice & 1 << number != 0
      }
      for wanted in [true, false] {
        for selection in selections where truths[selection.name] == wanted {
          guard bring(selection.node, wanted, into: &record) else { return nil }
        }
      }
      for (field, text) in fields { _ = record.set(field, text) }
      var rest = condition[...]
      return Sample(json: record.json, mustMatch: either(&rest, truths))
    }
  }

  // MARK: Records

  /// Makes a selection hold or not; false where that contradicts what is already there.
  private func bring(_ node: YAMLNode, _ wanted: Bool, into record: inout SampleRecord) -> Bool {
    if let alternatives = node.elements {
      // One of them is enough; none may hold where it shall not.
      guard !wanted else {
        return bring(alternatives[pick % alternatives.count], true, into: &record)
      }
      return alternatives.allSatisfy { bring($0, false, into: &record) }
    }
    let items = node.pairs ?? []
    if wanted { return items.allSatisfy { bring($0, into: &record) } }
    // One item that fails is enough: the last, which is seldom the eventSource.
    return items.last.map { spoil($0, in: &record) } ?? false
  }

  private func bring(_ item: YAMLNode.Pair, into record: inout SampleRecord) -> Bool {
    let (field, modifiers) = Self.split(item.key)
    let values = item.value.oneOrMany
    if modifiers.contains("fieldref") {
      return record.set(field, "same") && record.set(values[0].text ?? "", "same")
    }
    if modifiers.contains("exists") {
      return values[0].text == "true" ? record.set(field, "there") : record.remove(field)
    }
    let value = values[pick % values.count]
    if value.isNull { return record.remove(field) }
    let texts = (modifiers.contains("all") ? values : [value]).map(Self.plain)
    let text = texts.joined(separator: " ")
    if modifiers.contains("re") { return record.set(field, Self.regexSamples[text] ?? text) }
    let before = modifiers.contains("contains") || modifiers.contains("endswith") ? "before " : ""
    let after = modifiers.contains("contains") || modifiers.contains("startswith") ? " after" : ""
    return record.set(field, before + Self.otherCase(text) + after)
  }

  private func spoil(_ item: YAMLNode.Pair, in record: inout SampleRecord) -> Bool {
    let (field, modifiers) = Self.split(item.key)
    let first = item.value.oneOrMany[0]
    let isPresence = modifiers.contains("exists") || first.text == "*"
    if isPresence, first.text != "false" { return record.remove(field) }
    if let text = record.text(field) {
      // Another selection put it there; a plain value cannot be this one as well.
      let values = item.value.oneOrMany.map { $0.text?.lowercased() }
      return modifiers.isEmpty && !values.contains(text.lowercased())
    }
    return record.set(field, "spoilt")
  }

  private static let regexSamples = [".+:assumed-role/aws:.+": "arn:aws:sts::1:assumed-role/aws:x"]

  /// A text that the value matches: stars and question marks filled.
  private static func plain(_ node: YAMLNode) -> String {
    (node.text ?? "").replacing("*", with: "x").replacing("?", with: "y")
  }

  /// The text with its letters in the other case: matching must not care.
  private static func otherCase(_ text: String) -> String {
    String(text.map { $0.isUppercase ? Character($0.lowercased()) : Character($0.uppercased()) })
  }

  private static func split(_ key: YAMLNode) -> (String, [Substring]) {
    let parts = (key.text ?? "").split(separator: "|")
    return (String(parts[0]), Array(parts.dropFirst()))
  }

  // MARK: Condition

  private func either(_ rest: inout ArraySlice<String>, _ truths: [String: Bool]) -> Bool {
    var value = both(&rest, truths)
    while rest.first == "or" {
      rest.removeFirst()
      let next = both(&rest, truths)
      value = value || next
    }
    return value
  }

  private func both(_ rest: inout ArraySlice<String>, _ truths: [String: Bool]) -> Bool {
    var value = part(&rest, truths)
    while rest.first == "and" {
      rest.removeFirst()
      let next = part(&rest, truths)
      value = value && next
    }
    return value
  }

  private func part(_ rest: inout ArraySlice<String>, _ truths: [String: Bool]) -> Bool {
    let word = rest.removeFirst()
    if word == "not" { return !part(&rest, truths) }
    if word == "(" {
      defer { rest.removeFirst() }
      return either(&rest, truths)
    }
    guard rest.first == "of" else { return truths[word] ?? false }
    let target = rest.dropFirst().first ?? ""
    rest = rest.dropFirst(2)
    let named = truths.filter { target == "them" || $0.key.hasPrefix(target.dropLast()) }
    return word == "all" ? named.values.allSatisfy { $0 } : named.values.contains(true)
  }
}

/// A JSON object under construction, by dotted paths.
struct SampleRecord {
  private indirect enum Value {
    case text(String)
    case object([String: Value])
  }

  private var root: [String: Value] = ["eventVersion": .text("1.08")]
  private var removed: Set<String> = []

  /// False where something else is there, or was promised not to be.
  mutating func set(_ path: String, _ text: String) -> Bool {
    guard !removed.contains(path) else { return false }
    let names = path.split(separator: ".").map(String.init)
    return Self.set(names[...], text, in: &root)
  }

  /// False where it is there already.
  mutating func remove(_ path: String) -> Bool {
    removed.insert(path)
    return !Self.holds(path.split(separator: ".").map(String.init)[...], root)
  }

  /// The text of a member of the record itself.
  func text(_ name: String) -> String? {
    if case .text(let text)? = root[name] { text } else { nil }
  }

  var json: String { Self.json(.object(root)) }

  private static func set(
    _ names: ArraySlice<String>, _ text: String, in object: inout [String: Value]
  ) -> Bool {
    guard let name = names.first else { return false }
    if names.count == 1 {
      switch object[name] {
      case nil: object[name] = .text(text)
      case .text(let other)?: return other == text
      case .object(var inner)?:
        // What the whole object shall contain stands in a member of its own.
        inner["sample"] = .text(text)
        object[name] = .object(inner)
      }
      return true
    }
    var inner: [String: Value] = [:]
    if case .object(let known)? = object[name] { inner = known }
    if case .text(let text)? = object[name] { inner["sample"] = .text(text) }
    defer { object[name] = .object(inner) }
    return set(names.dropFirst(), text, in: &inner)
  }

  private static func holds(_ names: ArraySlice<String>, _ object: [String: Value]) -> Bool {
    guard let name = names.first, let value = object[name] else { return false }
    if names.count == 1 { return true }
    guard case .object(let inner) = value else { return false }
    return holds(names.dropFirst(), inner)
  }

  private static func json(_ value: Value) -> String {
    switch value {
    case .text(let text):
      return #""\#(text.replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#))""#
    case .object(let members):
      let pairs = members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\(json($0.value))" }
      return "{\(pairs.joined(separator: ","))}"
    }
  }
}

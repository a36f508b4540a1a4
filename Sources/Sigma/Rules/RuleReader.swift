/// Reads the documents of a rule file, noting everything that is wrong.
struct RuleReader {
  private static let keys = [
    "title", "id", "name", "related", "taxonomy", "status", "description", "license", "author",
    "references", "date", "modified", "logsource", "detection", "correlation", "fields",
    "falsepositives", "level", "tags", "scope", "trailscan",
  ]

  let source: SourceText
  private let nodes: [YAMLNode]?
  let vocabulary: RuleVocabulary
  private(set) var diagnostics = Diagnostics()
  /// How many documents there are, good or bad.
  private(set) var documents = 0

  init(_ text: RuleDocuments, vocabulary: RuleVocabulary) {
    source = text.source
    nodes = text.nodes
    self.vocabulary = vocabulary
  }

  /// The rules that can be used.
  mutating func rules() -> [RuleSource] {
    do {
      var rules: [RuleSource] = []
      let written: [YAMLNode]
      if let nodes { written = nodes } else { written = try YAMLReader.documents(of: source) }
      documents = written.count
      if written.isEmpty, nodes == nil {
        diagnostics.warn(
          "the file holds no rule", at: SourcePlace(line: 1, column: 1), in: source)
      }
      for document in written {
        // What follows a collection's first document inherits from it, and cannot stand alone.
        if let action = document["action"] {
          fail(
            "rule collections ('action: \(action.text ?? "")') are unsupported; "
              + "write each rule out", at: action.place)
          break
        }
        if let rule = rule(document) { rules.append(rule) }
      }
      return rules
    } catch {
      diagnostics.add(error)
      documents += 1
      return []
    }
  }

  mutating func fail(_ reason: String, at place: SourcePlace) {
    diagnostics.fail(reason, at: place, in: source)
  }

  private mutating func rule(_ node: YAMLNode) -> RuleSource? {
    guard let pairs = node.pairs else {
      fail("expected a rule, found \(node.kindName)", at: node.place)
      return nil
    }
    guard acceptsLogSource(node) else { return nil }
    for pair in pairs {
      let key = pair.key.text ?? ""
      let hint = Self.keys.contains(key) ? "" : Spelling.hint(for: key, among: Self.keys)
      if !hint.isEmpty {
        diagnostics.warn("unknown key '\(key)'\(hint)", at: pair.key.place, in: source)
      }
    }
    let before = diagnostics.errors.count
    let title = text("title", of: node)
    if node["title"] == nil { fail("the rule has no title", at: node.place) }
    let level = level(of: node)
    let body = body(of: node)
    guard let title, let body, diagnostics.errors.count == before else { return nil }
    return RuleSource(
      source: source, node: node, title: title, id: text("id", of: node),
      name: text("name", of: node), level: level, body: body)
  }

  /// The text of a key; an error where it is a list or a mapping.
  private mutating func text(_ key: String, of node: YAMLNode) -> String? {
    guard let value = node[key] else { return nil }
    guard let text = value.text else {
      if !value.isNull || key == "title" {
        fail("'\(key)' must be a text, not \(value.kindName)", at: value.place)
      }
      return nil
    }
    return text
  }

  private mutating func level(of node: YAMLNode) -> Level {
    guard let text = text("level", of: node), let place = node["level"]?.place else {
      return .medium
    }
    if let level = Level(rawValue: text.lowercased()) { return level }
    let names = Level.allCases.map(\.rawValue)
    fail(
      "unknown level '\(text)'\(Spelling.hint(for: text, among: names)); "
        + "levels are \(names.joined(separator: ", "))", at: place)
    return .medium
  }

  /// False, with a warning, where the rule is about other logs.
  private mutating func acceptsLogSource(_ node: YAMLNode) -> Bool {
    guard let logSource = node["logsource"] else { return true }
    let product = logSource["product"]?.text
    let service = logSource["service"]?.text
    let category = logSource["category"]?.text
    // A rule about the product as a whole is about this one of its logs, too.
    if product == "aws", category == nil, service == nil || service == "cloudtrail" { return true }
    let names = [product, service, category].compactMap { $0 }.joined(separator: "/")
    diagnostics.warn(
      Diagnostics.leftOut
        + "a rule about \(names.isEmpty ? "unnamed" : names) logs, not aws/cloudtrail",
      at: logSource.place, in: source)
    return false
  }

  private mutating func body(of node: YAMLNode) -> RuleSource.Body? {
    switch (node["detection"], node["correlation"]) {
    case (let node?, nil):
      let detection = Detection(compiling: node, in: source, diagnostics: &diagnostics)
      vocabulary.checkValues(node, in: source, &diagnostics)
      return detection.flatMap { knowsReferences(of: $0) ? .detection($0) : nil }
    case (nil, let node?):
      var reader = CorrelationReader(source: source, vocabulary: vocabulary)
      let correlation = reader.correlation(node)
      diagnostics.add(reader.diagnostics)
      return correlation.map { .correlation($0) }
    case (nil, nil):
      fail("the rule has neither a detection nor a correlation", at: node.place)
    case (_?, let correlation?):
      fail("a rule has a detection or a correlation, not both", at: correlation.place)
    }
    return nil
  }

  /// False, with an error each, where nobody knows what a name stands for.
  private mutating func knowsReferences(of detection: Detection) -> Bool {
    let before = diagnostics.errors.count
    for reference in detection.references {
      vocabulary.check(reference, in: source, &diagnostics)
    }
    return diagnostics.errors.count == before
  }
}

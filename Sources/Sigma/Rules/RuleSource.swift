/// One rule as written: parsed and checked as far as it goes without the other rules.
struct RuleSource {
  enum Body {
    case detection(Detection)
    case correlation(CorrelationSource)
  }

  let source: SourceText
  let node: YAMLNode
  let title: String
  let id: String?
  let name: String?
  let level: Level
  let body: Body

  func rule(_ body: Rule.Body, isRepeated: Bool) -> Rule {
    Rule(
      title: title, id: id, name: name, status: node["status"]?.text, level: level,
      description: node["description"]?.text.map(Self.oneLine),
      falsePositives: texts("falsepositives"),
      references: texts("references"), tags: texts("tags").map { $0.lowercased() }, body: body,
      file: source.name, place: node.place, isRepeated: isRepeated, ownKeys: node["trailscan"])
  }

  /// A text without the line breaks that only fit it into its file.
  private static func oneLine(_ text: String) -> String {
    var last = UInt8(ascii: " ")
    let isOneLine = text.utf8.allSatisfy { byte in
      defer { last = byte }
      return byte > 0x20 && byte < 0x80 || byte == 0x20 && last != 0x20
    }
    if isOneLine, last != 0x20 { return text }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The texts of a key that holds one or a list.
  private func texts(_ key: String) -> [String] {
    node[key]?.oneOrMany.compactMap(\.text) ?? []
  }
}

/// A correlation as written: rules are still texts.
struct CorrelationSource {
  let kind: Correlation.Kind
  let rules: [YAMLNode]
  let groupBy: [String]
  let timespan: Int64
  let generatesMatches: Bool
  /// Nil where the number of rules is the condition.
  let condition: Correlation.Condition?
  /// For each alias and rule the field.
  let aliases: [(name: String, rule: YAMLNode, field: String)]
}

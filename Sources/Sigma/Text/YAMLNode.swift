/// One value of a YAML document, as written, with its place.
///
/// Scalars are text: `012345678901`, `no` and `2026-03-01` stay what the author typed.
package struct YAMLNode: Sendable {
  /// What the value holds.
  package enum Content: Sendable {
    /// The text, and whether quotes or a block sign make it text whatever it says.
    case scalar(String, isQuoted: Bool)
    /// Keys and values in the order written.
    case mapping([Pair])
    /// Elements in the order written.
    case sequence([YAMLNode])
  }

  /// One key and its value.
  package struct Pair: Sendable {
    /// The key: always a scalar.
    package let key: YAMLNode
    /// The value.
    package let value: YAMLNode

    /// A key and its value.
    package init(key: YAMLNode, value: YAMLNode) {
      self.key = key
      self.value = value
    }
  }

  /// What the value holds.
  package let content: Content
  /// Where the value begins.
  package let place: SourcePlace

  package init(_ content: Content, at place: SourcePlace) {
    self.content = content
    self.place = place
  }

  /// True for nothing, `~` and `null` without quotes.
  package var isNull: Bool {
    guard case .scalar(let text, isQuoted: false) = content else { return false }
    switch text.utf8.count {
    case 0: return true
    case 1: return text == "~"
    case 4: return text == "null" || text == "Null" || text == "NULL"
    default: return false
    }
  }

  /// The text of a scalar; nil for null, mappings and sequences.
  package var text: String? {
    guard case .scalar(let text, _) = content, !isNull else { return nil }
    return text
  }

  /// The pairs of a mapping; nil for anything else.
  package var pairs: [Pair]? {
    guard case .mapping(let pairs) = content else { return nil }
    return pairs
  }

  /// The elements of a sequence; nil for anything else.
  package var elements: [YAMLNode]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  /// The elements of a sequence, or the value itself: where one or a list may stand.
  package var oneOrMany: [YAMLNode] { elements ?? [self] }

  /// The value of key `name` in a mapping; nil where there is none or the node is no mapping.
  package subscript(name: String) -> YAMLNode? {
    guard case .mapping(let pairs) = content else { return nil }
    for index in pairs.indices where pairs[index].key.says(name) { return pairs[index].value }
    return nil
  }

  /// True for a scalar with this text.
  private func says(_ name: String) -> Bool {
    guard case .scalar(let text, _) = content else { return false }
    return text == name && !isNull
  }

  /// `a mapping`, `a list`, `null` or `a text`, for messages.
  package var kindName: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar: isNull ? "null" : "a text"
    }
  }
}

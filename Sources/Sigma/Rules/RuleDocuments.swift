/// Rules as they stand in a text: the whole of it, or some of its values.
package struct RuleDocuments: Sendable {
  /// The text.
  package let source: SourceText
  /// The values of the text that are rules; nil = its documents.
  package let nodes: [YAMLNode]?

  /// The documents of a text.
  package init(_ source: SourceText) {
    self.source = source
    nodes = nil
  }

  /// Some values of a text that was read before.
  package init(_ source: SourceText, nodes: [YAMLNode]) {
    self.source = source
    self.nodes = nodes
  }
}

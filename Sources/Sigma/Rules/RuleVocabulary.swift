internal import CloudTrail

/// The names that rules may use, for those who load them.
package struct RuleVocabulary: Sendable {
  /// The placeholders that contexts will know, without percent signs.
  package var placeholders: Set<String>
  /// The fields that contexts will know, `trailscan.…`; nil = any.
  package var contextFields: Set<String>?
  /// All values that a field of contexts can have, for those that have an end of them.
  package var contextValues: [String: [String]]
  /// True where a field that CloudTrail does not have is worth a warning.
  package var checksFields: Bool

  /// Names that rules may use; by default no placeholder, and no question about fields.
  package init(
    placeholders: Set<String> = [], contextFields: Set<String>? = nil,
    contextValues: [String: [String]] = [:], checksFields: Bool = false
  ) {
    self.placeholders = placeholders
    self.contextFields = contextFields
    self.contextValues = contextValues
    self.checksFields = checksFields
  }

  /// Notes what `reference` names and nobody knows.
  package func check(
    _ reference: Detection.Reference, in source: SourceText, _ diagnostics: inout Diagnostics
  ) {
    let name = reference.name
    switch reference.kind {
    case .placeholder where !placeholders.contains(name):
      let hint = Spelling.hint(for: name, among: placeholders.sorted())
      diagnostics.fail(
        "nothing is known to stand for '%\(name)%'\(hint)", at: reference.place, in: source)
    case .contextField:
      guard let contextFields, !contextFields.contains(name) else { return }
      let hint = Spelling.hint(for: name, among: contextFields.sorted())
      diagnostics.fail("unknown field '\(name)'\(hint)", at: reference.place, in: source)
    case .field where checksFields && !RecordFields.contain(name):
      let hint = Spelling.hint(for: name, among: RecordFields.names)
      diagnostics.warn(
        "CloudTrail has no field '\(name)'\(hint)", at: reference.place, in: source)
    default: break
    }
  }

  /// Notes values in a selection, or in several of them, that a field of contexts never has.
  package func checkValues(
    _ node: YAMLNode, in source: SourceText, _ diagnostics: inout Diagnostics
  ) {
    for element in node.elements ?? [] { checkValues(element, in: source, &diagnostics) }
    for pair in node.pairs ?? [] {
      if pair.value.pairs != nil || pair.value.elements?.first?.pairs != nil {
        checkValues(pair.value, in: source, &diagnostics)
      } else if let possible = possibleValues(of: pair.key.text ?? "") {
        for value in pair.value.oneOrMany {
          check(value, of: pair.key.text ?? "", among: possible, in: source, &diagnostics)
        }
      }
    }
  }

  /// The values that a field can be compared with as they are; nil where any text may match.
  private func possibleValues(of key: String) -> [String]? {
    guard FieldPath.Origin(of: key) == .context else { return nil }
    let bar = key.utf8.firstIndex(of: UInt8(ascii: "|")) ?? key.endIndex
    guard let values = contextValues[String(key[..<bar])] else { return nil }
    let modifiers = key[bar...].split(separator: "|", omittingEmptySubsequences: false)
    return modifiers.dropFirst().allSatisfy { ["neq", "all", "cased"].contains($0) } ? values : nil
  }

  private func check(
    _ value: YAMLNode, of key: String, among possible: [String], in source: SourceText,
    _ diagnostics: inout Diagnostics
  ) {
    guard let text = value.text, !text.contains(where: { $0 == "*" || $0 == "?" }),
      !possible.contains(where: { $0.lowercased() == text.lowercased() })
    else { return }
    let field = key.prefix { $0 != "|" }
    diagnostics.fail(
      "'\(text)' can match nothing: \(field) is one of "
        + "\(possible.joined(separator: ", "))\(Spelling.hint(for: text, among: possible))",
      at: value.place, in: source)
  }
}

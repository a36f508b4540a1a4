internal import CloudTrail

/// The names that rules may use, for those who load them.
package struct RuleVocabulary: Sendable {
  /// The placeholders that contexts will know, without percent signs.
  package var placeholders: Set<String>
  /// The fields that contexts will know, `trailscan.…`; nil = any.
  package var contextFields: Set<String>?
  /// True where a field that CloudTrail does not have is worth a warning.
  package var checksFields: Bool

  /// Names that rules may use; by default no placeholder, and no question about fields.
  package init(
    placeholders: Set<String> = [], contextFields: Set<String>? = nil, checksFields: Bool = false
  ) {
    self.placeholders = placeholders
    self.contextFields = contextFields
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
}

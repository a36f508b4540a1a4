package import CloudTrail
package import Sigma

/// What a record alone says of trailscan's own fields: those that a user may select by.
///
/// All others take the whole analysis, which is not there yet when records are selected.
package struct RecordContext: MatchContext {
  private static let known: [ContextField] = [.actor, .address, .eventName, .isService, .outcome]

  /// The fields that it knows, by whole name, in order.
  package static let fields = known.map(\.name)

  private var values: [String: [String]] = [:]

  /// The values of those of `fields` that it knows, in the record in `map`.
  package init(_ fields: Set<String>, _ map: JSONMap, _ bytes: Span<UInt8>) {
    for field in Self.known where fields.contains(field.name) {
      values[field.name] = [Self.value(of: field, map, bytes)].compactMap { $0 }
    }
  }

  private static func value(
    of field: ContextField, _ map: JSONMap, _ bytes: Span<UInt8>
  ) -> String? {
    switch field {
    case .eventName: return map.text("eventName", of: 0, in: bytes)
    case .address: return map.text(Field.sourceIPAddress, of: 0, in: bytes)
    case .outcome: return RecordNames.outcome(map, bytes).rawValue
    default:
      guard let identity = map.member(Field.userIdentity, of: 0, in: bytes) else { return nil }
      let principal = Principal(map, bytes, at: identity)
      return field == .actor ? principal.displayName : "\(principal.isService)"
    }
  }

  /// The value of a field that was asked for; nil where only an analysis knows it.
  package func values(ofField name: String) -> [String]? { values[name] }

  /// Not known.
  package func values(ofPlaceholder name: String) -> [PlaceholderValue]? { nil }

  /// Notes what `detection` asks for that no record alone can tell.
  package static func check(
    _ detection: Detection, of text: SourceText, _ diagnostics: inout Diagnostics
  ) {
    let vocabulary = RuleVocabulary(
      contextValues: ContextField.possibleValues, checksFields: true)
    for reference in detection.references {
      if reference.kind == .contextField, !fields.contains(reference.name) {
        diagnostics.fail(reason(reference.name), at: reference.place, in: text)
      } else {
        vocabulary.check(reference, in: text, &diagnostics)
      }
    }
    for node in (try? YAMLReader.documents(of: text)) ?? [] {
      vocabulary.checkValues(node, in: text, &diagnostics)
    }
  }

  private static func reason(_ name: String) -> String {
    guard ContextField(name: name) != nil else {
      return "unknown field '\(name)'\(Spelling.hint(for: name, among: fields))"
    }
    return "no record alone tells '\(name)'; of these fields a selection knows "
      + "\(fields.joined(separator: ", ")). --runner and --descends-from select by the identity "
      + "chain, and rules of --rules may ask for every field"
  }
}

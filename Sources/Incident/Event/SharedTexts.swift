/// Keeps one copy of texts that many facts have in common: of roles, providers, subjects.
///
/// A text of more than fifteen bytes takes memory of its own wherever it is read anew.
struct SharedTexts: Sendable {
  private var texts: Set<String> = []

  /// The one copy of `text`.
  mutating func shared(_ text: String?) -> String? {
    guard let text, text.utf8.count > 15 else { return text }
    return texts.insert(text).memberAfterInsert
  }
}

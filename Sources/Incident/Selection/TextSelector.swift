internal import Sigma

/// Texts to accept and to refuse, with `*` and `?` as wildcards; letter case does not matter.
///
/// `a,b` accepts either, `!c` refuses; refusals alone accept everything else.
package struct TextSelector: Equatable, Sendable {
  private let accepted: [TextPattern]
  private let refused: [TextPattern]

  /// Reads the values of an option, each of which may hold several with commas between.
  package init(_ values: [String]) {
    let items = Self.items(values)
    accepted = items.filter { !$0.hasPrefix("!") }.map { TextPattern($0) }
    refused = items.filter { $0.hasPrefix("!") }.map { TextPattern(String($0.dropFirst())) }
  }

  /// The items of such values; what is empty between commas is none.
  package static func items(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// True where nothing was asked for.
  package var isEmpty: Bool { accepted.isEmpty && refused.isEmpty }

  /// True where one of `texts` is accepted and none refused.
  package func accepts(anyOf texts: [String]) -> Bool {
    if texts.contains(where: { text in refused.contains { $0.matches(text) } }) { return false }
    return accepted.isEmpty
      || texts.contains { text in accepted.contains { $0.matches(text) } }
  }

  /// True where `text` is accepted and not refused.
  package func accepts(_ text: String) -> Bool { accepts(anyOf: [text]) }
}

/// What is wrong with a rule, a playbook or a filter, and where.
///
/// Its description is what a person reads:
///
///     rotation.yaml:12:5: unknown key 'evntSource' in step 'review-logs'
///       12 |     evntSource: sts.amazonaws.com
///                ^
package struct RuleError: Error, Hashable, Sendable {
  /// What is wrong, as a phrase.
  package let reason: String
  /// The name of the text.
  package let file: String
  /// Where in the text.
  package let place: SourcePlace
  /// The line that holds the fault, without its break.
  package let lineText: String

  /// Names a fault at a place of a text.
  package init(_ reason: String, at place: SourcePlace, in source: SourceText) {
    self.reason = reason
    self.file = source.name
    self.place = place
    self.lineText = source.line(place.line)
  }
}

extension RuleError: CustomStringConvertible {
  /// Place and reason in one line. Control characters are masked.
  package var summary: String {
    Self.masked("\(file):\(place.line):\(place.column): \(reason)")
  }

  /// Place, reason, the line, and a caret under the fault. Control characters are masked.
  package var description: String {
    let margin = "  \(place.line) | "
    let before = lineText.unicodeScalars.prefix(max(0, place.column - 1))
    let indent =
      String(repeating: " ", count: margin.count)
      + before.map { $0 == "\t" ? "\t" : " " }.joined()
    let text = """
      \(summary)
      \(margin)\(lineText)
      \(indent)^
      """
    return Self.masked(text)
  }

  private static func masked(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map(masked)))
  }

  private static func masked(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    // Format characters, too: they turn the direction of what follows.
    let category = scalar.properties.generalCategory
    return (category == .control || category == .format) && scalar != "\n" && scalar != "\t"
      ? "\u{FFFD}" : scalar
  }
}

/// What a report is written on: blocks, one below the other.
///
/// Sections write on it and do not know whether Markdown or HTML comes of it.
protocol ReportPage {
  /// Appends a heading of level 1 to 6.
  mutating func heading(_ level: Int, _ text: Markdown)
  /// Appends a paragraph; `text` begins with words of ours, never with text from the logs.
  mutating func paragraph(_ text: Markdown)
  /// Appends a paragraph that the eye must meet first.
  mutating func callout(_ text: Markdown, _ tone: CalloutTone)
  /// Appends a list; each item stands `depth` levels in.
  mutating func list(_ items: [(depth: Int, text: Markdown)])
  /// Appends a table.
  mutating func table(_ header: [Markdown], _ rows: [[Markdown]])
  /// Appends lines as they are; none of them holds text from the logs.
  mutating func preformatted(_ lines: [String])
}

/// How a callout sounds.
enum CalloutTone: String, Sendable {
  case alarm, unsure, good
}

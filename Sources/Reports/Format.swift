/// How a noun is written.
package enum Format: String, CaseIterable, Sendable {
  /// For a person at a terminal.
  case text
  /// One JSON object a line.
  case ndjson
  /// One JSON array, indented.
  case json
  /// RFC 4180, with a header.
  case csv
  /// Tab-separated, with a header; tabs and line breaks in a cell are escaped.
  case tsv
  /// CommonMark with GitHub's tables.
  case markdown
  /// One HTML document that needs no other file.
  case html

  /// True for what is for people, and has words where the others have keys.
  package var isForPeople: Bool { [.text, .markdown, .html].contains(self) }
}

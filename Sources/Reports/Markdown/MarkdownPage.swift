/// Blocks of Markdown with an empty line between them.
struct MarkdownPage: ReportPage, Sendable {
  private(set) var bytes: [UInt8] = []

  mutating func heading(_ level: Int, _ text: Markdown) {
    separate()
    line(String(repeating: "#", count: level) + " " + text.source(in: .block))
  }

  mutating func paragraph(_ text: Markdown) {
    separate()
    line(text.source(in: .block))
  }

  mutating func callout(_ text: Markdown, _ tone: CalloutTone) { paragraph(text) }

  mutating func list(_ items: [(depth: Int, text: Markdown)]) {
    guard !items.isEmpty else { return }
    separate()
    for item in items {
      line(String(repeating: "  ", count: item.depth) + "- " + item.text.source(in: .block))
    }
  }

  mutating func table(_ header: [Markdown], _ rows: [[Markdown]]) {
    separate()
    row(header)
    line("|" + String(repeating: " --- |", count: header.count))
    for cells in rows { row(cells) }
  }

  mutating func preformatted(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    separate()
    for text in ["```text"] + lines + ["```"] { line(text) }
  }

  private mutating func row(_ cells: [Markdown]) {
    line("| " + cells.map { $0.source(in: .cell) }.joined(separator: " | ") + " |")
  }

  private mutating func separate() {
    if !bytes.isEmpty { bytes.append(UInt8(ascii: "\n")) }
  }

  private mutating func line(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\n"))
  }
}

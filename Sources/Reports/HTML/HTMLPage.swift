/// One HTML document that needs nothing else: no script, no picture, no font of another place.
///
/// Text from the logs gets in through `Markdown.html` alone, where it is escaped. The document is
/// well-formed XML, too, so that a test can say what elements it may hold; its policy forbids a
/// browser all but its own style.
struct HTMLPage: ReportPage, Sendable {
  private var body = ""
  private var title = "trailscan"
  private var sections: [(id: String, title: String)] = []
  /// Where the list of sections goes: before the first of them.
  private var contents: String.Index?

  /// An empty document; `title` is for the window, where no heading says one.
  init(title: String = "trailscan") { self.title = title }

  /// The whole document.
  var bytes: [UInt8] {
    let middle = contents ?? body.endIndex
    let text = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <title>\(title)</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <main>
      \(body[..<middle])\(navigation)\(body[middle...])</main>
      </body>
      </html>

      """
    return Array(text.utf8)
  }

  private var navigation: String {
    guard sections.count > 2 else { return "" }
    let links = sections.map { "<a href=\"#\($0.id)\">\($0.title)</a>" }
    return "<nav>\(links.joined(separator: " · "))</nav>\n"
  }

  // MARK: Blocks

  mutating func heading(_ level: Int, _ text: Markdown) {
    if level == 1 { title = text.html }
    guard level == 2 else { return line("<h\(level)>\(text.html)</h\(level)>") }
    let id = "section-\(sections.count + 1)"
    if sections.isEmpty { contents = body.endIndex }
    sections.append((id, text.html))
    line("<h2 id=\"\(id)\">\(text.html)</h2>")
  }

  mutating func paragraph(_ text: Markdown) { line("<p>\(text.html)</p>") }

  mutating func callout(_ text: Markdown, _ tone: CalloutTone) {
    line("<p class=\"callout \(tone.rawValue)\">\(text.html)</p>")
  }

  /// Deeper items stand in a list of their own, inside of the item above them.
  mutating func list(_ items: [(depth: Int, text: Markdown)]) {
    var depth = -1
    for item in items {
      let wanted = min(item.depth, depth + 1)
      if wanted > depth {
        line("<ul>")
        depth += 1
      } else {
        while depth > wanted {
          line("</li>\n</ul>")
          depth -= 1
        }
        line("</li>")
      }
      body += "<li>\(item.text.html)"
    }
    while depth >= 0 {
      line("</li>\n</ul>")
      depth -= 1
    }
  }

  mutating func table(_ header: [Markdown], _ rows: [[Markdown]]) {
    line("<div class=\"table\"><table>\n<thead>")
    row(header, "th")
    line("</thead>\n<tbody>")
    for cells in rows { row(cells, "td") }
    line("</tbody>\n</table></div>")
  }

  mutating func preformatted(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    line("<pre>\(Markdown.escapedForHTML(lines.joined(separator: "\n")))</pre>")
  }

  private mutating func row(_ cells: [Markdown], _ element: String) {
    line("<tr>" + cells.map { "<\(element)>\($0.html)</\(element)>" }.joined() + "</tr>")
  }

  private mutating func line(_ text: String) { body += text + "\n" }
}

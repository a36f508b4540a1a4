import CloudTrail
import Incident
import Reports
import Testing

@Suite("Markdown")
struct MarkdownTests {
  private func rows(_ entries: [TimelineEntry]) -> [MarkdownRow] {
    var analysis = Analysis(playbook: "rotation")
    analysis.timeline = entries
    let page = Renderer().render(.timeline, of: analysis, as: .markdown)
    return String(decoding: page, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("| 2") }.map { MarkdownRow($0) }
  }

  private func entry(_ text: String) -> TimelineEntry {
    var entry = Sample.Entries.runTask
    entry.summary = text
    entry.actor = text
    return entry
  }

  @Test(
    "Text from the logs stays text",
    arguments: [
      ("a|b", #"a\|b"#, #"`a\|b`"#), ("a\\|b", #"a\\\|b"#, #"`a\x7cb`"#),
      ("`x``", #"\`x\`\`"#, "``` `x`` ```"), ("<script>", #"\<script\>"#, "`<script>`"),
      ("two\nlines", #"two\\nlines"#, #"`two\nlines`"#), ("**b**", #"\*\*b\*\*"#, "`**b**`"),
      ("[x](y)", #"\[x\](y)"#, "`[x](y)`"), ("&lt;$x$", #"\&lt;\$x\$"#, "`&lt;$x$`"),
      ("https://e.test", "`https://e.test`", "`https://e.test`"),
      ("WWW.e.test", "`WWW.e.test`", "`WWW.e.test`"), ("@all", "`@all`", "`@all`"),
      ("#1", "`#1`", "`#1`"),
      ("http:/\u{301}/e.test", "http:/\u{301}/e.test", "`http:/\u{301}/e.test`"),
      ("`\u{301}|", "\\`\u{301}\\|", "`` `\u{301}\\| ``"),
    ])
  func escapes(text: String, prose: String, code: String) throws {
    let row = try #require(rows([entry(text)]).first)
    #expect(row.cells[1] == "`RunTask`: \(prose)")
    #expect(row.cells[3].hasPrefix("\(code), session "))
  }

  @Test(
    "The event's name and the resource are told once",
    arguments: [
      ("RunTask a/b", "a/b", ": `a/b`"), ("RunTask", "a/b", ": `a/b`"),
      ("RunTask reads a/b of c", "a/b", ": reads a/b of c"), ("RunTasks", nil, ": RunTasks"),
      ("says x", "arn:y", ": says x; `arn:y`"), ("RunTask", nil, ""), ("", "a", ": `a`"),
    ] as [(String, String?, String)])
  func once(summary: String, resource: String?, expected: String) throws {
    var entry = entry(summary)
    entry.resource = resource
    #expect(try #require(rows([entry]).first).cells[1] == "`RunTask`" + expected)
  }

  @Test("No mixture of markup breaks out of its cell", arguments: 0..<20)
  func mixtures(seed: UInt64) {
    var random = SeededGenerator(seed)
    let parts = [
      "|", "\\", "`", "``", "*", "_", "<b>", "[x](u)", "![i](u)", "https://e.t", "a@b.co", "&amp;",
      "\n", "\r\n", "\t", " ", "~~", "---", "#", "x", "日", "\u{301}", "\u{1B}[0m", "\u{2028}",
    ]
    let entries = (0..<40).map { _ in
      entry((0..<9).map { _ in parts[random.next(below: parts.count)] }.joined())
    }
    let rows = rows(entries)
    #expect(rows.count == entries.count)
    for row in rows {
      #expect(row.cells.count == 4, "\(row.source)")
      #expect(row.markup == "", "\(row.source)")
    }
  }

  @Test("A long timeline is cut, and says how to get all of it")
  func cut() throws {
    var analysis = Sample.analysis
    var entry = Sample.Entries.runTask
    entry.runner = "it's; rm -rf ~"
    analysis.timeline = Array(repeating: entry, count: 2_005)
    let report = String(
      decoding: IncidentReport(analysis, command: "", version: "").markdown, as: UTF8.self)
    #expect(report.split(separator: "\n").count { $0.contains("| `RunTask`") } == 2_000)
    #expect(
      report.contains(
        """
        **5 more entries** are not shown here; \
        `trailscan timeline --runner 'it'\\''s; rm -rf ~' --format markdown PATH…` gives all.
        """))
    #expect(rows(analysis.timeline).count == 2_005)
  }

  @Test("A report of nothing says so")
  func nothing() {
    let report = IncidentReport(Analysis(playbook: "rotation"), command: "x", version: "1")
    let text = String(decoding: report.markdown, as: UTF8.self)
    for sentence in ["No runner was seen", "No record was read.", "No credential was seen."] {
      #expect(text.contains(sentence))
    }
    #expect(text.contains("Of the files: 0 read, 0 damaged; records: 0 read."))
  }
}

import Incident
import Reports
import Testing

@Suite("CSV and TSV")
struct DelimitedTests {
  private func line(_ summary: String, _ format: Format) -> String {
    var analysis = Analysis(playbook: "rotation")
    analysis.timeline = [Sample.Entries.runTask]
    analysis.timeline[0].summary = summary
    let document = Renderer().render(.timeline, of: analysis, as: format)
    let text = String(decoding: document, as: UTF8.self)
    let begin = text.firstRange(of: format == .csv ? ",1,," : "\t1\t\t")?.upperBound
    let end = text.firstRange(of: format == .csv ? ",accessKeyId," : "\taccessKeyId\t")?.lowerBound
    guard let begin, let end, begin <= end else { return text }
    return String(text[begin..<end])
  }

  @Test(
    "A formula is text to a spreadsheet",
    arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
  func formulas(text: String) {
    #expect(line(text, .tsv).first == "'")
    let cell = line(text, .csv).drop { $0 == "\"" }
    #expect(cell.first == "'")
  }

  @Test(
    "CSV quotes what would end a cell",
    arguments: [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
      ("two\nlines", "\"two\nlines\""), ("x\"\u{301},=1", "\"x\"\"\u{301},=1\""),
      ("a\u{1B}[2J\u{202E}", "a\\x1b[2J\\u202e"),
    ])
  func quotes(text: String, cell: String) {
    #expect(line(text, .csv) == cell)
  }

  @Test(
    "TSV escapes what would end a cell",
    arguments: [
      ("plain", "plain"), ("a\tb\nc\rd", "a\\tb\\nc\\rd"), ("c:\\temp", "c:\\\\temp"),
      ("\\\u{301}\t", "\\\\\u{301}\\t"), ("a\u{1B}", "a\\x1b"),
    ])
  func escapes(text: String, cell: String) {
    #expect(line(text, .tsv) == cell)
  }

  @Test("Every line has as many cells as the header", arguments: Noun.allCases)
  func columns(noun: Noun) {
    let document = Renderer().render(noun, of: Sample.analysis, as: .tsv)
    let lines = document.split(separator: UInt8(ascii: "\n"))
    let counts = lines.map { line in line.count { $0 == UInt8(ascii: "\t") } }
    #expect(Set(counts).count == 1)
    #expect(lines.count > 1)
  }

  @Test("An element of a list cannot be a formula either")
  func lists() {
    let document = Renderer().render(.runners, of: Sample.analysis, as: .csv)
    #expect(
      String(decoding: document, as: UTF8.self).contains("acme+shop-eu-1;'=HYPERLINK(\"\"https"))
  }
}

import Incident
import Reports
import Testing

@Suite("Golden files")
struct GoldenTests {
  @Test("Text", arguments: Noun.allCases, [80, 120])
  func text(noun: Noun, width: Int) throws {
    let plain = Renderer(style: TextStyle(width: width), liveAt: Sample.time(9, 30))
    try GoldenFile("\(noun)-\(width).txt")
      .expect(plain.render(noun, of: Sample.analysis, as: .text))
    let coloured = Renderer(
      style: TextStyle(width: width, usesColour: true), liveAt: Sample.time(9, 30))
    try GoldenFile("\(noun)-\(width)-colour.txt")
      .expect(coloured.render(noun, of: Sample.analysis, as: .text))
  }

  @Test("Formats for programs", arguments: Noun.allCases, [Format.ndjson, .json, .csv, .tsv])
  func records(noun: Noun, format: Format) throws {
    let renderer = Renderer(liveAt: Sample.time(9, 30))
    try GoldenFile("\(noun).\(format)")
      .expect(renderer.render(noun, of: Sample.analysis, as: format))
  }

  @Test("Schemas", arguments: Noun.allCases)
  func schemas(noun: Noun) throws {
    try GoldenFile("\(noun).schema.json").expect(JSONSchema.text(of: noun))
  }

  @Test("Markdown", arguments: Noun.allCases)
  func markdown(noun: Noun) throws {
    try GoldenFile("\(noun).md")
      .expect(Renderer().render(noun, of: Sample.analysis, as: .markdown))
  }

  @Test("The report, and its schema")
  func report() throws {
    let report = IncidentReport(
      Sample.analysis, command: "trailscan report logs -o incident.md", version: "1.0.0")
    try GoldenFile("report.json").expect(report.json)
    try GoldenFile("report.md").expect(report.markdown)
    try GoldenFile("report.schema.json").expect(JSONSchema.report)
  }
}

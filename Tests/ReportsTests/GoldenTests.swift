import CloudTrail
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

  @Test("An explanation, and its schema")
  func explanation() throws {
    var explanation = Explanation(
      eventID: Sample.event(12), time: Sample.time(9, 30), source: "s3.amazonaws.com",
      name: "GetObject", actor: Sample.Hostile.table, outcome: .denied,
      address: Sample.Hostile.terminal)
    explanation.entry = Sample.analysis.timeline.first
    explanation.errorCode = "AccessDenied"
    explanation.places = [Explanation.Place(file: "logs/it's.json.gz", index: 3)]
    explanation.targets = ["object b/\(Sample.Hostile.wide)"]
    explanation.learn(from: Sample.analysis, used: "s9xa0042")
    #expect(explanation.steps.map(\.role) == ["contradiction"])
    #expect(explanation.chain.map(\.session.id) == ["s9f3c21c", "s9xa0042"])
    try GoldenFile("explanation.txt").expect(explanation.text(TextStyle(width: 100)))
    try GoldenFile("explanation.json").expect(explanation.json(isIndented: true))
    try GoldenFile("explanation.schema.json").expect(JSONSchema.explanation)
    let check = JSONSchemaCheck(try JSONValue(JSONSchema.explanation))
    #expect(check.faults(in: try JSONValue(explanation.json(isIndented: false))) == [])
  }

  @Test("The report, and its schema")
  func report() throws {
    let report = IncidentReport(
      Sample.analysis, command: "trailscan report logs -o incident.md", version: "1.0.0")
    try GoldenFile("report.json").expect(report.json)
    try GoldenFile("report.md").expect(report.markdown)
    try GoldenFile("report.html").expect(report.html)
    try GoldenFile("report.schema.json").expect(JSONSchema.report)
  }
}

import Foundation
import GzipStream
import Incident
import Reports
import Testing

/// What an analysis of real files gives is valid against the schemas, and findings and timeline
/// speak of the same.
@Suite("Real output")
struct RealOutputTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The sample with all rules inside the program, tagged from a level on.
  private static func analysis(tagsFrom level: Finding.Level) throws -> Analysis {
    let found = LogFinder.find([root.appending(path: "SampleLogs/AWSLogs").path])
    let playbook = try #require(Playbook.builtIn(named: "rotation"))
    var analyzer = Analyzer(playbook: playbook, temporaryFolder: FilePath("/tmp"))
    analyzer.detections = .builtIn
    analyzer.leastLevel = level
    var analysis = Analysis(playbook: playbook.title)
    let result = try analyzer.run(LogScan(files: found.files, jobs: 2)) {
      if let entry = $0.entry { analysis.timeline.append(entry) }
    }
    (analysis.findings, analysis.silenced) = (result.findings, result.silenced)
    (analysis.sessions, analysis.steps) = (result.sessions, result.steps)
    (analysis.runners, analysis.coverage) = (result.runners, result.coverage)
    (analysis.incidents, analysis.summary) = (result.incidents, result.summary)
    return analysis
  }

  @Test("Every record is valid", arguments: [Noun.findings, .timeline, .steps, .sessions])
  func records(noun: Noun) throws {
    let analysis = try Self.analysis(tagsFrom: .informational)
    let check = JSONSchemaCheck(try JSONValue(JSONSchema.text(of: noun)))
    let lines = Renderer().render(noun, of: analysis, as: .ndjson).split(separator: 10)
    #expect(lines.count > 20)
    for line in lines { #expect(check.faults(in: try JSONValue(line)) == []) }
    let report = try JSONValue(IncidentReport(analysis, command: "", version: "").json)
    #expect(JSONSchemaCheck(try JSONValue(JSONSchema.report)).faults(in: report) == [])
  }

  /// F07 rests on guesses further back than entries are held.
  @Test("Tags name findings of their level", arguments: Finding.Level.allCases)
  func tags(level: Finding.Level) throws {
    let analysis = try Self.analysis(tagsFrom: level)
    let wanted = analysis.findings.filter { $0.level >= level }
    var tags: [String: Set<String>] = [:]
    for entry in analysis.timeline { tags[entry.eventID] = Set(entry.findings) }
    for finding in wanted where finding.id != "F07" {
      for id in finding.eventIDs {
        #expect(tags[id]?.contains(finding.id) == true, "\(finding.id)")
      }
    }
    let expected = Set(wanted.map(\.id))
    #expect(tags.values.reduce(into: Set()) { $0.formUnion($1) } == expected)
  }
}

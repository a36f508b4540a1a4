package import Incident

/// The incident report: one analysis, how it was made, and the formats for a whole case.
package struct IncidentReport: Sendable {
  /// What was found.
  package var analysis: Analysis
  /// The command line that made it, as typed.
  package var command: String
  /// The version of trailscan that made it.
  package var version: String

  /// A report.
  package init(_ analysis: Analysis, command: String, version: String) {
    self.analysis = analysis
    self.command = command
    self.version = version
  }

  /// One JSON object; its schema is `JSONSchema.report`.
  package var json: [UInt8] { IncidentJSON.document(self) }

  /// CommonMark with GitHub's tables. A timeline of more than 2,000 entries is cut there, with
  /// the command that gives all of it.
  package var markdown: [UInt8] {
    var page = MarkdownPage()
    IncidentDocument.append(self, to: &page)
    return page.bytes
  }

  /// The same as one HTML document that needs no other file and runs no script.
  package var html: [UInt8] {
    var page = HTMLPage()
    IncidentDocument.append(self, to: &page)
    return page.bytes
  }
}

import ArgumentParser
import FoundationEssentials
import GzipStream
import Incident
import Reports

/// `trailscan report`: the incident report for the channel and the auditor.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", _superCommandName: Trailscan.name,
    abstract: "The incident report: HTML, Markdown or JSON from one analysis.",
    discussion: """
      Its formats are markdown, which auto stands for, html and json.

      Example: trailscan report logs/ -o incident.html
      """)

  @OptionGroup var options: AnalysisOptions
  @OptionGroup(title: "Rules") var rules: RuleOptions

  func run() throws {
    let format = try resolvedFormat()
    var output = try options.output.open()
    let run = try AnalysisRun(options, rules, readsTwice: true)
    var timeline = FoldedTimeline()
    var analysis = try run.run { timeline.add($0) }
    analysis.timeline = timeline.entries()
    rules.narrow(&analysis)
    run.addReach(to: &analysis)
    let report = IncidentReport(analysis, command: Self.commandLine, version: Version.text)
    let page =
      switch format {
      case .json: report.json
      case .html: report.html
      default: report.markdown
      }
    try Writing.write(page, &output)
    try run.close(analysis, tellsSilenced: false)
  }

  /// Markdown where nothing says otherwise: a report is for reading.
  private func resolvedFormat() throws -> Format {
    try options.output.resolvedFormat([.markdown, .html, .json], otherwise: .markdown)
  }

  /// The command as it was typed, with quotes where the shell needs them.
  private static var commandLine: String {
    let words = ["trailscan"] + CommandLine.arguments.dropFirst()
    return words.map(\.shellWord).joined(separator: " ")
  }
}

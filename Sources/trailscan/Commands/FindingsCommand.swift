import ArgumentParser
import GzipStream
import Incident
import Reports

/// `trailscan findings`: what in the logs an attacker does and a runner does not.
struct FindingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "findings", _superCommandName: Trailscan.name,
    abstract: "Detections: what an attacker does with a runner's identity, and a runner does not.",
    discussion: """
      Each finding says why it matters, what harmless causes it can have, and what to do next. The \
      rules are Sigma, in playbooks/detections.yaml; suppressions stand in the playbook.

      Example: trailscan findings logs/ --min-level medium --fail-on high
      """)

  @OptionGroup var options: AnalysisOptions
  @OptionGroup(title: "Rules") var rules: RuleOptions

  @Option(
    help: ArgumentHelp(
      "End with exit code 1 where there is a finding of this level or above.", valueName: "level"))
  var failOn: Finding.Level?

  func run() throws {
    let format = try options.output.resolvedFormat(Format.allCases)
    var output = try options.output.open()
    let run = try AnalysisRun(options, rules)
    var entries: [TimelineEntry] = []
    var analysis = try run.run(listsSessions: false) { entry in
      // Findings name their events by id; a page for people tells when they were.
      if format.isForPeople, !entry.findings.isEmpty { entries.append(entry) }
    }
    analysis.timeline = entries
    let worst = analysis.findings.map(\.level).max()
    rules.narrow(&analysis)
    let renderer = Renderer(style: options.output.style)
    try Writing.write(&output) { sink in
      try renderer.render(.findings, of: analysis, as: format, into: sink)
    }
    let isFound = failOn.flatMap { level in worst.map { $0 >= level } } ?? false
    do {
      try run.close(analysis, tellsSilenced: !format.isForPeople)
    } catch let error as CommandError where isFound && error.code == .damagedInput {
      // Damage has been named; it must not hide what was found from whoever waits for that.
    }
    if isFound { throw CommandError(.findings) }
  }
}

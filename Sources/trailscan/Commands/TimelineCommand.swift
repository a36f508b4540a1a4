import ArgumentParser
import CloudTrail
import GzipStream
import Incident
import Reports

/// `trailscan timeline`: what each runner's identity did, in the order of time.
struct TimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline", _superCommandName: Trailscan.name,
    abstract: "What each runner's identity did, in the order of time (default).")

  @OptionGroup var options: AnalysisOptions
  @OptionGroup(title: "Rules") var rules: RuleOptions

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      """
      Fold runs of the same call into one entry with a count. (default: in text, Markdown and HTML)
      """))
  var fold: Bool?

  func run() throws {
    let format = try options.output.resolvedFormat(Format.allCases)
    var output = try options.output.open()
    let run = try AnalysisRun(options, rules)
    if let writer = TimelineWriter(format) {
      try stream(run, writer, fold ?? false, to: &output)
    } else {
      try page(run, format, fold ?? true, to: &output)
    }
  }

  /// Writes entry by entry, so that the length of the timeline does not matter.
  private func stream(
    _ run: AnalysisRun, _ writer: TimelineWriter, _ folds: Bool, to output: inout OutputFile
  ) throws {
    let pipe = EntryPipe(writer, folder: folds ? TimelineFolder() : nil, to: output.sink)
    let analysis = try run.run(listsSessions: false, concludes: false, spent: pipe.spent) {
      pipe.take($0)
    }
    if let failure = pipe.finish() { throw CommandError.output("the output", failure) }
    try Writing.commit(&output)
    try run.close(analysis)
  }

  /// Text and Markdown show the whole, runner by runner.
  private func page(
    _ run: AnalysisRun, _ format: Format, _ folds: Bool, to output: inout OutputFile
  ) throws {
    var entries: [TimelineEntry] = []
    var timeline = FoldedTimeline()
    var analysis = try run.run { if folds { timeline.add($0) } else { entries.append($0) } }
    analysis.timeline = folds ? timeline.entries() : entries
    let page = Renderer(style: options.output.style).render(.timeline, of: analysis, as: format)
    try Writing.write(page, &output)
    try run.close(analysis)
  }
}

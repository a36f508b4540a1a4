import ArgumentParser
import CloudTrail
import GzipStream
import Incident
import Reports

/// `trailscan timeline`: what each runner's identity did, in the order of time.
struct TimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "What each runner's identity did, in the order of time (default).")

  @OptionGroup var options: AnalysisOptions
  @OptionGroup(title: "Rules") var rules: RuleOptions

  @Flag(
    inversion: .prefixedNo,
    help: "Fold runs of the same call into one entry with a count. (default: in text only)")
  var fold: Bool?

  func run() throws {
    let format = try options.output.resolvedFormat(Format.allCases)
    var output = try options.output.open()
    let run = try AnalysisRun(options, detections: rules.pack(quiet: options.output.quiet))
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
    var sink = EntrySink(writer: writer, folder: folds ? TimelineFolder() : nil)
    let analysis = try run.run(listsSessions: false) { sink.take($0, output) }
    try sink.finish(&output)
    try run.close(analysis)
  }

  /// Text and Markdown show the whole, runner by runner.
  private func page(
    _ run: AnalysisRun, _ format: Format, _ folds: Bool, to output: inout OutputFile
  ) throws {
    var entries: [TimelineEntry] = []
    var analysis = try run.run { entries.append($0) }
    analysis.timeline = folds ? TimelineFolder.folded(entries) : entries
    let page = Renderer(style: options.output.style).render(.timeline, of: analysis, as: format)
    try Writing.write(page, &output)
    try run.close(analysis)
  }
}

/// Writes entries as they come, a buffer at a time.
private struct EntrySink {
  private static let flushSize = 1 << 16

  var writer: TimelineWriter
  var folder: TimelineFolder?
  var buffer: [UInt8] = []
  var failure: LogReadError?

  mutating func take(_ entry: TimelineEntry, _ output: borrowing OutputFile) {
    guard let entry = folder == nil ? entry : folder?.take(entry) else { return }
    writer.append(entry, to: &buffer)
    if buffer.count > Self.flushSize { flush(output) }
  }

  mutating func finish(_ output: inout OutputFile) throws {
    for entry in folder?.finish() ?? [] { writer.append(entry, to: &buffer) }
    writer.finish(to: &buffer)
    flush(output)
    if let failure { throw CommandError.output("the output", failure) }
    try Writing.commit(&output)
  }

  private mutating func flush(_ output: borrowing OutputFile) {
    do throws(LogReadError) {
      if failure == nil { try output.write(buffer) }
    } catch {
      failure = error
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

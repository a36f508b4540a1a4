import ArgumentParser
import CloudTrail
import GzipStream
import Incident
import Reports

/// `trailscan events`: the records themselves, byte for byte as logged.
struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", _superCommandName: Trailscan.name,
    abstract: "CloudTrail records, byte for byte as logged, one a line, each once.",
    discussion: """
      By default the four audited families: AssumeRoleWithWebIdentity, ECS RunTask, every S3 and \
      every KMS event. A selector that says what records are meant (--event, --service, \
      --principal, --key, --ip, --resource, --category, --runner, --where) takes the place of the \
      families; time, account, region and outcome narrow them. A record that was logged over \
      several lines is written on one.

      The only format is ndjson.
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selecting") var options: SelectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(help: "Every record, not only the four audited families.")
  var all = false

  @Flag(
    help:
      "Put a key 'trailscan' into each record: runner, session, task, attribution, findings, steps."
  )
  var annotate = false

  @Flag(name: .customLong("no-dedupe"), help: "Write copies of a record too.")
  var keepsCopies = false

  func run() throws {
    _ = try output.resolvedFormat([.ndjson])
    let scan = try input.scan()
    var selection = try options.selection()
    if !all && !options.namesRecords { selection.scope = .families }
    var file = try output.open()
    try TimeWindow.resolve(options, scan, into: &selection)
    var stream = EventStream(selection: selection)
    stream.deduplicates = !keepsCopies
    let choice = try addAnalysis(to: &stream, scan)
    let progress = ProgressLine(files: scan.files, isShown: output.showsProgress)
    let failure = Guarded<LogReadError?>(nil)
    let summary = run(stream, scan, progress, file, failure)
    progress.finish()
    if let error = failure.withLock({ $0 }) { throw CommandError.output("the output", error) }
    try Writing.commit(&file)
    Closing.warn(of: choice)
    try Closing.close(summary, quiet: output.quiet)
  }

  private func run(
    _ stream: EventStream, _ scan: LogScan, _ progress: ProgressLine,
    _ file: borrowing OutputFile, _ failure: borrowing Guarded<LogReadError?>
  ) -> ScanSummary {
    let sink = file.sink
    let errors = Guarded<LogReadError?>(nil)
    let summary = stream.run(scan, progress: progress.counts) { bytes in
      do throws(LogReadError) {
        try sink.write(bytes)
        return true
      } catch {
        errors.withLock { $0 = error }
        return false
      }
    }
    let found = errors.withLock { $0 }
    failure.withLock { $0 = found }
    return summary
  }

  /// What `--runner` and `--annotate` need to know about each event, by an analysis before; returns
  /// what was chosen of the runners.
  private func addAnalysis(to stream: inout EventStream, _ scan: LogScan) throws -> RunnerChoice? {
    let descends = !options.descendsFrom.isEmpty
    guard annotate || descends || !options.runner.isEmpty else { return nil }
    if !scan.isRepeatable {
      throw CommandError.usage(
        "--runner, --descends-from and --annotate read the input twice, which standard input and pipes do not allow; name files"
      )
    }
    var analyzer = Analyzer(
      profiles: Playbook.standard.profiles, temporaryFolder: TemporaryFolder.path)
    if annotate {
      // An annotation names findings and steps, as an entry of the timeline does.
      analyzer.playbook = .standard
      analyzer.detections = .builtIn
    }
    analyzer.tellsAll = descends
    analyzer.listsSessions = false
    // Which runners there are, a step or a finding may tell alone.
    analyzer.concludes = !options.runner.isEmpty
    analyzer.descendsFrom = try DescentRoots.resolve(options.descendsFrom, scan)
    let runners = options.runners
    var notes: [EventID: [UInt8]] = [:]
    let result: Analyzer.Result
    do throws(LogReadError) {
      result = try analyzer.run(scan) { observation in
        guard observation.isSelected,
          runners.isEmpty || observation.entry.map({ runners.accepts($0.runner) }) == true
        else { return }
        let entry = annotate ? observation.entry : nil
        if entry == nil, annotate, !descends { return }
        notes[EventID(observation.eventID)] = entry.map(EventAnnotation.json) ?? []
      }
    } catch {
      throw CommandError.output(TemporaryFolder.name, error)
    }
    try DescentRoots.check(analyzer.descendsFrom, result, isNoneShown: notes.isEmpty)
    let found = notes
    if annotate {
      stream.annotation = { id in found[id].flatMap { $0.isEmpty ? nil : $0 } }
    }
    if descends || !options.runner.isEmpty { stream.only = Set(found.keys) }
    return RunnerChoice(options.runner, in: result)
  }
}

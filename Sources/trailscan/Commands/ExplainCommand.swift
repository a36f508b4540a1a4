import ArgumentParser
import CloudTrail
import GzipStream
import Incident
import Reports

/// `trailscan explain`: all that is known of one event.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", _superCommandName: Trailscan.name,
    abstract: "Who did it, with what credential, what it touched, and what it proves.",
    discussion: """
      An event is named by its eventID, or by its first characters (six or more) where they fit \
      no other one.

      Its formats are text, ndjson and json.

      Example: trailscan explain d337ef38 logs/
      """)

  @Argument(help: ArgumentHelp("The event, by id or the beginning of it.", valueName: "event-id"))
  var event: String

  @OptionGroup var options: AnalysisOptions
  @OptionGroup(title: "Rules") var rules: RuleOptions

  func run() throws {
    let format = try options.output.resolvedFormat([.text, .ndjson, .json])
    var output = try options.output.open()
    let run = try AnalysisRun(options, rules, readsTwice: true)
    let hits = try find(run.scan)
    let id = hits[0].id
    // It is taken out of the observation afterwards.
    var entry: TimelineEntry?
    var session: String?
    let analysis = try run.run(observing: { observation in
      guard observation.eventID == id else { return }
      entry = observation.entry
      session = observation.session
    }) { _ in }
    // Of what can belong to no runner an analysis keeps nothing; the record is at hand.
    let head = hits[0].head
    var explanation = Explanation(
      eventID: id, time: head.time, source: head.service, name: head.call, actor: head.actor,
      outcome: entry?.outcome ?? head.outcome, address: head.address)
    explanation.entry = entry
    explanation.errorCode = head.errorCode
    let damaged = Set(analysis.summary.troubles.map(\.file))
    explanation.places = hits.map { place(of: $0, isDamaged: damaged.contains($0.file.name)) }
    explanation.targets = hits[0].targets
    explanation.learn(from: analysis, used: session)
    let page =
      format == .text
      ? explanation.text(options.output.style) : explanation.json(isIndented: format == .json)
    try Writing.write(page, &output)
    try run.close(analysis)
  }

  /// Where a copy stands, and whether others than this program read it there.
  private func place(of hit: RecordProbe.Hit, isDamaged: Bool) -> Explanation.Place {
    let isPlain = hit.file.path.map { !isDamaged && $0.beginsAsJSON } ?? false
    return Explanation.Place(
      file: hit.file.name, index: hit.index,
      ownPath: isPlain ? nil : hit.file.path?.description ?? "-")
  }

  /// The copies of the one record that is meant.
  private func find(_ scan: LogScan) throws -> [RecordProbe.Hit] {
    guard event.count >= RecordProbe.shortest else {
      throw CommandError.usage(
        "'\(event)' is too short for an event: give its eventID, or six characters of it or more")
    }
    let found = RecordProbe.run(scan, event)
    let hits = found.hits
    guard let first = hits.first else {
      let files = scan.files.count == 1 ? "1 file" : "\(scan.files.count) files"
      try Closing.end(
        "no event '\(event)' in \(files). Is it the eventID (not the requestID)? "
          + "An event may stand in the files of another region or account, or of the next day: "
          + "files are named by delivery. To look for it: trailscan events --all PATH | grep ID",
        notFoundBeside: found.troubles)
    }
    let ids = Set(hits.map(\.id)).sorted()
    guard ids.count == 1 else {
      throw CommandError.usage(
        "'\(event)' is the beginning of \(ids.count) events: \(ids.prefix(5).joined(separator: ", "))"
      )
    }
    return hits.filter { $0.id == first.id }
  }
}

import ArgumentParser
import CloudTrail
import GzipStream
import Incident
import Reports

/// `trailscan runners`: the workloads that log in through web identity.
struct RunnersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runners", _superCommandName: Trailscan.name,
    abstract: "The runners: subjects, roles, buckets, clusters, keys, sessions and tasks.")

  @OptionGroup var options: AnalysisOptions

  func run() throws { try NounPage(options, .runners).run() }
}

/// `trailscan coverage`: what the logs can tell about, and what not.
struct CoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage", _superCommandName: Trailscan.name,
    abstract: "Accounts, regions and hours that the logs cover, and what is missing.")

  @OptionGroup var options: AnalysisOptions

  func run() throws { try NounPage(options, .coverage).run() }
}

/// `trailscan sessions`: issued credentials and their place in the chain.
struct SessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions", _superCommandName: Trailscan.name,
    abstract: "Issued credentials and their place in the identity chain; text shows a tree.")

  @OptionGroup var options: AnalysisOptions

  @Flag(help: "Only credentials that are valid at the time of --at, and what had cut off others.")
  var live = false

  @Option(
    help: ArgumentHelp("The moment for --live. (default: the newest record)", valueName: "time"))
  var at: String?

  func run() throws {
    var moment: EventTime?
    if let at {
      moment = TimeText.moment(at)
      guard moment != nil else {
        throw CommandError.usage("--at takes a time such as 2026-03-02T09:00:00Z, not '\(at)'")
      }
      if !live { throw CommandError.usage("--at is the moment for --live; add --live") }
    }
    try NounPage(options, .sessions, live: live ? .at(moment) : nil).run()
  }
}

/// `trailscan incidents`: what happened to whom, and how long it took.
struct IncidentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "incidents", _superCommandName: Trailscan.name,
    abstract: "The post-incident table and AWS's metrics, computed; see --facts.")

  @OptionGroup var options: AnalysisOptions

  func run() throws { try NounPage(options, .incidents).run() }
}

/// `trailscan reach`: the blast radius of suspicious sessions.
struct ReachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach", _superCommandName: Trailscan.name,
    abstract: "What suspicious sessions touched and tried: buckets, keys, secrets, tasks, images.",
    discussion: """
      With a selector (--key, --runner, --descends-from …) the sessions that it speaks of, suspicious \
      or not. The files are read twice.
      """)

  @OptionGroup var options: AnalysisOptions

  func run() throws { try NounPage(options, .reach).run() }
}

/// Runs an analysis and writes one noun of it.
struct NounPage {
  /// Only what is valid at a moment; nil stands for the newest record.
  enum Live { case at(EventTime?) }

  let options: AnalysisOptions
  let noun: Noun
  let live: Live?

  init(_ options: AnalysisOptions, _ noun: Noun, live: Live? = nil) {
    self.options = options
    self.noun = noun
    self.live = live
  }

  func run() throws {
    let format = try options.output.resolvedFormat(Format.allCases)
    var output = try options.output.open()
    let run = try AnalysisRun(options, readsTwice: [.incidents, .reach].contains(noun))
    noteSelection()
    var entries: [TimelineEntry] = []
    var analysis = try run.run { entry in
      // Verdicts name their evidence by id; the page tells when it was.
      if noun == .steps, !entry.steps.isEmpty { entries.append(entry) }
    }
    analysis.timeline = entries
    if noun == .incidents { run.addReach(to: &analysis) }
    if noun == .reach { addReach(run, &analysis) }
    var renderer = Renderer(style: options.output.style)
    if case .at(let given) = live {
      let moment = given ?? analysis.coverage.compactMap(\.lastTime).max()
      renderer.liveAt = moment
      // People want to know what had cut off the others; programs ask for what they asked for.
      if let moment, !format.isForPeople {
        analysis.sessions.removeAll { !$0.isLive(at: moment) }
      }
    }
    try Writing.write(renderer.render(noun, of: analysis, as: format), &output)
    try run.close(analysis)
  }

  /// Says where a selection changes nothing: what these nouns say is true of all records or false.
  private func noteSelection() {
    let isOfAll = [.runners, .steps, .coverage, .incidents].contains(noun)
    guard isOfAll, options.selection.narrows(beyondRunners: noun != .coverage),
      !options.output.quiet
    else { return }
    Terminal.say(
      noun == .coverage
        ? "trailscan: coverage is told from all records; no selection changes it\n"
        : "trailscan: \(noun == .steps ? "verdicts" : noun.rawValue) are told from all records; of selections only --runner counts\n"
    )
  }

  /// What the sessions touched that were asked for, or the suspicious ones.
  private func addReach(_ run: AnalysisRun, _ analysis: inout Analysis) {
    let isAsked = options.selection.isGiven
    let sessions = isAsked ? analysis.sessions : analysis.sessions.filter(\.isSuspect)
    analysis.reach = run.reach(of: sessions, analysis)
  }
}

import ArgumentParser
import CloudTrail
import GzipStream
import Incident
import Reports
import Sigma

/// The options that every command over an analysis has.
struct AnalysisOptions: ParsableArguments {
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Selecting") var selection: SelectionOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "A playbook to use in place of the built-in rotation playbook.", valueName: "file"))
  var playbook: String?

  @Option(
    help: ArgumentHelp(
      "Terraform's list of the runners: a state, or the output of 'terraform show -json' or 'terraform output -json'; may be repeated.",
      valueName: "file"))
  var inventory: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      What people know of the incident, in YAML with 'schema: trailscan.facts/1': runner, suspects \
      {subjects, keys, roles, addresses}, compromised, detected, notified, recovered (times), \
      responders (ARNs), attestations [{step, by, at, note}]; see playbooks/facts.example.yaml.
      """,
      valueName: "file"))
  var facts: String?

  @Option(
    help: ArgumentHelp(
      "Networks from which runners may be used, in place of the playbook's: a YAML file, 'name: [10.0.0.0/8]'.",
      valueName: "file"))
  var networks: String?

  @Option(
    help: ArgumentHelp(
      "MaxMind databases (.mmdb) that tell where addresses are; needs a build with GeoIP.",
      valueName: "folder"))
  var geoip: String?

  /// The playbook that guides, with the networks that were given.
  func loadPlaybook() throws -> Playbook {
    let loaded = try PlaybookFile.load(playbook)
    guard let networks else { return loaded }
    let source = try PlaybookFile.text(networks)
    var diagnostics = Diagnostics()
    guard let changed = loaded.replacingNetworks(source, &diagnostics) else {
      throw CommandError.usage(PlaybookFile.summary(of: diagnostics.errors, in: source))
    }
    return changed
  }
}

/// Runs an analysis for a command and closes it with notes, the summary line and an exit code.
struct AnalysisRun {
  let options: AnalysisOptions
  let scan: LogScan
  let playbook: Playbook
  private let selection: RecordSelection
  private var analyzer: Analyzer
  /// What an analysis leaves is given back with the process, where nothing is to follow it.
  private static let remains = Guarded<Analyzer.Remains?>(nil)

  /// Checks the options, loads the playbook and finds the files.
  ///
  /// `rules` are those that findings come from; nil where nobody wants findings. A copy is kept of
  /// standard input where the command `readsTwice`.
  init(
    _ options: AnalysisOptions, _ rules: RuleOptions? = nil, readsTwice: Bool = false
  ) throws {
    self.options = options
    // Files are looked for while the playbook is read.
    let files = options.input.search()
    playbook = try options.loadPlaybook()
    var scan = try options.input.scan(files)
    if readsTwice { try Self.keepStandardInput(of: &scan) }
    self.scan = scan
    var selection = try options.selection.selection()
    try TimeWindow.resolve(options.selection, scan, into: &selection)
    self.selection = selection
    var analyzer = Analyzer(
      playbook: playbook, temporaryFolder: TemporaryFolder.path)
    if options.selection.isGiven { analyzer.selection = selection }
    analyzer.inventory = try options.inventory.map(InventoryLoading.load)
    analyzer.facts = try FactsFile.load(options.facts, playbook)
    if !analyzer.facts.responders.isEmpty {
      analyzer.playbook?.responders = analyzer.facts.responders
    }
    analyzer.descendsFrom = try DescentRoots.resolve(options.selection.descendsFrom, scan)
    if let rules {
      analyzer.detections = try rules.pack(playbook, quiet: options.output.quiet)
      analyzer.indicators = try rules.indicators()
      analyzer.leastLevel = rules.minLevel ?? .informational
    }
    if let folder = options.geoip { analyzer.places = try Self.places(folder) }
    self.analyzer = analyzer
    if let rules, !rules.baseline.isEmpty { try learn(rules.baseline) }
  }

  private static func keepStandardInput(of scan: inout LogScan) throws {
    if let stream = scan.files.first(where: \.isStream) {
      throw CommandError.usage(
        "\(stream.name): this command reads its input twice, and what is no regular file can be read "
          + "once; pipe it into 'trailscan … -', of which a copy is kept, or name a file")
    }
    do throws(LogReadError) {
      try scan.keepStandardInput(in: TemporaryFolder.path)
    } catch {
      throw CommandError.output(TemporaryFolder.name, error)
    }
  }

  /// Learns what is usual from the logs of a clean time.
  private mutating func learn(_ paths: [String]) throws {
    let found = LogFinder.find(paths)
    if let failure = found.failures.first {
      throw CommandError.usage("--baseline: " + Trouble(failure).sentence)
    }
    var teacher = analyzer
    teacher.selection = nil
    teacher.listsSessions = false
    teacher.concludes = false
    teacher.isClean = true
    teacher.facts.suspects = IncidentFacts.Suspects()
    var lessons = scan
    lessons.files = found.files
    do throws(LogReadError) {
      analyzer.baseline = try teacher.run(lessons) { _ in }.usual
    } catch {
      throw CommandError.output(TemporaryFolder.name, error)
    }
    if !options.output.quiet {
      let names = analyzer.baseline.names
      Terminal.say(
        "trailscan: baseline of \(names.count == 1 ? "1 runner" : "\(names.count) runners")\n")
    }
  }

  /// Opens the databases once to tell what is wrong with them, and again where they are asked.
  private static func places(_ folder: String) throws -> @Sendable () -> GeoPlaces? {
    do throws(GeoPlaces.Fault) {
      _ = try GeoPlaces(path: FilePath(folder))
    } catch {
      throw CommandError.usage("--geoip: \(error.reason)")
    }
    return { try? GeoPlaces(path: FilePath(folder)) }
  }

  /// Analyses; entries that the user asked for come to `body`, in order.
  ///
  /// `observing` sees each event before that, with its entry. `listsSessions` is false where the
  /// sessions themselves are not wanted, `concludes` where verdicts, findings and incidents are not;
  /// entries may come back as `spent`.
  func run(
    listsSessions: Bool = true, concludes: Bool = true, spent: SpentItems<TimelineEntry?>? = nil,
    observing: ((Analyzer.Observation) -> Void)? = nil, _ body: (consuming TimelineEntry) -> Void
  ) throws -> Analysis {
    var analyzer = analyzer
    analyzer.listsSessions = listsSessions
    // Which runners there are, a step or a finding may tell alone.
    analyzer.concludes = concludes || !options.selection.runner.isEmpty
    analyzer.spent = spent
    // Whoever watches wants to see all, also what is on no timeline.
    if observing != nil { analyzer.tellsAll = true }
    let progress = ProgressLine(files: scan.files, isShown: options.output.showsProgress)
    defer { progress.finish() }
    let runners = options.selection.runners
    // Sessions are chosen by their entries only where something was asked for.
    let choosesSessions = options.selection.isGiven
    var shown: Set<String> = []
    let result: Analyzer.Result
    do throws(LogReadError) {
      result = try analyzer.run(scan, progress: progress.counts) { observation in
        observing?(observation)
        guard observation.isSelected, let entry = observation.entry.take(),
          runners.isEmpty || runners.accepts(entry.runner)
        else { return }
        if choosesSessions, let session = entry.session { shown.insert(session) }
        body(entry)
      }
    } catch {
      throw CommandError.output(TemporaryFolder.name, error)
    }
    if !listsSessions { Self.remains.withLock { $0 = result.remains } }
    var analysis = Analysis(playbook: playbook.title, summary: result.summary)
    analysis.runners = result.runners.filter { runners.isEmpty || runners.accepts($0.name) }
    try DescentRoots.check(analyzer.descendsFrom, result, isNoneShown: shown.isEmpty)
    analysis.sessions = sessions(result.sessions, shown, result.descendants)
    analysis.incidents = result.incidents.filter { runners.isEmpty || runners.accepts($0.runner) }
    analysis.coverage = result.coverage
    analysis.steps = result.steps.filter { runners.isEmpty || runners.accepts($0.runner) }
    analysis.findings = result.findings.filter { finding in
      runners.isEmpty || finding.runner.map(runners.accepts) == true
    }
    analysis.silenced = result.silenced
    analysis.choice = RunnerChoice(options.selection.runner, in: result)
    return analysis
  }

  /// What some sessions touched, by a second look at the files.
  func reach(of sessions: [Session], _ analysis: Analysis) -> [SessionReach] {
    precondition(scan.isRepeatable, "the input of this command was to be kept")
    if sessions.isEmpty { return [] }
    return ReachScan(sessions)
      .run(scan, hasDataEvents: analysis.coverage.contains(where: \.s3DataSeen))
  }

  /// Fills in what the suspicious sessions touched, and what that means for the incidents.
  func addReach(to analysis: inout Analysis) {
    analysis.reach = reach(of: analysis.sessions.filter(\.isSuspect), analysis)
    for index in analysis.incidents.indices {
      let name = analysis.incidents[index].runner
      analysis.incidents[index].judgeData(
        analysis.reach.filter { $0.runner == name },
        hasDataEvents: analysis.coverage.contains(where: \.s3DataSeen))
    }
  }

  /// The sessions that a selection speaks of.
  private func sessions(
    _ all: [Session], _ shown: Set<String>, _ descendants: Set<String>
  ) -> [Session] {
    guard options.selection.isGiven else { return all }
    let runners = options.selection.runners
    if !analyzer.descendsFrom.isEmpty { return all.filter { descendants.contains($0.id) } }
    return all.filter { session in
      if !runners.isEmpty, !(session.runner.map(runners.accepts) ?? false) { return false }
      return analyzer.selection == nil || onlyRunners || shown.contains(session.id)
        || session.accessKeyIDs.contains { !selection.keys.isEmpty && selection.keys.accepts($0) }
    }
  }

  /// True where nothing but runners was asked for.
  private var onlyRunners: Bool { !selection.isNarrowed }

  /// Says what the reader must know and ends with the exit code of damaged input.
  ///
  /// `tellsSilenced` is false where the page itself says what suppressions silenced.
  func close(_ analysis: Analysis, tellsSilenced: Bool = true) throws {
    if tellsSilenced { Closing.say(analysis.silenced, quiet: options.output.quiet) }
    if !options.output.quiet {
      for conflict in analysis.conflictSentences { Terminal.say("trailscan: \(conflict)\n") }
    }
    Closing.warn(of: analysis.choice)
    try Closing.close(analysis.summary, quiet: options.output.quiet)
  }
}

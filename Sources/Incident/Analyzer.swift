package import CloudTrail
package import GzipStream
internal import Synchronization

/// Runs a whole analysis: scan, identity graph, timeline.
///
///     scan (parallel) ─► events sorted in runs, facts ─► SessionGraph ─► RunnerGraph
///                                 │                  what is missing is read ─┘
///                                 └─► merge in order ─► TimelineBuilder ─► sink
///
/// Memory holds the newest events of each worker, the sessions, in which files each was met, and
/// the runners; events beyond that wait in temporary files.
package struct Analyzer: Sendable {
  /// Who is a runner.
  package var profiles: [RunnerProfile]
  /// The playbook whose steps are judged; nil = none.
  package var playbook: Playbook?
  /// The rules that findings come from, which need a playbook; nil = none.
  package var detections: DetectionPack?
  /// The least level of a match that tags its entry; findings are made of all of them.
  package var leastLevel = Finding.Level.informational
  /// What was usual in a clean time before.
  package var baseline = Baseline()
  /// True for the logs of such a time themselves: everything in them is usual.
  package var isClean = false
  /// What others have seen attackers use.
  package var indicators = IndicatorList()
  /// Opens the databases that tell where addresses are, for the thread that asks them.
  package var places: (@Sendable () -> GeoPlaces?) = { nil }
  /// Which records the user asked for; nil = all. The identity graph knows them all in any case.
  package var selection: RecordSelection?
  /// What Terraform lists of runners and their resources.
  package var inventory: [InventoryFile] = []
  /// What people know of the incident.
  package var facts = IncidentFacts()
  /// Keys, ARNs and session ids; where there are any, only what descends from them is selected.
  package var descendsFrom: [String] = []
  /// Where temporary files go.
  package var temporaryFolder: FilePath
  /// False where nobody asks for the sessions themselves, which take memory of their own; then
  /// calls of sessions of no runner need not be kept (`BareCalls`).
  package var listsSessions = true
  /// False where nobody asks what steps, findings and incidents come to in the end; what entries say
  /// of them is told in any case.
  package var concludes = true
  /// True to tell every event that was kept, also those that can be on no timeline.
  package var tellsAll = false
  /// Entries that the caller has done with, for the thread that made them to end; nil where it ends
  /// them itself.
  package var spent: SpentItems<TimelineEntry?>?
  /// Bytes of events that each worker keeps in memory.
  package var memory = 2 << 20
  /// How many kinds of events rules stay settled for.
  package var kinds = 1 << 15
  /// After how many records the questions of a worker get memory of their own.
  package var manyRecords = 1 << 14

  /// An analyzer for these runners.
  package init(profiles: [RunnerProfile], temporaryFolder: FilePath) {
    self.profiles = profiles
    self.temporaryFolder = temporaryFolder
  }

  /// An analyzer for the runners of a playbook, which judges its steps.
  package init(playbook: Playbook, temporaryFolder: FilePath) {
    self.init(profiles: playbook.profiles, temporaryFolder: temporaryFolder)
    self.playbook = playbook
  }

  /// What is left when all entries have been handed out.
  package struct Result: Sendable {
    /// By name.
    package var runners: [Runner]
    /// By time of issuing, then id.
    package var sessions: [Session]
    /// By account, then region.
    package var coverage: [CoverageEntry]
    /// By runner, then in the order of the playbook; empty without one, and without conclusions.
    package var steps: [StepVerdict]
    /// By time, then id; empty without detections, and without conclusions.
    package var findings: [Finding]
    /// What each suppression of the playbook silenced, in its order.
    package var silenced: [Silenced]
    /// What was usual for each runner; nothing without detections.
    package var usual: Baseline
    /// By runner; those of whom nothing suspicious is known are left out. Empty without conclusions.
    package var incidents: [IncidentCase]
    /// Ids of the sessions that descend from what was asked for.
    package var descendants: Set<String>
    /// What became of every file and record.
    package var summary: ScanSummary
    /// What all of it was made of. To give this back takes a while after large logs, and is no use
    /// to a program that ends.
    package var remains: Remains
  }

  /// The tables of an analysis that is done. Nobody reads them: whoever holds them puts off giving
  /// their memory back.
  package final class Remains: Sendable {
    private let joined: JoinedTables
    private let graph: RunnerGraph

    fileprivate init(_ joined: JoinedTables, _ graph: RunnerGraph) {
      self.joined = joined
      self.graph = graph
    }
  }

  /// One event in its order, with what is known of it, on the thread that analyses.
  ///
  /// By reference, since an entry is large and goes from hand to hand: whoever hands entries on
  /// takes this one's out, and it is gone then for all who hold the observation.
  package final class Observation {
    /// Its entry, where it belongs to a runner, until it is taken out.
    package var entry: TimelineEntry?
    fileprivate let judged: JudgedEvent
    fileprivate let tables: EventTables
    /// True where the user asked for it.
    package let isSelected: Bool

    /// What is known of the event of `item`, whose entry is taken out.
    fileprivate init(_ item: inout TimelineBuilder.Item, _ tables: EventTables) {
      judged = item.judged
      isSelected = item.isSelected
      self.tables = tables
      swap(&entry, &item.entry)
    }

    private var event: Event {
      _read { yield judged.event }
    }

    /// The service, `s3.amazonaws.com` …
    package var service: String { tables.strings.text(event.source) }
    /// The call as CloudTrail names it.
    package var call: String { tables.strings.text(event.name) }
    /// When it was made.
    package var time: EventTime { event.time }
    /// The id of the record.
    package var eventID: String { id.description }
    var id: EventID { event.id }
    /// Who called.
    package var principal: Principal { tables.principals[event.principal] }
    /// How the caller was joined to the credential used, where it was one that STS issued.
    package var link: SessionLink? { tables.graph.sessions.links[event.principal] }
    /// The session whose credential was used, by id.
    package var session: String? {
      judged.finding?.session.map { tables.graph.sessions.nodes[$0].session.id }
    }
    /// The code of a failed call.
    package var errorCode: String? { tables.strings.optionalText(event.errorCode) }
    /// The record, where the playbook asked for it.
    package var raw: [UInt8] { event.raw }
  }

  /// Analyses the files of `scan`; every event that may be on a timeline, or that the playbook
  /// asks about, comes to `observe` (`tellsAll`: every one that was kept). Entries come in order,
  /// and so does all else where all are told; if not, the rest waits for no entry before it.
  package func run(
    _ scan: LogScan, progress: LogScan.Progress = LogScan.Progress(),
    observe: (Observation) -> Void
  ) throws(LogReadError) -> Result {
    let keeper = playbook.map {
      RecordKeeper($0, detections, indicators: indicators, many: manyRecords)
    }
    let isReadTwice = mayReadTwice(scan)
    var (workers, summary) = read(
      isReadTwice ? scan.spread : scan, isReadTwice ? .likely(LikelyRoles()) : .all, keeper,
      progress)
    if !inventory.isEmpty {
      let newest = workers.compactMap(\.reader.coverage.end).max()
      workers.append(listed(keeper, files: scan.files, at: newest ?? EventTime(seconds: 0)))
    }
    for worker in workers {
      if let error = worker.failure { throw error }
    }
    summary.add(workers.map(\.malformed), files: scan.files)
    let found = JoinedFacts.begin(&workers)
    var joined = JoinedTables(&workers)
    var batches = workers.map(\.batch)
    workers.removeAll()
    let graph = graph(found.take(), joined)
    let known = knownRunners(graph)
    let callers = RunnerCallers(graph, joined, hasLines: summary.evidence.accessLines > 0)
    joined.keyCallers = []
    if isReadTwice { batches += try readMissed(scan, callers, keeper, &joined, &summary) }
    let input = FileCoverage.Source(
      files: scan.files, digests: joined.digests, damaged: Set(summary.troubles.map(\.file)))
    let (told, engine, findings, descendants) = try build(
      joined, batches, input, graph, callers, known
    ) { observation in
      summary.count(observation.entry?.source.kind)
      observe(observation)
    }
    summary.accessCopies = told.evidenceCopies
    summary.duplicates = told.duplicates
    summary.selected = joined.kept - told.passed - told.duplicates
    summary.conflicts = told.conflicts
    summary.superseded = told.superseded
    summary.undated = joined.undated
    summary.notSelected =
      summary.records - joined.kept + told.passed - joined.undated - summary.malformed
    let coverage = joined.coverage.entries(
      duplicates: told.duplicatesByPlace, files: told.files)
    var sessions = told.sessions
    engine?.mark(&sessions)
    let steps = concludes ? engine?.verdicts(coverage, attested: facts) ?? [] : []
    // What suppressions silenced is known when all findings are.
    let isAsked = concludes || playbook?.suppressions.isEmpty == false
    let listed = isAsked ? findings?.findings(coverage) ?? [] : []
    return Result(
      runners: told.runners, sessions: sessions, coverage: coverage,
      steps: steps, findings: concludes ? listed : [],
      silenced: findings?.silenced ?? [], usual: findings?.baseline() ?? Baseline(),
      incidents: concludes ? cases(engine, sessions, steps, coverage) : [],
      descendants: descendants, summary: summary, remains: Remains(joined, graph))
  }

  private func cases(
    _ engine: StepEngine?, _ sessions: [Session], _ steps: [StepVerdict],
    _ coverage: [CoverageEntry]
  ) -> [IncidentCase] {
    guard let engine else { return [] }
    let end = coverage.compactMap(\.lastTime).max()
    return CaseWriter(engine: engine, facts: facts, sessions: sessions, steps: steps, end: end)
      .cases()
  }

  /// The objects of the inventory as the work of one more worker.
  private func listed(_ keeper: RecordKeeper?, files: [LogFile], at time: EventTime)
    -> AnalysisWorker
  {
    var reader = EventReader(selection: selection, keeper: keeper, nesting: 256)
    let events = InventoryRecords.events(of: inventory, at: time, &reader)
    var worker = AnalysisWorker(
      reader: reader, evidence: EvidenceReader(files: files),
      batch: EventBatch(folder: temporaryFolder, limit: memory))
    for event in events { worker.keep(event) }
    return worker
  }

  /// Joins what was found into the graph.
  private func graph(_ facts: consuming JoinedFacts, _ joined: JoinedTables) -> RunnerGraph {
    RunnerGraph(
      sessions: facts.sessions(of: joined), profiles: profiles, roles: joined.mentionedRoles,
      inventory: runnerInventory)
  }

  /// Begins to read the facts of the runners in `graph`; none without a playbook.
  private func knownRunners(_ graph: RunnerGraph) -> Prepared<KnownRunners> {
    Prepared { [asks = playbook != nil] in asks ? KnownRunners(graph) : KnownRunners() }
  }

  /// Tells the events in their order: one thread judges whose they are and settles rules for their
  /// kinds, this one asks the engines about them. Bare calls that `callers` do not want are passed
  /// over.
  private func build(
    _ joined: JoinedTables, _ batches: [EventBatch], _ input: FileCoverage.Source,
    _ graph: RunnerGraph, _ callers: RunnerCallers, _ known: Prepared<KnownRunners>,
    _ observe: (Observation) -> Void
  ) throws(LogReadError) -> (
    JudgingThread.Outcome, StepEngine?, FindingEngine?, descendants: Set<String>
  ) {
    let judging = JudgingThread(judgingWork(joined, batches, input, graph, callers, known))
    let tables = EventTables(
      registries: playbook?.registries ?? [], strings: joined.strings,
      principals: joined.principals.principals, graph: graph, indicators: indicators,
      places: places())
    let engine = playbook.map { playbook in
      StepEngine(
        playbook, tables, known.value.facts.map(RunnerState.init), known.value.names, facts: facts,
        kinds: kinds)
    }
    let descent =
      descendsFrom.isEmpty ? nil : Descent(descendsFrom, graph.sessions, tables.principals)
    let findings = engine.flatMap { findingEngine($0) }
    var hold = ObservationHold(length: findings?.lookBack ?? 0)
    var told = ToldEvents(of: judging)
    func tell(_ observation: Observation) {
      told.add(observation.judged)
      observe(observation)
    }
    let learn = { (news: KindSettler.News) in
      engine?.learn(news.kinds.map(\.steps), beginsAnew: news.beginsAnew)
      findings?.learn(news.kinds.map(\.detections), beginsAnew: news.beginsAnew)
    }
    var outcome = try judging.run(learn: learn) { item in
      descent?.narrow(&item, tables)
      if item.isPassedOver {
        findings?.takeAnswers(
          EventView(item.judged, kind: item.kind, isSelected: item.isSelected, tables))
        hold.mark(findings?.takeEvidence() ?? [])
        return
      }
      if let engine { Self.ask(engine, findings, tables, &item) }
      if let places = tables.places, let address = item.entry?.sourceIPAddress {
        item.entry?.geo = places.place(of: address)
      }
      let isOnTimeline = item.isOnTimeline
      hold.mark(findings?.takeEvidence() ?? [])
      let observation = Observation(&item, tables)
      // What is on no timeline bears no marks, and must neither crowd out nor hurry what does.
      if findings != nil, isOnTimeline || tellsAll {
        hold.add(observation, tell)
      } else {
        tell(observation)
      }
    }
    hold.mark(findings?.takeLastEvidence() ?? [])
    hold.finish(tell)
    engine?.dataBuckets.formUnion(outcome.dataBuckets.union(joined.dataBuckets))
    outcome.settle(graph, suspicions: engine?.suspicions ?? [])
    let descendants = descent?.sessions.map { graph.sessions.nodes[$0].session.id } ?? []
    return (outcome, engine, findings, Set(descendants))
  }

  /// What the judging thread begins with.
  private func judgingWork(
    _ joined: JoinedTables, _ batches: [EventBatch], _ input: FileCoverage.Source,
    _ graph: RunnerGraph, _ callers: RunnerCallers, _ known: Prepared<KnownRunners>
  ) -> JudgingThread.Work {
    JudgingThread.Work(
      batches: batches, translations: joined.translations, graph: graph, callers: callers,
      passesBareCalls: passesBareCalls,
      replaced: graph.sessions.facts.replaced.union(joined.replaced), strings: joined.strings,
      principals: joined.principals.principals, input: input, known: known,
      countsSessions: listsSessions, admitsAll: admitsAll,
      rules: askedRules, kinds: kinds, spent: spent)
  }

  private var askedRules: AskedRules? {
    playbook.map { playbook in
      AskedRules(
        steps: StepEngine.asked(playbook), detections: detections.map(FindingEngine.asked) ?? [])
    }
  }

  private func findingEngine(_ steps: StepEngine) -> FindingEngine? {
    detections.map {
      FindingEngine(
        $0, steps, baseline: baseline, isClean: isClean, tagsFrom: leastLevel, kinds: kinds)
    }
  }

  /// Asks the engines about an event, and notes with its entry what they say.
  private static func ask(
    _ engine: StepEngine, _ findings: FindingEngine?, _ tables: EventTables,
    _ item: inout TimelineBuilder.Item
  ) {
    let view = EventView(item.judged, kind: item.kind, isSelected: item.isSelected, tables)
    // Asked whether or not there is an entry.
    let steps = engine.take(view)
    item.entry?.steps = steps
    // A log event is no call.
    if item.entry?.source.kind == .logExport {
      if !engine.isOfNote(view) { item.entry = nil }
    } else if let found = findings?.take(view) {
      item.entry?.findings = found
    }
  }
}

import CloudTrail
import GzipStream
import Incident

/// Everything that one analysis gives, as a value that can be compared.
struct Analyzed: Equatable {
  var analysis: Analysis
  /// The ids of all events that were kept, in the order they were told.
  var order: [String]

  /// Analyses the files at `paths`.
  init(
    _ paths: [FilePath], jobs: Int = 1, memory: Int = 24 << 20, selection: RecordSelection? = nil,
    profiles: [RunnerProfile] = RunnerProfile.all, in folder: TemporaryFolder
  ) throws {
    let (files, failures) = LogFinder.find(paths.map(\.description))
    precondition(failures.isEmpty, "a test names a file that is not there")
    try self.init(
      LogScan(files: files, jobs: jobs), memory: memory, selection: selection, profiles: profiles,
      in: folder)
  }

  /// Analyses what `scan` finds.
  init(
    _ scan: LogScan, memory: Int = 24 << 20, selection: RecordSelection? = nil,
    profiles: [RunnerProfile] = RunnerProfile.all, tellsAll: Bool = true,
    in folder: TemporaryFolder
  ) throws {
    var analyzer = Analyzer(profiles: profiles, temporaryFolder: folder.path)
    analyzer.memory = memory
    analyzer.tellsAll = tellsAll
    analyzer.selection = selection
    var timeline: [TimelineEntry] = []
    var order: [String] = []
    let result = try analyzer.run(scan) { observation in
      order.append(observation.eventID)
      if let entry = observation.entry { timeline.append(entry) }
    }
    analysis = Analysis(playbook: "test", summary: result.summary)
    analysis.runners = result.runners
    analysis.sessions = result.sessions
    analysis.timeline = timeline
    analysis.coverage = result.coverage
    self.order = order
  }
}

import FleetModel
import GzipStream
import Incident
import Synchronization
import Testing

/// Several workers share the records of one large file: what is told is the same.
@Suite("Files that workers share") struct SharedFileTests {
  private let records: [String]

  init() throws { records = try LogTexts(below: try WrittenFleet.small.get().logs).records }

  /// What an analysis tells, and of how many records.
  private struct Told: Equatable {
    var timeline: [TimelineEntry] = []
    var runners: [Runner]
    var findings: [Finding]
    var steps: [StepVerdict]
    var coverage: [CoverageEntry]
    var counts: [Int]
    var troubles: [Trouble]

    /// Analyses the file at `path`, shared in lots of `lotSize` bytes where there are several jobs.
    init(_ path: FilePath, jobs: Int, lotSize: Int, in folder: TemporaryFolder) throws {
      var analyzer = Analyzer(
        playbook: try #require(Playbook.builtIn(named: "rotation")), temporaryFolder: folder.path)
      analyzer.detections = .builtIn
      analyzer.listsSessions = false
      var scan = LogScan(files: LogFinder.find([path.description]).files, jobs: jobs)
      scan.largeSize = 1
      scan.lotSize = lotSize
      var timeline: [TimelineEntry] = []
      let result = try analyzer.run(scan) { observation in
        if let entry = observation.entry { timeline.append(entry) }
      }
      self.timeline = timeline
      runners = result.runners
      findings = result.findings
      steps = result.steps
      coverage = result.coverage
      let summary = result.summary
      counts = [
        summary.records, summary.selected, summary.notSelected, summary.duplicates,
        summary.undated, summary.damaged, summary.filesRead,
      ]
      troubles = summary.troubles
    }
  }

  /// Expects that `path` is told alike by one worker and by several.
  private func expectTheSame(_ path: FilePath, in folder: TemporaryFolder) throws -> Told {
    let one = try Told(path, jobs: 1, lotSize: 1 << 20, in: folder)
    for (jobs, lotSize) in [(2, 20_000), (5, 1)] {
      let many = try Told(path, jobs: jobs, lotSize: lotSize, in: folder)
      #expect(many == one, "\(jobs) jobs, lots of \(lotSize) bytes")
    }
    return one
  }

  @Test func oneFileOfLines() throws {
    let folder = try TemporaryFolder()
    try folder.write(records.joined(separator: "\n"), as: "all.ndjson")
    let told = try expectTheSame(folder.file("all.ndjson"), in: folder)
    #expect(told.timeline.count > 300)
  }

  @Test func oneEnvelope() throws {
    let folder = try TemporaryFolder()
    try folder.write(#"{"Records":["# + records.joined(separator: ",") + "]}", as: "all.json")
    let told = try expectTheSame(folder.file("all.json"), in: folder)
    #expect(told.timeline.count > 300)
  }

  /// Bare calls are passed over or kept alike by all, and what is missing is read again, once.
  @Test func theLastRecordsFirst() throws {
    let folder = try TemporaryFolder()
    try folder.write(records.reversed().joined(separator: "\n"), as: "all.ndjson")
    let told = try expectTheSame(folder.file("all.ndjson"), in: folder)
    #expect(told.timeline.count > 300)
  }

  /// Of a file with several faults the first is told, whoever met it first.
  @Test func theFirstFaultIsTold() throws {
    let folder = try TemporaryFolder()
    var lines = records
    for place in [200, 201, lines.count - 1] {
      lines[place] = lines[place].replacing(#""requestParameters":"#, with: #""x":tru,"r":"#)
    }
    try folder.write(lines.joined(separator: "\n"), as: "all.ndjson")
    let told = try expectTheSame(folder.file("all.ndjson"), in: folder)
    #expect(told.troubles.count == 1)
  }

  /// Of copies of a record that do not tell the same, the first counts, whoever met it first.
  @Test func ofCopiesTheFirstCounts() throws {
    let folder = try TemporaryFolder()
    let issuing = records.filter { $0.contains(#""eventName":"AssumeRole"#) }
    let poorer = issuing.map { $0.replacing(#""responseElements":"#, with: #""x":"#) }
    for (name, lines) in [("first", records + poorer), ("last", poorer + records)] {
      try folder.write(lines.joined(separator: "\n"), as: "\(name).ndjson")
      let told = try expectTheSame(folder.file("\(name).ndjson"), in: folder)
      #expect(told.counts[3] >= issuing.count, "they are copies")
    }
  }

  @Test func aFileThatIsCutOff() throws {
    let folder = try TemporaryFolder()
    let text = #"{"Records":["# + records.joined(separator: ",")
    try folder.write(String(text.prefix(text.utf8.count * 2 / 3)), as: "cut.json")
    let told = try expectTheSame(folder.file("cut.json"), in: folder)
    #expect(told.troubles.count == 1)
    #expect(told.timeline.count > 100)
  }

  /// Beside files that are read meanwhile, and with more workers than files.
  @Test func manyFiles() throws {
    let folder = try TemporaryFolder()
    let size = (records.count + 2) / 3
    for part in 0..<3 {
      let lines = records[part * size..<min((part + 1) * size, records.count)]
      try folder.write(lines.joined(separator: "\n"), as: "logs/\(part).ndjson")
    }
    let told = try expectTheSame(folder.file("logs"), in: folder)
    #expect(told.timeline.count > 300)
    #expect(told.counts[6] == 3)
  }
}

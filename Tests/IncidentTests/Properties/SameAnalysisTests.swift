import FleetModel
import GzipStream
import Incident
import Testing

/// What must not change an analysis: the order, number and layout of files, the number of jobs,
/// what is in memory, and copies.
@Suite struct SameAnalysisTests {
  let fleet: WrittenFleet
  let paths: [FilePath]

  init() throws {
    fleet = try WrittenFleet.small.get()
    paths = try LogFolder.logFiles(in: fleet.logs)
  }

  @Test(arguments: [1, 2, 5]) func anyNumberOfJobsGivesTheSame(jobs: Int) throws {
    let found = try Analyzed([fleet.logs], jobs: jobs, in: TemporaryFolder())
    #expect(found == fleet.analyzed)
  }

  @Test func passingOverWhatIsOnNoTimelineGivesTheSame() throws {
    let scan = LogScan(files: LogFinder.find([fleet.logs.description]).files, jobs: 2)
    let found = try Analyzed(scan, tellsAll: false, in: TemporaryFolder())
    #expect(found.analysis == fleet.analyzed.analysis)
    #expect(found.order.count < fleet.analyzed.order.count / 2, "most events are passed over")
  }

  @Test func anyOrderOfNamingGivesTheSame() throws {
    var generator = SeededGenerator(seed: 3)
    let found = try Analyzed(
      paths.shuffled(by: &generator) + [fleet.logs], jobs: 2, in: TemporaryFolder())
    #expect(found == fleet.analyzed)
  }

  @Test(arguments: [1, 2]) func anyOrderOfReadingGivesTheSame(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let files = LogFinder.find([fleet.logs.description]).files.shuffled(by: &generator)
    let found = try Analyzed(LogScan(files: files, jobs: 2), in: TemporaryFolder())
    #expect(found.withoutPlaces == fleet.analyzed.withoutPlaces)
  }

  @Test(arguments: [(1, 5_000), (3, 60_000)]) func spillingGivesTheSame(jobs: Int, memory: Int)
    throws
  {
    let folder = try TemporaryFolder()
    let found = try Analyzed([fleet.logs], jobs: jobs, memory: memory, in: folder)
    #expect(found == fleet.analyzed)
    #expect(try folder.path.entries().isEmpty, "spool files are removed")
  }

  @Test func copiesOfFilesChangeTheCountsAlone() throws {
    let folder = try TemporaryFolder()
    for (number, file) in try LogTexts(below: fleet.logs).files.enumerated() {
      try folder.write(file.records.joined(separator: "\n"), as: "copies/\(number).ndjson")
    }
    let scan = LogScan(
      files: LogFinder.find([fleet.logs.description]).files
        + LogFinder.find([folder.file("copies").description]).files, jobs: 2)
    let found = try Analyzed(scan, in: folder)
    let once = fleet.analyzed
    #expect(found.analysis.timeline == once.analysis.timeline)
    #expect(found.analysis.sessions == once.analysis.sessions)
    #expect(found.analysis.runners == once.analysis.runners)
    #expect(found.order == once.order)
    #expect(found.analysis.summary.records == 2 * once.analysis.summary.records)
    #expect(found.analysis.summary.selected == once.analysis.summary.selected)
    #expect(
      found.analysis.coverage.map(\.records) == once.analysis.coverage.map { $0.records * 2 })
    #expect(found.analysis.coverage.map(\.missing) == once.analysis.coverage.map(\.missing))
  }

  @Test func theOrderInsideFilesDoesNotMatter() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 5)
    for (number, file) in try LogTexts(below: fleet.logs).files.enumerated() {
      let records = file.records.shuffled(by: &generator).joined(separator: ",")
      try folder.write("{\"Records\":[\(records)]}", as: "logs/\(number).json")
    }
    let found = try Analyzed([folder.file("logs")], jobs: 2, in: folder)
    #expect(found.withoutPlaces == fleet.analyzed.withoutPlaces)
  }

  @Test func oneFileOrManyIsTheSame() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 6)
    let records = try LogTexts(below: fleet.logs).records.shuffled(by: &generator)
    try folder.write(records.joined(separator: "\n"), as: "all.ndjson")
    let found = try Analyzed([folder.file("all.ndjson")], in: folder)
    #expect(found.withoutPlaces == fleet.analyzed.withoutPlaces)
  }
}

extension Array {
  /// The elements in an order that `generator` decides.
  func shuffled(by generator: inout SeededGenerator) -> [Element] {
    var copy = self
    for index in copy.indices.dropFirst() { copy.swapAt(index, generator.below(index + 1)) }
    return copy
  }
}

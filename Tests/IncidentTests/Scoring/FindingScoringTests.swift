import CloudTrail
import FleetModel
import GzipStream
import Incident
import Testing

/// The findings of made logs against the attacks that their generator planted.
@Suite struct FindingScoringTests {
  /// Fleets by seed: with attacks and one of each family, and an ordinary one.
  private static func fleet(_ seed: UInt64, attacks: Int, gallery: Bool) throws -> FindingScore {
    var plan = FleetPlan(seed: seed, events: 12_000)
    plan.runners = 6
    plan.attacks = attacks
    plan.hasGallery = gallery
    let folder = try TemporaryFolder()
    _ = try Fleet(plan).write(to: folder.path, options: .standard)
    return try score(folder.file("AWSLogs"), Truth(in: folder), in: folder)
  }

  private static func score(
    _ logs: FilePath, _ truth: Truth, in folder: TemporaryFolder
  ) throws -> FindingScore {
    FindingScore(try findings(logs, in: folder), truth)
  }

  private static func findings(_ logs: FilePath, in folder: TemporaryFolder) throws -> [Finding] {
    let found = LogFinder.find([logs.description])
    let playbook = try #require(Playbook.builtIn(named: "rotation"))
    var analyzer = Analyzer(playbook: playbook, temporaryFolder: folder.path)
    analyzer.detections = DetectionPack.builtIn
    return try analyzer.run(LogScan(files: found.files, jobs: 2)) { _ in }.findings
  }

  @Test(arguments: [7, 2_026] as [UInt64]) func everyPlantedAttackIsFound(seed: UInt64) throws {
    let score = try Self.fleet(seed, attacks: 3, gallery: true)
    print("seed \(seed), findings:", score.summary)
    #expect(score.missed == [])
    #expect(score.unexplained == [])
    #expect(score.planted > 60)
  }

  @Test(arguments: [3, 11, 99] as [UInt64]) func ordinaryDaysAreQuiet(seed: UInt64) throws {
    let score = try Self.fleet(seed, attacks: 0, gallery: false)
    print("seed \(seed), ordinary:", score.summary)
    #expect(score.unexplained == [])
  }

  /// A runner whose jobs always read many objects is told of three times, until that is its habit;
  /// what is far beyond the habit is told of again.
  @Test func jobsThatAlwaysReadMuchBecomeTheHabit() throws {
    var scenario = Scenario(seed: 5)
    let runner = scenario.humanitecRunner(
      "busy-runner", in: Place("111122223333", "eu-central-1"))
    let start: Timestamp = "2026-03-02T00:00:00Z"
    for number in 0..<8 {
      var plan = JobPlan()
      plan.reads = number == 7 ? 400 : 30 + number
      plan.duration = 900
      scenario.job(plan, of: runner, at: start + number * 3_600)
    }
    let folder = try TemporaryFolder()
    _ = try scenario.write(to: folder.path, options: .standard, seed: 5)
    let found = try Self.findings(folder.file("AWSLogs"), in: folder).filter { $0.id == "D01" }
    let hours = found.map { (Int($0.firstTime.seconds) - start.seconds) / 3_600 }
    #expect(hours == [0, 1, 2, 7])
  }

  @Test func ofTheSampleEveryAttackIsFound() throws {
    let folder = try TemporaryFolder()
    _ = try SampleIncident.compose().write(
      to: folder.path, options: .standard, seed: SampleIncident.seed)
    let score = try Self.score(folder.file("AWSLogs"), Truth(in: folder), in: folder)
    print("sample, findings:", score.summary)
    #expect(score.missed == [])
    #expect(score.unexplained == [])
  }
}

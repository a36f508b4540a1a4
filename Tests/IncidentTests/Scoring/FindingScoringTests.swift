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
    let found = LogFinder.find([logs.description])
    let playbook = try #require(Playbook.builtIn(named: "rotation"))
    var analyzer = Analyzer(playbook: playbook, temporaryFolder: folder.path)
    analyzer.detections = DetectionPack.builtIn
    let result = try analyzer.run(LogScan(files: found.files, jobs: 2)) { _ in }
    return FindingScore(result.findings, truth)
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

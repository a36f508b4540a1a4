import FleetModel
import GzipStream
import Testing

/// A small fleet on disk with its truth and one analysis of it, made once for all tests.
struct WrittenFleet: CustomTestStringConvertible {
  let seed: UInt64
  let folder: TemporaryFolder
  let truth: Truth
  let analyzed: Analyzed

  var testDescription: String { "seed \(seed)" }

  /// The log files.
  var logs: FilePath { folder.file("AWSLogs") }

  /// Two fleets of different luck: runners, workflows and pods, attacks, a rotation, duplicates.
  static let all = Result {
    try [WrittenFleet(seed: 7, events: 12_000), WrittenFleet(seed: 2_026, events: 12_000)]
  }

  /// A fleet to analyse again and again.
  static let small = Result { try WrittenFleet(seed: 11, events: 3_000, minutes: 240) }

  private init(seed: UInt64, events: Int, minutes: Int = 1_440) throws {
    var plan = FleetPlan(seed: seed, events: events)
    plan.runners = minutes < 1_000 ? 3 : 6
    plan.attacks = minutes < 1_000 ? 1 : 3
    plan.minutes = minutes
    self.seed = seed
    folder = try TemporaryFolder()
    _ = try Fleet(plan).write(to: folder.path, options: .standard)
    truth = try Truth(in: folder)
    analyzed = try Analyzed([folder.file("AWSLogs")], jobs: 2, in: folder)
  }
}

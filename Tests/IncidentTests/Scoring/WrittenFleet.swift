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
  static let all = Result { try [WrittenFleet(seed: 7), WrittenFleet(seed: 2_026)] }

  private init(seed: UInt64) throws {
    var plan = FleetPlan(seed: seed, events: 12_000)
    plan.runners = 6
    plan.attacks = 3
    self.seed = seed
    folder = try TemporaryFolder()
    _ = try Fleet(plan).write(to: folder.path, options: .standard)
    truth = try Truth(in: folder)
    analyzed = try Analyzed([folder.file("AWSLogs")], jobs: 2, in: folder)
  }
}

internal import ArgumentParser
internal import FleetModel
internal import GzipStream

/// `fleet`: writes synthetic CloudTrail logs and the truth about them.
@main struct FleetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fleet",
    abstract: "Write synthetic CloudTrail logs of runners, with the truth beside them.",
    discussion: """
      The same options give the same bytes. Below the output folder, AWSLogs holds the logs in
      CloudTrail's own layout and truth what is true of them, an object a line.
      """)

  /// A story with a fixed text instead of a random fleet.
  enum Story: String, ExpressibleByArgument, CaseIterable {
    case sample
  }

  @Option(help: "A fixed story instead of a random fleet: sample.")
  var scenario: Story?
  @Option(help: "The seed of everything random.")
  var seed: UInt64 = 1
  @Option(help: "How many distinct records.")
  var events = 100_000
  @Option(help: "How many Humanitec runners; other workloads come in proportion.")
  var runners = 4
  @Option(help: "Over how many days the records are spread.")
  var days = 1
  @Option(help: "Over how many hours, in place of days.")
  var hours: Int?
  @Option(help: "The share of records that are delivered twice.")
  var duplicates = 0.05
  @Option(help: "The share of records outside the four audited families.")
  var noise = 0.86
  @Option(help: "How many times the usual number of objects each job reads and writes.")
  var work = 1
  @Option(help: "How many attacks to plant.")
  var attacks = 1
  @Flag(help: "Plant one attack of each family of the catalogue of detections, too.")
  var gallery = false
  @Option(help: "The layout: \(LogFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = LogFormat.awslogs
  @Option(help: "The level of compression, 1 (fast) to 9 (small).")
  var level = 6
  @Flag(help: "With --scenario: an S3 access log, a log export and a Terraform state, in beside/.")
  var evidence = false
  @Flag(help: "Replace logs and truth that are already in the folder.")
  var force = false
  @Option(help: "The folder to write into.")
  var output: String

  func validate() throws {
    guard (1...9).contains(level) else { throw ValidationError("--level is 1 to 9") }
    guard events > 0, days > 0, hours ?? 1 > 0, runners > 0, work > 0, attacks >= 0 else {
      throw ValidationError(
        "--events, --days, --hours, --runners and --work are positive numbers")
    }
    guard (0...0.9).contains(duplicates), (0.1...0.99).contains(noise) else {
      throw ValidationError("--duplicates is 0 to 0.9, --noise 0.1 to 0.99")
    }
    if evidence && scenario == nil {
      throw ValidationError("--evidence goes with --scenario")
    }
    if !force && LogFolder.isTaken(FilePath(output)) {
      throw ValidationError("\(output) already holds logs; --force replaces them")
    }
  }

  func run() throws {
    do {
      let summary = try write(to: FilePath(output))
      print(JSONWriter.text(of: summary.json))
    } catch let error as LogReadError {
      throw Failure(output: output, error: error)
    }
  }

  private func write(to folder: FilePath) throws -> Summary {
    if force { try LogFolder.clear(folder) }
    var options = LogOptions.standard
    options.format = format
    options.level = level
    options.duplicatesPerMille = Int(duplicates * 1000 + 0.5)
    if scenario == .sample {
      let (story, files) = SampleIncident.composeWithEvidence()
      let summary = try story.write(to: folder, options: options, seed: SampleIncident.seed)
      for file in evidence ? files : [] { try write(file.text, to: folder, as: file.name) }
      return summary
    }
    var plan = FleetPlan(seed: seed, events: events)
    plan.runners = runners
    plan.minutes = (hours ?? days * 24) * 60
    plan.attacks = attacks
    plan.work = work
    plan.hasGallery = gallery
    plan.familyPerMille = 1000 - Int(noise * 1000 + 0.5)
    return try Fleet(plan).write(to: folder, options: options)
  }

  /// Writes a file below the folder, with the folders that lead there.
  private func write(_ text: String, to folder: FilePath, as name: String) throws(LogReadError) {
    let parts = name.split(separator: "/").map { Array($0.utf8) }
    let place = parts.dropLast().reduce(folder) { $0.appending($1) }
    guard let last = parts.last else { return }
    try place.makeFolders()
    var file = try OutputFile(path: place.appending(last), replacing: force)
    try file.write(Array(text.utf8))
    try file.commit()
  }
}

/// What stopped the writing, as a sentence.
struct Failure: Error, CustomStringConvertible {
  let output: String
  let error: LogReadError

  var description: String {
    guard case .system(let operation, let code) = error.reason else {
      return "\(output): \(error.reason)"
    }
    return "\(output): \(operation): \(systemMessage(code))"
  }
}

extension LogFormat: ExpressibleByArgument {}

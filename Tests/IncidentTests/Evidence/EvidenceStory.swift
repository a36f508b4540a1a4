import FleetModel
import Foundation
import GzipStream
import Incident
import Sigma
import Testing

/// A story of the generator with files beside its records, and what the analysis makes of both.
struct EvidenceStory {
  var story = VerdictStory()
  /// Files by name, beside the records.
  var files: [(name: String, text: String)] = []
  /// What Terraform lists.
  var inventory: [InventoryFile] = []

  /// What one analysis gave.
  struct Outcome {
    var result: Analyzer.Result
    var timeline: [TimelineEntry]

    /// The verdict on a step for the runner.
    func verdict(_ step: String) throws -> StepVerdict {
      try #require(result.steps.first { $0.step == step && $0.runner == "prod-runner" })
    }

    /// The entries that are no records.
    var evidence: [TimelineEntry] { timeline.filter { $0.source.kind != nil } }
  }

  /// Analyses everything, the files beside the records in their own folder.
  func analyzed(jobs: Int = 1, playbook: String = "rotation") throws -> Outcome {
    let folder = try TemporaryFolder()
    var options = LogOptions.standard
    options.format = .single
    options.level = 1
    let scenario = story.scenario
    _ = try scenario.write(to: folder.path, options: options)
    try folder.write("", as: "beside/empty")
    for file in files { try folder.write(file.text, as: "beside/\(file.name)") }
    let found = LogFinder.find([
      folder.file("events.json.gz").description, folder.file("beside").description,
    ])
    var analyzer = Analyzer(
      playbook: try #require(Playbook.builtIn(named: playbook)), temporaryFolder: folder.path)
    analyzer.inventory = inventory
    var timeline: [TimelineEntry] = []
    let result = try analyzer.run(LogScan(files: found.files, jobs: jobs)) { observation in
      guard var entry = observation.entry else { return }
      // The folder of one run is not that of another.
      entry.source.file = FilePath(entry.source.file).lastComponent
      timeline.append(entry)
    }
    return Outcome(result: result, timeline: timeline)
  }
}

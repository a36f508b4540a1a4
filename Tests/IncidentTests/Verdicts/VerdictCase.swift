import FleetModel
import Foundation
import GzipStream
import Incident
import Sigma
import Testing

/// One row of the verdict table: a story made by the generator and the verdict that must follow.
struct VerdictCase: Sendable, CustomTestStringConvertible {
  /// What of the logs is not there.
  enum Gap: Sendable {
    case nothing
    /// The region of IAM.
    case global
    /// A trail of write calls only.
    case reads
    /// A trail without KMS.
    case keys
    /// No data events.
    case objects
    /// Two hours of both regions.
    case hours
  }

  /// Which group and, within it, what of the reference the row stands for.
  var group: String
  var row: String
  var story: String
  var step: String
  var expected: StepVerdict.Status
  /// Texts that the note, or what is missing, must hold.
  var says: [String]
  /// What is not there.
  var gap: Gap
  var playbook: String
  var hasKey: Bool
  var isAttacked: Bool
  /// Who answers, by ARN; empty = anybody but runners and services.
  var responders: String
  var tell: @Sendable (inout VerdictStory) -> Void

  var testDescription: String { "\(group) \(row): \(story)" }

  /// The verdict on the story.
  func verdict() throws -> StepVerdict {
    var story = VerdictStory(hasKey: hasKey, isAttacked: isAttacked)
    tell(&story)
    story.scenario.omit { isOmitted($0) }
    let folder = try TemporaryFolder()
    var options = LogOptions.standard
    options.format = .single
    options.level = 1
    _ = try story.scenario.write(to: folder.path, options: options)
    for file in story.files { try folder.write(file.text, as: file.name) }
    let names = ["events.json.gz"] + story.files.map(\.name)
    let files = LogFinder.find(names.map { folder.file($0).description }).files
    var analyzer = Analyzer(playbook: try load(), temporaryFolder: folder.path)
    analyzer.facts = story.facts
    analyzer.inventory = story.inventory
    // As the program does with the responders of `--facts`.
    if !story.facts.responders.isEmpty { analyzer.playbook?.responders = story.facts.responders }
    let steps = try analyzer.run(LogScan(files: files, jobs: 1)) { _ in }.steps
    return try #require(steps.first { $0.step == step && $0.runner == "prod-runner" })
  }

  private func load() throws -> Playbook {
    let source = try #require(Playbook.builtInText(named: playbook))
    guard !responders.isEmpty else { return try #require(Playbook.load(source).playbook) }
    let text = source.text.replacing("responders: []", with: "responders: ['\(responders)']")
    return try #require(Playbook.load(SourceText(name: playbook, text: text)).playbook)
  }

  private func isOmitted(_ record: Record) -> Bool {
    switch gap {
    case .nothing: false
    case .global: record.region.name == "us-east-1"
    case .reads: record.readOnly && record.category == .management
    case .keys: record.source == "kms.amazonaws.com"
    case .objects: record.category == .data
    case .hours: record.time > VerdictStory.at("10:59") && record.time < VerdictStory.at("13:01")
    }
  }
}

/// The rows of one group; each names the step only once.
struct VerdictGroup: Sendable {
  var id: String
  var title: String
  var cases: [VerdictCase] = []
  private let step: String
  private let playbook: String

  init(_ id: String, _ title: String, step: String, of playbook: String = "rotation") {
    self.id = id
    self.title = title
    self.step = step
    self.playbook = playbook
  }

  /// Adds a row.
  mutating func add(
    _ row: String, _ story: String, _ expected: StepVerdict.Status, says: [String] = [],
    without gap: VerdictCase.Gap = .nothing, step other: String? = nil, hasKey: Bool = true,
    isAttacked: Bool = true, responders: String = "",
    _ tell: @escaping @Sendable (inout VerdictStory) -> Void = { _ in }
  ) {
    cases.append(
      VerdictCase(
        group: id, row: row, story: story, step: other ?? step, expected: expected, says: says,
        gap: gap, playbook: playbook, hasKey: hasKey, isAttacked: isAttacked,
        responders: responders, tell: tell))
  }
}

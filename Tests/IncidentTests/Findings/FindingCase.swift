import CloudTrail
import Incident
import Sigma
import Testing

/// One detection: what it must find, and what it must not.
struct FindingCase: Sendable, CustomTestStringConvertible {
  typealias Tell = @Sendable (inout StepStory) -> Void

  var id: String
  /// The level of what must be found.
  var level: Finding.Level
  var attack: Tell
  var harmless: Tell
  /// Ranges of a watchlist that the playbook has.
  var watchlist: String?

  var testDescription: String { id }

  init(
    _ id: String, _ level: Finding.Level, watching watchlist: String? = nil,
    _ attack: @escaping Tell, not harmless: @escaping Tell
  ) {
    self.id = id
    self.level = level
    self.attack = attack
    self.harmless = harmless
    self.watchlist = watchlist
  }

  /// Tells both stories and compares.
  func check() throws {
    let playbook = try playbook()
    let found = try findings(attack, playbook)
    let own = found.filter { $0.id == id }
    #expect(own.map(\.level).max() == level, "\(id): \(own.map(\.level)) of \(found.map(\.id))")
    for finding in own {
      // What the logs do not hold has no events.
      #expect(finding.eventIDs.isEmpty == Self.ofCoverage.contains(id))
      #expect(finding.count >= finding.eventIDs.count)
      #expect(!finding.why.isEmpty && !finding.next.isEmpty)
      #expect(finding.firstTime <= finding.lastTime)
    }
    let quiet = try findings(harmless, playbook)
    #expect(!quiet.contains { $0.id == id }, "\(id) at \(quiet.filter { $0.id == id }.map(\.why))")
  }

  private static let ofCoverage = ["L10", "L11"]

  private func playbook() throws -> Playbook {
    let source = try #require(Playbook.builtInText(named: "rotation"))
    let lists = watchlist.map { "watchlists: {tor: [\($0)]}" } ?? "watchlists: {}"
    let text = source.text.replacing("watchlists: {}", with: lists)
    return try #require(Playbook.load(SourceText(name: "test", text: text)).playbook)
  }

  private func findings(_ tell: Tell, _ playbook: Playbook) throws -> [Finding] {
    var story = StepStory.usual()
    tell(&story)
    return try story.analyze(playbook, files: 1, findings: .builtIn).findings
  }
}

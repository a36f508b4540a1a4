import CloudTrail
import Incident
import Testing

/// One detection: what it must find, and what it must not.
struct FindingCase: Sendable, CustomTestStringConvertible {
  typealias Tell = @Sendable (inout StepStory) -> Void

  var id: String
  /// The level of what must be found.
  var level: Finding.Level
  var attack: Tell
  var harmless: Tell

  var testDescription: String { id }

  init(
    _ id: String, _ level: Finding.Level, _ attack: @escaping Tell, not harmless: @escaping Tell
  ) {
    self.id = id
    self.level = level
    self.attack = attack
    self.harmless = harmless
  }

  /// Tells both stories and compares.
  func check(_ playbook: Playbook? = Playbook.builtIn(named: "rotation")) throws {
    let found = try findings(attack, playbook)
    let own = found.filter { $0.id == id }
    #expect(own.map(\.level).max() == level, "\(id): \(own.map(\.level)) of \(found.map(\.id))")
    for finding in own where id != "L11" {
      #expect(!finding.eventIDs.isEmpty && finding.count >= finding.eventIDs.count)
      #expect(!finding.why.isEmpty && !finding.next.isEmpty)
      #expect(finding.firstTime <= finding.lastTime)
    }
    let quiet = try findings(harmless, playbook)
    #expect(!quiet.contains { $0.id == id }, "\(id) at \(quiet.filter { $0.id == id }.map(\.why))")
  }

  private func findings(_ tell: Tell, _ playbook: Playbook?) throws -> [Finding] {
    var story = StepStory.usual()
    tell(&story)
    return try story.analyze(playbook, files: 1, findings: .builtIn).findings
  }
}

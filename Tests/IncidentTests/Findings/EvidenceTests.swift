import Incident
import Testing

/// Earlier events that a detector builds on, and what is usual from another time.
@Suite struct EvidenceTests {
  private static let stranger = "198.51.199.9"

  private static func guessing() -> StepStory {
    var story = StepStory.usual()
    for number in 0..<6 {
      story.login(
        at: "11:0\(number):00", key: "", subject: "initech+guess-\(number)", from: stranger,
        error: "AccessDenied")
    }
    return story
  }

  /// The first guesses are no finding yet; on the timeline they are evidence all the same.
  @Test func earlierEventsAreMarkedOnTheTimeline() throws {
    var marked: [String] = []
    var order: [String] = []
    let result = try Self.guessing().analyze(files: 1, findings: .builtIn) { event in
      order.append("\(event.time)")
      if event.entry?.findings.contains("F06") == true { marked.append(event.eventID) }
    }
    let finding = try #require(result.findings.first { $0.id == "F06" })
    #expect(finding.count == 6)
    #expect(marked == finding.eventIDs)
    #expect(order == order.sorted())
  }

  @Test func whatIsUsualElsewhereIsNotNew() throws {
    var story = StepStory.ordinary()
    story.login(at: "11:00:00", key: "ASIAX", from: Self.stranger)
    // Two logins make no habit: nothing can be new.
    #expect(!(try story.findings().contains { $0.id == "F04" }))
    let usual = try StepStory.usual().analyze(files: 1, findings: .builtIn).usual
    #expect(usual.names == ["prod-runner"])
    #expect(try story.findings(usual).contains { $0.id == "F04" })
    var elsewhere = StepStory.usual()
    elsewhere.login(at: "10:00:00", key: "ASIAY", from: Self.stranger)
    let known = try elsewhere.analyze(files: 1, findings: .builtIn).usual
    #expect(try story.findings(known).contains { $0.id == "F04" })
  }
}

extension StepStory {
  fileprivate func findings(_ baseline: Baseline = Baseline()) throws -> [Finding] {
    try analyze(files: 1, findings: .builtIn, baseline: baseline).findings
  }
}

import Incident
import Testing
@Suite struct DebugTests {
  @Test func show() throws {
    var story = StepStory.ordinary()
    story.logs("StartQuery", at: "10:00:00")
    story.newRunner(at: "10:05:00")
    for r in 0..<3 { story.revoke(r, at: "10:1\(r):00") }
    for v in try story.analyze().steps { print(v.runner, v.step, v.status, v.missing, v.note, "\n") }
  }
}

import Incident
import Reports
import Testing

@Suite("Tree of credentials")
struct SessionTreeTests {
  private func lines(_ sessions: [Session], _ timeline: [TimelineEntry] = []) -> [String] {
    var analysis = Analysis(playbook: "rotation")
    analysis.sessions = sessions
    analysis.timeline = timeline
    let text = Renderer(style: TextStyle(width: 200)).render(.sessions, of: analysis, as: .text)
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func session(_ id: String, from issuer: String? = nil) -> Session {
    var session = Session(id: id, kind: .chained)
    session.issuedBy = issuer.map { Session.Issuer(eventID: "e", session: $0) }
    return session
  }

  @Test("A session stands below the one that asked for it")
  func chains() {
    let lines = lines([session("c", from: "b"), session("b", from: "a"), session("a")])
      .filter { $0.contains("chained role") }
    #expect(
      lines == [
        "└─ a chained role", "   └─ b chained role", "      └─ c chained role",
      ])
  }

  @Test("What ECS issues stands below the task, and the task below who started it")
  func tasks() {
    var role = Sample.Sessions.taskRole
    role.runner = nil
    role.issuedBy = Session.Issuer(eventID: "e", task: Sample.Sessions.task)
    var login = Sample.Sessions.login
    login.runner = nil
    let lines = lines([role, login], [Sample.Entries.runTask])
    let heads = lines.filter { $0.contains("─ ") }
    #expect(
      heads.map { $0.prefix(17) } == [
        "└─ s9f3c21c login", "   └─ task 5f0c6f", "      └─ s9xa0042",
      ])
  }

  @Test("Sessions that name each other are shown all the same")
  func circles() {
    let sessions = [
      session("a", from: "b"), session("b", from: "a"), session("c", from: "c"),
      session("d", from: "b"),
    ]
    let lines = lines(sessions)
    for id in ["a", "b", "c", "d"] {
      #expect(lines.count { $0.contains("─ \(id) chained role") } == 1)
    }
  }

  @Test("A chain of any depth is drawn")
  func depth() {
    let sessions = (0..<2_000).map { session("s\($0)", from: $0 == 0 ? nil : "s\($0 - 1)") }
    let lines = lines(sessions)
    #expect(lines.count { $0.contains("chained role") } == 2_000)
    #expect(lines.allSatisfy { $0.count < 100 })
  }

  @Test("Every session of the sample stands in the tree once")
  func complete() {
    let text = Renderer().render(.sessions, of: Sample.analysis, as: .text)
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    for session in Sample.analysis.sessions {
      #expect(lines.count { $0.contains("─ \(session.id) ") } == 1)
    }
  }
}

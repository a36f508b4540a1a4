import CloudTrail
import Incident
import Reports
import Testing

/// The answer in the first line of the report: an all-clear must be earned.
@Suite("Conclusion")
struct ConclusionTests {
  private func answer(
    _ statuses: [StepVerdict.Status], _ change: (inout Session) -> Void = { _ in }
  ) -> Substring? {
    var analysis = Analysis(playbook: "rotation")
    analysis.runners = [Runner(name: "r", profile: "p")]
    analysis.steps = statuses.map {
      StepVerdict(runner: "r", playbook: "rotation", step: "s", title: "t", status: $0, note: "")
    }
    analysis.coverage = Sample.Regions.all
    var session = Session(id: "s1", kind: .webIdentity)
    session.runner = "r"
    (session.issuedAt, session.expiresAt) = (Sample.time(9), Sample.time(10))
    change(&session)
    analysis.sessions = [session]
    return Self.report(on: analysis).split(separator: "\n").first { $0.hasPrefix("Runner `r`") }?
      .split(separator: "**").dropFirst().first
  }

  /// Two profiles may each have a runner of one name in one account.
  @Test("A suspected namesake takes the all-clear away", arguments: [0, 1])
  func namesake(suspected: Int) {
    var analysis = Analysis(playbook: "rotation")
    analysis.runners = ["one", "two"].map { Runner(name: "r", profile: $0) }
    for index in analysis.runners.indices { analysis.runners[index].suspicion = .none }
    let clear = "no misuse recognised"
    #expect(Self.report(on: analysis).contains(clear))
    analysis.runners[suspected].suspicion = .since(Sample.time(9), reason: "x")
    #expect(!Self.report(on: analysis).contains(clear))
  }

  private static func report(on analysis: Analysis) -> String {
    String(decoding: IncidentReport(analysis, command: "", version: "").markdown, as: UTF8.self)
  }

  private static func revocation(_ time: EventTime) -> Session.Revocation {
    Session.Revocation(from: time, until: nil, eventID: "", words: "")
  }

  @Test(
    "The worst step decides",
    arguments: [
      ([.done, .notApplicable], "over, as far as these logs show"),
      ([.done, .notAssessable], "cannot tell"), ([.done, .notSeen], "not over"),
      ([.done, .partial], "not over"), ([.contradicted, .notAssessable], "not over"),
      ([.notApplicable], "cannot tell"), ([], "not judged"),
    ] as [([StepVerdict.Status], Substring)])
  func steps(statuses: [StepVerdict.Status], expected: Substring) {
    #expect(answer(statuses) == expected)
  }

  @Test("A credential valid beyond the logs keeps it open")
  func validCredential() {
    #expect(answer([.done]) { $0.expiresAt = Sample.time(12, day: 4) } == "not over")
    let revoked = answer([.done]) {
      $0.expiresAt = Sample.time(12, day: 4)
      $0.revocations = [Self.revocation(Sample.time(11))]
    }
    #expect(revoked == "over, as far as these logs show")
  }

  @Test("A credential that worked after it was revoked keeps it open")
  func usedAfterRevocation() {
    let answer = answer([.done]) {
      $0.revocations = [Self.revocation(Sample.time(9, 30))]
      $0.afterRevocation = Session.AfterRevocation()
      $0.afterRevocation?.succeeded = 1
    }
    #expect(answer == "not over")
  }

  @Test("A late use of a credential of unknown expiry leaves it unknown")
  func unknownExpiry() {
    let late = answer([.done]) {
      $0.expiresAt = nil
      $0.lastUse = Sample.time(12, day: 3)
    }
    #expect(late == "cannot tell")
    let early = answer([.done]) {
      $0.expiresAt = nil
      $0.lastUse = Sample.time(9)
    }
    #expect(early == "over, as far as these logs show")
  }
}

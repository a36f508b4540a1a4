import CloudTrail
import Incident
import Testing

/// A credential that goes on working is not contained, whatever policy was put on its role.
@Suite struct ContainmentTests {
  private static let thief = "192.0.2.66"
  private static let stolen = StepStory.Caller.session(
    0, key: "ASIATHIEF", name: "acme-prod-runner", issued: "09:20:00")

  /// A stolen login, cut off at 10:00.
  private static func cutOff() -> StepStory {
    var story = StepStory.ordinary()
    story.job(at: "06")
    story.job(at: "08")
    story.login(at: "09:20:00", key: "ASIATHIEF", from: thief)
    story.add("ListTasks", of: "ecs", by: stolen, at: "09:30:00", from: thief)
    for role in 0..<3 { story.revoke(role, at: "10:00:0\(role)") }
    return story
  }

  private static func time(_ clock: String) -> EventTime? {
    EventTime(iso: "2026-04-14T\(clock)Z")
  }

  private static func isLive(_ session: Session, _ clock: String) -> Bool? {
    time(clock).map { session.isLive(at: $0) }
  }

  private static func judged(
    _ story: StepStory
  ) throws -> (incident: IncidentCase, session: Session) {
    let result = try story.analyze()
    return (
      try #require(result.incidents.first { $0.runner == "prod-runner" }),
      try #require(result.sessions.first { $0.accessKeyIDs == ["ASIATHIEF"] })
    )
  }

  @Test(arguments: [nil, "10:05:00"] as [String?]) func aPolicyThatHolds(use: String?) throws {
    var story = Self.cutOff()
    // A change of policies takes a while.
    if let use { story.add("ListTasks", of: "ecs", by: Self.stolen, at: use, from: Self.thief) }
    let (incident, session) = try Self.judged(story)
    #expect(incident[.containmentComplete]?.time == Self.time("10:00:00"))
    #expect(incident[.credentialDeactivated]?.time == Self.time("10:00:00"))
    #expect(incident.exposure?.isOpen == false)
    #expect(Self.isLive(session, "11:30:00") == false)
  }

  @Test func aPolicyThatDoesNotHold() throws {
    var story = Self.cutOff()
    story.add("ListTasks", of: "ecs", by: Self.stolen, at: "11:00:00", from: Self.thief)
    let (incident, session) = try Self.judged(story)
    let contained = try #require(incident[.containmentComplete])
    #expect(contained.time == nil && contained.source == .unknown)
    #expect(
      contained.basis.hasPrefix("NOT COMPLETE")
        && contained.basis.contains("a call was let through at 2026-04-14T11:00:00Z"),
      "\(contained.basis)")
    #expect(incident[.credentialDeactivated]?.time == nil)
    #expect(incident.metrics.first { $0.kind == .timeToContain }?.seconds == nil)
    #expect(incident.exposure?.isOpen == true)
    #expect(incident.exposure?.to == Self.time("20:00:00"))
    // What was put on the role is told all the same.
    #expect(session.revokedAt == Self.time("10:00:00"))
    #expect(Self.isLive(session, "11:30:00") == true)
  }

  @Test func whatEndsItInTheEnd() throws {
    var story = Self.cutOff()
    story.add("ListTasks", of: "ecs", by: Self.stolen, at: "11:00:00", from: Self.thief)
    story.role("DeleteRole", StepStory.roles[0], at: "11:10:00")
    let (incident, session) = try Self.judged(story)
    #expect(incident[.containmentComplete]?.time == Self.time("11:10:00"))
    #expect(incident[.credentialDeactivated]?.time == Self.time("11:10:00"))
    #expect(incident.exposure?.to == Self.time("11:10:00"))
    #expect(Self.isLive(session, "11:05:00") == true)
    #expect(Self.isLive(session, "11:10:00") == false)
  }
}

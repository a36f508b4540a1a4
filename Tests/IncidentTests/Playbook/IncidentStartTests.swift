import CloudTrail
import Incident
import Testing

/// When an incident is taken to have begun, and what follows from it.
@Suite struct IncidentStartTests {
  private static let guesser = "192.0.2.66"

  /// An ordinary day with more jobs, so that there is a habit.
  private func habit() -> StepStory {
    var story = StepStory.ordinary()
    story.job(at: "06")
    story.job(at: "08")
    return story
  }

  @Test func failuresAndThenALogin() throws {
    var story = habit()
    for minute in 1..<4 {
      story.login(
        at: "09:1\(minute):00", key: "-", subject: "acme+guess\(minute)", from: Self.guesser,
        error: "AccessDenied")
    }
    story.login(at: "09:20:00", key: "ASIATHIEF", from: Self.guesser)
    let verdict = try story.verdict("review-logs")
    #expect(
      verdict.sinceBasis?.contains(
        "Incident start 2026-04-14T09:11:00Z inferred from failed logins and then a login from the new address 192.0.2.66"
      ) == true, "\(verdict.sinceBasis ?? "")")
  }

  @Test func aLoginFromANewAddress() throws {
    var story = habit()
    story.login(at: "09:20:00", key: "ASIATHIEF", from: Self.guesser)
    let note = try story.verdict("review-logs").sinceBasis ?? ""
    #expect(
      note.contains("start 2026-04-14T09:20:00Z inferred from a login from 192.0.2.66"), "\(note)")
  }

  /// A subnet with public IPv6 addresses is no other place than the one beside it.
  @Test func addressesBehindAnEndpointTellNothing() throws {
    var story = habit()
    story.getObject(by: StepStory.worker, at: "09:20:00", from: "2001:db8:5::17")
    #expect(try story.verdict("review-logs").sinceBasis?.contains("never seen before") == true)
    story.sendLastThroughEndpoint(of: StepStory.account)
    #expect(
      try story.verdict("review-logs").sinceBasis?.contains("No start of an incident") == true)
  }

  @Test func addressesThatAlwaysChangeTellNothing() throws {
    var story = StepStory.ordinary()
    for number in 1..<8 {
      story.login(
        at: "08:\(number)0:00".replacing("08:60", with: "09:06").replacing("08:70", with: "09:07"),
        key: "ASIA\(number)", from: "192.0.2.\(number)")
    }
    #expect(
      try story.verdict("review-logs").sinceBasis?.contains("No start of an incident") == true)
  }

  @Test func theFirstAddressEverIsNotNew() throws {
    var story = StepStory()
    story.login(at: "09:00:00", key: "-", from: Self.guesser, error: "AccessDenied")
    story.login(at: "09:01:00", key: "ASIAFIRST", from: Self.guesser)
    #expect(
      try story.verdict("review-logs").sinceBasis?.contains("No start of an incident") == true)
  }

  @Test func aRetryFromAddressesThatAlwaysChangeTellsNothing() throws {
    var story = StepStory()
    for number in 1..<6 {
      let address = "192.0.2.\(number)"
      story.login(at: "08:0\(number):00", key: "-", from: address, error: "ExpiredTokenException")
      story.login(at: "08:0\(number):30", key: "ASIA\(number)", from: address)
    }
    #expect(
      try story.verdict("review-logs").sinceBasis?.contains("No start of an incident") == true)
  }

  @Test func guessedSubjectsNeedNoHabit() throws {
    var story = StepStory()
    for minute in 1..<4 {
      story.login(
        at: "09:1\(minute):00", key: "-", subject: "acme+guess\(minute)", from: Self.guesser,
        error: "AccessDenied")
    }
    story.login(at: "09:20:00", key: "ASIATHIEF", from: Self.guesser)
    #expect(
      try story.verdict("review-logs").sinceBasis?
        .contains("2026-04-14T09:11:00Z inferred from failed logins and then a login") == true)
  }

  @Test func credentialsOfATaskFromOutside() throws {
    var story = habit()
    story.getObject(
      by: .session(
        2, key: "ASIATASK09", name: "0123456789abcdef0123456789abcd09", issued: "09:00:50"),
      at: "09:30:00", from: Self.guesser)
    let note = try story.verdict("review-logs").sinceBasis ?? ""
    #expect(
      note.contains(
        "inferred from a call with credentials of prod-runner-task-0a1b2c3d from 192.0.2.66"),
      "\(note)")
  }

  @Test func aSessionIsSuspectOnceItsAddressIs() throws {
    var story = StepStory()
    story.job(at: "05", [])
    let work = StepStory.Caller.session(
      2, key: "ASIATASK05", name: "0123456789abcdef0123456789abcd05", issued: "05:00:50")
    story.getObject(by: work, at: "05:01:30", from: Self.guesser)
    for hour in ["06", "07", "08", "09"] { story.job(at: hour) }
    story.getObject(by: work, at: "09:10:00", from: Self.guesser)
    func isSuspect() throws -> Bool? {
      try story.analyze().sessions.first { $0.accessKeyIDs.contains("ASIATASK05") }?.isSuspect
    }
    #expect(try isSuspect() == false)
    // The login makes the address odd; what the session does from there is so from then on.
    story.login(at: "09:20:00", key: "ASIATHIEF", from: Self.guesser)
    #expect(try isSuspect() == false)
    story.getObject(by: work, at: "09:30:00", from: Self.guesser)
    #expect(try isSuspect() == true)
  }

  @Test func sessionsWithoutAnAddressCount() throws {
    var story = StepStory()
    let addresses = ["05": "", "06": "", "07": "203.0.113.10", "08": Self.guesser]
    for (hour, address) in addresses.sorted(by: { $0.key < $1.key }) {
      story.job(at: hour, [])
      let work = StepStory.Caller.session(
        2, key: "ASIATASK\(hour)", name: StepStory.task.dropLast(2) + hour,
        issued: "\(hour):00:50")
      story.getObject(by: work, at: "\(hour):01:30", from: address)
    }
    let suspects = try story.analyze().sessions.filter(\.isSuspect)
    #expect(suspects.flatMap(\.accessKeyIDs) == ["ASIATASK08"], "three sessions are a habit")
  }

  @Test func whatIsOlderDoesNotCount() throws {
    var story = habit()
    story.logs("StartQuery", at: "07:30:00")
    #expect(try story.verdict("review-logs").status == .done)
    story.login(at: "09:20:00", key: "ASIATHIEF", from: Self.guesser)
    #expect(try story.verdict("review-logs").status == .notSeen)
    story.logs("StartQuery", at: "10:30:00")
    let verdict = try story.verdict("review-logs")
    #expect(verdict.status == .done)
    #expect(verdict.evidence.count == 1)
  }

  @Test func aRevocationBeforeTheFirstSignKeepsItsPlace() throws {
    var story = habit()
    story.newRunner(at: "10:00:00")
    for role in 0..<3 { story.revoke(role, at: "10:0\(role + 1):00") }
    story.getObject(
      by: .session(
        2, key: "ASIATASK09", name: "0123456789abcdef0123456789abcd09", issued: "09:00:50"),
      at: "10:40:00", from: Self.guesser)
    let verdict = try story.verdict("update-runner-id")
    #expect(verdict.status == .contradicted)
    #expect(verdict.evidence.count == 4)
    #expect(verdict.note.contains("from 192.0.2.66"), "\(verdict.note)")
  }

  @Test func aSuspiciousTaskMustBeStopped() throws {
    var story = habit()
    story.login(at: "09:20:00", key: "ASIATHIEF", from: Self.guesser)
    let thief = StepStory.Caller.session(
      0, key: "ASIATHIEF", name: "acme-prod-runner", issued: "09:20:00")
    story.runTask("ffffffffffffffffffffffffffffffff", by: thief, at: "09:25:00", from: Self.guesser)
    story.newRunner(at: "10:00:00")
    for role in 0..<3 { story.revoke(role, at: "10:0\(role + 1):00") }
    let open = try story.verdict("update-runner-id")
    #expect(open.status == .partial)
    #expect(open.missing.count == 1)
    #expect(open.missing[0].hasPrefix("ffffffffffffffffffffffffffffffff"))
    story.add(
      "StopTask", of: "ecs", by: .responder, at: "10:20:00",
      request: #"{"cluster":"c","task":"ffffffffffffffffffffffffffffffff"}"#)
    #expect(try story.verdict("update-runner-id").status == .done)
  }

  @Test func aThiefWhoComesBackAfterTheRevocation() throws {
    var story = habit()
    story.login(at: "09:20:00", key: "ASIATHIEF", from: Self.guesser)
    story.newRunner(at: "10:00:00")
    for role in 0..<3 { story.revoke(role, at: "10:0\(role + 1):00") }
    story.login(at: "10:05:00", key: "ASIATHIEF2", from: Self.guesser)
    story.add(
      "ListTasks", of: "ecs",
      by: .session(0, key: "ASIATHIEF2", name: "acme-prod-runner", issued: "10:05:00"),
      at: "10:30:00", from: Self.guesser)
    let verdict = try story.verdict("update-runner-id")
    #expect(verdict.status == .contradicted)
    #expect(verdict.note.contains("issued after the revocation"), "\(verdict.note)")
  }

  @Test func tellsTheOrder() throws {
    var story = habit()
    story.kms("RotateKeyOnDemand", at: "09:50:00")
    story.rotated(at: "09:56:00")
    let alone = try story.verdict("rotate-keys")
    #expect(alone.status == .done)
    #expect(
      alone.note.contains("It should come after update-runner-id.containment"), "\(alone.note)")
    story.revoke(0, at: "10:10:00")
    let early = try story.verdict("rotate-keys")
    #expect(early.note.contains("before update-runner-id.containment did at 2026-04-14T10:10:00Z"))
  }

  @Test func marksEndedSessions() throws {
    var story = habit()
    for role in 0..<3 { story.revoke(role, at: "10:0\(role):00") }
    let work = StepStory.Caller.session(
      2, key: "ASIATASK09", name: "0123456789abcdef0123456789abcd09", issued: "09:00:50")
    story.getObject(by: work, at: "10:05:00")
    story.getObject(by: work, at: "10:30:00")
    story.getObject(by: work, at: "10:31:00", error: "AccessDenied")
    story.login(at: "10:20:00", key: "ASIANEW")
    let sessions = try story.analyze().sessions
    let ended = try #require(sessions.first { $0.accessKeyIDs == ["ASIATASK09"] })
    #expect(ended.revokedAt?.description == "2026-04-14T10:02:00Z")
    #expect(ended.afterRevocation?.succeeded == 1)
    #expect(ended.afterRevocation?.denied == 1)
    let new = try #require(sessions.first { $0.accessKeyIDs == ["ASIANEW"] })
    #expect(new.revokedAt == nil)
  }

  @Test func servesStepsOnTheTimeline() throws {
    var story = habit()
    let id = story.revoke(0, at: "10:00:00")
    var steps: [String: [String]] = [:]
    _ = try story.analyze { if let entry = $0.entry { steps[entry.eventID] = entry.steps } }
    #expect(steps[id] == ["update-runner-id"])
    #expect(steps.values.count { !$0.isEmpty } == 1)
  }

  @Test(arguments: [1, 2, 7]) func doesNotDependOnFiles(_ files: Int) throws {
    var story = habit()
    story.newRunner(at: "10:00:00")
    for role in 0..<2 { story.revoke(role, at: "10:0\(role):00") }
    story.login(at: "09:20:00", key: "ASIATHIEF", from: Self.guesser)
    var reversed = story
    reversed.records.reverse()
    #expect(try story.analyze(files: files).steps == reversed.analyze(files: 3).steps)
  }

  @Test func theSuccessorIsJudgedWithTheOld() throws {
    var story = StepStory.ordinary()
    story.newRunner(at: "10:00:00")
    story.login(
      at: "10:30:00", key: "ASIANEW", subject: "acme+prod-runner-2",
      roleName: "prod-runner-2-ecs-task-manager-0a1b2c3d")
    let new = try story.verdict("update-runner-id", for: "prod-runner-2")
    #expect(new.status == .notApplicable)
    #expect(new.note.contains("took the place of prod-runner"))
    let old = try story.verdict("update-runner-id")
    #expect(old.status == .partial)
    #expect(old.note.contains("a login with the new subject"), "\(old.note)")
  }

  /// A login with the new subject of one runner is no evidence for the others in the account.
  @Test func aNewSubjectIsThatOfOneRunner() throws {
    var story = StepStory.ordinary()
    for name in ["dev-runner", "test-runner"] {
      story.login(
        at: "09:20:00", key: "ASIA-\(name)", subject: "acme+\(name)",
        roleName: "\(name)-ecs-task-manager-11111111")
    }
    story.newRunner(at: "10:00:00")
    let login = story.login(
      at: "10:30:00", key: "ASIANEW", subject: "acme+prod-runner-2",
      roleName: "prod-runner-2-ecs-task-manager-0a1b2c3d")
    let steps = try story.analyze().steps.filter { $0.step == "update-runner-id" }
    #expect(Set(steps.map(\.runner)).isSuperset(of: ["dev-runner", "test-runner"]))
    #expect(steps.filter { $0.evidence.contains(login) }.map(\.runner) == ["prod-runner"])
  }
}

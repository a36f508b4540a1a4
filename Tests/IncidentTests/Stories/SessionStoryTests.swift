import CloudTrail
import Incident
import Testing

private let manager = Story.role("ecs-task-manager", of: "prod")
private let taskRole = Story.role("task", of: "prod")
private let execution = Story.role("execution", of: "prod")
private let prod = Caller.token("acme+prod")

/// How uses are joined to the credentials that were issued.
@Suite struct SessionStoryTests {
  @Test func theKeyJoins() throws {
    var story = Story()
    let issued = story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let caller = Caller.session(manager, "acme-prod", key: "ASIAA", created: "09:00:00")
    let use = story.add("ecs", "ListTasks", at: "09:00:00", by: caller)
    let found = try story.analyzed()
    let session = try #require(found.session(key: "ASIAA"))
    #expect(session.runner == "prod")
    #expect(session.kind == .webIdentity)
    #expect(session.roleKind == .taskManager)
    #expect(session.subject == "acme+prod")
    #expect(session.link == .linked)
    #expect(session.events == 1)
    #expect(session.expirySource == .logged)
    #expect(session.expiresAt?.description == "2026-03-02T23:00:00Z")
    // Issuing stands before using, within a second too.
    #expect(found.timeline.map(\.eventID) == [issued, use])
    #expect(found.entry(use)?.attribution == Attribution(.accessKeyId, .certain, via: [issued]))
    #expect(found.entry(issued)?.attribution == Attribution(.subject, .certain))
    #expect(found.entry(issued)?.stage == .login)
  }

  @Test(arguments: [
    ("09:00:00", true), ("09:00:02", true), ("08:59:58", true), ("09:00:03", false),
  ])
  func roleNameAndDateJoinWhereTheKeyWasLost(created: String, isLinked: Bool) throws {
    var story = Story()
    let issued = story.login(
      prod, manager, key: "ASIAA", at: "09:00:00", more: ["responseElements": "null"])
    let use = story.add(
      "ecs", "ListTasks", at: "09:10:00",
      by: .session(manager, "acme-prod", key: "ASIAB", created: created))
    let found = try story.analyzed()
    let session = try #require(
      found.entry(use)?.session.flatMap { id in
        found.sessions.first { $0.id == id }
      })
    #expect(session.link == (isLinked ? .linked : .unlinked))
    #expect(
      found.entry(use)?.attribution
        == (isLinked
          ? Attribution(.roleSession, .strong, via: [issued]) : Attribution(.roleName, .inferred)))
  }

  /// Two keys whose digests begin alike.
  private func likeKeys() throws -> (String, String) {
    var seen: [String: String] = [:]
    for number in 0..<400_000 {
      let key = "ASIA\(number)EXAMPLE"
      let id = SessionName.text(SessionName.digest(key), length: SessionName.length)
      if let other = seen.updateValue(key, forKey: id) { return (other, key) }
    }
    throw Missing()
  }

  private struct Missing: Error {}

  @Test func idsThatWouldBeEqualGrow() throws {
    let (one, two) = try likeKeys()
    var story = Story()
    _ = story.login(prod, manager, key: two, at: "09:00:00")
    _ = story.login(prod, manager, key: one, at: "09:01:00")
    _ = story.login(prod, manager, key: "ASIAOTHER", at: "09:02:00")
    let found = try story.analyzed()
    let (first, second) = one < two ? (one, two) : (two, one)
    let short = try #require(found.session(key: first)?.id)
    let long = try #require(found.session(key: second)?.id)
    #expect(short.count == SessionName.length)
    #expect(long.count > SessionName.length && long.hasPrefix(short))
    #expect(found.session(key: "ASIAOTHER")?.id.count == SessionName.length)
  }

  @Test func aResponseThatIsLeftOutIsNoFailure() throws {
    var story = Story()
    let issued = story.login(
      prod, manager, key: "ASIAA", at: "09:00:00", more: ["responseElements": nil])
    let use = story.add(
      "ecs", "ListTasks", at: "09:10:00",
      by: .session(manager, "acme-prod", key: "ASIAB", created: "09:00:00"))
    #expect(
      try story.analyzed().entry(use)?.attribution
        == Attribution(.roleSession, .strong, via: [issued]))
  }

  @Test func twoSecondsAreTooWideForSeveral() throws {
    var story = Story()
    for second in ["09:00:00", "09:00:01"] {
      story.login(prod, manager, key: "ASIAA", at: second, more: ["responseElements": "null"])
    }
    let use = story.add(
      "ecs", "ListTasks", at: "09:10:00",
      by: .session(manager, "acme-prod", key: nil, created: "09:00:02"))
    #expect(try story.analyzed().entry(use)?.attribution.method == .roleName)
  }

  @Test func sessionsOfOneSecondAreAmbiguousWithoutAKey() throws {
    var story = Story()
    let first = story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    story.login(prod, manager, key: "ASIAB", at: "09:00:00")
    let use = story.add(
      "logs", "DescribeLogGroups", at: "09:10:00",
      by: .session(
        manager, "acme-prod", key: nil, created: "09:00:00", via: "ecs.amazonaws.com"))
    let other = story.add(
      "logs", "DescribeLogGroups", at: "09:10:00",
      by: .session(manager, "acme-prod", key: "ASIAB", created: "09:00:00"))
    let found = try story.analyzed()
    #expect(found.entry(use)?.attribution == Attribution(.roleSession, .inferred, via: [first]))
    #expect(found.key(of: other) == "ASIAB")
    #expect(found.entry(other)?.attribution.confidence == .certain)
  }

  @Test func anotherKeyOfTheSameSecondIsAnotherSession() throws {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let use = story.add(
      "ecs", "ListTasks", at: "09:10:00",
      by: .session(manager, "acme-prod", key: "ASIAZ", created: "09:00:00"))
    let found = try story.analyzed()
    #expect(found.key(of: use) == "ASIAZ")
    #expect(found.session(key: "ASIAZ")?.link == .unlinked)
    #expect(found.session(key: "ASIAA")?.events == 0)
  }

  @Test func oldCredentialsWereIssuedBeforeCoverage() throws {
    var story = Story()
    story.add("ecs", "ListTasks", at: "09:00:00", by: .user("ana"))
    story.add(
      "ecs", "ListTasks", at: "09:10:00",
      by: .session(manager, "acme-prod", key: "ASIAA", created: "08:30:00"))
    story.add(
      "ecs", "ListTasks", at: "09:10:00",
      by: .session(manager, "acme-prod", key: "ASIAB", created: "09:05:00"))
    let found = try story.analyzed()
    #expect(found.session(key: "ASIAA")?.link == .issuedBeforeCoverage)
    #expect(found.session(key: "ASIAB")?.link == .unlinked)
    #expect(found.sessions.map(\.runner) == ["prod", "prod"], "the role's name tells the runner")
  }

  @Test func aPathOfTheRoleDoesNotMatter() throws {
    let role = Story.role("ecs-task-manager", of: "prod", path: "/platform/runners/")
    var story = Story()
    story.login(prod, role, key: "ASIAA", at: "09:00:00", more: ["responseElements": "null"])
    var caller = Caller.session(role, "acme-prod", key: nil, created: "09:00:00")
    let use = story.add("ecs", "ListTasks", at: "09:10:00", by: caller)
    // The same without the issuer: the ARN of a session has no path.
    caller.json = """
      {"type":"AssumedRole","arn":"\(Caller.Role.sessionArn(role, "acme-prod"))",\
      "sessionContext":{"attributes":{"creationDate":"20260302T090000Z"}}}
      """
    let bare = story.add("ecs", "ListTasks", at: "09:11:00", by: caller)
    let found = try story.analyzed()
    #expect(found.entry(use)?.attribution.method == .roleSession)
    #expect(found.entry(bare)?.attribution.method == .roleSession)
    #expect(found.sessions.count == 1)
    #expect(found.runners.map(\.name) == ["prod"])
  }

  @Test func aChainOfFiveKeepsItsRunner() throws {
    var story = Story()
    story.login(prod, manager, key: "ASIA0", at: "09:00:00")
    var caller = Caller.session(manager, "acme-prod", key: "ASIA0", created: "09:00:00")
    for number in 1...5 {
      let role = Caller.Role(name: "step-\(number)", id: "AROASTEP\(number)")
      let time = "09:0\(number):00"
      story.assume(role, session: "hop", key: "ASIA\(number)", by: caller, at: time)
      caller = .session(role, "hop", key: "ASIA\(number)", created: time)
    }
    let use = story.object("GetObject", "elsewhere", "a", by: caller, at: "09:10:00")
    let found = try story.analyzed()
    #expect(found.entry(use)?.runner == "prod")
    for number in 1...5 {
      let session = try #require(found.session(key: "ASIA\(number)"))
      #expect(session.kind == .chained)
      #expect(session.runner == "prod")
      #expect(session.issuedBy?.session == found.session(key: "ASIA\(number - 1)")?.id)
    }
  }

  @Test func aCircleOfIssuersEnds() throws {
    var story = Story()
    let roles = ["a", "b"].map { Caller.Role(name: $0, id: "AROA\($0)") }
    for (me, other) in [(0, 1), (1, 0)] {
      story.assume(
        roles[me], session: "s", key: "ASIA\(me)",
        by: .session(roles[other], "s", key: "ASIA\(other)", created: "09:00:00"), at: "09:00:00")
    }
    let found = try story.analyzed()
    #expect(found.sessions.count == 2)
    #expect(found.runners.isEmpty)
    let roots = found.sessions.filter { $0.issuedBy?.session == nil }
    #expect(roots.count == 1, "a tree needs a root")
  }

  @Test func whatHangsOnACircleHasARoot() throws {
    var story = Story()
    // Each is asked for by the one named behind it; the last one by itself.
    for (me, other) in [(2, 0), (0, 1), (1, 0), (3, 3)] {
      story.assume(
        taskRole, session: "s\(me)", key: "ASIA\(me)",
        by: .session(taskRole, "s\(other)", key: "ASIA\(other)", created: "09:00:00"),
        at: "09:00:00")
    }
    let sessions = try story.analyzed().sessions
    #expect(sessions.count == 4)
    let parents = Dictionary(
      uniqueKeysWithValues: sessions.map { ($0.id, $0.issuedBy?.session) })
    #expect(parents.values.count { $0 == nil } == 2)
    for session in sessions {
      var path: [String] = []
      var next: String? = session.id
      while let id = next, path.count < 5 {
        path.append(id)
        next = parents[id] ?? nil
      }
      #expect(path.count <= 3, "\(path)")
    }
  }

  @Test("of so many callers, two threads find the sessions")
  func thousandsOfSessions() throws {
    var story = Story()
    let count = 4_200
    var issued: [String] = []
    for number in 0..<count {
      let time =
        "2026-03-02T0\(number / 3_600 + 1):\(Self.two(number / 60 % 60)):\(Self.two(number % 60))Z"
      issued.append(story.login(prod, manager, key: "ASIA\(number)", at: time))
      story.add(
        "ecs", "ListTasks", at: time,
        by: .session(manager, "acme-prod", key: "ASIA\(number)", created: time))
    }
    let found = try story.analyzed(jobs: 2)
    #expect(found.sessions.count == count)
    #expect(Set(found.sessions.map(\.id)).count == count)
    let uses = found.timeline.filter { $0.eventName == "ListTasks" }
    #expect(
      uses.map(\.attribution) == issued.map { Attribution(.accessKeyId, .certain, via: [$0]) })
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test func anUnboundedDurationIsNoCrash() throws {
    var story = Story()
    story.add(
      "sts", "AssumeRole", at: "09:00:00", by: .user("ana"),
      request: #"{"roleArn":"\#(taskRole.arn)","durationSeconds":9223372036854775807}"#)
    #expect(try story.analyzed().sessions.count == 1)
  }

  @Test func unlinkedSessionsDoNotDependOnTheOrder() throws {
    var story = Story()
    let callers = [
      Caller.session(manager, "acme-prod", key: "ASIAA", created: "08:00:00"),
      Caller.session(manager, "acme-prod", key: "ASIAB", created: "08:00:00"),
      Caller.session(manager, "acme-prod", key: "ASIAA", created: nil),
      Caller.session(manager, "acme-prod", key: "ASIAC", created: nil),
      Caller.session(manager, "acme-prod", key: nil, created: "08:00:00", via: "s3.amazonaws.com"),
      Caller(json: #"{"type":"AssumedRole","principalId":"AROAX:y","accessKeyId":"ASIAA"}"#),
    ]
    for caller in callers { story.add("ecs", "ListTasks", at: "09:00:00", by: caller) }
    let expected = try story.analyzed().sessions
    for turn in 1..<callers.count {
      var turned = Story()
      for caller in callers[turn...] + callers[..<turn] {
        turned.add("ecs", "ListTasks", at: "09:00:00", by: caller)
      }
      #expect(try turned.analyzed().sessions == expected)
    }
  }
}

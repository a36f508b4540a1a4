import CloudTrail
import Incident
import Testing

private let manager = Story.role("ecs-task-manager", of: "prod")
private let foreign = Caller.Role(name: "admin", id: "AROAADMIN", account: "444455556666")
private let there: [String: String?] = ["recipientAccountId": #""444455556666""#]

/// Calls into another account of which only that account's records are there.
@Suite struct ForeignCallerTests {
  private let caller = Caller.otherAccount(
    Caller.account, principal: "\(manager.id):acme-prod")

  private func loggedIn(at times: [String] = ["09:00:00"]) -> Story {
    var story = Story()
    for (number, time) in times.enumerated() {
      let key = "ASIA\(number)"
      story.login(.token("acme+prod"), manager, key: key, at: time)
      story.add(
        "ecs", "ListTasks", at: time,
        by: .session(manager, "acme-prod", key: key, created: time))
    }
    return story
  }

  private func use(_ story: inout Story) -> String {
    story.add(
      "ec2", "RunInstances", at: "09:20:00",
      by: .session(foreign, "x", key: "ASIAX", created: "09:10:00"), more: there)
  }

  @Test func theRoleAndTheNameTellTheSession() throws {
    var story = loggedIn()
    let issuing = story.assume(
      foreign, session: "x", key: "ASIAX", by: caller, at: "09:10:00", more: there)
    let use = use(&story)
    let reading = story.object(
      "GetObject", "theirs", "a", by: caller, at: "09:15:00", more: there)
    let found = try story.analyzed()
    #expect(found.entry(issuing)?.attribution == Attribution(.roleSession, .strong))
    #expect(found.entry(use)?.runner == "prod")
    #expect(found.entry(use)?.attribution.confidence == .strong)
    #expect(found.key(of: reading) == "ASIA0")
    let session = try #require(found.session(key: "ASIAX"))
    #expect(session.kind == .chained)
    #expect(session.issuedBy?.session == found.session(key: "ASIA0")?.id)
  }

  @Test(arguments: [true, false]) func aCallIsCountedOnce(isFirst: Bool) throws {
    let shared = ["sharedEventID": #""aaaaaaaa-0000-4000-8000-000000000001""#]
    var story = loggedIn()
    let own = Caller.session(manager, "acme-prod", key: "ASIA0", created: "09:00:00")
    for isTheirs in [isFirst, !isFirst] {
      story.object(
        "GetObject", "theirs", "a", by: isTheirs ? caller : own, at: "09:15:00",
        more: isTheirs ? shared.merging(there.compactMapValues { $0 }) { $1 } : shared)
    }
    let found = try story.analyzed()
    #expect(found.session(key: "ASIA0")?.events == 2)
    #expect(found.timeline.count == 4)
  }

  @Test func ofSeveralSessionsTheRunnerIsInferred() throws {
    var story = loggedIn(at: ["09:00:00", "09:05:00"])
    let issuing = story.assume(
      foreign, session: "x", key: "ASIAX", by: caller, at: "09:10:00", more: there)
    let use = use(&story)
    let found = try story.analyzed()
    #expect(found.entry(issuing)?.runner == "prod")
    #expect(found.entry(issuing)?.attribution.confidence == .inferred)
    #expect(found.entry(use)?.runner == "prod")
    #expect(found.entry(use)?.attribution.confidence == .inferred)
  }

  @Test func aRoleThatRunnersShareTellsNothing() throws {
    let role = Caller.Role(name: "deploy", id: "AROADEPLOY")
    var story = Story()
    for repository in ["shop", "docs"] {
      story.login(
        .token("repo:acme/\(repository):ref:main", host: "token.actions.githubusercontent.com"),
        role, session: "GitHubActions", key: "ASIA\(repository)", at: "09:00:00")
    }
    let reading = story.object(
      "GetObject", "theirs", "a",
      by: .otherAccount(Caller.account, principal: "AROADEPLOY:GitHubActions"), at: "09:15:00",
      more: there)
    #expect(try story.analyzed().entry(reading) == nil)
  }

  @Test func whatTheSessionDoesNotSettleIsInferred() throws {
    let role = Caller.Role(name: "deploy", id: "AROADEPLOY")
    var story = Story()
    story.login(
      .token("repo:acme/shop:ref:main", host: "token.actions.githubusercontent.com"), role,
      session: "GitHubActions", key: "ASIAA", at: "09:00:00")
    // A name alone: the other session of the role may be anybody's.
    let reading = story.object(
      "GetObject", "theirs", "a",
      by: .otherAccount(Caller.account, principal: "AROADEPLOY:other"), at: "09:15:00",
      more: there)
    let entry = try story.analyzed().entry(reading)
    #expect(entry?.runner == "repo:acme/shop:ref:main")
    #expect(entry?.attribution == Attribution(.roleSession, .inferred))
  }

  @Test(arguments: ["s3", "secretsmanager"])
  func anEndpointNamesTheKeyAlone(service: String) throws {
    var story = loggedIn()
    let denied = story.add(
      service, "GetObject", at: "09:15:00",
      by: .otherAccount(Caller.account, principal: "ASIA0"), error: "VpceAccessDenied",
      more: ["eventType": #""AwsVpceEvent""#, "eventCategory": #""NetworkActivity""#])
    let unlinked = story.add(
      "ecs", "ListTasks", at: "09:15:00",
      by: .session(
        Story.role("task", of: "prod"), "t1", key: "ASIAOLD", created: "08:00:00"))
    let other = story.add(
      service, "GetObject", at: "09:16:00",
      by: .otherAccount(Caller.account, principal: "ASIAOLD"), error: "VpceAccessDenied",
      more: ["eventType": #""AwsVpceEvent""#, "eventCategory": #""NetworkActivity""#])
    let found = try story.analyzed()
    #expect(found.entry(denied)?.runner == "prod")
    #expect(found.entry(denied)?.attribution.confidence == .certain)
    #expect(found.key(of: denied) == "ASIA0")
    #expect(found.entry(other)?.session == found.entry(unlinked)?.session)
  }
}

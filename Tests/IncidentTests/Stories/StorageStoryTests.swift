import CloudTrail
import Incident
import Testing

private let manager = Story.role("ecs-task-manager", of: "prod")
private let prod = Caller.token("acme+prod")
private let s3 = "AWS Internal"

/// KMS calls through S3, and calls into other accounts.
@Suite struct StorageStoryTests {
  private let caller = Caller.session(manager, "acme-prod", key: "ASIAA", created: "09:00:00")
  private let forwarded = Caller.session(
    manager, "acme-prod", key: "ASIAZZZ", created: "09:00:00", via: s3)

  private func loggedIn() -> Story {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    return story
  }

  @Test(arguments: ["09:10:00", "09:09:59"]) func theContextJoins(time: String) throws {
    var story = loggedIn()
    let read = story.object("GetObject", "prod-state", "a/b", by: caller, at: "09:10:00")
    let use = story.keyUse(for: "prod-state/a/b", by: forwarded, at: time)
    let found = try story.analyzed()
    #expect(found.entry(use)?.attribution == Attribution(.encryptionContext, .certain, via: [read]))
    #expect(found.key(of: use) == "ASIAA")
    #expect(found.entry(use)?.stage == .key)
    let session = try #require(found.session(key: "ASIAA"))
    #expect(session.events == 2)
    #expect(session.accessKeyIDs == ["ASIAA"], "S3's own key is none of the session's")
    #expect(session.sourceIPAddresses == ["198.51.100.7"])
    #expect(found.runners[0].keys == [Story.kmsKey])
  }

  @Test func aBucketKeyJoinsByTheBucket() throws {
    var story = loggedIn()
    let read = story.object("GetObject", "prod-state", "a/b", by: caller, at: "09:10:00")
    let use = story.keyUse("GenerateDataKey", for: "prod-state", by: forwarded, at: "09:10:00")
    #expect(
      try story.analyzed().entry(use)?.attribution
        == Attribution(.encryptionContext, .certain, via: [read]))
  }

  @Test func farInTimeOrOfAnotherObjectIsNoJoin() throws {
    var story = loggedIn()
    story.object("GetObject", "prod-state", "a", by: caller, at: "09:10:00")
    let late = story.keyUse(for: "prod-state/a", by: forwarded, at: "09:10:03")
    let other = story.keyUse(for: "prod-state/b", by: forwarded, at: "09:10:00")
    let found = try story.analyzed()
    #expect(found.entry(late)?.attribution.method == .roleSession)
    #expect(found.entry(other)?.attribution.method == .roleSession)
    #expect(found.key(of: other) == "ASIAA")
  }

  @Test func aSessionOfTheSameNameIsToldByItsDate() throws {
    var story = loggedIn()
    story.login(prod, manager, key: "ASIAB", at: "09:05:00")
    story.object("GetObject", "prod-state", "a", by: caller, at: "09:10:00")
    let use = story.keyUse(
      for: "prod-state/a",
      by: .session(manager, "acme-prod", key: "ASIAZ", created: "09:05:00", via: s3),
      at: "09:10:00")
    let found = try story.analyzed()
    #expect(found.key(of: use) == "ASIAB")
    #expect(found.entry(use)?.attribution.method == .roleSession)
  }

  @Test func withoutADateTheNearestCallOfTheNameTells() throws {
    var story = loggedIn()
    let read = story.object("GetObject", "prod-state", "a", by: caller, at: "09:10:00")
    let use = story.keyUse(
      for: "prod-state/a",
      by: .session(manager, "acme-prod", key: "ASIAZ", created: nil, via: s3), at: "09:10:00")
    let found = try story.analyzed()
    #expect(found.key(of: use) == "ASIAA")
    #expect(found.entry(use)?.attribution == Attribution(.encryptionContext, .strong, via: [read]))
  }

  @Test func thousandsOfCallsInASecondAreJoined() throws {
    var story = loggedIn()
    var uses: [String] = []
    for number in 0..<300 {
      story.object("GetObject", "prod-state", "k\(number)", by: caller, at: "09:10:00")
      uses.append(story.keyUse(for: "prod-state/k\(number)", by: forwarded, at: "09:10:00"))
    }
    let found = try story.analyzed()
    for id in uses { #expect(found.entry(id)?.attribution.method == .encryptionContext) }
  }

  @Test(arguments: ["/prod-state/env%2Fa", "prod-state/env/a", "prod-state%2Fenv%2Fa"])
  func aCopyOutOfTheBucketIsOnItsTimeline(source: String) throws {
    var story = loggedIn()
    let admin = Caller.Role(name: "admin", id: "AROAADMIN")
    let ids = [source, source.replacing("prod-state", with: "other")].map { source in
      story.add(
        "s3", "CopyObject", at: "09:10:00",
        by: .session(admin, "mallory", key: "ASIAM", created: "09:05:00"),
        request: #"{"bucketName":"evil","key":"x","x-amz-copy-source":"\#(source)"}"#,
        more: ["eventCategory": #""Data""#, "managementEvent": "false"])
    }
    let found = try story.analyzed()
    #expect(found.entry(ids[0])?.runner == "prod")
    #expect(found.entry(ids[0])?.resource == "evil/x")
    #expect(found.entry(ids[1]) == nil)
    #expect(found.runners[0].buckets == [])
  }

  @Test func aCallIntoAnotherAccountIsOneAction() throws {
    let foreign = Caller.Role(name: "audit", id: "AROAAUDIT", account: "444455556666")
    let shared = ["sharedEventID": #""aaaaaaaa-0000-4000-8000-000000000001""#]
    var story = loggedIn()
    let mine = story.assume(
      foreign, session: "x", key: "ASIAF", by: caller, at: "09:10:00", more: shared)
    let theirs = story.assume(
      foreign, session: "x", key: "ASIAF", by: .otherAccount(Caller.account), at: "09:10:00",
      more: shared.merging(["recipientAccountId": #""444455556666""#]) { $1 })
    let use = story.object(
      "GetObject", "audit", "a",
      by: .session(foreign, "x", key: "ASIAF", created: "09:10:00"), at: "09:11:00")
    let found = try story.analyzed()
    #expect(found.sessions.count == 2)
    #expect(found.session(key: "ASIAF")?.kind == .chained)
    #expect(found.session(key: "ASIAF")?.issuedBy?.eventID == mine)
    #expect(found.session(key: "ASIAA")?.events == 1, "the copy is no second action")
    #expect(found.entry(theirs)?.attribution == Attribution(.sharedEventID, .certain, via: [mine]))
    #expect(found.entry(theirs)?.recipientAccountID == "444455556666")
    #expect(found.entry(use)?.runner == "prod")
  }

  @Test func noSharedIDIsNoJoin() throws {
    var story = loggedIn()
    story.assume(
      Caller.Role(name: "a", id: "AROA1"), session: "x", key: "ASIAF", by: caller,
      at: "09:10:00", more: ["sharedEventID": "null"])
    let other = story.assume(
      Caller.Role(name: "b", id: "AROA2"), session: "x", key: "ASIAG",
      by: .otherAccount("999999999999"), at: "09:10:00", more: ["sharedEventID": "null"])
    #expect(try story.analyzed().entry(other) == nil)
  }
}

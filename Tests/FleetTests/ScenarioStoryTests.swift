import FleetModel
import Foundation
import Testing

/// Longer stories: chains, refusals, copies in two accounts, what becomes of runners.
@Suite struct ScenarioStoryTests {
  private let place = Place("111122223333", "eu-central-1")
  private let start: Timestamp = "2026-04-14T09:00:00Z"

  @Test func aRoleOfAnotherAccountIsSeenTwice() throws {
    var scenario = Scenario(seed: 2)
    let runner = scenario.gitHubRunner(
      "repo:acme/shop:ref:refs/heads/main", role: scenario.role("ci", in: place.account), in: place)
    let login = scenario.login(runner, at: start)
    let foreign = scenario.role("audit", in: "444455556666")
    let chained = scenario.assumeRole(
      foreign, session: "GitHubActions", by: Caller(login, from: runner.origin), at: start + 4,
      in: place.region)
    let pair = try scenario.read().suffix(2)
    let (mine, theirs) = (try #require(pair.first), try #require(pair.last))
    #expect(mine.text("sharedEventID") == theirs.text("sharedEventID"))
    #expect(mine.id != theirs.id)
    #expect(mine.text("recipientAccountId") == "111122223333")
    #expect(theirs.text("recipientAccountId") == "444455556666")
    #expect(theirs.text("userIdentity.type") == "AWSAccount")
    #expect(chained.expiresAt == chained.issuedAt + 3600)
    let session = try #require(scenario.ledger.sessions.last)
    #expect(session.parent == login.accessKeyID && session.credential.kind == .chained)
    #expect(scenario.ledger.sessions[0].events == 1)
  }

  @Test(arguments: [
    (LoginFailure.accessDenied, "AccessDenied"), (.invalidToken, "InvalidIdentityToken"),
    (.expiredToken, "ExpiredTokenException"),
  ])
  func refusedLoginsKeepTheirParameters(failure: LoginFailure, code: String) throws {
    var scenario = Scenario(seed: 2)
    let runner = scenario.humanitecRunner("prod-runner", in: place)
    scenario.failedLogin(runner, failure, at: start)
    let record = try #require(try scenario.read().first)
    #expect(record.text("errorCode") == code)
    #expect(record.text("requestParameters.roleArn") == runner.loginRole.arn)
    #expect(record["responseElements"] is NSNull)
    if failure == .accessDenied {
      #expect(record.text("errorMessage") == "An unknown error occurred")
    }
  }

  @Test func deniedCallsHaveNoParametersButSayWhatWasDenied() throws {
    var scenario = Scenario(seed: 2)
    let runner = scenario.humanitecRunner("prod-runner", in: place)
    let login = scenario.login(runner, at: start)
    scenario.denied(
      "CreateUser", of: "iam", on: "arn:aws:iam::111122223333:user/x",
      by: Caller(login, from: runner.origin), at: start + 5, in: place.global)
    let record = try #require(try scenario.read().last)
    #expect(record["requestParameters"] is NSNull)
    #expect(record.text("awsRegion") == "us-east-1")
    let message = try #require(record.text("errorMessage"))
    #expect(message.hasPrefix("User: \(login.arn) is not authorized to perform: iam:CreateUser on"))
  }

  @Test func aRotationIsAServiceEventWithoutACaller() throws {
    var scenario = Scenario(seed: 2)
    let key = scenario.encryptionKey(in: place)
    let rotated = scenario.rotateKey(key, at: start)
    let record = try #require(try scenario.read().first)
    #expect((record["userIdentity"] as? Fields)?["type"] == nil)
    #expect(record.text("eventType") == "AwsServiceEvent")
    #expect(record.text("serviceEventDetails.keyId") == key.id)
    #expect(record.text("serviceEventDetails.previousKeyMaterialId") == key.materialID)
    #expect(record.text("serviceEventDetails.currentKeyMaterialId") == rotated.materialID)
    #expect(rotated.arn == key.arn && rotated.materialID != key.materialID)
  }

  @Test func revocationIsAPolicyWithATime() throws {
    var scenario = Scenario(seed: 2)
    let runner = scenario.humanitecRunner("prod-runner", in: place)
    let team = scenario.role("incident-responder", in: place.account)
    let person = scenario.singleSignOn(
      team, person: "maria", at: start, from: Origin("198.51.100.9", .console), isResponder: true)
    scenario.revokeSessions(
      of: runner.loginRole, issuedBefore: start + 60, runner: runner,
      by: Caller(person, from: Origin("198.51.100.9", .console)), at: start + 62)
    let record = try #require(try scenario.read().last)
    let document = try #require(record.text("requestParameters.policyDocument"))
    #expect(document.contains(#""aws:TokenIssueTime":"2026-04-14T09:01:00.000Z""#))
    #expect(record.text("sessionCredentialFromConsole") == "true")
    let truth = try #require(scenario.events.last?.attribution)
    #expect(truth == Attribution("prod-runner", .response, why: .roleName))
  }

  @Test func recreatedRolesKeepTheirNamesAndChangeTheirIDs() throws {
    var scenario = Scenario(seed: 2)
    let runner = scenario.humanitecRunner("prod-runner", in: place)
    let deployer = scenario.singleSignOn(
      scenario.role("deployer", in: place.account), person: "ana", at: start,
      from: Origin("198.51.100.9", .terraform))
    let again = scenario.recreateRoles(
      of: runner, by: Caller(deployer, from: Origin("198.51.100.9", .terraform)), at: start + 9)
    #expect(again.loginRole.name == runner.loginRole.name)
    #expect(again.loginRole.id != runner.loginRole.id)
    #expect(scenario.ledger.runners[0].formerRoleIDs == runner.roles.map(\.role.id))
    let created = try scenario.read().filter { $0.name == "CreateRole" }
    #expect(
      created.compactMap { $0.text("responseElements.role.roleId") } == again.roles.map(\.role.id))
  }

  @Test func aNewRunnerIDKeepsTheSuffix() throws {
    var scenario = Scenario(seed: 2)
    let old = scenario.humanitecRunner("prod-runner", in: place)
    let new = scenario.humanitecRunner("prod-runner-2", in: place, sharing: old)
    #expect(old.loginRole.name.wholeMatch(of: /prod-runner-ecs-task-manager-[0-9a-f]{8}/) != nil)
    #expect(new.loginRole.name == "prod-runner-2-ecs-task-manager-\(old.loginRole.name.suffix(8))")
    #expect(new.tasks?.bucket.name == "prod-runner-2-artifacts")
  }

  @Test func longTasksGetNewCredentialsUnderTheSameName() {
    var scenario = Scenario(seed: 2)
    let runner = scenario.humanitecRunner("prod-runner", in: place)
    var plan = JobPlan()
    plan.duration = 45_000
    scenario.job(plan, of: runner, at: start)
    let issued = scenario.ledger.sessions.filter { $0.credential.kind == .task }
    #expect(issued.count == 3)
    #expect(Set(issued.map(\.credential.sessionName)) == [scenario.ledger.tasks[0].id])
    #expect(Set(issued.map(\.credential.accessKeyID)).count == 3)
  }

  @Test func callsCanBeMadeToFail() throws {
    var scenario = Scenario(seed: 2)
    let runner = scenario.humanitecRunner("prod-runner", in: place)
    let login = scenario.login(runner, at: start)
    let caller = Caller(login, from: runner.origin)
    scenario.failing(with: Record.Failure("BucketNotEmpty", "The bucket is not empty")) {
      guard let bucket = runner.tasks?.bucket else { return }
      $0.bucketCall("DeleteBucket", on: bucket, by: caller, at: start + 5)
    }
    scenario.call("ListClusters", of: "ecs", by: caller, at: start + 9, in: place)
    let records = try scenario.read()
    #expect(records.map { $0.text("errorCode") } == [nil, "BucketNotEmpty", nil])
    #expect(records[1].text("requestParameters.bucketName") == "prod-runner-artifacts")
  }

  @Test func whatATrailDoesNotRecordIsNoPartOfTheTruth() {
    var scenario = Scenario(seed: 2)
    let key = scenario.encryptionKey(in: place)
    let runner = scenario.humanitecRunner(
      "prod-runner", in: place, encryption: .customerKey(key, bucketKeys: false))
    scenario.job(of: runner, at: start)
    let before = scenario.ledger.sessions.map(\.events).reduce(0, +)
    scenario.omit { $0.source == "kms.amazonaws.com" }
    #expect(!scenario.events.contains { $0.record.source == "kms.amazonaws.com" })
    #expect(scenario.ledger.sessions.map(\.events).reduce(0, +) == before - 5)
  }

  @Test func attacksHoldTheCallsMadeDuringThem() {
    var scenario = Scenario(seed: 2)
    let runner = scenario.humanitecRunner("prod-runner", in: place)
    let login = scenario.planting("F04", on: runner, "New address") {
      $0.login(runner, at: start, from: Origin("203.0.113.5", .attackerShell))
    }
    scenario.listTasks(of: runner, by: Caller(login, from: runner.origin), at: start + 9)
    #expect(scenario.ledger.attacks.map(\.id) == ["F04"])
    #expect(scenario.ledger.attacks[0].eventIDs == [login.issuingEventID])
  }
}

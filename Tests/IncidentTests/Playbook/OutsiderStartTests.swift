import CloudTrail
import Incident
import Testing

/// Where somebody who is not the runner fetched the suspicious session, the incident begins there.
@Suite struct OutsiderStartTests {
  private static let stranger = "192.0.2.66"
  private static let session = StepStory.Caller.session(
    2, key: "ASIAFETCHED", name: "x", issued: "09:20:00")

  /// A look at each trust policy at 10:30, behind a use of a session that `caller` fetched.
  private static func story(fetchedBy caller: StepStory.Caller, foreign: Bool = false) -> StepStory
  {
    var story = StepStory.ordinary()
    story.job(at: "06")
    story.job(at: "08")
    story.add(
      "AssumeRole", of: "sts", by: caller, at: "09:20:00",
      request:
        #"{"roleArn":"arn:aws:iam::111122223333:role/\#(StepStory.roles[2])","roleSessionName":"x"}"#,
      response:
        #"{"credentials":{"accessKeyId":"ASIAFETCHED","expiration":"Apr 14, 2026, 10:20:00 AM"}}"#,
      readOnly: true)
    if foreign {
      story.replaceLast(
        caller.identity,
        with: #"{"type":"AWSAccount","principalId":"AIDAELSEWHERE","accountId":"444455556666"}"#)
    }
    story.getObject(by: session, at: "09:40:00", from: stranger)
    for role in StepStory.roles { story.role("GetRole", role, at: "10:30:00") }
    return story
  }

  private static func incident(_ story: StepStory) throws -> IncidentCase {
    try #require(try story.analyze().incidents.first { $0.runner == "prod-runner" })
  }

  private static func time(_ clock: String) -> EventTime? {
    EventTime(iso: "2026-04-14T\(clock)Z")
  }

  @Test(arguments: [false, true]) func anOutsiderFetchedIt(foreign: Bool) throws {
    let story = Self.story(fetchedBy: .user("mallory"), foreign: foreign)
    let incident = try Self.incident(story)
    #expect(incident[.initialCompromise]?.time == Self.time("09:20:00"))
    #expect(incident[.firstUnauthorizedCall]?.time == Self.time("09:20:00"))
    #expect(incident[.firstUnauthorizedCall]?.basis == "sts AssumeRole")
    #expect(
      incident.startBasis.contains("192.0.2.66, never seen before, with a session issued to"),
      "\(incident.startBasis)")
    let verdict = try story.verdict("review-trust")
    #expect(verdict.status == .contradicted)
    #expect(verdict.since == Self.time("09:20:00"))
  }

  /// What the runner fetched for itself was stolen later.
  @Test(arguments: [
    StepStory.Caller.session(
      0, key: "ASIALOGIN09", name: "acme-prod-runner", issued: "09:00:00"),
    .service("ecs-tasks.amazonaws.com"), .service("lambda.amazonaws.com"),
  ]) func theRunnerFetchedIt(caller: StepStory.Caller) throws {
    let incident = try Self.incident(Self.story(fetchedBy: caller))
    #expect(incident[.initialCompromise]?.time == Self.time("09:40:00"))
    #expect(incident[.firstUnauthorizedCall]?.time == Self.time("09:40:00"))
  }
}

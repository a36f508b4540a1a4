import FleetModel
import Incident
import Testing

/// Digests turn "cannot tell" into "not seen", or name what is lost.
@Suite struct DigestStoryTests {
  /// Nobody answers, and two hours of the runner's region hold no record.
  private static func silent() -> EvidenceStory {
    var story = EvidenceStory()
    let (from, to) = (VerdictStory.at("11:00"), VerdictStory.at("13:00"))
    story.story.scenario.omit { !($0.time < from) && $0.time < to }
    return story
  }

  private static func chain() -> DigestChain {
    DigestChain(
      VerdictStory.place, from: VerdictStory.at("05:07:31"), to: VerdictStory.at("15:07:31"))
  }

  @Test func aSilenceWithoutDigestsCannotTell() throws {
    let verdict = try Self.silent().analyzed().verdict("review-logs")
    #expect(verdict.status == .notAssessable)
    #expect(verdict.missing.contains { $0.contains("CloudTrail-Digest/eu-central-1/") })
    #expect(verdict.note.contains("the logs of account 111122223333 in eu-central-1"))
  }

  @Test func digestsOfQuietHoursClearIt() throws {
    var story = Self.silent()
    story.files = Self.chain().files.map { ($0.key, $0.text) }
    let outcome = try story.analyzed()
    let verdict = try outcome.verdict("review-logs")
    #expect(verdict.status == .notSeen, "\(verdict.missing)")
    #expect(outcome.result.summary.digests == 10)
  }

  @Test func aFileThatADigestListsAndThatIsLostCannotTell() throws {
    var story = Self.silent()
    var chain = Self.chain()
    let lost = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/04/14/lost.json.gz"
    chain.delivered = [(lost, VerdictStory.at("11:40"))]
    story.files = chain.files.map { ($0.key, $0.text) }
    let verdict = try story.analyzed().verdict("review-logs")
    #expect(verdict.status == .notAssessable)
    #expect(verdict.missing.contains { $0.contains(lost) && $0.contains("is not here") })
  }
}

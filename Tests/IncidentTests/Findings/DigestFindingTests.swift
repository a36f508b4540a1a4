import FleetModel
import Incident
import Testing

/// What the digests of CloudTrail say of files that are lost, or that nobody delivered.
@Suite struct DigestFindingTests {
  private static func reason(_ files: [(name: String, text: String)]) throws -> String? {
    var story = StepStory.usual()
    story.beside = files
    let found = try story.analyze(files: 1, findings: .builtIn).findings.filter { $0.id == "L10" }
    #expect(found.count < 2)
    return found.first?.why
  }

  @Test func aLostFileIsOne() throws {
    let files = StepStory.files(StepStory.digests()).filter { !$0.name.hasSuffix("_7.json.gz") }
    let why = try #require(try Self.reason(files))
    #expect(
      why.hasSuffix(
        "Seen: account 111122223333 in eu-central-1: 1 file of 12 that digests list missing."),
      "\(why)")
  }

  @Test func aGapBetweenDigestsIsOne() throws {
    let files = StepStory.files(StepStory.digests()).filter { !$0.name.contains("T090731Z") }
    let why = try #require(try Self.reason(files))
    #expect(
      why.hasSuffix("digests are missing from 2026-04-14T08:07:31Z to 2026-04-14T09:07:31Z."),
      "\(why)")
  }

  @Test func aFileThatWasSlippedInIsOne() throws {
    let planted = (name: StepStory.delivered(88), text: #"{"Records":[]}"#)
    let why = try #require(try Self.reason(StepStory.files(StepStory.digests()) + [planted]))
    #expect(
      why.hasSuffix(
        "111122223333_CloudTrail_eu-central-1_20260414T0748Z_88.json.gz is in no digest."), "\(why)"
    )
  }

  /// A second trail delivers as much as the first, and its files are in no digest of the first.
  @Test func theFilesOfAnotherTrailAreNone() throws {
    let others = (60..<72).map { (name: StepStory.delivered($0), text: #"{"Records":[]}"#) }
    #expect(try Self.reason(StepStory.files(StepStory.digests()) + others) == nil)
  }

  @Test func withoutDigestsThereIsNothingToSay() throws {
    let files = StepStory.files(StepStory.digests()).filter { !$0.name.contains("Digest") }
    #expect(try Self.reason(files) == nil)
  }
}

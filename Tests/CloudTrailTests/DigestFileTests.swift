import CloudTrail
import Testing

@Suite struct DigestFileTests {
  /// The members of the user guide's example, slashes escaped as real digests escape them.
  static let text = #"""
    {"awsAccountId":"111122223333","digestStartTime":"2026-03-02T10:07:31Z",
     "digestEndTime":"2026-03-02T11:07:31Z","digestS3Bucket":"logs",
     "digestS3Object":"AWSLogs\/o-abc\/111122223333\/CloudTrail-Digest\/eu-central-1\/2026\/03\/02\/111122223333_CloudTrail-Digest_eu-central-1_my_trail_us-east-1_20260302T110731Z.json.gz",
     "newestEventTime":null,"oldestEventTime":null,
     "previousDigestS3Object":"AWSLogs\/before.json.gz","previousDigestHashValue":null,
     "logFiles":[{"s3Bucket":"logs","s3Object":"AWSLogs\/111122223333\/CloudTrail\/eu-central-1\/2026\/03\/02\/a.json.gz",
       "hashValue":"00ff","hashAlgorithm":"SHA-256","newestEventTime":"2026-03-02T10:58:01Z","oldestEventTime":"2026-03-02T10:54:00Z"}]}
    """#

  @Test func readsWhatAnHourHeld() throws {
    let digest = try DigestFile(parsing: Array(Self.text.utf8).span)
    #expect(digest.accountID == "111122223333")
    #expect(digest.region == "eu-central-1")
    #expect(digest.start.description == "2026-03-02T10:07:31Z")
    #expect(digest.end.description == "2026-03-02T11:07:31Z")
    #expect(digest.previousObject == "AWSLogs/before.json.gz")
    #expect(digest.newest == nil)
    #expect(
      digest.listings.map(\.object) == [
        "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/02/a.json.gz"
      ])
    #expect(digest.listings.first?.hash == "00ff")
    #expect(digest.listings.first?.oldest?.description == "2026-03-02T10:54:00Z")
  }

  @Test(arguments: [
    "awsAccountId", "digestStartTime", "digestEndTime", "digestS3Object", "logFiles",
  ])
  func aMissingMemberIsAFault(member: String) {
    let text = Self.text.replacing(member, with: "x")
    #expect(throws: RecordError.self) { try DigestFile(parsing: Array(text.utf8).span) }
  }

  @Test func aDigestThatEndsBeforeItBeginsIsAFault() {
    let text = Self.text.replacing("T11:07:31Z\",\"digestS3B", with: "T09:07:31Z\",\"digestS3B")
    #expect(throws: RecordError.self) { try DigestFile(parsing: Array(text.utf8).span) }
  }
}

@Suite struct LogFileNameTests {
  private static let networkActivity =
    "111122223333_CloudTrail-NetworkActivity_eu-central-1_20260302T0905Z_Mu0KsOhtH1ar15ZZ.json.gz"

  @Test(arguments: [
    "111122223333_CloudTrail_eu-central-1_20260302T0905Z_Mu0KsOhtH1ar15ZZ.json.gz",
    "111122223333_CloudTrail_eu-central-1_20260302T0905Z_Mu0KsOhtH1ar15ZZ.json",
    "111122223333_CloudTrail_eu-central-1_20260302T0905ZMu0KsOhtH1ar15ZZ.json.gz",
    networkActivity,
  ]) func tellsPlaceAndDelivery(name: String) throws {
    let found = try #require(LogFileName(name))
    #expect(found.accountID == "111122223333")
    #expect(found.region == "eu-central-1")
    #expect(found.delivered.description == "2026-03-02T09:05:00Z")
    #expect(found.holdsCalls == (name != Self.networkActivity))
  }

  @Test(arguments: [
    "", "a.json.gz", "1111_CloudTrail_eu-central-1_20260302T0905Z_Mu0KsOhtH1ar15ZZ.json.gz",
    "111122223333_CloudTrail-Digest_eu-central-1_t_us-east-1_20260302T110731Z.json.gz",
    "111122223333_CloudTrail-Insight_eu-central-1_20260302T0905Z_Mu0KsOhtH1ar15ZZ.json.gz",
    "111122223333_CloudTrail_eu-central-1_20260332T0905Z_Mu0KsOhtH1ar15ZZ.json.gz",
    "111122223333_CloudTrail_eu-central-1_20260302T0905Z_Mu0KsOhtH1ar15ZZ.txt",
    "111122223333_CloudTrail_eu-central-1_2026", "____", "\u{E9}_CloudTrail_x_y",
  ]) func otherNamesTellNothing(name: String) { #expect(LogFileName(name) == nil) }
}

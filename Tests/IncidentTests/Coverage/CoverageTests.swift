import CloudTrail
import Incident
import Testing

/// What speaks for an hour: records, names of files, digests.
@Suite struct CoverageTests {
  private static let region = "eu-central-1"

  /// Records at 09:30 and 13:30, and nothing in between.
  private static func quietNoon() throws -> TrailFolder {
    let trail = try TrailFolder()
    try trail.log(region, "09:35", records: ["09:30"])
    try trail.log(region, "13:35", records: ["13:30"])
    return trail
  }

  private static func words(_ gaps: [CoverageEntry.Gap]) -> [String] {
    gaps.map { "\($0.from)/\($0.to)" }
  }

  private static func time(_ clock: String) -> EventTime? {
    EventTime(iso: "2026-03-02T\(clock):00Z")
  }

  @Test func aSilenceWithoutDigestsIsMissing() throws {
    let entry = try #require(try Self.quietNoon().coverage().first)
    #expect(Self.words(entry.missing) == ["2026-03-02T10:00:00Z/2026-03-02T13:00:00Z"])
    #expect(entry.hours.spanned == 5)
    #expect(entry.hours.withRecords == 2)
    #expect(entry.hours.withFiles == 2)
    #expect(entry.hours.withDigests == 0)
    #expect(entry.digests == CoverageEntry.Digests())
  }

  @Test func aDeliveredFileSpeaksForItsHour() throws {
    let trail = try Self.quietNoon()
    try trail.log(Self.region, "11:05", records: [])
    let entry = try #require(try trail.coverage().first)
    #expect(
      Self.words(entry.missing) == [
        "2026-03-02T10:00:00Z/2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z/2026-03-02T13:00:00Z",
      ])
  }

  @Test func networkActivitySpeaksForNoHour() throws {
    let trail = try Self.quietNoon()
    let before = try #require(try trail.coverage().first)
    try trail.networkActivity(Self.region, "11:25", records: ["11:20"])
    let entry = try #require(try trail.coverage().first)
    #expect(entry.missing == before.missing)
    #expect(entry.hours == before.hours)
    #expect(entry.settledTime == before.settledTime)
    #expect(entry.categories["NetworkActivity"] == 1)
    #expect(!entry.kmsSeen)
  }

  @Test func networkActivityIsNoReadOnlyCall() throws {
    let trail = try TrailFolder()
    try trail.networkActivity(Self.region, "11:25", records: ["11:20"])
    let entry = try #require(try trail.coverage().first)
    #expect(!entry.readOnlySeen)
    #expect(Self.words(entry.missing) == ["2026-03-02T11:00:00Z/2026-03-02T12:00:00Z"])
  }

  @Test func digestsThatListNothingClearQuietHours() throws {
    let trail = try Self.quietNoon()
    for hour in 9..<14 {
      let start = hour == 9 ? "09:07" : "\(hour):07"
      try trail.digest(
        Self.region, start, "\(hour + 1):07",
        lists: hour == 9
          ? [TrailFolder.key(Self.region, "09:35")]
          : hour == 13 ? [TrailFolder.key(Self.region, "13:35")] : [])
    }
    let entry = try #require(try trail.coverage().first)
    #expect(entry.missing == [])
    #expect(entry.holes == [])
    #expect(entry.hours.withDigests == 3)
    #expect(entry.digests.unverifiable == 5)
    #expect(entry.digests.valid == 0)
    #expect(entry.digests.listed == 2)
    #expect(entry.digests.unlisted == [])
    #expect(entry.digests.gaps == [])
    #expect(entry.digests.firstTime?.description == "2026-03-02T09:07:31Z")
    #expect(entry.digests.lastTime?.description == "2026-03-02T14:07:31Z")
  }

  @Test func aRunOfDigestsDoesNotVouchForItsLastMinutes() throws {
    let trail = try Self.quietNoon()
    try trail.digest(Self.region, "10:07", "12:07")
    let entry = try #require(try trail.coverage().first)
    #expect(
      Self.words(entry.missing) == [
        "2026-03-02T10:00:00Z/2026-03-02T10:07:31Z", "2026-03-02T11:52:31Z/2026-03-02T13:00:00Z",
      ])
  }

  @Test func aListedFileThatIsAbsentIsAHole() throws {
    let trail = try Self.quietNoon()
    let lost = TrailFolder.key(Self.region, "11:20")
    try trail.digest(
      Self.region, "09:07", "14:07",
      lists: [
        TrailFolder.key(Self.region, "09:35"), lost, TrailFolder.key(Self.region, "13:35"),
      ])
    let entry = try #require(try trail.coverage().first)
    #expect(entry.missing == [])
    #expect(entry.holes.map(\.file) == [lost])
    #expect(entry.holes.map(\.reason) == [.absent])
    #expect(entry.holes.first?.from.description == "2026-03-02T09:07:40Z")
    #expect(entry.digests.absent == 1)
  }

  @Test func aFileThatNoDigestListsIsNamed() throws {
    let trail = try Self.quietNoon()
    try trail.digest(
      Self.region, "09:07", "14:07", lists: [TrailFolder.key(Self.region, "09:35")])
    let entry = try #require(try trail.coverage().first)
    #expect(entry.digests.unlisted == [LogFileName.last(of: TrailFolder.key(Self.region, "13:35"))])
    #expect(entry.holes == [])
  }

  @Test func aFileDeliveredOutsideOfAllDigestsIsNotUnlisted() throws {
    let trail = try Self.quietNoon()
    try trail.digest(Self.region, "10:07", "12:07")
    #expect(try trail.coverage().first?.digests.unlisted == [])
  }

  @Test func digestsWithAnHourBetweenThemHaveAGap() throws {
    let trail = try Self.quietNoon()
    try trail.digest(Self.region, "10:07", "11:07")
    try trail.digest(Self.region, "12:07", "13:07")
    let entry = try #require(try trail.coverage().first)
    #expect(Self.words(entry.digests.gaps) == ["2026-03-02T11:07:31Z/2026-03-02T12:07:31Z"])
    #expect(entry.missing.contains { $0.from.description == "2026-03-02T10:52:31Z" })
  }

  @Test func aDamagedFileIsAHoleAndSpeaksForNothing() throws {
    let trail = try Self.quietNoon()
    try trail.write(#"{"Records":[{"eventSource""#, as: TrailFolder.key(Self.region, "11:05"))
    let entry = try #require(try trail.coverage().first)
    #expect(entry.holes.map(\.reason) == [.damaged])
    #expect(entry.holes.first?.from.description == "2026-03-02T10:50:00Z")
    #expect(Self.words(entry.missing) == ["2026-03-02T10:00:00Z/2026-03-02T13:00:00Z"])
  }

  @Test func aRegionOfWhichOnlyDigestsAreThereIsKnown() throws {
    let trail = try Self.quietNoon()
    try trail.digest("us-east-1", "08:07", "14:15")
    let coverage = try trail.coverage()
    #expect(coverage.map(\.awsRegion) == [Self.region, "us-east-1"])
    #expect(coverage[1].records == 0)
    #expect(coverage[1].missing == [])
    #expect(coverage[1].hours.withDigests == 5)
  }

  @Test func aCopyOfADigestCountsOnce() throws {
    let trail = try Self.quietNoon()
    try trail.digest(Self.region, "10:07", "12:07")
    let one = try trail.coverage()
    try trail.digest(Self.region, "10:07", "12:07")
    #expect(try trail.coverage() == one)
  }

  @Test func aDigestThatLacksAMemberIsDamage() throws {
    let trail = try Self.quietNoon()
    try trail.write(#"{"awsAccountId":"111122223333","logFiles":[]}"#, as: "AWSLogs/digest.json")
    let analysis = try trail.analyzed()
    #expect(analysis.summary.damaged == 1)
    #expect(
      analysis.summary.troubles.map(\.cause) == [
        .record(.init(.incomplete("a member of a digest is missing"), at: 0))
      ])
  }

  @Test func jobsDoNotMatter() throws {
    let trail = try Self.quietNoon()
    for hour in 10..<13 { try trail.digest(Self.region, "\(hour):07", "\(hour + 1):07") }
    try trail.digest("us-east-1", "10:07", "12:07", lists: [TrailFolder.key("us-east-1", "10:20")])
    #expect(try trail.coverage(jobs: 1) == trail.coverage(jobs: 4))
  }

  @Test func whatLiesAroundTheRecordsIsNotCovered() throws {
    let trail = try Self.quietNoon()
    let entry = try #require(try trail.coverage().first)
    let (before, behind) = (Self.time("07:30"), Self.time("15:00"))
    let inner = "2026-03-02T10:00:00Z/2026-03-02T13:00:00Z"
    #expect(Self.words(entry.uncovered(from: nil, to: nil)) == [inner])
    #expect(
      Self.words(entry.uncovered(from: before, to: behind)) == [
        "2026-03-02T07:30:00Z/2026-03-02T09:00:00Z", inner,
        "2026-03-02T13:30:00Z/2026-03-02T15:00:00Z",
      ])
    // The hour in which the records begin holds one.
    #expect(Self.words(entry.uncovered(from: Self.time("09:10"), to: nil)) == [inner])
    #expect(
      Self.words(entry.uncovered(from: Self.time("12:00"), to: nil)) == [
        "2026-03-02T12:00:00Z/2026-03-02T13:00:00Z"
      ])
  }

  @Test func digestsReachBeyondTheRecords() throws {
    let trail = try Self.quietNoon()
    try trail.digest(Self.region, "07:07", "15:07")
    let entry = try #require(try trail.coverage().first)
    #expect(
      Self.words(entry.uncovered(from: Self.time("07:00"), to: Self.time("15:00"))) == [
        "2026-03-02T07:00:00Z/2026-03-02T07:07:31Z", "2026-03-02T14:52:31Z/2026-03-02T15:00:00Z",
      ])
  }

  @Test func newestRecordsMayBeUnderWay() throws {
    let entry = try #require(try Self.quietNoon().coverage().first)
    #expect(entry.settledTime?.description == "2026-03-02T13:20:00Z")
  }
}

/// What a claim of absence says of the logs.
@Suite struct CoverageClaimTests {
  @Test func namesPlacesTimesAndWhatIsMissing() throws {
    let trail = try TrailFolder()
    try trail.log("eu-central-1", "09:35", records: ["09:30"])
    try trail.log("us-east-1", "13:35", records: ["13:30"])
    let coverage = try trail.coverage()
    #expect(
      CoverageClaim(coverage).words
        == "the logs of account 111122223333 in eu-central-1, us-east-1 from "
        + "2026-03-02T09:30:00Z to 2026-03-02T13:30:00Z, 4 hours of them missing")
    #expect(
      CoverageClaim(coverage, accounts: ["111122223333"], regions: ["us-east-1"]).words
        == "the logs of account 111122223333 in us-east-1 from "
        + "2026-03-02T13:30:00Z to 2026-03-02T13:30:00Z, 4 hours of them missing")
    #expect(
      CoverageClaim(coverage, accounts: ["9"], regions: [String]()).words
        == "no logs of the accounts and regions concerned")
    let late = try #require(coverage.last?.lastTime)
    #expect(CoverageClaim(coverage).unknown(at: late) == nil)
    #expect(
      CoverageClaim(coverage).unknown(at: late.advanced(by: 60))
        == "the logs end at 2026-03-02T13:30:00Z: what happened from then to "
        + "2026-03-02T13:31:00Z is not in them")
  }
}

internal import CloudTrail

/// Says whether the logs that a claim of absence needs are there, and names those that are not.
///
/// An hour of a region is covered where it holds a record, or a delivered file, or where digests
/// vouch for it and the files that they list are there. CloudTrail writes no file for an hour
/// without events, and without digests a lost file looks the same: the playbook says how long a
/// silence may be. What lies before the hour of the first record, or behind the last one, is not
/// covered at all.
struct CoverageJudge {
  let entries: [CoverageEntry]
  let playbook: Playbook
  /// Buckets of which a data event was seen.
  let dataBuckets: Set<String>

  /// The time of the newest record.
  var end: EventTime? { entries.compactMap(\.lastTime).max() }

  /// What is missing, in words; empty where absence proves something.
  func missing(_ need: PlaybookNeed, for state: RunnerState, since start: EventTime? = nil)
    -> [String]
  {
    if let outside = need.outside { return [outside] }
    var words: [String] = []
    if let capture = need.buckets {
      let buckets = state.values(of: capture, before: nil).filter { !dataBuckets.contains($0) }
      words += Set(buckets).sorted().map { "S3 data events of the bucket \($0)" }
    }
    let regions = regions(of: need, state)
    if regions.isEmpty || state.facts.accounts.isEmpty {
      words.append("\(need.words) (none of its calls tells where it works)")
    }
    for account in state.facts.accounts.sorted() {
      for region in regions {
        words += missing(
          need, account, region, (start ?? state.incident.time, state.incident.end),
          isGiven: start == nil && state.incident.isGiven)
      }
    }
    return words
  }

  /// What the logs cover of the places that `needs` name, or of all places of the runner.
  func claim(_ needs: [PlaybookNeed], for state: RunnerState) -> String {
    let regions = Set(needs.flatMap { self.regions(of: $0, state) })
    return CoverageClaim(entries, accounts: state.facts.accounts, regions: regions).words
  }

  private func regions(of need: PlaybookNeed, _ state: RunnerState) -> [String] {
    var regions: [String] = []
    for place in need.places {
      switch place {
      case .region(let name): regions.append(name)
      case .runner: regions += state.workRegions
      case .global:
        let partition = Self.partition(ofRegion: state.workRegions.first ?? "")
        if let region = playbook.globalRegions[partition] { regions.append(region) }
      }
    }
    return Set(regions).sorted()
  }

  private static func partition(ofRegion region: String) -> String {
    if region.hasPrefix("cn-") { return "aws-cn" }
    return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }

  private func missing(
    _ need: PlaybookNeed, _ account: String, _ region: String,
    _ time: (start: EventTime?, end: EventTime?), isGiven: Bool
  ) -> [String] {
    let place = "account \(account) in \(region)"
    guard
      let entry = entries.first(where: {
        $0.recipientAccountID == account && $0.awsRegion == region
      })
    else { return ["any record of \(place)"] }
    var words: [String] = []
    switch need.events {
    case .reads where !entry.readOnlySeen:
      let why =
        entry.holdsUnmarked
        ? "no record says that it is one, and some do not say what they are"
        : "none is in the logs: a trail of write calls only?"
      words.append("read-only calls of \(place) (\(why))")
    case .kms where !entry.kmsSeen:
      words.append("calls to KMS of \(place) (none is in the logs: a trail that leaves them out?)")
    case .s3Data where !entry.s3DataSeen:
      words.append("S3 data events of \(place)")
    default: break
    }
    // A start that is inferred from the records is no reason to ask for older ones.
    let start = isGiven ? time.start : time.start.map { max($0, entry.reach?.from ?? $0) }
    let gaps = gaps(entry, from: start, to: time.end)
    if !gaps.isEmpty {
      words.append("records of \(place) \(gaps.joined(separator: ", ")) (\(Self.remedy(entry)))")
    }
    return words + holes(entry, from: time.start)
  }

  /// What would tell a quiet hour from a lost file.
  private static func remedy(_ entry: CoverageEntry) -> String {
    let digests = "AWSLogs/\(entry.recipientAccountID)/CloudTrail-Digest/\(entry.awsRegion)/"
    return "the digest files of these hours, \(digests), would tell whether they were quiet"
  }

  /// Log files since the incident began whose records are missing, in words; a few of them.
  private func holes(_ entry: CoverageEntry, from start: EventTime?) -> [String] {
    let holes = entry.holes.filter { start == nil || $0.to >= start ?? $0.to }
    var words = holes.prefix(3).map { hole in
      let why = hole.reason == .absent ? "which a digest lists, is not here" : "is damaged"
      return "the log file \(hole.file) \(why) (records from \(hole.from) to \(hole.to))"
    }
    if holes.count > 3 { words.append("\(holes.count - 3) more log files") }
    return words
  }

  /// The silences since the incident began that are too long, in words; a few of them.
  private func gaps(
    _ entry: CoverageEntry, from start: EventTime?, to end: EventTime?
  ) -> [String] {
    let gaps = entry.uncovered(from: start, to: end).filter {
      $0.to.seconds - $0.from.seconds > playbook.silence
    }
    var words = gaps.prefix(3).map { "from \($0.from) to \($0.to)" }
    if gaps.count > 3 { words.append("and in \(gaps.count - 3) more stretches of time") }
    return words
  }
}

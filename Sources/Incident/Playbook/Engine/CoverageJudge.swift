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

  /// What is missing, in words, each once; empty where absence proves something.
  func missing(_ needs: [PlaybookNeed], for state: RunnerState, since start: EventTime? = nil)
    -> [String]
  {
    var told: Set<String> = []
    return needs.flatMap { missing($0, state, since: start) }.filter { told.insert($0).inserted }
  }

  private func missing(_ need: PlaybookNeed, _ state: RunnerState, since start: EventTime?)
    -> [String]
  {
    if let outside = need.outside { return [outside] }
    var words: [String] = []
    if let capture = need.buckets {
      let buckets = state.values(of: capture, before: nil).filter { !dataBuckets.contains($0) }
      words += Set(buckets).sorted().map { "S3 data events of the bucket \($0)" }
    }
    let places = places(of: need, state).sorted {
      ($0.account, $0.region) < ($1.account, $1.region)
    }
    if places.isEmpty { words.append("\(need.words) (none of its calls tells where it works)") }
    for place in places {
      words += missing(
        need, place, (start ?? state.incident.time, state.incident.end),
        isGiven: start == nil && state.incident.isGiven)
    }
    return words
  }

  /// What the logs cover of the places that `needs` name, or of all places of the runner.
  func claim(_ needs: [PlaybookNeed], for state: RunnerState) -> String {
    let places = Set(needs.flatMap { self.places(of: $0, state) })
    if places.isEmpty {
      return CoverageClaim(entries, accounts: state.facts.accounts, regions: [String]()).words
    }
    return CoverageClaim(entries.filter { places.contains($0.place) }).words
  }

  private func places(of need: PlaybookNeed, _ state: RunnerState) -> Set<CoverageTally.Place> {
    var places: Set<CoverageTally.Place> = []
    for place in need.places {
      switch place {
      case .region(let name): places.formUnion(state.places(in: [name]))
      case .runner: places.formUnion(state.workPlaces)
      case .holdings(let set): places.formUnion(state.places(of: set))
      case .global:
        let partition = Self.partition(ofRegion: state.workRegions.first ?? "")
        if let region = playbook.globalRegions[partition] {
          places.formUnion(state.places(in: [region]))
        }
      }
    }
    return places
  }

  private static func partition(ofRegion region: String) -> String {
    if region.hasPrefix("cn-") { return "aws-cn" }
    return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
  }

  private func missing(
    _ need: PlaybookNeed, _ wanted: CoverageTally.Place,
    _ time: (start: EventTime?, end: EventTime?), isGiven: Bool
  ) -> [String] {
    let place = "account \(wanted.account) in \(wanted.region)"
    guard let entry = entries.first(where: { $0.place == wanted }) else {
      return ["any record of \(place)"]
    }
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

extension CoverageEntry {
  /// Of where it tells.
  fileprivate var place: CoverageTally.Place {
    CoverageTally.Place(account: recipientAccountID, region: awsRegion)
  }
}

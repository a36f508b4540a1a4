internal import CloudTrail

/// The stretches of time for which digests vouch: what was delivered in them is known.
///
///     digests     |──────────|──────────|     |──────────|
///     run         a ──────────────────── b     a' ──────── b'
///     vouched     a ───────────────── b-15m    a' ───── b'-15m
///
/// A digest speaks of delivery times. An event is delivered within 15 minutes (AWS CloudTrail user
/// guide, "How CloudTrail works"), so those of the last 15 minutes of a run may be listed in the
/// next digest, which is not there.
struct DigestWindows {
  /// How long, in seconds, an event may be under way.
  static let delay: Int64 = 900

  /// The runs of digests that follow each other, by time.
  private(set) var runs: [CoverageEntry.Gap] = []

  /// The windows of `digests`, in any order.
  init(_ digests: [DigestFile]) {
    for digest in digests.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      if let last = runs.indices.last, digest.start <= runs[last].to {
        runs[last].to = max(runs[last].to, digest.end)
      } else {
        runs.append(CoverageEntry.Gap(from: digest.start, to: digest.end))
      }
    }
  }

  /// The stretches between the runs.
  var gaps: [CoverageEntry.Gap] {
    zip(runs, runs.dropFirst()).map { CoverageEntry.Gap(from: $0.to, to: $1.from) }
  }

  /// The stretches of event times that are vouched for.
  private var vouched: [CoverageEntry.Gap] {
    runs.map { CoverageEntry.Gap(from: $0.from, to: $0.to.advanced(by: -Self.delay)) }
      .filter { $0.from < $0.to }
  }

  /// True where a file delivered at `time` should be listed.
  func lists(delivered time: EventTime) -> Bool {
    runs.contains { $0.from < time && time <= $0.to }
  }

  /// What is left of `gaps` when the time that is vouched for is taken out.
  func clear(_ gaps: [CoverageEntry.Gap]) -> [CoverageEntry.Gap] {
    vouched.reduce(gaps) { rest, stretch in rest.flatMap { $0.without(stretch) } }
  }

  /// A stretch of time together with what is vouched for right before and behind it.
  func extended(_ stretch: CoverageEntry.Gap) -> CoverageEntry.Gap {
    var stretch = stretch
    for other in vouched where other.from <= stretch.to && stretch.from <= other.to {
      stretch.from = min(stretch.from, other.from)
      stretch.to = max(stretch.to, other.to)
    }
    return stretch
  }

  /// Whole hours since 1970 that are vouched for, from the hour `first` to the hour `last`.
  func hours(_ first: Int64, _ last: Int64) -> Int {
    vouched.reduce(0) { sum, stretch in
      let from = max(first, (stretch.from.seconds + 3_599) / 3_600)
      let to = min(last + 1, stretch.to.seconds / 3_600)
      return sum + Int(max(0, to - from))
    }
  }
}

extension CoverageEntry.Gap {
  /// The parts before and behind `other`.
  fileprivate func without(_ other: CoverageEntry.Gap) -> [CoverageEntry.Gap] {
    guard other.from < to, from < other.to else { return [self] }
    return [
      CoverageEntry.Gap(from: from, to: other.from), CoverageEntry.Gap(from: other.to, to: to),
    ].filter { $0.from < $0.to }
  }
}

internal import CloudTrail

/// Looks at what the logs do not hold: silences that are not usual, and files that the digests of
/// CloudTrail speak of otherwise.
enum CoverageWatch {
  /// What was noticed of an account and region, and the time it concerns.
  struct Notice {
    var signal: Signal
    var from: EventTime
    var to: EventTime
  }

  /// How much longer than usual a silence must be.
  private static let factor: Int64 = 3
  /// A region must have been busy in so many hours, of a hundred, to have a usual silence.
  private static let busy = 75
  private static let enoughHours = 24

  /// What is noticed of one account and region.
  static func notices(_ entry: CoverageEntry) -> [Notice] {
    silences(entry) + (digests(entry).map { [$0] } ?? [])
  }

  /// Silences of a region that is nearly always busy; hours without events for which a digest
  /// vouches are none.
  private static func silences(_ entry: CoverageEntry) -> [Notice] {
    guard let first = entry.firstTime, let last = entry.lastTime else { return [] }
    let spanned = Int(last.seconds / 3_600 - first.seconds / 3_600) + 1
    guard spanned >= enoughHours, entry.hours.withRecords * 100 >= spanned * busy else { return [] }
    // Where three hours of four hold a record, the usual silence is an hour or none.
    return entry.missing.compactMap { gap in
      // Before its first record a region was not in use yet; behind its last one the logs may end.
      guard gap.from > first, gap.to <= last, gap.to.seconds - gap.from.seconds > factor * 3_600
      else { return nil }
      let words = "\(place(entry)) from \(gap.from) to \(gap.to)"
      return Notice(
        signal: Signal(name: .coverageGap, words: words), from: gap.from, to: gap.to)
    }
  }

  private static func digests(_ entry: CoverageEntry) -> Notice? {
    let digests = entry.digests
    var words: [String] = []
    if digests.absent > 0 { words.append("\(digests.absent) files that digests list are missing") }
    if digests.invalid > 0 { words.append("\(digests.invalid) digests are invalid") }
    if !digests.gaps.isEmpty {
      let first = digests.gaps.first.map { " from \($0.from) to \($0.to)" } ?? ""
      words.append("digests are missing\(first)")
    }
    guard !words.isEmpty, let from = digests.firstTime ?? entry.firstTime,
      let to = digests.lastTime ?? entry.lastTime
    else { return nil }
    if !digests.unlisted.isEmpty {
      words.append("\(digests.unlisted.count) files are in no digest")
    }
    let text = "\(place(entry)): \(words.joined(separator: ", "))"
    return Notice(signal: Signal(name: .digestAnomaly, words: text), from: from, to: to)
  }

  private static func place(_ entry: CoverageEntry) -> String {
    "account \(entry.recipientAccountID) in \(entry.awsRegion)"
  }
}

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
  /// One file in so many that digests list is few.
  private static let fewOf = 10

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
    if digests.absent > 0 {
      let absent = digests.absent == 1 ? "1 file" : "\(digests.absent) files"
      words.append("\(absent) of \(digests.listed) that digests list missing")
    }
    if digests.invalid > 0 { words.append("digests that are invalid: \(digests.invalid)") }
    if !digests.gaps.isEmpty {
      let first = digests.gaps.first.map { " from \($0.from) to \($0.to)" } ?? ""
      words.append("digests are missing\(first)")
    }
    // As many as are listed are those of another trail; a few were slipped in, or not listed for
    // want of their digest.
    let unlisted = digests.unlisted.count
    if unlisted > 0, !words.isEmpty || unlisted * fewOf <= digests.listed {
      let first = unlisted == 1 ? digests.unlisted[0] : "\(unlisted) files"
      words.append("\(first) \(unlisted == 1 ? "is" : "are") in no digest")
    }
    guard !words.isEmpty, let from = digests.firstTime ?? entry.firstTime,
      let to = digests.lastTime ?? entry.lastTime
    else { return nil }
    let text = "\(place(entry)): \(words.joined(separator: ", "))"
    return Notice(signal: Signal(name: .digestAnomaly, words: text), from: from, to: to)
  }

  private static func place(_ entry: CoverageEntry) -> String {
    "account \(entry.recipientAccountID) in \(entry.awsRegion)"
  }
}

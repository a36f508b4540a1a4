package import CloudTrail

/// What the input holds of one account and region.
package struct CoverageEntry: Equatable, Sendable {
  /// A stretch of time, half open.
  package struct Gap: Equatable, Sendable {
    /// The first moment inside.
    package var from: EventTime
    /// The first moment behind.
    package var to: EventTime

    /// The stretch from `from` up to, not including, `to`.
    package init(from: EventTime, to: EventTime) {
      self.from = from
      self.to = to
    }
  }

  /// A log file whose records are missing, in whole or in part.
  package struct Hole: Equatable, Sendable {
    /// Why.
    package enum Reason: String, CaseIterable, Sendable {
      /// A digest lists it, and it is not in the input.
      case absent
      /// It could not be read, or not to its end.
      case damaged
    }

    /// The key that the digest names, or the name of the file.
    package var file: String
    /// Why its records are missing.
    package var reason: Reason
    /// The times of its first and last event; by its delivery where no digest tells.
    package var from: EventTime
    package var to: EventTime

    /// A hole.
    package init(file: String, reason: Reason, from: EventTime, to: EventTime) {
      self.file = file
      self.reason = reason
      self.from = from
      self.to = to
    }
  }

  /// Hours that the input spans, and what speaks for them.
  package struct Hours: Equatable, Sendable {
    /// From the first to the last record of the whole input.
    package var spanned = 0
    /// Hours of event time that hold a management or data event.
    package var withRecords = 0
    /// Hours in which a log file of such events was delivered.
    package var withFiles = 0
    /// Hours for which digests vouch, with or without records.
    package var withDigests = 0

    /// No hour.
    package init() {}
  }

  /// What the digest files say. Their signatures and hashes are not checked here.
  package struct Digests: Equatable, Sendable {
    /// Digest files by what is known of their integrity: signatures are not checked, so that all
    /// of them are unverifiable.
    package var valid = 0
    package var invalid = 0
    package var unverifiable = 0
    /// Stretches of delivery time between two digests that no digest speaks of.
    package var gaps: [Gap] = []
    /// Log files that they list, and how many of them are not in the input.
    package var listed = 0
    package var absent = 0
    /// Log files that were delivered in their time and that none of them lists: of another trail,
    /// or planted. In path order.
    package var unlisted: [String] = []
    /// The delivery times that they span.
    package var firstTime: EventTime?
    package var lastTime: EventTime?

    /// No digest.
    package init() {}
  }

  /// The account that logged.
  package var recipientAccountID: String
  /// The region that logged.
  package var awsRegion: String
  /// Files that held a record of it.
  package var files = 0
  /// Records read, duplicates included, and how many of them were duplicates (looked for among
  /// the records that can belong to a timeline; copies of others are not told apart).
  package var records = 0
  package var duplicates = 0
  /// The times of the first and the last record.
  package var firstTime: EventTime?
  package var lastTime: EventTime?
  /// Up to here every record should have been delivered; a newer one may still be under way.
  package var settledTime: EventTime?
  /// What speaks for the hours between the first and the last record of the input.
  package var hours = Hours()
  /// Stretches of it without a record or delivered file for which no digest vouches either.
  package var missing: [Gap] = []
  /// The time that the input reaches: from the hour of its first record to its last record, and on
  /// to where digests of this region vouch without a break; nil where it holds no record.
  package var reach: Gap?
  /// Files whose records are missing, by time.
  package var holes: [Hole] = []
  /// What the digests say.
  package var digests = Digests()
  /// Records by `eventCategory` (derived where an old record has none).
  package var categories: [String: Int] = [:]
  /// Whether read-only calls, KMS use and S3 data events were seen at all.
  package var readOnlySeen = false
  package var kmsSeen = false
  package var s3DataSeen = false
  /// True where management events do not say whether they are read-only, as old records do not
  /// (AWS CloudTrail user guide, "CloudTrail record contents"): any of them may be a read.
  package var holdsUnmarked = false
  /// True where there are management events and all of them say that they are no reads: a trail of
  /// write calls only, which has no `AssumeRole`, no use of keys and no reading of logs.
  package var isWriteOnly: Bool {
    (categories["Management"] ?? 0) > 0 && !readOnlySeen && !holdsUnmarked && !kmsSeen
  }

  /// The stretches of the time from `start` to `end` for which nothing speaks, by time: those that
  /// are missing, and what lies before and behind what the input reaches. Without a start or end,
  /// as far as the input reaches.
  package func uncovered(from start: EventTime?, to end: EventTime?) -> [Gap] {
    let (start, end) = (start ?? reach?.from, end ?? reach?.to)
    var gaps = missing
    if let reach, let start, start < reach.from { gaps.append(Gap(from: start, to: reach.from)) }
    if let reach, let end, reach.to < end { gaps.append(Gap(from: reach.to, to: end)) }
    var joined: [Gap] = []
    for gap in gaps.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
      let from = start.map { max($0, gap.from) } ?? gap.from
      guard from < gap.to else { continue }
      if let last = joined.indices.last, from <= joined[last].to {
        joined[last].to = max(joined[last].to, gap.to)
      } else {
        joined.append(Gap(from: from, to: gap.to))
      }
    }
    return joined
  }

  /// Coverage of which nothing is known yet.
  package init(recipientAccountID: String, awsRegion: String) {
    self.recipientAccountID = recipientAccountID
    self.awsRegion = awsRegion
  }
}

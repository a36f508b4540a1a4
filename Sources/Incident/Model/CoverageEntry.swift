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

  /// The account that logged.
  package var recipientAccountID: String
  /// The region that logged.
  package var awsRegion: String
  /// Files that held a record of it.
  package var files = 0
  /// Records read, duplicates included, and how many of them were duplicates.
  package var records = 0
  package var duplicates = 0
  /// The times of the first and the last record.
  package var firstTime: EventTime?
  package var lastTime: EventTime?
  /// Whole hours without a record or file between the first and the last record of the input.
  package var missing: [Gap] = []
  /// Records by `eventCategory` (derived where an old record has none).
  package var categories: [String: Int] = [:]
  /// Whether read-only calls, KMS use and S3 data events were seen at all.
  package var readOnlySeen = false
  package var kmsSeen = false
  package var s3DataSeen = false

  /// Coverage of which nothing is known yet.
  package init(recipientAccountID: String, awsRegion: String) {
    self.recipientAccountID = recipientAccountID
    self.awsRegion = awsRegion
  }
}

import CloudTrail
import Incident

extension CoverageEntry: Described {
  static let fields: [Field<CoverageEntry>] = ofRecords + ofFiles

  private static let ofRecords: [Field<CoverageEntry>] = [
    Field("recipientAccountId", "The account.") { $0.recipientAccountID },
    Field("awsRegion", "The region.") { $0.awsRegion },
    Field("files", "Files that held a record of it.") { $0.files },
    Field("records", "Records read, duplicates included.") { $0.records },
    Field("duplicates", "Duplicates among those of them that can belong to a timeline.") {
      $0.duplicates
    },
    Field("firstTime", "The time of its first record.") { $0.firstTime },
    Field("lastTime", "The time of its last record.") { $0.lastTime },
    Field("missing", "Stretches without record, delivered file or digest, within the input.") {
      $0.missing
    },
    Field("categories", "Records by event category.") { $0.categories },
    Field("readOnlySeen", "Whether it holds read-only calls.") { $0.readOnlySeen },
    Field("kmsSeen", "Whether it holds the use of KMS keys.") { $0.kmsSeen },
    Field("s3DataSeen", "Whether it holds reads and writes of S3 objects.") { $0.s3DataSeen },
    Field("writeOnly", "Whether it looks like a trail of write calls only.") { $0.isWriteOnly },
  ]

  private static let ofFiles: [Field<CoverageEntry>] = [
    Field("hours", "Hours of the input, and what speaks for them.") { $0.hours },
    Field("holes", "Log files whose records are missing.") { $0.holes },
    Field("digests", "What the digest files say; not verified here.") { $0.digests },
    Field("settledTime", "Up to here every record should have been delivered.") {
      $0.settledTime
    },
  ]
}

extension CoverageEntry.Hours: Described {
  static let fields: [Field<CoverageEntry.Hours>] = [
    Field("spanned", "Hours from the first to the last record of the input.") { $0.spanned },
    Field("withRecords", "Hours with a record.") { $0.withRecords },
    Field("withFiles", "Hours in which a log file was delivered.") { $0.withFiles },
    Field("withDigests", "Hours for which digests vouch.") { $0.withDigests },
  ]
}

extension CoverageEntry.Hole: Described {
  static let fields: [Field<CoverageEntry.Hole>] = [
    Field("file", "The log file.") { $0.file },
    Field("reason", "Listed by a digest and absent, or damaged.") { $0.reason },
    Field("from", "The time of its first record, as far as known.") { $0.from },
    Field("to", "The time of its last record, as far as known.") { $0.to },
  ]
}

extension CoverageEntry.Hole.Reason: FieldConvertible {}

extension CoverageEntry.Digests: Described {
  static let fields: [Field<CoverageEntry.Digests>] = [
    Field("valid", "Digest files whose signature holds.") { $0.valid },
    Field("invalid", "Digest files whose signature does not hold.") { $0.invalid },
    Field("unverifiable", "Digest files that were not verified.") { $0.unverifiable },
    Field("gaps", "Stretches of delivery time between digests without one.") { $0.gaps },
    Field("listed", "Log files that they list.") { $0.listed },
    Field("absent", "Listed log files that are not in the input.") { $0.absent },
    Field("unlisted", "Log files of their time that none of them lists.") { $0.unlisted },
    Field("firstTime", "Begin of the delivery time that they span.") { $0.firstTime },
    Field("lastTime", "End of the delivery time that they span.") { $0.lastTime },
  ]
}

extension CoverageEntry.Gap: Described {
  static let fields: [Field<CoverageEntry.Gap>] = [
    Field("from", "Begin of the stretch.") { $0.from },
    Field("to", "End of the stretch, not included.") { $0.to },
  ]
}

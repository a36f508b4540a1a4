import CloudTrail
import Incident

extension CoverageEntry: Described {
  static let fields: [Field<CoverageEntry>] = [
    Field("recipientAccountId", "The account.") { $0.recipientAccountID },
    Field("awsRegion", "The region.") { $0.awsRegion },
    Field("files", "Files that held a record of it.") { $0.files },
    Field("records", "Records read, duplicates included.") { $0.records },
    Field("duplicates", "How many of them were duplicates.") { $0.duplicates },
    Field("firstTime", "The time of its first record.") { $0.firstTime },
    Field("lastTime", "The time of its last record.") { $0.lastTime },
    Field("missing", "Whole hours without a record, within the time that the input spans.") {
      $0.missing
    },
    Field("categories", "Records by event category.") { $0.categories },
    Field("readOnlySeen", "Whether it holds read-only calls.") { $0.readOnlySeen },
    Field("kmsSeen", "Whether it holds the use of KMS keys.") { $0.kmsSeen },
    Field("s3DataSeen", "Whether it holds reads and writes of S3 objects.") { $0.s3DataSeen },
  ]
}

extension CoverageEntry.Gap: Described {
  static let fields: [Field<CoverageEntry.Gap>] = [
    Field("from", "Begin of the stretch.") { $0.from },
    Field("to", "End of the stretch, not included.") { $0.to },
  ]
}

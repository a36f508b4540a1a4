import Incident

extension ScanSummary: Described {
  static let fields: [Field<ScanSummary>] = ofFiles + ofRecords

  private static let ofFiles: [Field<ScanSummary>] = [
    Field("filesRead", "Files read to their end.") { $0.filesRead },
    Field("digests", "Digest files, skipped.") { $0.digests },
    Field("insights", "Insight files, skipped.") { $0.insights },
    Field("configurations", "AWS Config files, skipped.") { $0.configurations },
    Field("otherFiles", "Files without anything of CloudTrail, skipped.") { $0.otherFiles },
    Field("accessLogs", "Files of S3 access logs that were read.") { $0.accessLogs },
    Field("logExports", "Files of log events that were read.") { $0.logExports },
    Field("unreadable", "Paths that could not be opened or listed, where there are any.") {
      $0.unreadable > 0 ? $0.unreadable : nil
    },
    Field("damaged", "Files with damage; what was readable of them was read.") { $0.damaged },
    Field("storedBytes", "Bytes read, as stored.") { $0.storedBytes },
    Field("plainBytes", "Bytes read, inflated.") { $0.plainBytes },
  ]

  private static let ofRecords: [Field<ScanSummary>] = [
    Field("records", "Records read: selected + notSelected + duplicates + undated.") {
      $0.records
    },
    Field("selected", "Records that went into the output.") { $0.selected },
    // Which are damaged is told by the troubles.
    Field("notSelected", "Records that were not asked for, or are damaged inside.") {
      $0.notSelected + $0.malformed
    },
    Field("duplicates", "Records read before under the same eventID, of those the output can hold.")
    {
      $0.duplicates
    },
    Field("undated", "Records without a readable eventTime, where there are any.") {
      $0.undated > 0 ? $0.undated : nil
    },
    Field("conflicts", "Pairs with one eventID and different content; the first is kept.") {
      $0.conflicts
    },
    Field("accessLogLines", "Lines of access logs that were read.") { $0.evidence.accessLines },
    Field("logEvents", "Log events that were read.") { $0.evidence.messages },
    Field("unreadableLines", "Lines that could not be read.") { $0.evidence.badLines },
    Field("troubles", "Files that could not be read, or not to their end.") { $0.troubles },
  ]
}

extension Trouble: Described {
  static let fields: [Field<Trouble>] = [
    Field("file", "The file as it was named or found.") { $0.file },
    Field("problem", "What was wrong, and what to do.") { $0.problem },
    Field("offset", "Where: stored bytes for gzip faults, inflated bytes for record faults.") {
      $0.offset
    },
    Field("more", "Further faults in the same file.") { $0.more },
  ]
}

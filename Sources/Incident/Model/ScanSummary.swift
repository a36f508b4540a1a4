package import CloudTrail
package import Evidence
package import GzipStream

/// A file that could not be read, or not to its end.
package struct Trouble: Equatable, Sendable {
  /// What was wrong.
  package enum Cause: Equatable, Sendable {
    /// With the file as stored; the offset counts stored bytes.
    case read(LogReadError)
    /// With its content; the offset counts inflated bytes.
    case record(RecordError)
    /// With a line of a file that holds lines, or a log event in an envelope, by its number from 1.
    case line(LineError, number: Int)
    /// A file that was named for scanning and holds nothing of CloudTrail.
    case notALog
  }

  /// The file as it was named or found.
  package var file: String
  /// What was wrong.
  package var cause: Cause
  /// Further faults in the same file behind this one.
  package var more: Int

  /// A trouble.
  package init(file: String, cause: Cause, more: Int = 0) {
    self.file = file
    self.cause = cause
    self.more = more
  }
}

extension Trouble {
  /// The trouble with a path that could not be looked at.
  package init(_ failure: LogFinder.Failure) {
    self.init(file: failure.path.description, cause: .read(failure.error))
  }
}

/// What became of every file and record of the input; the numbers add up.
package struct ScanSummary: Equatable, Sendable {
  /// Files read to their end that held records (or an empty list of records).
  package var filesRead = 0
  /// Files skipped for what they are.
  package var digests = 0
  package var insights = 0
  package var configurations = 0
  /// Files that hold no CloudTrail at all (a README, other JSON), passed over.
  package var otherFiles = 0
  /// Files of S3 access logs and of log events that were read.
  package var accessLogs = 0
  package var logExports = 0
  /// What they held.
  package var evidence = EvidenceTally()
  /// Copies of lines of access logs.
  package var accessCopies = 0
  /// Lines of access logs, and log events, that are on the timeline of a runner.
  package var accessEntries = 0
  package var messageEntries = 0
  /// Paths that were named, or folders below them, that could not be opened or listed.
  package var unreadable = 0
  /// Files with damage; what was readable of them is counted in `records`.
  package var damaged = 0
  /// Records read: `records == selected + notSelected + duplicates + undated + malformed`.
  package var records = 0
  /// Copies of records and `superseded` records, passed over.
  package var duplicates = 0
  /// Records that went into the output (events) or the analysis (all other commands).
  package var selected = 0
  /// Records that the command does not speak of.
  package var notSelected = 0
  /// Records whose `eventTime` cannot be read, which have no place on a timeline.
  package var undated = 0
  /// Records that are no JSON inside, or nest too deeply, of those that were looked into.
  package var malformed = 0
  /// Pairs of records with one eventID and different content; the first is kept.
  package var conflicts = 0
  /// Records of which CloudTrail delivered an update that took their place (`addendum`).
  package var superseded = 0
  /// Stored and inflated bytes.
  package var storedBytes = 0
  package var plainBytes = 0
  /// What could not be opened or listed, then the files in path order.
  package var troubles: [Trouble] = []

  /// The summary of no input.
  package init() {}
}

extension ScanSummary {
  /// Counts an entry of something that is no record of CloudTrail; nil = of a record.
  mutating func count(_ kind: TimelineEntry.Source.Kind?) {
    switch kind {
    case .accessLog: accessEntries += 1
    case .logExport: messageEntries += 1
    case nil: break
    }
  }
}

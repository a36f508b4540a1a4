internal import CloudTrail

/// What one worker of a `LogScan` counted.
struct WorkerTally: Sendable {
  var filesRead = 0
  var digests = 0
  var insights = 0
  var configurations = 0
  var otherFiles = 0
  var accessLogs = 0
  var logExports = 0
  var evidence = EvidenceTally()
  var records = 0
  var storedBytes = 0
  var plainBytes = 0
  var troubles: [(file: Int, trouble: Trouble)] = []

  /// Counts a file that was read. Each file counts once, by the most telling thing about it.
  mutating func add(_ reading: FileReading, _ file: LogFile, number: Int) {
    let tally = reading.reader.tally
    records += tally.records
    storedBytes += reading.storedBytes
    plainBytes += reading.plainBytes
    evidence += reading.evidence
    if let first = reading.faults.first {
      if tally == FileTally(), reading.evidence == EvidenceTally(), case .record(let error) = first,
        error.isForeignStart
      {
        if !file.isNamed { return otherFiles += 1 }
        return note(Trouble(file: file.name, cause: .notALog), number)
      }
      return note(
        Trouble(file: file.name, cause: first, more: reading.faults.count - 1), number)
    }
    if tally.records > 0 {
      filesRead += 1
    } else if reading.evidence.accessLines > reading.evidence.messages {
      accessLogs += 1
    } else if reading.evidence.messages > 0 {
      logExports += 1
    } else if reading.isExportTest {
      otherFiles += 1
    } else if tally.digests > 0 {
      digests += 1
    } else if tally.insights > 0 {
      insights += 1
    } else if tally.configurations > 0 {
      configurations += 1
    } else if tally.others > 0 {
      otherFiles += 1
    } else {
      filesRead += 1
    }
  }

  private mutating func note(_ trouble: Trouble, _ number: Int) {
    troubles.append((number, trouble))
  }
}

extension RecordError {
  /// True where the very first bytes of a file are no JSON: a file of another kind.
  fileprivate var isForeignStart: Bool {
    if case .notJSON = reason { return offset < 4_096 }
    return false
  }
}

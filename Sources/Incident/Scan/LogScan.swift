package import CloudTrail
internal import Dispatch
internal import Evidence
package import GzipStream
package import Synchronization

/// Reads many log files at once.
///
/// Each worker takes the next file in path order, reads it chunk by chunk and hands every record
/// to its own `Consumer`; nothing is shared but the number of the next file. A file that cannot
/// be read, or not to its end, becomes a `Trouble` and stops nothing else.
///
///     files ─► next (atomic) ─► worker 0: LogReader ─► RecordReader ─► consumer 0
///                          └──► worker 1: LogReader ─► RecordReader ─► consumer 1
package struct LogScan: Sendable {
  /// What a worker does with the records it reads. Used by one thread.
  package protocol Consumer {
    /// Receives a record: the bytes that hold it, where it stands, and its number in the file.
    mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int)
    /// Receives what files beside CloudTrail's own hold, with its number in the file; passed over
    /// where nobody asks.
    mutating func take(_ item: EvidenceItem, file: Int, index: Int)
    /// Receives a digest file that was read to its end; passed over where nobody asks.
    mutating func take(_ digest: DigestFile, file: Int)
    /// Called when a file of `files` has been read to its end or to its damage.
    mutating func finish(file: Int)
  }

  /// Counts that may be read by another thread while the scan runs.
  package final class Progress: Sendable {
    /// Files that are done.
    package let files = Atomic(0)
    /// Stored bytes read.
    package let bytes = Atomic(0)
    /// Records read.
    package let records = Atomic(0)
    /// Set to true to stop the scan at the next chunk.
    package let isCancelled = Atomic(false)

    /// Nothing done yet.
    package init() {}
  }

  /// The files, in path order; the index is a file's number everywhere.
  package var files: [LogFile]
  /// How many workers run at once.
  package var jobs: Int
  package var inflation: InflationLimits
  package var records: RecordLimits
  /// True to stop at the first damaged file.
  package var isStrict: Bool

  private static let chunkSize = 1 << 18

  /// A scan of `files` by `jobs` workers.
  package init(
    files: [LogFile], jobs: Int, inflation: InflationLimits = .standard,
    records: RecordLimits = .standard, isStrict: Bool = false
  ) {
    self.files = files
    self.jobs = max(1, min(jobs, max(1, files.count)))
    self.inflation = inflation
    self.records = records
    self.isStrict = isStrict
  }

  /// Reads all files; returns the consumers, in the order of the workers, and what was read.
  package func run<C: Consumer & Sendable>(
    progress: Progress = Progress(), makeConsumer: @Sendable () -> C
  ) -> (consumers: [C], summary: ScanSummary) {
    let next = Atomic(0)
    let results = Mutex<[(worker: Int, consumer: C, tally: WorkerTally)]>([])
    DispatchQueue.concurrentPerform(iterations: jobs) { worker in
      var consumer = makeConsumer()
      var tally = WorkerTally()
      while !progress.isCancelled.load(ordering: .relaxed) {
        let file = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard file < files.count else { break }
        read(file, progress, into: &consumer, &tally)
        consumer.finish(file: file)
        progress.files.wrappingAdd(1, ordering: .relaxed)
        if isStrict, !tally.troubles.isEmpty {
          progress.isCancelled.store(true, ordering: .relaxed)
        }
      }
      let result = (worker, consumer, tally)
      results.withLock { $0.append(result) }
    }
    let sorted = results.withLock { $0 }.sorted { $0.worker < $1.worker }
    return (sorted.map(\.consumer), Self.summary(sorted.map(\.tally)))
  }

  private func read<C: Consumer>(
    _ file: Int, _ progress: Progress, into consumer: inout C, _ tally: inout WorkerTally
  ) {
    var reading = FileReading(records: records)
    do throws(LogReadError) {
      if let path = files[file].path {
        var log = try LogReader(path: path, limits: inflation)
        try reading.read(&log, file: file, progress, chunk: Self.chunkSize, into: &consumer)
      } else {
        var log = LogReader(limits: inflation)
        try reading.read(&log, file: file, progress, chunk: Self.chunkSize, into: &consumer)
      }
    } catch {
      reading.salvage(file: file, into: &consumer)
      reading.faults.append(.read(error))
    }
    reading.handOutDigest(file: file, into: &consumer)
    progress.records.wrappingAdd(reading.reader.tally.records, ordering: .relaxed)
    tally.add(reading, files[file], number: file)
  }

  private static func summary(_ tallies: [WorkerTally]) -> ScanSummary {
    var summary = ScanSummary()
    var troubles: [(file: Int, trouble: Trouble)] = []
    for tally in tallies {
      summary.filesRead += tally.filesRead
      summary.digests += tally.digests
      summary.insights += tally.insights
      summary.configurations += tally.configurations
      summary.otherFiles += tally.otherFiles
      summary.accessLogs += tally.accessLogs
      summary.logExports += tally.logExports
      summary.evidence += tally.evidence
      summary.damaged += tally.troubles.count
      summary.records += tally.records
      summary.storedBytes += tally.storedBytes
      summary.plainBytes += tally.plainBytes
      troubles += tally.troubles
    }
    summary.troubles = troubles.sorted { $0.file < $1.file }.map(\.trouble)
    return summary
  }
}

extension LogScan.Consumer {
  /// Passes over what is no record.
  package mutating func take(_ item: EvidenceItem, file: Int, index: Int) {}
  /// Passes over a digest.
  package mutating func take(_ digest: DigestFile, file: Int) {}
}

/// One file as it is read: its records go to a consumer, its faults stay here.
private struct FileReading {
  var reader: RecordReader
  var faults: [Trouble.Cause] = []
  var storedBytes = 0
  var plainBytes = 0
  private var index = 0
  /// The number of the next log event, counted apart, so that chunks do not matter.
  private var textIndex = 0
  private var digest: DigestCollector
  /// What reads the file where it turned out to hold lines.
  private var text: TextReading?
  private var isSniffed = false
  private(set) var evidence = EvidenceTally()
  /// True where the file is what an export task writes to see whether it may.
  private(set) var isExportTest = false

  init(records: RecordLimits) {
    reader = RecordReader(limits: records)
    digest = DigestCollector(limit: records.size)
  }

  mutating func read<C: LogScan.Consumer>(
    _ log: inout LogReader, file: Int, _ progress: LogScan.Progress, chunk: Int,
    into consumer: inout C
  ) throws(LogReadError) {
    var stored = 0
    defer {
      storedBytes = log.storedBytes
      plainBytes = log.plainBytes
    }
    while !progress.isCancelled.load(ordering: .relaxed) {
      let got = try log.read(upTo: chunk, appendingTo: &reader.buffer)
      progress.bytes.wrappingAdd(log.storedBytes - stored, ordering: .relaxed)
      stored = log.storedBytes
      let held = reader.buffer.count
      digest.take(reader.buffer.span, held - got..<held)
      if !isSniffed, !sniff(isEnded: got == 0) { continue }
      if text != nil {
        drainText(isEnded: got == 0, file: file, into: &consumer)
        if got == 0 { return }
        continue
      }
      if got == 0 { reader.end() }
      let goesOn = drain(file: file, into: &consumer)
      if got == 0 || !goesOn { return }
    }
  }

  /// Looks whether the file holds lines; false where more bytes must tell.
  private mutating func sniff(isEnded: Bool) -> Bool {
    guard let kind = TextKind(sniffing: reader.buffer.span, isEnded: isEnded) else { return false }
    isSniffed = true
    isExportTest = kind == .exportTest
    if kind != .other { text = TextReading(kind) }
    return true
  }

  private mutating func drainText<C: LogScan.Consumer>(
    isEnded: Bool, file: Int, into consumer: inout C
  ) {
    guard var reading = text.take() else { return }
    reading.take(&reader.buffer)
    reading.drain(isEnded: isEnded) { consumer.take($0, file: file, index: $1) }
    if isEnded {
      evidence += reading.tally
      if let fault = reading.fault { faults.append(.line(fault.error, number: fault.number)) }
    }
    text = reading
  }

  /// Hands out the log events of an envelope that are no records.
  private mutating func handOutTexts<C: LogScan.Consumer>(file: Int, into consumer: inout C) {
    for logged in reader.takeTexts() {
      guard let message = LogMessage(logged) else {
        evidence.badLines += 1
        faults.append(.line(LineError("its time cannot be read"), number: textIndex + 1))
        continue
      }
      let item = EvidenceItem(message)
      evidence.note(item)
      consumer.take(item, file: file, index: textIndex)
      textIndex += 1
    }
  }

  /// Hands out the digest that the file was, where it is whole.
  mutating func handOutDigest<C: LogScan.Consumer>(file: Int, into consumer: inout C) {
    guard faults.isEmpty, reader.tally.digests > 0 else { return }
    do throws(RecordError) {
      if let found = try digest.finish() { consumer.take(found, file: file) }
    } catch {
      faults.append(.record(error))
    }
  }

  /// Hands out the last record before damage to the file; that another is cut off is no fault of
  /// its own.
  mutating func salvage<C: LogScan.Consumer>(file: Int, into consumer: inout C) {
    if text != nil { return drainText(isEnded: true, file: file, into: &consumer) }
    let known = faults.count
    reader.end()
    _ = drain(file: file, into: &consumer)
    faults.removeSubrange(known...)
  }

  /// Hands out what is complete; false where the rest of the file is lost.
  private mutating func drain<C: LogScan.Consumer>(file: Int, into consumer: inout C) -> Bool {
    while true {
      do throws(RecordError) {
        var number = index
        defer { index = number }
        try reader.drain { bytes, mark in
          consumer.take(bytes, mark, file: file, index: number)
          number += 1
        }
        handOutTexts(file: file, into: &consumer)
        return true
      } catch {
        handOutTexts(file: file, into: &consumer)
        faults.append(.record(error))
        // A file that begins with something else than JSON is not worth a search.
        if reader.isBlank && faults.count > 3 { return false }
        if !reader.recover() { return false }
      }
    }
  }
}

/// What one worker counted.
private struct WorkerTally: Sendable {
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

package import ByteScan
package import CloudTrail
internal import Dispatch
internal import Evidence
package import GzipStream
package import Synchronization

/// Reads many log files at once.
///
/// Each worker takes the next file, in path order or in `order`, reads it chunk by chunk and hands
/// every record to its own `Consumer`. A file that cannot be read, or not to its end, becomes a
/// `Trouble` and stops nothing else.
///
///     files ─► next (atomic) ─► worker 0: LogReader ─► RecordReader ─► consumer 0
///                          └──► worker 1: LogReader ─► RecordReader ─► consumer 1
///
/// Where fewer files than workers are left, a large one is inflated on a thread of its own, and
/// where consumers can take records of a file that another worker reads, its records are shared out
/// (`LotExchange`).
package struct LogScan: Sendable {
  /// What a worker does with the records it reads. Used by one thread.
  package protocol Consumer {
    /// Receives a record: the bytes that hold it, where it stands, and its number in the file.
    mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int)
    /// Maps the record that begins at `start`, where it can: see `RecordReader.Mapping`.
    mutating func map(_ bytes: Span<UInt8>, at start: Int, isNext: Bool) -> RecordMark?
    /// Receives what files beside CloudTrail's own hold, with its number in the file; passed over
    /// where nobody asks.
    mutating func take(_ item: EvidenceItem, file: Int, index: Int)
    /// Receives a digest file that was read to its end; passed over where nobody asks.
    mutating func take(_ digest: DigestFile, file: Int)
    /// Called when a file of `files` has been read to its end or to its damage; lots of it may
    /// still come.
    mutating func finish(file: Int)
    /// True where it makes no difference which consumer gets which record of a file, and when.
    static var takesLots: Bool { get }
    /// Receives records of a file that several workers share.
    mutating func take(_ lot: RecordLot)
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
  /// What was named or found and could not be opened or listed: it goes into the summary.
  package var unreadable: [Trouble] = []
  /// The numbers of the files to read, in the order of reading; nil = all, in path order.
  var order: [Int]?
  /// How many workers there are at most; where files are fewer, threads that inflate ahead of them
  /// come beside.
  package var jobs: Int
  package var inflation: InflationLimits
  package var records: RecordLimits
  /// True to stop at the first damaged file.
  package var isStrict: Bool
  /// What inflates and what scans; all give the same.
  package var engine = InflateEngine.fastest
  package var kernel = MarkKernel.fastest
  /// A copy of standard input, where it is read more than once.
  package var standardInput: SpoolFile?

  private static let chunkSize = 1 << 18
  /// Stored bytes from which a file is worth a second thread.
  package var largeSize = 1 << 20
  /// Bytes of records that go from worker to worker at once.
  package var lotSize = 1 << 20

  /// A scan of `files` by `jobs` workers.
  package init(
    files: [LogFile], jobs: Int, inflation: InflationLimits = .standard,
    records: RecordLimits = .standard, isStrict: Bool = false
  ) {
    self.files = files
    self.jobs = max(1, jobs)
    self.inflation = inflation
    self.records = records
    self.isStrict = isStrict
  }

  /// True where the input can be read again.
  package var isRepeatable: Bool {
    files.allSatisfy { $0.path == nil ? standardInput != nil : !$0.isStream }
  }

  /// Keeps a copy of standard input in `folder` where it is to be read, so that it can be again.
  package mutating func keepStandardInput(in folder: FilePath) throws(LogReadError) {
    if standardInput == nil, files.contains(where: { $0.path == nil }) {
      standardInput = try SpoolFile(copyingStandardInputTo: folder)
    }
  }

  /// Reads all files; returns the consumers, in the order of the workers, and what was read.
  package func run<C: Consumer & Sendable>(
    progress: Progress = Progress(), makeConsumer: @Sendable () -> C
  ) -> (consumers: [C], summary: ScanSummary) {
    let next = Atomic(0)
    let started = Atomic(0)
    let exchange = LotExchange(size: lotSize)
    let results = Guarded<[(worker: Int, consumer: C, tally: WorkerTally)]>([])
    let readers = max(1, min(jobs, order?.count ?? files.count))
    let sharesFiles = C.takesLots && (order ?? Array(files.indices)).contains { isLarge(files[$0]) }
    DispatchQueue.performEverywhere(iterations: sharesFiles ? jobs : readers) { _ in
      // Those who read files are the first that begin, so that nobody waits for one to come.
      let worker = started.wrappingAdd(1, ordering: .relaxed).oldValue
      var lot: RecordLot?
      var tally = WorkerTally()
      if worker >= readers {
        // Nothing is made for those who get nothing to do.
        lot = exchange.next()
        if lot == nil { return }
      }
      var consumer = makeConsumer()
      if worker < readers {
        if worker > 0 { exchange.begin() }
        readFiles(next, exchange, progress, &tally, into: &consumer)
        exchange.retire()
        lot = exchange.next()
      }
      while let taken = lot.take() {
        consumer.take(taken)
        exchange.giveBack(taken)
        lot = exchange.next()
      }
      let result = (worker, consumer, tally)
      results.withLock { $0.append(result) }
    }
    let sorted = results.withLock { $0 }.sorted { $0.worker < $1.worker }
    return (sorted.map(\.consumer), summary(sorted.map(\.tally)))
  }

  /// Reads files until none is left: the work of one worker.
  private func readFiles<C: Consumer>(
    _ next: borrowing Atomic<Int>, _ exchange: LotExchange, _ progress: Progress,
    _ tally: inout WorkerTally, into consumer: inout C
  ) {
    let count = order?.count ?? files.count
    var reading = FileReading(records: records, kernel: kernel)
    var log: LogReader?
    while !progress.isCancelled.load(ordering: .relaxed) {
      let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard place < count else { break }
      let file = order?[place] ?? place
      let left = count - place
      if C.takesLots, hasIdleThreads(beside: file, left: left) {
        var maker = LotMaker(own: consume consumer, exchange, file: file)
        read(file, left: left, with: &log, &reading, progress, into: &maker)
        maker.finish(file: file)
        consumer = maker.own
      } else {
        read(file, left: left, with: &log, &reading, progress, into: &consumer)
      }
      tally.add(reading, files[file], number: file)
      consumer.finish(file: file)
      progress.files.wrappingAdd(1, ordering: .relaxed)
      if isStrict, !tally.troubles.isEmpty {
        progress.isCancelled.store(true, ordering: .relaxed)
      }
    }
  }

  /// Reads a file in the memory of the one before; it is the first of those that are `left`.
  private func read<C: Consumer>(
    _ file: Int, left: Int, with log: inout LogReader?, _ reading: inout FileReading,
    _ progress: Progress, into consumer: inout C
  ) {
    reading.restart()
    if hasIdleThreads(beside: file, left: left) {
      let source = files[file]
      let thread = InflatingThread(size: Self.chunkSize) { () throws(LogReadError) in
        try open(source, nil)
      }
      reading.read(thread, file: file, progress, into: &consumer)
    } else {
      do throws(LogReadError) {
        var open = try self.open(files[file], log.take())
        reading.read(&open, file: file, progress, chunk: Self.chunkSize, into: &consumer)
        log = consume open
      } catch {
        reading.faults.append(.read(error))
      }
    }
    reading.handOutDigest(file: file, into: &consumer)
    progress.records.wrappingAdd(reading.reader.tally.records, ordering: .relaxed)
  }

  /// True where a file is large and fewer files than workers are left.
  private func hasIdleThreads(beside file: Int, left: Int) -> Bool {
    isLarge(files[file]) && left < jobs
  }

  private func isLarge(_ file: LogFile) -> Bool { file.path == nil || file.size >= largeSize }

  /// A reader of `file`, which is the `former` one where there is one.
  private func open(_ file: LogFile, _ former: consuming LogReader?) throws(LogReadError)
    -> LogReader
  {
    guard let path = file.path else {
      return standardInput?.reader(limits: inflation, engine: engine)
        ?? LogReader(limits: inflation, engine: engine)
    }
    guard var reader = former.take() else {
      return try LogReader(path: path, limits: inflation, engine: engine)
    }
    try reader.open(path)
    return reader
  }

  private func summary(_ tallies: [WorkerTally]) -> ScanSummary {
    var summary = ScanSummary()
    summary.unreadable = unreadable.count
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
    summary.troubles = unreadable + troubles.sorted { $0.file < $1.file }.map(\.trouble)
    return summary
  }
}

extension LogScan.Consumer {
  /// Maps nothing: the end of each record is looked for before it comes.
  package mutating func map(_ bytes: Span<UInt8>, at start: Int, isNext: Bool) -> RecordMark? {
    nil
  }
  /// Passes over what is no record.
  package mutating func take(_ item: EvidenceItem, file: Int, index: Int) {}
  /// Passes over a digest.
  package mutating func take(_ digest: DigestFile, file: Int) {}
  /// Records of a file come one after another, to one consumer.
  package static var takesLots: Bool { false }
  /// Takes one record after another.
  package mutating func take(_ lot: RecordLot) {
    for item in lot.items {
      take(lot.bytes.span, item.mark, file: lot.file, index: item.index)
    }
  }
}

internal import ByteScan
internal import CloudTrail
internal import Evidence
internal import GzipStream
internal import Synchronization

/// One file as it is read: its records go to a consumer, its faults stay here.
struct FileReading {
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

  init(records: RecordLimits, kernel: MarkKernel) {
    self.init(
      reader: RecordReader(kernel: kernel, limits: records),
      digest: DigestCollector(limit: records.size))
  }

  private init(reader: RecordReader, digest: DigestCollector) {
    self.reader = reader
    self.digest = digest
  }

  /// Begins with another file, in the same memory.
  mutating func restart() {
    reader.restart()
    self = FileReading(reader: reader, digest: digest.restarted)
  }

  /// Reads a file to its end or to its damage.
  mutating func read<C: LogScan.Consumer>(
    _ log: inout LogReader, file: Int, _ progress: LogScan.Progress, chunk: Int,
    into consumer: inout C
  ) {
    do throws(LogReadError) {
      try readChunks(&log, file: file, progress, chunk: chunk, into: &consumer)
    } catch {
      salvage(file: file, into: &consumer)
      faults.append(.read(error))
    }
    storedBytes = log.storedBytes
    plainBytes = log.plainBytes
  }

  private mutating func readChunks<C: LogScan.Consumer>(
    _ log: inout LogReader, file: Int, _ progress: LogScan.Progress, chunk: Int,
    into consumer: inout C
  ) throws(LogReadError) {
    var stored = 0
    while !progress.isCancelled.load(ordering: .relaxed) {
      let got = try log.read(upTo: chunk, appendingTo: &reader.buffer)
      progress.bytes.wrappingAdd(log.storedBytes - stored, ordering: .relaxed)
      stored = log.storedBytes
      if !take(got, isEnded: got == 0, file: file, into: &consumer) { return }
    }
  }

  /// Reads a file that another thread inflates, to its end or to its damage.
  mutating func read<C: LogScan.Consumer>(
    _ thread: InflatingThread, file: Int, _ progress: LogScan.Progress, into consumer: inout C
  ) {
    var piece = InflatingThread.Piece()
    defer { thread.abandon() }
    while !progress.isCancelled.load(ordering: .relaxed) {
      piece = thread.next(after: piece)
      progress.bytes.wrappingAdd(piece.storedBytes - storedBytes, ordering: .relaxed)
      (storedBytes, plainBytes) = (piece.storedBytes, piece.plainBytes)
      if case .failed(let error) = piece.end {
        salvage(file: file, into: &consumer)
        faults.append(.read(error))
        return
      }
      reader.buffer.append(contentsOf: piece.bytes)
      let isEnded = piece.end != nil
      if !take(piece.bytes.count, isEnded: isEnded, file: file, into: &consumer) { return }
    }
  }

  /// Takes the last `got` bytes of the buffer; false where the rest of the file is not wanted.
  private mutating func take<C: LogScan.Consumer>(
    _ got: Int, isEnded: Bool, file: Int, into consumer: inout C
  ) -> Bool {
    let held = reader.buffer.count
    digest.take(reader.buffer.span, held - got..<held)
    if !isSniffed, !sniff(isEnded: isEnded) { return !isEnded }
    if text != nil {
      drainText(isEnded: isEnded, file: file, into: &consumer)
      return !isEnded
    }
    if isEnded { reader.end() }
    let goesOn = drain(file: file, into: &consumer)
    return goesOn && !isEnded
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
  private mutating func salvage<C: LogScan.Consumer>(file: Int, into consumer: inout C) {
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
        try reader.drain(mapping: { consumer.map($0, at: $1, isNext: $2) }) { bytes, mark in
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

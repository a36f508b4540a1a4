internal import CloudTrail
internal import Evidence
internal import GzipStream

/// One worker of an analysis: reads the records it is given into events.
struct AnalysisWorker: LogScan.Consumer, Sendable {
  var reader: EventReader
  var evidence: EvidenceReader
  var batch: EventBatch
  var kept = 0
  var failure: LogReadError?
  var malformed = MalformedRecords()
  var digests: [DigestFile] = []

  mutating func take(_ digest: DigestFile, file: Int) { digests.append(digest) }

  mutating func take(_ item: EvidenceItem, file: Int, index: Int) {
    if reader.bareCalls.isSecondReading { return }
    evidence.read(item, file: file, index: index, &reader).map { keep($0) }
  }

  mutating func keep(_ event: Event) {
    guard failure == nil else { return }
    do throws(LogReadError) { try batch.append(event) } catch { failure = error }
  }

  mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int) {
    guard failure == nil else { return }
    do throws(RecordError) {
      guard let event = try reader.read(bytes, mark, file: file, index: index) else { return }
      kept += 1
      keep(event)
    } catch {
      malformed.note(error, mark, file: file)
    }
  }

  mutating func map(_ bytes: Span<UInt8>, at start: Int, isNext: Bool) -> RecordMark? {
    reader.map(bytes, at: start, isNext: isNext)
  }

  static var takesLots: Bool { true }

  mutating func take(_ lot: RecordLot) {
    reader.sharesFile = true
    for item in lot.items {
      take(lot.bytes.span, item.mark, file: lot.file, index: item.index)
    }
    reader.sharesFile = false
  }

  mutating func finish(file: Int) {
    if reader.bareCalls.isSecondReading { return }
    for event in evidence.finish(file: file, &reader) { keep(event) }
  }

  /// Gives the reader away; the worker reads no more.
  mutating func releaseReader() -> EventReader {
    let last = reader
    reader = EventReader(selection: nil, keeper: nil, nesting: 1)
    return last
  }
}

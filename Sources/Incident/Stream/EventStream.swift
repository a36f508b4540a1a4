internal import CloudTrail
internal import Synchronization

/// The `events` command: selected records, each as it was logged, in the order of files and
/// places, straight through.
///
/// No graph is built and nothing is kept but the ids of what was written.
package struct EventStream: Sendable {
  package var selection: RecordSelection
  /// False to write every copy of a record, in flat memory.
  package var deduplicates = true
  /// What to put into a record under the key `trailscan`, by event id; nil for nothing.
  package var annotation: (@Sendable (EventID) -> [UInt8]?)?
  /// Where not nil, only these events are written.
  package var only: Set<EventID>?
  /// Bytes that may be held for the sake of order.
  package var heldLimit = 16 << 20

  /// A stream of what `selection` accepts.
  package init(selection: RecordSelection) {
    self.selection = selection
  }

  /// Reads the files and writes lines by `write`, which answers false to stop.
  package func run(
    _ scan: LogScan, progress: LogScan.Progress = LogScan.Progress(),
    write: @escaping @Sendable (Span<UInt8>) -> Bool
  ) -> ScanSummary {
    let output = OrderedOutput(limit: heldLimit, deduplicates: deduplicates, write: write)
    var (workers, summary) = scan.run(progress: progress) {
      EventWriter(
        stream: self, output: output, progress: progress, nesting: scan.records.nesting,
        map: JSONMap(kernel: scan.kernel), calls: CallMemo(selection))
    }
    let counts = output.counts
    summary.selected = counts.written
    summary.duplicates = counts.duplicates
    summary.add(workers.map(\.malformed), files: scan.files)
    summary.notSelected =
      summary.records - counts.written - counts.duplicates - summary.malformed
    workers.removeAll()
    return summary
  }
}

/// One worker of the stream.
private struct EventWriter: LogScan.Consumer, Sendable {
  private static let flushSize = 1 << 20

  let stream: EventStream
  let output: OrderedOutput
  let progress: LogScan.Progress
  let nesting: Int
  var batch = OrderedOutput.Batch()
  var map: JSONMap
  var calls: CallMemo
  var malformed = MalformedRecords()

  mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int) {
    guard calls.mayAccept(bytes, mark) else { return }
    if stream.selection.needsFields {
      do throws(RecordError) {
        try map.read(bytes, in: mark.range, nesting: nesting)
      } catch {
        malformed.note(error, mark, file: file)
        return
      }
      guard stream.selection.accepts(map, bytes) else { return }
    }
    let id = mark.eventID(in: bytes).map { EventID(bytes, $0) }
    if let only = stream.only, !(id.map(only.contains) ?? false) { return }
    append(bytes, mark, id)
    if batch.bytes.count > Self.flushSize {
      output.offer(&batch, file: file)
      stopWhereUnread()
    }
  }

  mutating func finish(file: Int) {
    output.finish(&batch, file: file)
    stopWhereUnread()
  }

  private func stopWhereUnread() {
    if output.isStopped { progress.isCancelled.store(true, ordering: .relaxed) }
  }

  private mutating func append(_ bytes: Span<UInt8>, _ mark: RecordMark, _ id: EventID?) {
    if mark.spansLines {
      JSONText.appendCompact(bytes, mark.range, to: &batch.bytes)
    } else {
      JSONText.append(bytes, mark.range, to: &batch.bytes)
    }
    if let annotation = stream.annotation, let id, let value = annotation(id) {
      batch.bytes.removeLast()
      batch.bytes.append(contentsOf: Array(",\"trailscan\":".utf8))
      batch.bytes.append(contentsOf: value)
      batch.bytes.append(UInt8(ascii: "}"))
    }
    batch.bytes.append(0x0A)
    batch.records.append((id, batch.bytes.count))
  }
}

/// Records whose inside is no JSON, counted by file.
struct MalformedRecords: Sendable {
  private(set) var files: [Int: (error: RecordError, count: Int)] = [:]

  /// Notes a fault found while mapping the record at `mark`.
  mutating func note(_ error: RecordError, _ mark: RecordMark, file: Int) {
    let place = RecordError(error.reason, at: mark.offset + error.offset - mark.range.lowerBound)
    note(place, count: 1, file: file)
  }

  /// Adds what another worker noted; of a file that both read, the first fault is told.
  mutating func merge(_ other: MalformedRecords) {
    for (file, fault) in other.files { note(fault.error, count: fault.count, file: file) }
  }

  /// Notes so many faults, the first of which is `error`; they need not come in the order of the
  /// file.
  private mutating func note(_ error: RecordError, count: Int, file: Int) {
    let known = files[file] ?? (error, 0)
    let first = known.error.offset <= error.offset ? known.error : error
    files[file] = (first, known.count + count)
  }
}

extension ScanSummary {
  /// Counts records that could not be mapped, and adds them to the troubles of their files.
  mutating func add(_ parts: [MalformedRecords], files: [LogFile]) {
    let all = parts.reduce(into: MalformedRecords()) { $0.merge($1) }
    malformed += all.files.values.reduce(0) { $0 + $1.count }
    for (number, fault) in all.files.sorted(by: { $0.key < $1.key }) {
      let name = files[number].name
      if let known = troubles.firstIndex(where: { $0.file == name }) {
        troubles[known].more += fault.count
      } else {
        troubles.append(Trouble(file: name, cause: .record(fault.error), more: fault.count - 1))
        damaged += 1
        filesRead -= 1
      }
    }
    troubles.sort { $0.file < $1.file }
  }

  /// Adds what became of files that were read before, and now again.
  mutating func addLate(_ found: [Trouble]) {
    let known = Set(troubles.map(\.file))
    for trouble in found where !known.contains(trouble.file) {
      troubles.append(trouble)
      damaged += 1
      filesRead -= 1
    }
    troubles.sort { $0.file < $1.file }
  }
}

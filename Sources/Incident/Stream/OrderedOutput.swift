internal import Dispatch
internal import GzipStream

/// Puts what workers write for different files into the order of the files.
///
/// The worker of the file whose turn it is writes straight through; what the others hand over is
/// held until theirs comes. Where too much is held, they wait for their turn; the file whose turn
/// it is never waits, so that there is always one that goes on.
package final class OrderedOutput: Sendable {
  /// What a worker has for a file: lines, and where each ends with which id.
  package struct Batch: Sendable {
    /// Lines, each with its line feed.
    package var bytes: [UInt8] = []
    /// The id of each record, and where its line ends.
    package var records: [(id: EventID?, end: Int)] = []

    /// A batch of nothing.
    package init() {}

    var size: Int { bytes.count + records.count * 40 }
  }

  private struct State {
    var turn = 0
    /// What files gave before their turn, and which of them are done.
    var held: [Int: [Batch]] = [:]
    var heldSize = 0
    var finished: Set<Int> = []
    var waiting: [Int: DispatchSemaphore] = [:]
    /// Empty batches, for their memory.
    var spare: [Batch] = []
    var seen = EventIDSet()
    var written = 0
    var duplicates = 0
    var isStopped = false
  }

  private static let spareLimit = 4

  private let state = Guarded(State())
  private let limit: Int
  private let deduplicates: Bool
  private let write: @Sendable (Span<UInt8>) -> Bool

  /// An output that holds up to `limit` bytes and writes by `write`, which answers false when
  /// nobody reads any more.
  package init(limit: Int, deduplicates: Bool, write: @escaping @Sendable (Span<UInt8>) -> Bool) {
    self.limit = limit
    self.deduplicates = deduplicates
    self.write = write
  }

  /// Records written, and copies passed over.
  package var counts: (written: Int, duplicates: Int) {
    state.withLock { ($0.written, $0.duplicates) }
  }

  /// True where the reader of the output has gone.
  package var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Takes a part of what a file gives and leaves an empty batch; waits where too much is held.
  package func offer(_ batch: inout Batch, file: Int) {
    if let turn = state.withLock({ take(&batch, file, &$0) }) {
      turn.wait()
      state.withLock { emit(&batch, &$0) }
    }
  }

  /// Takes the rest of what a file gives, as `offer` does.
  package func finish(_ batch: inout Batch, file: Int) {
    offer(&batch, file: file)
    state.withLock { state in
      if state.turn == file {
        goOn(&state)
      } else {
        state.finished.insert(file)
      }
    }
  }

  /// Writes or holds a batch; where neither may be, the answer is what to wait for before it is
  /// written.
  private func take(_ batch: inout Batch, _ file: Int, _ state: inout State) -> DispatchSemaphore? {
    if state.turn == file {
      emit(&batch, &state)
      return nil
    }
    guard state.heldSize + batch.size <= limit else {
      let semaphore = DispatchSemaphore(value: 0)
      state.waiting[file] = semaphore
      return semaphore
    }
    if !batch.records.isEmpty {
      state.heldSize += batch.size
      state.held[file, default: []].append(batch)
      batch = state.spare.popLast() ?? Batch()
    }
    return nil
  }

  /// Gives the turn to the next file, and past those that are done.
  private func goOn(_ state: inout State) {
    repeat {
      state.turn += 1
      for var batch in state.held.removeValue(forKey: state.turn) ?? [] {
        state.heldSize -= batch.size
        emit(&batch, &state)
        if state.spare.count < Self.spareLimit { state.spare.append(batch) }
      }
    } while state.finished.remove(state.turn) != nil
    state.waiting.removeValue(forKey: state.turn)?.signal()
  }

  /// Writes a batch without its copies, and empties it.
  private func emit(_ batch: inout Batch, _ state: inout State) {
    defer {
      batch.bytes.removeAll(keepingCapacity: true)
      batch.records.removeAll(keepingCapacity: true)
    }
    if state.isStopped { return }
    var start = 0
    var runStart = 0
    for record in batch.records {
      if deduplicates, let id = record.id, !state.seen.insert(id) {
        state.duplicates += 1
        send(batch.bytes, runStart..<start, &state)
        runStart = record.end
      } else {
        state.written += 1
      }
      start = record.end
    }
    send(batch.bytes, runStart..<start, &state)
  }

  private func send(_ bytes: [UInt8], _ range: Range<Int>, _ state: inout State) {
    guard !range.isEmpty, !state.isStopped else { return }
    if !write(bytes.span.extracting(range)) { state.isStopped = true }
  }
}

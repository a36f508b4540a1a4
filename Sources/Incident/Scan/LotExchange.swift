internal import Dispatch
internal import GzipStream

/// Where workers that read large files leave records for those that have no file to read.
///
///     worker 0: file ─► lot, lot … ─► exchange ─► worker 1
///                 └─► own consumer, where as many lots lie here as there is room for
///
/// A worker that reads files begins, reads, retires from reading, and takes lots until no other
/// worker can bring one. No worker that reads ever waits here, so that all come to an end.
final class LotExchange: Sendable {
  private struct State {
    var lots: [RecordLot] = []
    var emptied: [RecordLot] = []
    /// Workers that may still bring lots; the first one is among them from the beginning.
    var readers = 1
    /// Workers that wait for one.
    var waiting = 0
  }

  /// Lots that may lie here.
  private static let room = 4

  /// Bytes from which a lot is worth handing over.
  let size: Int
  private let state = Guarded(State())
  private let changed = DispatchSemaphore(value: 0)

  /// An exchange of lots of about `size` bytes.
  init(size: Int) { self.size = size }

  /// Says that another worker begins to read files.
  func begin() { state.withLock { $0.readers += 1 } }

  /// Says that a worker reads no more files.
  func retire() {
    let woken = state.withLock { state in
      state.readers -= 1
      guard state.readers == 0 else { return 0 }
      defer { state.waiting = 0 }
      return state.waiting
    }
    for _ in 0..<woken { changed.signal() }
  }

  /// Leaves a lot here; false where there is no room for it.
  func offer(_ lot: RecordLot) -> Bool {
    let (isTaken, wakes) = state.withLock { state in
      guard state.lots.count < Self.room else { return (false, false) }
      state.lots.append(lot)
      guard state.waiting > 0 else { return (true, false) }
      state.waiting -= 1
      return (true, true)
    }
    if wakes { changed.signal() }
    return isTaken
  }

  /// The next lot, once there is one; nil where none can come any more.
  func next() -> RecordLot? {
    while true {
      let (lot, mayWait) = state.withLock { state -> (RecordLot?, Bool) in
        if !state.lots.isEmpty { return (state.lots.removeFirst(), false) }
        guard state.readers > 0 else { return (nil, false) }
        state.waiting += 1
        return (nil, true)
      }
      guard mayWait else { return lot }
      changed.wait()
    }
  }

  /// Takes the memory of a lot back.
  func giveBack(_ lot: RecordLot) { state.withLock { $0.emptied.append(lot) } }

  /// A lot without records, for those of `file`.
  func emptied(for file: Int) -> RecordLot {
    var lot = state.withLock { $0.emptied.popLast() } ?? RecordLot()
    lot.restart(file: file)
    return lot
  }
}

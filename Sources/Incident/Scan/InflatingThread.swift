internal import Dispatch
internal import GzipStream

/// Inflates one file on a thread of its own, a few pieces ahead of the worker that reads its
/// records: where fewer files than workers are left, the others would have nothing to do.
///
///     inflating thread ─► piece, piece, piece … ─► worker
///             ◄──────────── memory ◄────────────────
///
/// Pieces part where `LogReader` parts them, so that the worker meets the same bytes and the same
/// faults at the same places as if it inflated the file itself.
final class InflatingThread: Sendable {
  /// What one read gave.
  struct Piece: Sendable {
    var bytes: [UInt8] = []
    /// Bytes of the file, as stored and as inflated, up to the end of this piece.
    var storedBytes = 0
    var plainBytes = 0
    /// Nil where more follows.
    var end: End?
  }

  /// How a file ended.
  enum End: Sendable {
    case finished
    case failed(LogReadError)
  }

  /// Pieces that may lie between the threads: 4 MiB.
  private static let room = 16

  private struct State {
    var waiting: [Piece] = []
    var emptied: [[UInt8]] = []
    var isAbandoned = false
  }

  private let state = Guarded(State())
  private let filled = DispatchSemaphore(value: 0)
  // A semaphore must not end with less than it began with, and an abandoned one would.
  private let free = DispatchSemaphore(value: 0)

  /// Starts to inflate the file that `open` opens, on the new thread, `size` bytes a piece.
  init(
    size: Int, opening open: @escaping @Sendable () throws(LogReadError) -> LogReader
  ) {
    for _ in 0..<Self.room { free.signal() }
    // A queue of its own has a thread of its own, however many others wait.
    DispatchQueue(label: "inflate").asyncElsewhere { [self] in inflate(size, open) }
  }

  /// The next piece, once it is there; call it until a piece has an end. The memory of the
  /// `former` one is used again.
  func next(after former: consuming Piece) -> Piece {
    let memory = former.bytes
    state.withLock { $0.emptied.append(memory) }
    free.signal()
    filled.wait()
    return state.withLock { $0.waiting.removeFirst() }
  }

  /// Says that no further piece is wanted.
  func abandon() {
    state.withLock { $0.isAbandoned = true }
    free.signal()
  }

  private func inflate(_ size: Int, _ open: () throws(LogReadError) -> LogReader) {
    var piece = Piece()
    do throws(LogReadError) {
      var log = try open()
      repeat {
        guard let memory = takeMemory() else { return }
        piece.bytes = memory
        do throws(LogReadError) {
          if try log.read(upTo: size, appendingTo: &piece.bytes) == 0 { piece.end = .finished }
        } catch {
          piece.end = .failed(error)
        }
        piece.storedBytes = log.storedBytes
        piece.plainBytes = log.plainBytes
        handOver(piece)
        piece.bytes = []
      } while piece.end == nil
    } catch {
      piece.end = .failed(error)
      handOver(piece)
    }
  }

  /// Waits for room; nil where nobody wants more.
  private func takeMemory() -> [UInt8]? {
    free.wait()
    return state.withLock { state in
      if state.isAbandoned { return nil }
      var memory = state.emptied.popLast() ?? []
      memory.removeAll(keepingCapacity: true)
      return memory
    }
  }

  private func handOver(_ piece: Piece) {
    state.withLock { $0.waiting.append(piece) }
    filled.signal()
  }
}

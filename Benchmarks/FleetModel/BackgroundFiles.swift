internal import Dispatch
internal import GzipStream

/// Compresses and writes files on another thread while the next records are composed.
///
/// The files are written one after another in the order of the calls, so the bytes do not depend on
/// the threads. At most a few files wait; the caller waits when there are more.
final class BackgroundFiles: Sendable {
  private struct State: ~Copyable {
    var files: LogFiles
    var failure: LogReadError?
  }

  private static let waiting = 8

  private let queue = DispatchQueue(label: "fleet.files")
  private let room = DispatchSemaphore(value: waiting)
  private let state: Guarded<State>

  /// Writes through `files` from now on.
  init(_ files: consuming sending LogFiles) {
    state = Guarded(State(files: files))
  }

  /// Writes the records at `ranges` of `bytes` soon; throws what went wrong with an earlier file.
  func write(
    records ranges: [Range<Int>], of bytes: [UInt8], to delivery: Delivery, suffix: String
  ) throws(LogReadError) {
    try check()
    room.wait()
    queue.async { [self] in
      perform { files throws(LogReadError) in
        try files.write(records: ranges, of: bytes, to: delivery, suffix: suffix)
      }
      room.signal()
    }
  }

  /// Waits for all files and ends the last one.
  func finish() throws(LogReadError) {
    queue.sync {
      perform { files throws(LogReadError) in try files.finish() }
    }
    try check()
  }

  private func perform(_ body: (inout LogFiles) throws(LogReadError) -> Void) {
    state.withLock { state in
      guard state.failure == nil else { return }
      do throws(LogReadError) {
        try body(&state.files)
      } catch {
        state.failure = error
      }
    }
  }

  private func check() throws(LogReadError) {
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }
}

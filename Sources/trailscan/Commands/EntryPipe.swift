import Dispatch
import GzipStream
import Incident
import Reports

/// Writes entries as they come, on a thread of its own: while one lot is written, the analysis goes
/// on to the next.
///
///     take … take ─► lot ─► [ a few lots wait ] ─► folder ─► writer ─► output
///
/// One thread gives, the order stays, and no more than a few lots are held.
final class EntryPipe {
  private static let flushSize = 1 << 16

  /// What was written.
  let spent = SpentItems<TimelineEntry?>()
  private var lot: [TimelineEntry?] = []
  private var size = LotSize(first: 48, most: 384)
  private let queue = DispatchQueue(label: "trailscan.entries")
  private let room = DispatchSemaphore(value: 4)
  private let end: End

  /// A pipe that writes with `writer` into `output`, which must stay open until `finish`.
  init(_ writer: TimelineWriter, folder: TimelineFolder?, to output: OutputFile.Sink) {
    end = End(State(writer: writer, folder: folder, output: output))
  }

  /// Takes the next entry.
  func take(_ entry: consuming TimelineEntry) {
    lot.append(consume entry)
    guard lot.count >= size.next else { return }
    size.send()
    send()
  }

  /// Writes all that is left; returns why not all could be written, if so.
  func finish() -> LogReadError? {
    send()
    return queue.sync { end.state.withLock { $0.finish() } }
  }

  private func send() {
    // Nothing of the lot stays here, so that its entries can be taken out where they are written.
    let entries = Guarded(lot)
    lot = []
    lot.reserveCapacity(size.next)
    room.wait()
    queue.async { [end, room, spent] in
      end.state.withLock { state in
        entries.withLock { entries in
          state.write(&entries)
          spent.add(&entries)
        }
      }
      room.signal()
    }
  }

  /// The far end, which the queue alone uses.
  private final class End: Sendable {
    let state: Guarded<State>

    init(_ state: sending State) { self.state = Guarded(state) }
  }

  /// What is written, and how.
  private struct State {
    var writer: TimelineWriter
    var folder: TimelineFolder?
    let output: OutputFile.Sink
    var buffer: [UInt8] = []
    var failure: LogReadError?

    /// Writes entries, each of which is taken out of the list meanwhile: one that stays in it is
    /// copied.
    mutating func write(_ entries: inout [TimelineEntry?]) {
      for index in entries.indices {
        guard let entry = entries[index].take() else { continue }
        if folder == nil {
          writer.append(entry, to: &buffer)
          entries[index] = consume entry
        } else if let folded = folder?.take(entry) {
          writer.append(folded, to: &buffer)
        }
        if buffer.count > EntryPipe.flushSize { flush() }
      }
    }

    mutating func finish() -> LogReadError? {
      for entry in folder?.finish() ?? [] { writer.append(entry, to: &buffer) }
      writer.finish(to: &buffer)
      flush()
      return failure
    }

    private mutating func flush() {
      do throws(LogReadError) {
        if failure == nil { try output.write(buffer.span) }
      } catch {
        failure = error
      }
      buffer.removeAll(keepingCapacity: true)
    }
  }
}

internal import CloudTrail
internal import GzipStream

/// The events of one worker: the newest in memory, the rest as sorted runs in a temporary file.
///
///     append … append ─► sort ─► run 0 ┐
///     append … append ─► sort ─► run 1 ├─► EventMerge
///     append …        ─► sort, stays in memory ┘
///
/// Events are bytes from the beginning; what is sorted are their keys.
struct EventBatch {
  /// A sorted run in the spool file.
  struct Run: Sendable {
    var offset: Int
    var size: Int
  }

  /// A key and where the bytes of its event stand.
  private struct Entry {
    var key: EventRank
    var start: Int
  }

  /// What one entry takes beside the bytes of its event.
  private static let entrySize = 56

  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  private(set) var runs: [Run] = []
  private(set) var spool: SpoolFile?
  private let folder: FilePath
  private let limit: Int

  /// A batch that keeps about `limit` bytes in memory and spools the rest into `folder`.
  init(folder: FilePath, limit: Int = 24 << 20) {
    self.folder = folder
    self.limit = limit
  }

  /// Adds an event.
  mutating func append(_ event: Event) throws(LogReadError) {
    entries.append(Entry(key: event.key, start: bytes.count))
    EventCoder.encode(event, to: &bytes)
    if bytes.count + entries.count * Self.entrySize > limit { try spill() }
  }

  /// The events in memory as a sorted run; none are left.
  mutating func takeRun() -> [UInt8] {
    entries.sort { $0.key < $1.key }
    var run: [UInt8] = []
    run.reserveCapacity(bytes.count)
    for entry in entries {
      guard let size = EventCoder.size(bytes.span, at: entry.start) else {
        preconditionFailure("a batch holds half an event")
      }
      JSONText.append(bytes.span, entry.start..<entry.start + size, to: &run)
    }
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
    return run
  }

  private mutating func spill() throws(LogReadError) {
    let run = takeRun()
    if spool == nil { spool = try SpoolFile(in: folder) }
    guard let file = spool else { preconditionFailure("the spool file was just opened") }
    runs.append(Run(offset: try file.append(run), size: run.count))
  }
}

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

  /// What puts an event in order, of plain numbers, and where its bytes stand.
  private struct Entry {
    var seconds: Int64
    var high: UInt64
    var low: UInt64
    var start: UInt32
    var isUsing: Bool
    /// True where the id is no GUID: then only the bytes tell.
    var hasTextID: Bool
  }

  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  /// The last run that went to the file; its memory serves the next one.
  private var spilled: [UInt8] = []
  private(set) var runs: [Run] = []
  private(set) var spool: SpoolFile?
  private let folder: FilePath
  private let limit: Int
  private static let firstCapacity = 1 << 18

  /// A batch that keeps about `limit` bytes in memory and spools the rest into `folder`.
  init(folder: FilePath, limit: Int = 24 << 20) {
    self.folder = folder
    self.limit = limit
  }

  /// Adds an event.
  mutating func append(_ event: Event) throws(LogReadError) {
    // Growing step by step writes to twice as much new memory.
    if bytes.isEmpty { bytes.reserveCapacity(min(limit, Self.firstCapacity)) }
    var entry = Entry(
      seconds: event.time.seconds, high: 0, low: 0, start: UInt32(bytes.count),
      isUsing: !event.isIssuing, hasTextID: true)
    if case .guid(let high, let low) = event.id {
      (entry.high, entry.low, entry.hasTextID) = (high, low, false)
    }
    entries.append(entry)
    EventCoder.encode(event, to: &bytes)
    if bytes.count + entries.count * MemoryLayout<Entry>.stride > limit { try spill() }
  }

  /// The events in memory as a sorted run; none are left.
  mutating func takeRun() -> [UInt8] {
    spilled = []
    var run: [UInt8] = []
    moveRun(to: &run)
    return run
  }

  /// Appends the events in memory to `run`, sorted.
  private mutating func moveRun(to run: inout [UInt8]) {
    sortEntries()
    run.reserveCapacity(run.count + bytes.count)
    for entry in entries {
      let start = Int(entry.start)
      guard let size = EventCoder.size(bytes.span, at: start) else {
        preconditionFailure("a batch holds half an event")
      }
      JSONText.append(bytes.span, start..<start + size, to: &run)
    }
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func sortEntries() {
    let bytes = bytes
    entries.sort { Self.precedes($0, $1, bytes) }
  }

  /// The order of `EventRank`.
  private static func precedes(_ a: Entry, _ b: Entry, _ bytes: [UInt8]) -> Bool {
    if a.seconds != b.seconds { return a.seconds < b.seconds }
    if a.hasTextID || b.hasTextID || a.high == b.high && a.low == b.low {
      return EncodedEvent.key(bytes.span, at: Int(a.start))
        < EncodedEvent.key(bytes.span, at: Int(b.start))
    }
    if a.isUsing != b.isUsing { return b.isUsing }
    return (a.high, a.low) < (b.high, b.low)
  }

  private mutating func spill() throws(LogReadError) {
    var run: [UInt8] = []
    swap(&run, &spilled)
    run.removeAll(keepingCapacity: true)
    moveRun(to: &run)
    if spool == nil { spool = try SpoolFile(in: folder) }
    guard let file = spool else { preconditionFailure("the spool file was just opened") }
    runs.append(Run(offset: try file.append(run), size: run.count))
    spilled = run
  }
}

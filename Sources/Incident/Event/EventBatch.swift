internal import CloudTrail
internal import GzipStream

/// The events of one worker: the newest in memory, the rest as sorted runs in a temporary file.
///
///     append … append ─► sort ─► run 0 ┐
///     append … append ─► sort ─► run 1 ├─► EventMerge
///     append …        ─► sort, stays in memory ┘
struct EventBatch {
  /// A sorted run in the spool file.
  struct Run: Sendable {
    var offset: Int
    var size: Int
  }

  private(set) var events: [Event] = []
  private(set) var runs: [Run] = []
  private(set) var spool: SpoolFile?
  private let folder: FilePath
  private let limit: Int
  private var weight = 0

  /// A batch that keeps about `limit` bytes in memory and spools the rest into `folder`.
  init(folder: FilePath, limit: Int = 24 << 20) {
    self.folder = folder
    self.limit = limit
  }

  /// Adds an event.
  mutating func append(_ event: Event) throws(LogReadError) {
    // What the fields, two texts and the list of mentions take, roughly.
    weight += 320 + event.resource.utf8.count + event.contextArn.utf8.count + event.raw.count
    events.append(event)
    if weight > limit { try spill() }
  }

  /// Sorts what is in memory.
  mutating func settle() {
    events.sort(by: Event.precedes)
  }

  private mutating func spill() throws(LogReadError) {
    settle()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(weight)
    for event in events { EventCoder.encode(event, to: &bytes) }
    if spool == nil { spool = try SpoolFile(in: folder) }
    guard let file = spool else { preconditionFailure("the spool file was just opened") }
    runs.append(Run(offset: try file.append(bytes), size: bytes.count))
    events.removeAll(keepingCapacity: true)
    weight = 0
  }
}

internal import CloudTrail

/// The events of one session in the last minutes.
struct SlidingWindow: Sendable {
  /// How long the window is, in seconds.
  static let length: Int64 = 600
  /// How many events it holds; older ones leave it early.
  static let limit = 10_000

  /// One event.
  struct Entry: Sendable {
    var time: EventTime
    var id: EventID
    /// What is told apart: an object, a service, a subject.
    var value: Int
    var bytes: Int
  }

  private var entries: [Entry] = []
  private var start = 0
  /// How many of the entries from `start` on have been told.
  private var told = 0
  private var values: [Int: Int] = [:]
  private(set) var bytes = 0

  /// When the last event was.
  var last: EventTime? { entries.last?.time }

  /// How many events are inside.
  var count: Int { entries.count - start }

  /// How many different values they have.
  var distinct: Int { values.count }

  /// Adds an event, and lets go of those that are too old.
  mutating func add(_ entry: Entry) {
    entries.append(entry)
    values[entry.value, default: 0] += 1
    bytes += entry.bytes
    while start < entries.count,
      entries[start].time.seconds < entry.time.seconds - Self.length || count > Self.limit
    {
      drop(entries[start])
      start += 1
    }
    if start > 1_024 {
      entries.removeSubrange(..<start)
      start = 0
    }
  }

  private mutating func drop(_ entry: Entry) {
    bytes -= entry.bytes
    told = max(0, told - 1)
    let left = (values[entry.value] ?? 1) - 1
    values[entry.value] = left > 0 ? left : nil
  }

  /// The events before the last one that have not been told yet; from now on they have.
  mutating func evidence() -> [Signal.Evidence] {
    let fresh = entries[(start + told)...].dropLast()
    told = count
    return fresh.map { Signal.Evidence(time: $0.time, eventID: $0.id) }
  }
}

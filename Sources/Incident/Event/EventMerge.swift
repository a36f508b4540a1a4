internal import CloudTrail
internal import GzipStream
internal import HeapModule

/// Gives the events of all workers in one order, each id once, their numbers made common.
///
/// The order is `Event.precedes`, so it does not depend on which worker read what. Copies of a
/// record stand next to each other in it; the first, by place, is kept.
struct EventMerge {
  private var heap = Heap<Cursor>()
  private var last: Event?

  /// How many copies were passed over so far.
  private(set) var duplicates = 0
  /// How many of them did not tell the same as the record that was kept.
  private(set) var conflicts = 0
  private var places: [Place: Int] = [:]

  private struct Place: Hashable {
    var account: StringID
    var region: StringID
  }

  /// A merge over the workers' batches, translated by their maps.
  init(_ parts: [(batch: EventBatch, translation: Translation)]) throws(LogReadError) {
    for part in parts {
      if !part.batch.events.isEmpty {
        push(RunReader(events: part.batch.events, part.translation))
      }
      guard let spool = part.batch.spool else { continue }
      for run in part.batch.runs {
        push(try RunReader(spool, run, part.translation))
      }
    }
  }

  private mutating func push(_ reader: RunReader) {
    if let cursor = Cursor(reader) { heap.insert(cursor) }
  }

  /// The next event, or nil at the end.
  mutating func next() throws(LogReadError) -> Event? {
    while let cursor = heap.popMin() {
      let event = cursor.event
      if let following = try cursor.advanced() { heap.insert(following) }
      if let last, last.id == event.id, last.time == event.time, event.id != .none {
        duplicates += 1
        if !last.tellsTheSame(as: event) { conflicts += 1 }
        places[Place(account: event.account, region: event.region), default: 0] += 1
        continue
      }
      last = event
      return event
    }
    return nil
  }

  /// The copies passed over, by account and region.
  func duplicatesByPlace(_ strings: StringTable) -> [CoverageTally.Place: Int] {
    var result: [CoverageTally.Place: Int] = [:]
    for (place, count) in places {
      let key = CoverageTally.Place(
        account: strings.text(place.account), region: strings.text(place.region))
      result[key] = count
    }
    return result
  }

  /// A run and its event that comes next.
  private struct Cursor: Comparable {
    var event: Event
    var reader: RunReader

    init?(_ reader: RunReader) {
      guard let event = reader.current else { return nil }
      self.event = event
      self.reader = reader
    }

    /// The cursor one event further; nil at the end of the run.
    func advanced() throws(LogReadError) -> Cursor? {
      try reader.advance()
      return Cursor(reader)
    }

    static func < (a: Cursor, b: Cursor) -> Bool { Event.precedes(a.event, b.event) }
    static func == (a: Cursor, b: Cursor) -> Bool { a.reader === b.reader }
  }
}

/// How the numbers of one worker become those of the whole.
struct Translation: Sendable {
  var strings: [StringID]
  var principals: [Int]
  /// Translates an event in place.
  func apply(to event: inout Event) {
    event.source = strings[Int(event.source.number)]
    event.name = strings[Int(event.name.number)]
    event.region = strings[Int(event.region.number)]
    event.account = strings[Int(event.account.number)]
    event.errorCode = strings[Int(event.errorCode.number)]
    event.address = strings[Int(event.address.number)]
    event.agent = strings[Int(event.agent.number)]
    event.encryption = strings[Int(event.encryption.number)]
    event.principal = principals[event.principal]
    for index in event.mentions.indices {
      event.mentions[index].name = strings[Int(event.mentions[index].name.number)]
    }
  }
}

/// Reads a sorted run, from memory or from a spool file, a buffer at a time.
private final class RunReader {
  private(set) var current: Event?
  private let translation: Translation
  private let spool: SpoolFile?
  private var offset = 0
  private var end = 0
  private var buffer: [UInt8] = []
  private var position = 0
  private var events: [Event] = []
  private var index = 0

  init(events: [Event], _ translation: Translation) {
    self.events = events
    self.translation = translation
    spool = nil
    takeFromMemory()
  }

  init(_ spool: SpoolFile, _ run: EventBatch.Run, _ translation: Translation)
    throws(LogReadError)
  {
    self.spool = spool
    self.translation = translation
    offset = run.offset
    end = run.offset + run.size
    try advance()
  }

  /// Moves to the next event; `current` is nil at the end.
  func advance() throws(LogReadError) {
    guard let spool else { return takeFromMemory() }
    while true {
      if let event = EventCoder.decode(buffer.span, at: &position) {
        return take(event)
      }
      guard offset < end else {
        precondition(position == buffer.count, "a spool file ends inside an event")
        current = nil
        return
      }
      buffer.removeSubrange(..<position)
      position = 0
      let count = min(1 << 16, end - offset)
      offset += try spool.read(at: offset, count: count, appendingTo: &buffer)
    }
  }

  private func takeFromMemory() {
    guard index < events.count else {
      current = nil
      events = []
      return
    }
    index += 1
    take(events[index - 1])
  }

  private func take(_ event: Event) {
    var event = event
    translation.apply(to: &event)
    current = event
  }
}

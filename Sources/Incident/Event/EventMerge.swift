internal import ByteScan
internal import CloudTrail
internal import GzipStream
internal import HeapModule

/// Gives the events of all workers in one order, each id once, their numbers made common.
///
/// The order is that of `EventRank`, so it does not depend on which worker read what. Copies of a
/// record stand next to each other in it; the first, by place, is kept.
///
/// The ids of nearly all records are GUIDs. Runs whose next event has one are put in order by plain
/// numbers, apart from the others: made or masked records, and what is none.
struct EventMerge {
  private var guids = Heap<GUIDCursor>()
  private var texts = Heap<TextCursor>()
  private var runs: [RunReader] = []
  private var last: EventRank?
  /// Whose bare calls are handed out; nil = those of all.
  private let wanted: RunnerCallers?
  /// The ids of records that are passed over, since a later one took their place.
  private let replaced: Set<EventID>
  /// How many records were passed over for that.
  private(set) var superseded = 0
  /// How many bare calls of others were passed over so far, copies included.
  private(set) var passed = 0
  /// The event that `next` came to.
  private(set) var current = EncodedEvent()

  /// How many copies were passed over so far.
  private(set) var duplicates = 0
  /// How many of them did not tell the same as the record that was kept.
  private(set) var conflicts = 0
  private var places: [Place: Int] = [:]
  /// Sources of what is no record: their copies are counted apart.
  var evidence: Set<StringID> = []
  /// How many copies of what is no record were passed over so far.
  private(set) var evidenceCopies = 0

  private struct Place: Hashable {
    var account: StringID
    var region: StringID
  }

  /// Bytes of events that are read ahead, of all runs together.
  private static let memory = 1 << 24

  /// A merge over the workers' batches, which are emptied, translated by their maps; where there
  /// are `wanted` callers, the bare calls of others are passed over; and so are the records with
  /// the ids `replaced`, but for those that took the place of another one of their id.
  init(
    _ batches: inout [EventBatch], _ translations: [Translation], wanted: RunnerCallers? = nil,
    replaced: Set<EventID> = []
  ) throws(LogReadError) {
    self.wanted = wanted
    self.replaced = replaced
    let spooled = batches.reduce(0) { $0 + $1.runs.count }
    let buffer = min(1 << 15, max(1 << 12, Self.memory / max(spooled, 1)))
    for (index, translation) in translations.enumerated() {
      push(RunReader(batches[index].takeRun(), translation))
      guard let spool = batches[index].spool else { continue }
      for run in batches[index].runs {
        push(try RunReader(spool, run, translation, buffer: buffer))
      }
    }
  }

  private mutating func push(_ reader: RunReader) {
    runs.append(reader)
    insert(runs.count - 1)
  }

  /// Puts the run with this number where its next event belongs; nowhere at its end.
  private mutating func insert(_ number: Int) {
    if let cursor = GUIDCursor(runs[number], number) {
      guids.insert(cursor)
    } else if let key = runs[number].key {
      texts.insert(TextCursor(key: key, run: number))
    }
  }

  /// The run whose event comes next; nil at the end.
  private var first: (run: Int, hasTextID: Bool)? {
    guard !texts.isEmpty, let text = texts.min else { return guids.min.map { ($0.run, false) } }
    guard let guid = guids.min, guid.key < text.key else { return (text.run, true) }
    return (guid.run, false)
  }

  /// Moves behind the event that came next, of the run with this number.
  private mutating func advance(_ number: Int, hasTextID: Bool) throws(LogReadError) {
    try runs[number].advance()
    let guid = GUIDCursor(runs[number], number)
    if !hasTextID, let guid {
      guids.replaceMin(with: guid)
    } else if hasTextID, guid == nil, let key = runs[number].key {
      texts.replaceMin(with: TextCursor(key: key, run: number))
    } else {
      if hasTextID { texts.removeMin() } else { guids.removeMin() }
      insert(number)
    }
  }

  /// Moves to the next event; false at the end.
  mutating func next() throws(LogReadError) -> Bool {
    while let (number, hasTextID) = first {
      let run = runs[number]
      let isPassed =
        wanted.map { wanted in
          run.isBare && !wanted.wants(run.principal, isOnObject: run.isOfStorage)
        } ?? false
      let isReplaced = !isPassed && run.isReplaced(replaced)
      let isCopy = !isPassed && !isReplaced && run.isCopy(of: last)
      if isPassed {
        passed += 1
      } else if isReplaced {
        noteReplaced(run)
      } else if isCopy {
        noteCopy(run)
      } else {
        run.copy(to: &current)
        last = run.key
      }
      try advance(number, hasTextID: hasTextID)
      if !isCopy, !isPassed, !isReplaced { return true }
    }
    return false
  }

  private mutating func noteCopy(_ run: RunReader) {
    var copy = EncodedEvent()
    run.copy(to: &copy)
    let event = copy.event()
    if evidence.contains(event.source) {
      evidenceCopies += 1
      return
    }
    duplicates += 1
    if !current.event().tellsTheSame(as: event) { conflicts += 1 }
    places[Place(account: event.account, region: event.region), default: 0] += 1
  }

  private mutating func noteReplaced(_ run: RunReader) {
    var old = EncodedEvent()
    run.copy(to: &old)
    let event = old.event()
    duplicates += 1
    superseded += 1
    places[Place(account: event.account, region: event.region), default: 0] += 1
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

  /// A run, and the rank of its event that comes next, whose id is a GUID.
  private struct GUIDCursor: Comparable {
    private let seconds: Int64
    private let isIssuing: Bool
    private let high: UInt64
    private let low: UInt64
    private let file: Int32
    private let index: Int32
    let run: Int

    /// The place of `reader`, the run with this number; nil at its end, and before another id.
    init?(_ reader: RunReader, _ number: Int) {
      guard let key = reader.key, case .guid(let high, let low) = key.id else { return nil }
      (seconds, isIssuing) = (key.time.seconds, key.isIssuing)
      (self.high, self.low, file, index) = (high, low, key.file, key.index)
      run = number
    }

    var key: EventRank {
      EventRank(
        time: EventTime(seconds: seconds), id: .guid(high, low), isIssuing: isIssuing, file: file,
        index: index)
    }

    /// The order of `EventRank`.
    static func < (a: GUIDCursor, b: GUIDCursor) -> Bool {
      if a.seconds != b.seconds { return a.seconds < b.seconds }
      if a.isIssuing != b.isIssuing { return a.isIssuing }
      if a.high != b.high { return a.high < b.high }
      if a.low != b.low { return a.low < b.low }
      return (a.file, a.index) < (b.file, b.index)
    }
  }

  /// A run, and the rank of its event that comes next, whose id is any text.
  private struct TextCursor: Comparable {
    let key: EventRank
    let run: Int

    static func < (a: TextCursor, b: TextCursor) -> Bool { a.key < b.key }
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
    for index in event.mentions.indices { apply(to: &event.mentions[index]) }
  }

  /// Translates what an event names.
  func apply(to mention: inout Mention) {
    mention.name = strings[Int(mention.name.number)]
    mention.account = strings[Int(mention.account.number)]
  }
}

/// Reads a sorted run, from memory or from a spool file, a buffer at a time.
private final class RunReader {
  /// Bytes that are read at once.
  private let bufferSize: Int
  /// The key of the event that comes next; nil at the end.
  private(set) var key: EventRank?
  private let translation: Translation
  private let spool: SpoolFile?
  private var offset = 0
  private var end = 0
  private var buffer: [UInt8] = []
  private var position = 0
  private var size = 0

  /// A run in memory.
  init(_ run: [UInt8], _ translation: Translation) {
    buffer = run
    bufferSize = 0
    self.translation = translation
    spool = nil
    if !find() { buffer = [] }
  }

  /// A run in a spool file.
  init(
    _ spool: SpoolFile, _ run: EventBatch.Run, _ translation: Translation, buffer: Int
  ) throws(LogReadError) {
    bufferSize = buffer
    self.spool = spool
    self.translation = translation
    offset = run.offset
    end = run.offset + run.size
    try advance()
  }

  /// True where the event that comes next is a bare call.
  var isBare: Bool { flags.contains(.isBare) }

  private var flags: EventCoder.Flags {
    let bytes = buffer
    return EventCoder.Flags(rawValue: bytes.span.word32(at: position + EventCoder.Place.flags))
  }

  /// True where it is a call to S3; those that are bare are on objects.
  var isOfStorage: Bool {
    let bytes = buffer
    return bytes.span.word32(at: position + EventCoder.Place.numbers)
      == WatchedService.s3.rawValue
  }

  /// True where it is a copy of the event of this rank.
  func isCopy(of last: EventRank?) -> Bool {
    guard let last, let key else { return false }
    return key.isCopy(of: last)
  }

  /// True where it is one of the records that were replaced.
  func isReplaced(_ replaced: Set<EventID>) -> Bool {
    guard !replaced.isEmpty, let key, replaced.contains(key.id) else { return false }
    return !flags.contains(.isUpdate)
  }

  /// Its principal.
  var principal: Int {
    let bytes = buffer
    return translation.principals[
      Int(bytes.span.word32(at: position + EventCoder.Place.principal))]
  }

  /// Copies the event that comes next.
  func copy(to event: inout EncodedEvent) {
    let bytes = buffer
    event.set(bytes.span, position..<position + size, translation)
  }

  /// Moves behind the event that comes next.
  func advance() throws(LogReadError) {
    position += size
    size = 0
    while !find() {
      guard let spool, offset < end else {
        precondition(position == buffer.count, "a spool file ends inside an event")
        buffer = []
        position = 0
        return
      }
      buffer.removeSubrange(..<position)
      position = 0
      let count = min(max(bufferSize, buffer.count), end - offset)
      offset += try spool.read(at: offset, count: count, appendingTo: &buffer)
    }
  }

  /// Reads the key of the event at `position`; false where it is not all in the buffer.
  private func find() -> Bool {
    key = nil
    guard let found = EventCoder.size(buffer.span, at: position) else { return false }
    size = found
    key = EncodedEvent.key(buffer.span, at: position)
    return true
  }
}

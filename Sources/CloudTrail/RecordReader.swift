package import ByteScan

/// Reads CloudTrail records out of a stream of plain bytes, whatever container they come in.
///
/// The caller appends bytes to `buffer` and calls `drain`, which hands out each record that is
/// complete; `end` says that nothing follows. A record's bytes are the ones that were logged: of
/// an envelope (EventBridge, `lookup-events`, CloudWatch Logs) only the record inside, decoded
/// where the envelope holds it as a string.
///
///     bytes ─► RecordSplitter ─► unit ─► record (the usual case: nothing is parsed)
///                   │               └──► JSONMap ─► what the envelope holds
///                   └─► mapping ─► record (where whoever is handed it maps it anyway)
///
/// Owned and used by one thread at a time; memory is the unfinished record and a chunk.
package struct RecordReader {
  /// Receives a record: the bytes that hold it, and where in them it stands.
  package typealias Body = (Span<UInt8>, RecordMark) -> Void

  /// Maps the record that begins at a place of the bytes, where it can; `isNext` where it mapped
  /// the one before it in the same bytes, so that nothing but a comma stands between. What it
  /// mapped last is handed out next, `isMapped`, or not at all.
  package typealias Mapping = (_ bytes: Span<UInt8>, _ start: Int, _ isNext: Bool) -> RecordMark?

  private static let deepestEnvelope = 4

  private var splitter: RecordSplitter
  private var map: JSONMap
  private let limits: RecordLimits
  /// True where the last damage was inside a value whose end is known.
  private var knowsEndOfDamage = false

  /// What has been found so far.
  package private(set) var tally = FileTally()
  private var texts: [LoggedText] = []

  /// Takes the log events found so far that are no records.
  package mutating func takeTexts() -> [LoggedText] {
    if texts.isEmpty { return [] }
    defer { texts = [] }
    return texts
  }

  /// A reader at the start of a stream.
  package init(kernel: MarkKernel = .fastest, limits: RecordLimits = .standard) {
    splitter = RecordSplitter(kernel: kernel, limits: limits)
    map = JSONMap(kernel: kernel)
    self.limits = limits
  }

  /// The bytes not yet used; append to them, nothing else.
  package var buffer: [UInt8] {
    get { splitter.window.bytes }
    _modify { yield &splitter.window.bytes }
  }

  /// Begins a new stream in the same memory.
  package mutating func restart() {
    splitter.restart()
    knowsEndOfDamage = false
    tally = FileTally()
    texts = []
  }

  /// True where nothing has been found at all: no record, no other JSON value.
  package var isBlank: Bool { tally == FileTally() }

  /// Says that no byte follows; call `drain` once more.
  package mutating func end() { splitter.end() }

  /// Hands out the records that are complete, in the order of the stream.
  ///
  /// The end of a record need not be looked for where `mapping` maps it: most are handed out to one
  /// who maps them anyway. Throws at damage; `recover` then tells whether to call `drain` again.
  package mutating func drain(
    mapping: Mapping = { _, _, _ in nil }, _ body: Body
  ) throws(RecordError) {
    defer { splitter.discard() }
    while true {
      if let mark = splitter.mapNext(mapping) {
        tally.records += 1
        body(splitter.window.bytes.span, mark)
        continue
      }
      switch try splitter.next() {
      case .unit:
        do throws(RecordError) {
          try Self.take(
            splitter, limits: limits, map: &map, tally: &tally, texts: &texts, body)
        } catch {
          knowsEndOfDamage = true
          throw error
        }
      case .skippedList(.digest): tally.digests += 1
      case .skippedList(.configuration): tally.configurations += 1
      case .skippedList: break
      case .emptyEnvelope: tally.others += 1
      case .needsBytes, .finished: return
      }
    }
  }

  /// After damage: goes on behind it where there is a place to go on; else false.
  package mutating func recover() -> Bool {
    defer {
      knowsEndOfDamage = false
      splitter.discard()
    }
    return knowsEndOfDamage || splitter.recover()
  }

  /// Hands out the record that the unit is, or the records inside it.
  ///
  /// A function of the parts, so that the bytes can be lent while the tally changes.
  private static func take(
    _ splitter: RecordSplitter, limits: RecordLimits, map: inout JSONMap, tally: inout FileTally,
    texts: inout [LoggedText], _ body: Body
  ) throws(RecordError) {
    let bytes = splitter.window.bytes.span
    let range = splitter.unit.range
    let offset = splitter.offset(of: range.lowerBound)
    if OwnEntry.isOne(bytes, range) {
      tally.others += 1
      return
    }
    if let mark = RecordMark(splitter.unit, in: bytes, offset: offset) {
      tally.records += 1
      body(bytes, mark)
      return
    }
    do throws(RecordError) {
      try map.read(bytes, in: range, nesting: limits.nesting)
    } catch {
      throw RecordError(error.reason, at: splitter.offset(of: error.offset))
    }
    var opener = EnvelopeOpener(
      offset: offset, limits: limits, kernel: map.kernel, stream: splitter.logStream)
    opener.open(map, bytes, node: 0, depth: deepestEnvelope, body)
    tally += opener.tally
    texts += opener.texts
  }
}

extension RecordMark {
  /// The mark of a unit that is a record by what the scan saw; nil where it is another value, or
  /// must be mapped to know: `eventSource` or `eventName` is missing, escaped or no string.
  init?(_ unit: RecordSplitter.Unit, in bytes: Span<UInt8>, offset: Int) {
    let (start, end) = (unit.range.lowerBound, unit.range.upperBound)
    guard bytes[start] == UInt8(ascii: "{"), let source = unit.scan.eventSource,
      let name = unit.scan.eventName,
      let eventSource = unit.scan.sourceText?.moved(by: start)
        ?? TopLevelField.plainText(bytes, behindKey: start + source + 13, before: end),
      let eventName = unit.scan.nameText?.moved(by: start)
        ?? TopLevelField.plainText(bytes, behindKey: start + name + 11, before: end)
    else { return nil }
    self.init(
      range: unit.range, eventSource: eventSource, eventName: eventName,
      eventIDKey: unit.scan.eventID.map { start + $0 }, offset: offset,
      spansLines: unit.scan.spansLines)
  }
}

internal import ByteScan

/// Finds the JSON values of a log file that may be records: where each begins and ends.
///
/// A stream is a sequence of values. A value that holds a list of records (`{"Records":[…]}`, a
/// bare array, `{"Events":[…]}` …) is entered and its elements are handed out one by one, so that
/// a list of any length needs the memory of one element. Any other value is handed out whole.
///
///     {"Records":[ {…} , {…} ]}        object ─ list ─ unit, unit
///     {…}⏎{…}⏎                         unit, unit
///
/// A `ValueScan` finds the end of a unit; what its bytes mean is asked later, of few units. Whoever
/// maps every record finds their ends in doing so (`mapNext`).
struct RecordSplitter {
  /// Where the splitter stands between units.
  private enum Frame: Equatable {
    case stream
    case list(ListKind)
    /// Inside an object that is entered; true once one of its lists was found.
    case envelope(hasList: Bool)
  }

  /// A unit whose end has not been found yet; `unit` holds its scan.
  private struct OpenUnit {
    var start: Int
    /// True where nobody wants it: the value of a key of an envelope.
    var isSkipped: Bool
  }

  var window = StreamWindow()
  private let kernel: MarkKernel
  private let limits: RecordLimits
  /// The value that was found last; while another one is open, its scan is that one's.
  private(set) var unit = Unit(range: 0..<0, scan: ValueScan(isLine: false))
  private var frames: [Frame] = [.stream] {
    didSet { isAmongRecords = frames.last == .list(.records) }
  }
  private var isAmongRecords = false
  private var cursor = 0
  private var open: OpenUnit?
  private var isControlMessage = false
  /// The log stream that the envelope around the list names, as CloudWatch Logs does.
  private(set) var logStream: String?
  private var isEnded = false
  /// True where the end of what is damaged is known, and `cursor` stands behind it.
  private var isBehindDamage = false
  /// True behind damage in a stream of lines, until the next line is found.
  private var seeksLine = false
  /// True where the last unit was mapped, in the bytes that are in the window.
  private var wasMapped = false
  /// How many that looked like a record of a list were not mapped, one after another.
  private var misses = 0
  /// Misses after which no more is tried before other bytes come.
  private static let mostMisses = 4
  /// Where the stream ended, without the blanks behind it.
  private var endOffset = 0

  /// A splitter at the start of a stream.
  init(kernel: MarkKernel, limits: RecordLimits) {
    self.kernel = kernel
    self.limits = limits
  }

  /// Begins a new stream in the same memory.
  mutating func restart() {
    window.clear()
    frames = [.stream]
    cursor = 0
    open = nil
    isControlMessage = false
    logStream = nil
    isBehindDamage = false
    seeksLine = false
    isEnded = false
  }

  /// The stream offset of an index of the window.
  func offset(of index: Int) -> Int { window.dropped + index }

  /// Says that no byte follows.
  mutating func end() {
    guard !isEnded else { return }
    isEnded = true
    endOffset = offset(of: window.bytes.count)
    window.pad(by: ValueScan.reach)
  }

  /// Drops bytes that no unit needs any more; others may come then.
  mutating func discard() {
    misses = 0
    let count = open?.start ?? cursor
    window.drop(to: count)
    cursor -= count
    open?.start -= count
  }

  /// Goes on to the next unit. After an error, `recover()` finds a place to go on from.
  mutating func next() throws(RecordError) -> Step {
    wasMapped = false
    while true {
      if open != nil || startNextRecord() {
        switch try finishUnit() {
        case .needsBytes: return try waitForBytes()
        case .unit: return .unit
        case .skipped: continue
        }
      }
      if seeksLine, !findLine() { return try waitForBytes() }
      guard skipBetween() else { return try waitForBytes() }
      switch frames[frames.count - 1] {
      case .stream:
        if try !startInStream() {
          try checkSize(from: cursor)
          return try waitForBytes()
        }
      case .list(let kind):
        if try startInList(kind) { return .skippedList(kind) }
      case .envelope(let hasList):
        switch try readMember(hasList: hasList) {
        case .needsBytes: return try waitForBytes()
        case .ended(isEmpty: true): return .emptyEnvelope
        case .ended, .done: break
        }
      }
    }
  }

  private func waitForBytes() throws(RecordError) -> Step {
    guard isEnded else { return .needsBytes }
    if open != nil || frames.count > 1 {
      throw RecordError(.unfinished, at: endOffset)
    }
    return .finished
  }

  // MARK: Between units

  /// Steps over blanks and commas; false where the window ends.
  private mutating func skipBetween() -> Bool {
    while cursor < window.bytes.count {
      let byte = window.bytes[cursor]
      guard JSONText.isBlank(byte) || byte == UInt8(ascii: ",") else { return true }
      cursor += 1
    }
    return false
  }

  /// True before a record that follows another one without blanks, as CloudTrail writes them: what
  /// is between any two values need not be looked for.
  private var isBeforeNextRecord: Bool {
    isAmongRecords && cursor + 1 < window.bytes.count
      && window.bytes[cursor] == UInt8(ascii: ",") && window.bytes[cursor + 1] == UInt8(ascii: "{")
  }

  /// Starts the record that follows another one without blanks; false where that is not so.
  private mutating func startNextRecord() -> Bool {
    guard isBeforeNextRecord else { return false }
    begin(at: cursor + 1, isSkipped: false)
    return true
  }

  /// Goes behind the record that follows another one without blanks, where `mapping` maps it and it
  /// is within the limits; nil where `next` must tell what follows.
  mutating func mapNext(_ mapping: RecordReader.Mapping) -> RecordMark? {
    guard open == nil, misses < Self.mostMisses, isBeforeNextRecord else { return nil }
    guard var mark = mapping(window.bytes.span, cursor + 1, wasMapped),
      mark.range.count <= limits.size, !OwnEntry.isOne(window.bytes.span, mark.range)
    else {
      misses += 1
      return nil
    }
    mark.offset = offset(of: mark.range.lowerBound)
    cursor = mark.range.upperBound
    (wasMapped, misses) = (true, 0)
    return mark
  }

  /// Starts the next value; false where more bytes must tell what it is.
  private mutating func startInStream() throws(RecordError) -> Bool {
    switch window.bytes[cursor] {
    case UInt8(ascii: "{"): return startObject()
    case UInt8(ascii: "["):
      cursor += 1
      frames.append(.list(.records))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return try skipTimestamp()
    case 0xEF where startsWithByteOrderMark: cursor += 3
    default: throw RecordError(.notJSON("a record is missing"), at: offset(of: cursor))
    }
    return true
  }

  private var startsWithByteOrderMark: Bool {
    window.dropped == 0 && cursor == 0 && window.bytes.starts(with: [0xEF, 0xBB, 0xBF])
  }

  /// Steps over the time that CloudWatch Logs export tasks put before each message; false where
  /// more bytes must tell whether it is one.
  private mutating func skipTimestamp() throws(RecordError) -> Bool {
    switch ExportedTime.find(in: window.bytes.span, at: cursor, isEnded: isEnded) {
    case .needsBytes: return false
    case .absent: throw RecordError(.notJSON("a record is missing"), at: offset(of: cursor))
    case .time(let end): cursor = end
    }
    return true
  }

  private mutating func startObject() -> Bool {
    switch EnvelopeKey.firstKey(window.bytes.span, objectAt: cursor, isEnded: isEnded) {
    case .needsBytes: return false
    case .unknown: begin(at: cursor, isSkipped: false)
    case .envelope:
      frames.append(.envelope(hasList: false))
      isControlMessage = false
      logStream = nil
      cursor += 1
    }
    return true
  }

  /// Starts the next element, or ends the list: true where a list of unwanted elements ended.
  private mutating func startInList(_ kind: ListKind) throws(RecordError) -> Bool {
    switch window.bytes[cursor] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      begin(at: cursor, isSkipped: kind != .records)
    case UInt8(ascii: "]"):
      cursor += 1
      frames.removeLast()
      return kind != .records
    case UInt8(ascii: "n"), UInt8(ascii: "\""), UInt8(ascii: "}"):
      throw RecordError(.notJSON("a record is missing"), at: offset(of: cursor))
    default:
      throw RecordError(.notJSON("a record or ] is missing"), at: offset(of: cursor))
    }
    return false
  }

  // MARK: Inside an envelope

  private enum MemberStep { case done, ended(isEmpty: Bool), needsBytes }

  /// Reads one key of an envelope and enters or skips its value, or ends the envelope.
  private mutating func readMember(hasList: Bool) throws(RecordError) -> MemberStep {
    if window.bytes[cursor] == UInt8(ascii: "}") {
      cursor += 1
      frames.removeLast()
      return .ended(isEmpty: !hasList)
    }
    guard let member = try EnvelopeKey.member(window.bytes.span, at: cursor, of: self) else {
      try checkSize(from: cursor)
      return .needsBytes
    }
    let value = member.value
    switch window.bytes[value] {
    case UInt8(ascii: "["):
      if let kind = EnvelopeKey.list(member.key) {
        frames[frames.count - 1] = .envelope(hasList: true)
        frames.append(.list(isControlMessage ? .control : kind))
        cursor = value + 1
      } else {
        begin(at: value, isSkipped: true)
      }
    case UInt8(ascii: "{"):
      begin(at: value, isSkipped: true)
    default:
      guard let scalar = EnvelopeKey.scalar(window.bytes.span, at: value) else {
        try checkSize(from: cursor)
        return .needsBytes
      }
      if JSONText.equal(window.bytes.span, scalar, Array("\"CONTROL_MESSAGE\"".utf8)) {
        isControlMessage = true
      }
      if member.key == EnvelopeKey.logStream, scalar.count > 2 {
        logStream = String(
          decoding: window.bytes[scalar.lowerBound + 1..<scalar.upperBound - 1], as: UTF8.self)
      }
      cursor = scalar.upperBound
    }
    return .done
  }

  /// Checks that no more bytes than the limit belong to what begins at `start`: those before `end`,
  /// or all that are there.
  private func checkSize(from start: Int, to end: Int = .max) throws(RecordError) {
    let all = isEnded ? endOffset - window.dropped : window.bytes.count
    if min(end, all) - start > limits.size {
      throw RecordError(.tooLong(limit: limits.size), at: offset(of: start))
    }
  }

  // MARK: Inside a unit

  private mutating func begin(at start: Int, isSkipped: Bool) {
    cursor = start
    open = OpenUnit(start: start, isSkipped: isSkipped)
    unit.scan.restart(isLine: frames.count == 1)
  }

  private enum UnitStep { case needsBytes, unit, skipped }

  /// Looks for the end of the open unit.
  private mutating func finishUnit() throws(RecordError) -> UnitStep {
    guard let open else { return .needsBytes }
    let step = window.scan(valueAt: open.start, with: kernel, &unit.scan)
    let position = open.start + unit.scan.position
    switch step {
    case .needsBytes:
      try keep(open)
      return .needsBytes
    case .brokenLine:
      // A unit that is skipped has lost its start: go on from here.
      if open.isSkipped { (self.open, cursor) = (nil, position) }
      throw RecordError(.unfinished, at: offset(of: position))
    case .ended:
      self.open = nil
      cursor = position
      if open.isSkipped { return .skipped }
      try check(open, end: position)
      unit.range = open.start..<position
      return .unit
    }
  }

  /// Waits for more bytes of the open unit; one that grows over the limit is skipped from here on.
  private mutating func keep(_ waiting: OpenUnit) throws(RecordError) {
    if waiting.isSkipped {
      open?.start += unit.scan.position
      unit.scan.forgetPlaces()
      return
    }
    do throws(RecordError) {
      // Bytes that were not looked at may be those of the next.
      try checkSize(from: waiting.start, to: waiting.start + unit.scan.position)
    } catch {
      open?.isSkipped = true
      throw error
    }
  }

  /// Checks the brackets and the size of a unit that has ended.
  private mutating func check(_ unit: OpenUnit, end: Int) throws(RecordError) {
    let expected =
      window.bytes[unit.start] == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
    if window.bytes[end - 1] != expected {
      throw RecordError(.notJSON("brackets do not match"), at: offset(of: end - 1))
    }
    if end - unit.start > limits.size {
      isBehindDamage = true
      throw RecordError(.tooLong(limit: limits.size), at: offset(of: unit.start))
    }
  }

  // MARK: Damage

  /// After an error: finds a place to go on from; false where the rest cannot be read.
  ///
  /// A record over the limit is stepped over. A stream of lines goes on at the next line. Inside
  /// a list the end of one element is the only sign of where the next begins, and it is lost.
  mutating func recover() -> Bool {
    if isBehindDamage {
      isBehindDamage = false
      return true
    }
    if open?.isSkipped == true { return !isEnded }
    open = nil
    guard frames.count == 1 else {
      frames = [.stream]
      cursor = window.bytes.count
      return false
    }
    seeksLine = true
    return findLine() || !isEnded
  }

  /// Goes to the start of the next line; false where it is not at hand.
  private mutating func findLine() -> Bool {
    let end = window.bytes[cursor...].firstIndex(of: 0x0A)
    cursor = end.map { $0 + 1 } ?? window.bytes.count
    seeksLine = end == nil
    return !seeksLine
  }
}

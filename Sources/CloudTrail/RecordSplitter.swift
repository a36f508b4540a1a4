package import ByteScan

/// Finds the JSON values of a log file that may be records: where each begins and ends.
///
/// A stream is a sequence of values. A value that holds a list of records (`{"Records":[…]}`, a
/// bare array, `{"Events":[…]}` …) is entered and its elements are handed out one by one, so that
/// a list of any length needs the memory of one element. Any other value is handed out whole.
///
///     {"Records":[ {…} , {…} ]}        object ─ list ─ unit, unit
///     {…}⏎{…}⏎                         unit, unit
///
/// Inside a unit only brackets outside strings are counted, 64 bytes at a time: a block in which
/// the unit cannot end costs two additions. What the bytes mean is asked later, of few units.
package struct RecordSplitter {
  /// One value, handed out with the window that holds it.
  struct Unit {
    var range: Range<Int>
    /// Opening quotes, directly inside the unit, that may begin `eventSource` or `eventName`.
    var keys = KeyCandidates()
    var spansLines = false
  }

  /// What a step came to.
  enum Step {
    case unit(Unit)
    /// A list ended that is known to be a digest's or a Config file's; its elements were skipped.
    case skippedList(ListKind)
    /// An envelope ended in which no list was found.
    case emptyEnvelope
    case needsBytes
    case finished
  }

  /// Lists that are entered, by the key that names them.
  enum ListKind: Equatable {
    case records
    case digest
    case configuration
    case control
  }

  /// Where the splitter stands between units.
  private enum Frame: Equatable {
    case stream
    case list(ListKind)
    /// Inside an object that is entered; true once one of its lists was found.
    case envelope(hasList: Bool)
  }

  /// A unit whose end has not been found yet.
  private struct OpenUnit {
    var start: Int
    /// Where to go on.
    var position: Int
    var depth = 0
    var keys = KeyCandidates()
    var spansLines = false
    /// True where nobody wants it: the value of a key of an envelope.
    var isSkipped: Bool
  }

  var window: MarkedWindow
  private let limits: RecordLimits
  private var frames: [Frame] = [.stream]
  private var cursor = 0
  private var open: OpenUnit?
  private var isControlMessage = false
  /// The log stream that the envelope around the list names, as CloudWatch Logs does.
  private(set) var logStream: String?
  private var isEnded = false
  /// Where the stream ended, without the blanks that fill the last block.
  private var endOffset = 0

  /// A splitter at the start of a stream.
  package init(kernel: MarkKernel = .fastest, limits: RecordLimits = .standard) {
    window = MarkedWindow(kernel: kernel)
    self.limits = limits
  }

  /// The stream offset of an index of the window.
  func offset(of index: Int) -> Int { window.dropped + index }

  /// Says that no byte follows.
  mutating func end() {
    guard !isEnded else { return }
    isEnded = true
    endOffset = offset(of: window.bytes.count)
    window.pad()
  }

  /// Drops bytes that no unit needs any more.
  mutating func discard() {
    let count = window.drop(to: open?.start ?? cursor)
    cursor -= count
    open?.start -= count
    open?.position -= count
  }

  /// Goes on to the next unit. After an error, `recover()` finds a place to go on from.
  mutating func next() throws(RecordError) -> Step {
    while true {
      if open != nil {
        guard let unit = try finishUnit() else { return try waitForBytes() }
        if let unit { return .unit(unit) }
        continue
      }
      guard skipBetween() else { return try waitForBytes() }
      switch frames[frames.count - 1] {
      case .stream:
        if try !startInStream() { return try waitForBytes() }
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

  /// Starts the next value; false where more bytes must tell what it is.
  private mutating func startInStream() throws(RecordError) -> Bool {
    switch window.bytes[cursor] {
    case UInt8(ascii: "{"): return startObject()
    case UInt8(ascii: "["):
      cursor += 1
      frames.append(.list(.records))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): try skipTimestamp()
    case 0xEF where startsWithByteOrderMark: cursor += 3
    default: throw RecordError(.notJSON("a record is missing"), at: offset(of: cursor))
    }
    return true
  }

  private var startsWithByteOrderMark: Bool {
    window.dropped == 0 && cursor == 0 && window.bytes.starts(with: [0xEF, 0xBB, 0xBF])
  }

  /// Steps over the time that CloudWatch Logs export tasks put before each message.
  private mutating func skipTimestamp() throws(RecordError) {
    let isTime: (UInt8) -> Bool = { byte in
      byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":")
        || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "T") || byte == UInt8(ascii: "Z")
    }
    var index = cursor
    while index < window.bytes.count, isTime(window.bytes[index]) { index += 1 }
    let isWhole = index < window.bytes.count && window.bytes[index] == 0x20
    guard index - cursor >= 20 && index - cursor <= 30, isWhole || !isEnded else {
      throw RecordError(.notJSON("a record is missing"), at: offset(of: cursor))
    }
    cursor = index
  }

  private mutating func startObject() -> Bool {
    switch EnvelopeKey.firstKey(window.bytes.span, objectAt: cursor, isEnded: isEnded) {
    case .needsBytes: return false
    case .unknown: open = OpenUnit(start: cursor, position: cursor, isSkipped: false)
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
      open = OpenUnit(start: cursor, position: cursor, isSkipped: kind != .records)
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
        open = OpenUnit(start: value, position: value, isSkipped: true)
        cursor = value
      }
    case UInt8(ascii: "{"):
      open = OpenUnit(start: value, position: value, isSkipped: true)
      cursor = value
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

  private func checkSize(from start: Int) throws(RecordError) {
    if window.bytes.count - start > limits.size {
      throw RecordError(.tooLong(limit: limits.size), at: offset(of: start))
    }
  }

  // MARK: Inside a unit

  /// Looks for the end of the open unit: nil where bytes are missing, `.some(nil)` where a unit
  /// ended that nobody wants.
  private mutating func finishUnit() throws(RecordError) -> Unit?? {
    guard var unit = open else { return nil }
    while let (marks, start) = window.block(at: unit.position) {
      if marks.newline != 0 { try checkLines(marks, start, &unit) }
      let closes = marks.close.nonzeroBitCount
      if unit.depth > closes || unit.depth == 0 && marks.open == 0 {
        noteKeys(marks, start, &unit)
        unit.depth += marks.open.nonzeroBitCount - closes
        unit.position = start + 64
        continue
      }
      if let end = walk(marks, start, &unit) {
        open = nil
        cursor = end
        try checkBrackets(unit, end)
        if unit.isSkipped { return .some(nil) }
        return Unit(range: unit.start..<end, keys: unit.keys, spansLines: unit.spansLines)
      }
      unit.position = start + 64
    }
    try keep(unit)
    return nil
  }

  /// Waits for more bytes of `unit`; one that grows over the limit is skipped from here on.
  private mutating func keep(_ unit: OpenUnit) throws(RecordError) {
    open = unit
    if unit.isSkipped {
      open?.start = unit.position
      return
    }
    do throws(RecordError) {
      try checkSize(from: unit.start)
    } catch {
      open?.isSkipped = true
      throw error
    }
  }

  /// Takes the brackets of a block one by one; returns the end of the unit where it ends here.
  private func walk(_ marks: BlockMarks, _ start: Int, _ unit: inout OpenUnit) -> Int? {
    var brackets = marks.open | marks.close
    var depth = unit.depth
    while brackets != 0 {
      let lowest = brackets & (0 &- brackets)
      brackets ^= lowest
      depth += marks.open & lowest != 0 ? 1 : -1
      if depth == 0 {
        var inside = marks
        inside.key &= lowest &- 1
        noteKeys(inside, start, &unit)
        return start + lowest.trailingZeroBitCount + 1
      }
    }
    noteKeys(marks, start, &unit)
    unit.depth = depth
    return nil
  }

  /// Keeps those candidates of a block that stand directly inside the unit.
  private func noteKeys(_ marks: BlockMarks, _ start: Int, _ unit: inout OpenUnit) {
    var candidates = marks.key
    while candidates != 0 {
      let lowest = candidates & (0 &- candidates)
      candidates ^= lowest
      let before = lowest &- 1
      let depth =
        unit.depth + (marks.open & before).nonzeroBitCount
        - (marks.close & before).nonzeroBitCount
      if depth == 1 {
        unit.keys.append(start + lowest.trailingZeroBitCount - unit.start)
      }
    }
  }

  private func checkBrackets(_ unit: OpenUnit, _ end: Int) throws(RecordError) {
    guard !unit.isSkipped else { return }
    let expected =
      window.bytes[unit.start] == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
    if window.bytes[end - 1] != expected {
      throw RecordError(.notJSON("brackets do not match"), at: offset(of: end - 1))
    }
  }

  /// Line feeds tell where a record went wrong: JSON forbids them raw inside strings, and a line
  /// that begins with `{"` in the first column begins a record of its own.
  private mutating func checkLines(_ marks: BlockMarks, _ start: Int, _ unit: inout OpenUnit)
    throws(RecordError)
  {
    var lines = marks.newline
    while lines != 0 {
      let lowest = lines & (0 &- lines)
      lines ^= lowest
      let index = start + lowest.trailingZeroBitCount
      if index < unit.start { continue }
      if isBehindEnd(marks, lowest, unit) { return }
      let isBroken =
        marks.string & lowest != 0
        || frames.count == 1 && index + 2 < window.bytes.count
          && window.bytes[index + 1] == UInt8(ascii: "{")
          && window.bytes[index + 2] == UInt8(ascii: "\"")
      if isBroken {
        // A unit that is skipped has lost its start: go on from here.
        if unit.isSkipped { (open, cursor) = (nil, index) }
        throw RecordError(.unfinished, at: offset(of: index))
      }
      unit.spansLines = true
    }
  }

  /// True where the unit ends before the bit `lowest` of this block.
  private func isBehindEnd(_ marks: BlockMarks, _ lowest: UInt64, _ unit: OpenUnit) -> Bool {
    var before = marks
    before.open &= lowest &- 1
    before.close &= lowest &- 1
    before.key = 0
    var copy = unit
    return walk(before, 0, &copy) != nil
  }

  // MARK: Damage

  /// After an error: finds a place to go on from; false where the rest cannot be read.
  ///
  /// A record over the limit is stepped over. A stream of lines goes on at the next line. Inside
  /// a list the end of one element is the only sign of where the next begins, and it is lost.
  mutating func recover() -> Bool {
    if open?.isSkipped == true { return !isEnded }
    open = nil
    guard frames.count == 1 else {
      frames = [.stream]
      cursor = window.bytes.count
      return false
    }
    let line = window.bytes[cursor...].firstIndex(of: 0x0A).map { $0 + 1 }
    cursor = line ?? window.bytes.count
    window.restart(at: cursor)
    return line != nil || !isEnded
  }
}

internal import CloudTrail
internal import Evidence

/// Reads a file of lines: access logs, or log events as text.
///
///     bytes ─► LineSplitter ─┬─► AccessLogLine ──────► item
///                            └─► LogExportReader ────► item
///
/// One thread; memory is a line and a message.
struct TextReading {
  /// A line that could not be read.
  struct Fault {
    var error: LineError
    var number: Int
  }

  private let kind: TextKind
  private var splitter = LineSplitter()
  private var exports = LogExportReader()
  private(set) var tally = EvidenceTally()
  /// The first line that could not be read.
  private(set) var fault: Fault?
  private var index = 0

  /// Reads a file of this kind.
  init(_ kind: TextKind) { self.kind = kind }

  /// Takes the bytes that follow and leaves none.
  mutating func take(_ bytes: inout [UInt8]) {
    splitter.buffer.append(contentsOf: bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Hands out what is complete, with its number from 0; all that is left once `isEnded`.
  mutating func drain(isEnded: Bool, _ body: (EvidenceItem, Int) -> Void) {
    // Moved out, so that the rest can change while its bytes are lent.
    var splitter = self.splitter
    self.splitter = LineSplitter()
    if isEnded { splitter.end() }
    splitter.drain { bytes, line in read(bytes, line, body) }
    self.splitter = splitter
    if isEnded, kind == .logExport, let last = exports.finish() { hand(EvidenceItem(last), body) }
  }

  private mutating func read(
    _ bytes: Span<UInt8>, _ line: LineSplitter.Line, _ body: (EvidenceItem, Int) -> Void
  ) {
    switch kind {
    case .logExport:
      let stray = exports.strayLines
      if let message = exports.take(bytes, line) { hand(EvidenceItem(message), body) }
      if exports.strayLines > stray { note(LineError("a line before the first time"), line) }
    case .accessLog where line.range.isEmpty: break
    case .accessLog where line.isCut: note(LineError("it is too long"), line)
    case .accessLog:
      do throws(LineError) {
        hand(.access(try AccessLogLine(parsing: bytes, line.range)), body)
      } catch {
        note(error, line)
      }
    case .exportTest, .other: break
    }
  }

  private mutating func hand(_ item: EvidenceItem, _ body: (EvidenceItem, Int) -> Void) {
    tally.note(item)
    body(item, index)
    index += 1
  }

  private mutating func note(_ error: LineError, _ line: LineSplitter.Line) {
    tally.badLines += 1
    if fault == nil { fault = Fault(error: error, number: line.number) }
  }
}

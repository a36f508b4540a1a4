internal import CByteScan

/// The search for the end of one JSON value, and for three keys on the way.
///
/// It begins at the value's opening bracket, which is byte 0 of it, and may stop and go on wherever
/// the bytes at hand end. Only brackets outside strings are counted: what the bytes between them
/// mean is asked later, of few values.
///
///     block     {"eventVersion":"1.11","userIdentity":{"type":"AWSService"…     64 bytes
///     depth     1                                    2
///     reach     the block and the 16 bytes behind it, so that a key is seen whole
///
/// The keys and `spansLines` are known once the value has ended. May be sent between threads.
package struct ValueScan: Sendable {
  /// How far behind `position` bytes must reach before a scan goes on.
  package static let reach = Int(BYTESCAN_REACH)

  /// What a scan came to.
  package enum Step: Sendable {
    /// Fewer than `reach` bytes are left.
    case needsBytes
    /// The value ended; `position` is behind its last bracket.
    case ended
    /// Line feeds tell that the value is broken, at `position`: JSON forbids them inside strings,
    /// and in a stream of lines one that begins with `{"` begins a value of its own.
    case brokenLine
  }

  var value: bytescan_value

  /// A scan that has seen nothing; `isLine` where a line may begin a value of its own.
  package init(isLine: Bool) {
    value = bytescan_value()
    restart(isLine: isLine)
  }

  /// Begins another value in place: copying one that was just written is slow.
  package mutating func restart(isLine: Bool) {
    value = bytescan_value()
    value.is_line = isLine
  }

  /// Where to go on, counted from the value's start, as all places are.
  package var position: Int { value.position }
  /// Where the last key `eventSource` directly inside the value has its opening quote.
  package var eventSource: Int? { value.source > 0 ? value.source : nil }
  /// Where the last key `eventName` directly inside the value has its opening quote.
  package var eventName: Int? { value.name > 0 ? value.name : nil }
  /// The text of `eventSource`, of a value that has ended; nil where it takes more to find it:
  /// there is none, it is no string, blanks stand before it, or it holds an escape or a control
  /// character. The plain kernel leaves it to be found.
  package var sourceText: Range<Int>? {
    value.source_end > 0 ? value.source + 15..<value.source_end : nil
  }
  /// The text of `eventName`, likewise.
  package var nameText: Range<Int>? {
    value.name_end > 0 ? value.name + 13..<value.name_end : nil
  }
  /// Where the last key `eventID` directly inside the value has its opening quote.
  package var eventID: Int? { value.id > 0 ? value.id : nil }
  /// True where line feeds stand between the tokens of the value.
  package var spansLines: Bool { value.spans_lines }

  /// Counts places from `position` on, and forgets the keys: nobody wants what was before.
  package mutating func forgetPlaces() {
    (value.position, value.source, value.name, value.id) = (0, 0, 0, 0)
    (value.source_end, value.name_end) = (0, 0)
  }
}

extension MarkKernel {
  /// Goes on with the scan of the value that begins at `start` of `bytes`.
  package func scan(_ bytes: Span<UInt8>, valueAt start: Int, _ scan: inout ValueScan)
    -> ValueScan.Step
  {
    precondition(start >= 0 && start <= bytes.count, "the start lies outside the bytes")
    precondition(
      scan.position >= 0 && scan.position <= bytes.count - start,
      "the scan has gone beyond the bytes")
    precondition(
      scan.value.depth > 0 || start == bytes.count || bytes[start] == UInt8(ascii: "{")
        || bytes[start] == UInt8(ascii: "["), "a value begins with a bracket")
    guard let native else { return scan.goOnPlainly(bytes, from: start) }
    precondition(bytescan_can_run(native), "this processor cannot run the kernel \(self)")
    // C reads at most the `bytes.count - start` bytes behind `start`, and keeps no pointer.
    let step = unsafe bytes.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return BYTESCAN_NEEDS_BYTES }
      return unsafe bytescan_scan(native, base + start, bytes.count - start, &scan.value)
    }
    return switch step {
    case BYTESCAN_ENDED: .ended
    case BYTESCAN_BROKEN_LINE: .brokenLine
    default: .needsBytes
    }
  }
}

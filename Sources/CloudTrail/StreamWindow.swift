internal import ByteScan

/// The part of a stream that is in memory.
///
/// Bytes are appended at the end and dropped at the front; every index counts from the front.
///
///     dropped │ unfinished value ... │ appended
struct StreamWindow {
  var bytes: [UInt8] = []
  /// Bytes of the stream that were dropped from the front so far.
  private(set) var dropped = 0

  /// Drops the bytes before `position`.
  mutating func drop(to position: Int) {
    guard position > 0 else { return }
    bytes.removeSubrange(..<position)
    dropped += position
  }

  /// Appends blanks, so that a scan reaches the end of the stream.
  mutating func pad(by count: Int) {
    bytes.append(contentsOf: repeatElement(0x20, count: count))
  }

  /// Goes on with the scan of the value that begins at `start`.
  func scan(valueAt start: Int, with kernel: MarkKernel, _ scan: inout ValueScan)
    -> ValueScan.Step
  {
    kernel.scan(bytes.span, valueAt: start, &scan)
  }

  /// Begins a new stream in the same memory.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    dropped = 0
  }
}

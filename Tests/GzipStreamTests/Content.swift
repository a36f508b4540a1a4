import GzipStream
import Testing

/// Everything a reader gives, and the error it ends with.
struct Content: Equatable, CustomTestStringConvertible {
  var bytes: [UInt8] = []
  var error: LogReadError?
  var surplus = 0

  /// What a file without damage gives.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads the file at `path` to its end, `limit` bytes a call.
  init(
    of path: FilePath, engine: InflateEngine, limits: InflationLimits = .standard,
    limit: Int = 1 << 18
  ) {
    do throws(LogReadError) {
      var reader = try LogReader(path: path, limits: limits, engine: engine)
      defer { surplus = reader.surplusBytes }
      while true {
        let before = bytes.count
        let got = try reader.read(upTo: limit, appendingTo: &bytes)
        if got != bytes.count - before || got > limit { error = Self.wrongCount }
        if got == 0 { break }
      }
    } catch {
      self.error = error
    }
  }

  /// True where the reader gave these bytes.
  func holds(_ expected: some Sequence<UInt8>) -> Bool { bytes == Array(expected) }

  /// A failed expectation does not print the bytes, let alone look for what differs in them.
  var testDescription: String {
    "\(bytes.count) bytes, \(surplus) of them surplus, error \(String(describing: error))"
  }

  /// Stands for a reader that says another number than it appends.
  private static let wrongCount = LogReadError(.corrupt("the reader miscounts"), at: -1)
}

/// A log of about `count` bytes: repetitive as logs are, with some noise in it.
func sampleLog(count: Int, seed: UInt64 = 1) -> [UInt8] {
  var generator = SeededGenerator(seed: seed)
  var bytes = Array(#"{"Records":["#.utf8)
  while bytes.count < count {
    let id = UInt64.random(in: .min ... .max, using: &generator)
    let event = ["GetObject", "AssumeRole", "Decrypt"].randomElement(using: &generator) ?? ""
    bytes += Array(#"{"eventVersion":"1.08","eventID":"\#(id)","eventName":"\#(event)"},"#.utf8)
  }
  return bytes + Array("{}]}".utf8)
}

import CloudTrail
import Evidence

/// Cuts `bytes` into lines, handed to the splitter in chunks of the sizes given, over and over.
func lines(_ bytes: [UInt8], chunks: [Int] = [1 << 16], limit: Int = 1 << 20) -> [String] {
  var splitter = LineSplitter(limit: limit)
  var found: [String] = []
  func drain() {
    splitter.drain { bytes, line in
      let text = String(decoding: JSONText.copy(bytes, line.range), as: UTF8.self)
      found.append("\(line.number)\(line.isCut ? "…" : ":")\(text)")
    }
  }
  for piece in pieces(of: bytes, chunks) {
    splitter.buffer.append(contentsOf: piece)
    drain()
  }
  splitter.end()
  drain()
  return found
}

/// The bytes in chunks of the sizes given, over and over.
func pieces(of bytes: [UInt8], _ chunks: [Int]) -> [ArraySlice<UInt8>] {
  var result: [ArraySlice<UInt8>] = []
  var position = 0
  while position < bytes.count {
    let end = min(bytes.count, position + chunks[result.count % chunks.count])
    result.append(bytes[position..<end])
    position = end
  }
  return result
}

/// The line of an access log in `text`.
func accessLine(_ text: String) throws(LineError) -> AccessLogLine {
  let bytes = Array(text.utf8)
  return try AccessLogLine(parsing: bytes.span, 0..<bytes.count)
}

/// The messages of a text export.
func messages(_ bytes: [UInt8], chunks: [Int] = [1 << 16]) -> [LogMessage] {
  var splitter = LineSplitter()
  var reader = LogExportReader()
  var found: [LogMessage] = []
  func drain() {
    splitter.drain { bytes, line in
      if let message = reader.take(bytes, line) { found.append(message) }
    }
  }
  for piece in pieces(of: bytes, chunks) {
    splitter.buffer.append(contentsOf: piece)
    drain()
  }
  splitter.end()
  drain()
  return found + (reader.finish().map { [$0] } ?? [])
}

/// What a file of these bytes is taken for.
func kind(_ bytes: [UInt8], isEnded: Bool) -> TextKind? {
  TextKind(sniffing: bytes.span, isEnded: isEnded)
}

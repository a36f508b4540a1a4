import CloudTrail
import Evidence

/// Reads `input` as everything that may stand beside CloudTrail's logs: it is read or refused, and
/// how it was cut into chunks does not matter.
func fuzzEvidence(_ input: [UInt8]) {
  _ = try? Inventory(parsing: input.span)
  let whole = read(input, chunk: input.count)
  for chunk in [1, 7, 64] {
    precondition(read(input, chunk: chunk) == whole, "chunks of \(chunk) bytes")
  }
}

/// What the readers of lines make of `input`.
private struct Lines: Equatable {
  var access: [AccessLogLine?] = []
  var messages: [LogMessage] = []
}

private func read(_ input: [UInt8], chunk: Int) -> Lines {
  var splitter = LineSplitter()
  var reader = LogExportReader()
  var found = Lines()
  func drain() {
    splitter.drain { bytes, line in
      found.access.append(try? AccessLogLine(parsing: bytes, line.range))
      if let message = reader.take(bytes, line) { found.messages.append(message) }
    }
  }
  var position = 0
  while position < input.count {
    let end = min(input.count, position + max(1, chunk))
    splitter.buffer.append(contentsOf: input[position..<end])
    drain()
    position = end
  }
  splitter.end()
  drain()
  if let message = reader.finish() { found.messages.append(message) }
  return found
}

internal import CByteScan

extension ValueScan {
  /// Scans as a reader would, byte by byte: the measure of the kernels.
  mutating func goOnPlainly(_ bytes: Span<UInt8>, from start: Int) -> Step {
    while bytes.count - start - position >= Self.reach {
      let block = position
      for place in block..<block + 64 {
        if let step = take(bytes, from: start, place) { return step }
      }
      value.position = block + 64
    }
    return .needsBytes
  }

  /// Takes the byte at `place`; nil where the scan goes on behind it.
  private mutating func take(_ bytes: Span<UInt8>, from start: Int, _ place: Int) -> Step? {
    let byte = bytes[start + place]
    let isEscaped = value.state.escape != 0
    value.state.escape = byte == UInt8(ascii: "\\") && !isEscaped ? 1 : 0
    let isInString = value.state.string != 0
    switch byte {
    case UInt8(ascii: "\"") where !isEscaped:
      value.state.string = isInString ? 0 : .max
      if !isInString, value.depth == 1 { noteKey(bytes, from: start, place) }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if !isInString { value.depth += 1 }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if !isInString { value.depth -= 1 }
      if value.depth == 0 {
        value.position = place + 1
        return .ended
      }
    case 0x0A:
      let next = start + place + 1
      let beginsRecord =
        value.is_line && bytes[next] == UInt8(ascii: "{") && bytes[next + 1] == UInt8(ascii: "\"")
      if isInString || beginsRecord {
        value.position = place
        return .brokenLine
      }
      value.spans_lines = true
    default: break
    }
    return nil
  }

  private mutating func noteKey(_ bytes: Span<UInt8>, from start: Int, _ place: Int) {
    let text = start + place + 1
    if Self.begins(bytes, text, "eventSource\"") { value.source = place }
    if Self.begins(bytes, text, "eventName\"") { value.name = place }
    if Self.begins(bytes, text, "eventID\"") { value.id = place }
  }

  private static func begins(_ bytes: Span<UInt8>, _ start: Int, _ key: String) -> Bool {
    var index = start
    for byte in key.utf8 {
      if bytes[index] != byte { return false }
      index += 1
    }
    return true
  }
}

extension MarkKernel {
  /// Marks one block as a reader would: byte by byte, inside or outside a string.
  static func markPlainly(_ bytes: Span<UInt8>, from start: Int, state: inout MarkState)
    -> BlockMarks
  {
    var marks = BlockMarks()
    var isEscaped = state.escape != 0
    var isInString = state.string != 0
    for index in 0..<64 {
      let byte = bytes[start + index]
      let bit: UInt64 = 1 << UInt64(index)
      if byte == UInt8(ascii: "\""), !isEscaped {
        marks.quote |= bit
        isInString.toggle()
      }
      if isInString { marks.string |= bit }
      switch byte {
      case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString:
        marks.open |= bit
      case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString:
        marks.close |= bit
      case UInt8(ascii: "\n"): marks.newline |= bit
      default: break
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    state.escape = isEscaped ? 1 : 0
    state.string = isInString ? .max : 0
    return marks
  }
}

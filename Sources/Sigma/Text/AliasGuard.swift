/// Refuses the one alias bomb that goes off while YAML is composed.
///
/// An alias costs nothing until somebody walks through it. Keys are walked at once, to find
/// duplicates; so a key that is a list of aliases of lists of aliases hangs the composer. No rule
/// needs a list or an alias as a key: a text that has aliases may not have such keys.
enum AliasGuard {
  static func check(_ source: SourceText) throws(RuleError) {
    let bytes = Array(source.text.utf8)
    guard hasToken(UInt8(ascii: "&"), bytes), hasToken(UInt8(ascii: "*"), bytes) else { return }
    guard let offset = complexKey(in: bytes) else { return }
    throw RuleError(
      "a list, a mapping or an alias as a key beside aliases is refused",
      at: place(of: offset, bytes), in: source)
  }

  /// True where an anchor or alias sign stands at the start of a word.
  private static func hasToken(_ sign: UInt8, _ bytes: [UInt8]) -> Bool {
    for index in bytes.indices where bytes[index] == sign && startsWord(index, bytes) {
      if index + 1 < bytes.count, isNameByte(bytes[index + 1]) { return true }
    }
    return false
  }

  private static func complexKey(in bytes: [UInt8]) -> Int? {
    for index in bytes.indices where startsWord(index, bytes) || isClosing(bytes[index]) {
      switch bytes[index] {
      case UInt8(ascii: "?"):
        if index + 1 == bytes.count || isBlank(bytes[index + 1]) { return index }
      case UInt8(ascii: "*"):
        var end = index + 1
        while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
        if end > index + 1, colonFollows(end, bytes) { return index }
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if colonFollows(index + 1, bytes) { return index }
      default: break
      }
    }
    return nil
  }

  private static func colonFollows(_ index: Int, _ bytes: [UInt8]) -> Bool {
    var index = index
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    return index < bytes.count && bytes[index] == UInt8(ascii: ":")
  }

  private static func startsWord(_ index: Int, _ bytes: [UInt8]) -> Bool {
    guard index > 0 else { return true }
    return isBlank(bytes[index - 1]) || ",[{?:-".utf8.contains(bytes[index - 1])
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func isClosing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x2D
  }

  private static func place(of offset: Int, _ bytes: [UInt8]) -> SourcePlace {
    let before = bytes[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = bytes[start..<offset].count { $0 & 0xC0 != 0x80 } + 1
    return SourcePlace(line: line, column: column)
  }
}

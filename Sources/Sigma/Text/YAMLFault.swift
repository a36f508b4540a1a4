internal import GzipStream

/// Turns what libyaml says into our own error, with a place and a hint where people stumble.
enum YAMLFault {
  static func ruleError(_ fault: YAMLEvents.Fault, in source: SourceText) -> RuleError {
    switch fault {
    case .syntax(let problem, let mark):
      let place = min(SourcePlace(line: mark.line, column: mark.column), source.end)
      return RuleError("not YAML: \(problem)\(hint(source, at: place))", at: place, in: source)
    case .reading(let problem, let offset):
      return RuleError("not YAML: \(problem)", at: place(of: offset, in: source), in: source)
    case .memory:
      return RuleError(
        "out of memory while reading it", at: SourcePlace(line: 1, column: 1), in: source)
    }
  }

  /// A plain value cannot begin with these, and in rules it often wants to.
  private static func hint(_ source: SourceText, at place: SourcePlace) -> String {
    let rest = source.line(place.line).unicodeScalars.dropFirst(place.column - 1)
    guard let sign = rest.first, "*%@`&!".unicodeScalars.contains(sign) else { return "" }
    return "; a value that begins with \(sign) must stand in quotes"
  }

  /// The place so many bytes from the beginning.
  private static func place(of offset: Int, in source: SourceText) -> SourcePlace {
    let bytes = source.text.utf8.prefix(offset)
    let start = bytes.lastIndex(of: 0x0A).map { bytes.index(after: $0) } ?? bytes.startIndex
    return SourcePlace(
      line: bytes.count { $0 == 0x0A } + 1,
      column: bytes[start...].count { $0 & 0xC0 != 0x80 } + 1)
  }
}

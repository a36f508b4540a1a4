import Yams

/// Turns what Yams throws into our own error, with a place and a hint where people stumble.
enum YAMLFault {
  static func place(_ mark: Mark?) -> SourcePlace {
    SourcePlace(line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1))
  }

  static func ruleError(_ error: any Error, in source: SourceText) -> RuleError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let place = min(place(mark), source.end)
      return RuleError("not YAML: \(problem)\(hint(source, at: place))", at: place, in: source)
    case .reader(let problem, let offset, _, _):
      return RuleError("not YAML: \(problem)", at: place(ofCharacter: offset, source), in: source)
    case .duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      let first = place(context.mark)
      return RuleError(
        "the key '\(key)' stands twice (first in line \(first.line))",
        at: repetition(of: key, after: first, source) ?? first, in: source)
    default:
      return RuleError("not YAML", at: SourcePlace(line: 1, column: 1), in: source)
    }
  }

  /// A plain value cannot begin with these, and in rules it often wants to.
  private static func hint(_ source: SourceText, at place: SourcePlace) -> String {
    let rest = source.line(place.line).unicodeScalars.dropFirst(place.column - 1)
    guard let sign = rest.first, "*%@`&!".unicodeScalars.contains(sign) else { return "" }
    return "; a value that begins with \(sign) must stand in quotes"
  }

  private static func place(ofCharacter offset: Int?, _ source: SourceText) -> SourcePlace {
    var place = SourcePlace(line: 1, column: 1)
    for character in source.text.prefix(offset ?? 0) {
      place.column += character.unicodeScalars.count
      if character.isNewline { place = SourcePlace(line: place.line + 1, column: 1) }
    }
    return place
  }

  /// Yams names only the first of two equal keys; the second stands at the same indentation.
  private static func repetition(
    of key: String, after first: SourcePlace, _ source: SourceText
  ) -> SourcePlace? {
    for number in first.line + 1..<max(first.line + 1, source.lineCount + 1) {
      let scalars = source.line(number).unicodeScalars
      let before = scalars.prefix(first.column - 1)
      guard before.allSatisfy({ $0 == " " || $0 == "-" }) else { continue }
      let rest = scalars.dropFirst(first.column - 1)
      let spellings = [key, "'\(key)'", "\"\(key)\""]
      if spellings.contains(where: { rest.starts(with: $0.unicodeScalars) }) {
        return SourcePlace(line: number, column: first.column)
      }
    }
    return nil
  }
}

/// JSON text of any kind, written in any of its styles.
enum RandomJSON {
  static func value(_ generator: inout SeededGenerator, depth: Int) -> String {
    let blank = { (generator: inout SeededGenerator) -> String in
      ["", "", "", " ", "\n\t", "\r"].randomElement(using: &generator) ?? ""
    }
    let count = Int.random(in: 0...4, using: &generator)
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
    case 0: return "null"
    case 1: return Bool.random(using: &generator) ? "true" : "false"
    case 2: return number(&generator)
    case 3, 4, 5: return string(&generator)
    case 6:
      let items = (0..<count).map { _ in
        blank(&generator) + value(&generator, depth: depth - 1) + blank(&generator)
      }
      return "[" + (items.isEmpty ? blank(&generator) : items.joined(separator: ",")) + "]"
    default:
      let members = (0..<count).map { number in
        let key = string(&generator).dropLast() + "\(number)\""
        return blank(&generator) + key + blank(&generator) + ":" + blank(&generator)
          + value(&generator, depth: depth - 1) + blank(&generator)
      }
      return "{" + (members.isEmpty ? blank(&generator) : members.joined(separator: ",")) + "}"
    }
  }

  private static func number(_ generator: inout SeededGenerator) -> String {
    let whole = Int.random(in: -1_000_000...1_000_000, using: &generator)
    return switch Int.random(in: 0..<4, using: &generator) {
    case 0: "\(whole).25"
    case 1: "\(whole)e2"
    case 2: "-0"
    default: "\(whole)"
    }
  }

  private static func string(_ generator: inout SeededGenerator) -> String {
    let pieces = [
      "a", "eventSource", "{", "}", "[", "]", ",", ":", "ä", "😀", "\\n", "\\\"", "\\\\", "\\/",
      "\\u00e4", "\\ud83d\\ude00", "\\u0000", " ", "\u{7F}", "\\b\\f\\r\\t",
    ]
    let count = Int.random(in: 0...6, using: &generator)
    return "\""
      + (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined() + "\""
  }
}

/// A row of a table, read as GitHub's specification says: cells first, then what is in them.
struct MarkdownRow {
  let source: String
  private(set) var cells: [String] = []
  /// Markup outside code spans that is not `**bold**`: nothing, if all text was kept text.
  private(set) var markup = ""

  /// Reads one line.
  init(_ line: Substring) {
    source = String(line)
    var cell = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in line.unicodeScalars.dropFirst() {
      if scalar == "|", !isEscaped {
        cells.append(Self.trimmed(cell))
        cell = String.UnicodeScalarView()
      } else {
        cell.append(scalar)
      }
      isEscaped = scalar == "\\" && !isEscaped
    }
    for cell in cells { readInline(Array(cell.unicodeScalars)) }
  }

  private mutating func readInline(_ scalars: [Unicode.Scalar]) {
    var index = 0
    while index < scalars.count {
      switch scalars[index] {
      case "\\": index += 2
      case "`": index = endOfSpan(scalars, from: index)
      case let scalar:
        if "*_<[&~$\n".unicodeScalars.contains(scalar) { markup.unicodeScalars.append(scalar) }
        index += 1
      }
    }
  }

  /// Behind the code span that begins at `start`; a fence that nothing closes is markup.
  private mutating func endOfSpan(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
    let fence = scalars[start...].prefix { $0 == "`" }.count
    var index = start + fence
    while index < scalars.count {
      let run = scalars[index...].prefix { $0 == "`" }.count
      if run == fence { return index + run }
      index += max(1, run)
    }
    markup += "`"
    return scalars.count
  }

  private static func trimmed(_ cell: String.UnicodeScalarView) -> String {
    let kept = cell.drop { $0 == " " }
    return String(String.UnicodeScalarView(kept.reversed().drop { $0 == " " }.reversed()))
  }
}

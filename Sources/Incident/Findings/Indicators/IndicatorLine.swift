internal import Sigma

/// A line of a list: what it holds, and what is said about it behind a `#`.
struct IndicatorLine {
  let text: Substring
  let note: String?
  /// Where the text begins.
  let place: SourcePlace

  /// The lines that hold anything; `#` at their beginning or behind a blank begins a remark, which
  /// `keepingComments` leaves in the text.
  static func all(in source: SourceText, keepingComments: Bool = false) -> [IndicatorLine] {
    // A break of two signs is one character.
    let lines = source.text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    return lines.enumerated().compactMap { number, line in
      var content = line
      var note: Substring?
      if !keepingComments, let sign = remark(in: content) {
        note = content[sign...].dropFirst().trimmed
        content = content[..<sign]
      }
      let text = content.trimmed
      if text.isEmpty || text.first == "#" { return nil }
      let column = line.unicodeScalars.distance(from: line.startIndex, to: text.startIndex) + 1
      return IndicatorLine(
        text: text, note: note.flatMap { $0.isEmpty ? nil : String($0) },
        place: SourcePlace(line: number + 1, column: column))
    }
  }

  private static func remark(in line: Substring) -> Substring.Index? {
    line.indices.first { index in
      line[index] == "#"
        && (index == line.startIndex || line[line.index(before: index)].isWhitespace)
    }
  }

  /// The cells of the line as CSV (RFC 4180), each with its offset in the text.
  var cells: [(text: String, offset: Int)] {
    var cells: [(text: String, offset: Int)] = []
    var cell = ""
    var start = 0
    var isQuoted = false
    for (offset, character) in text.enumerated() {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        cells.append((String(cell[...].trimmed), start))
        (cell, start) = ("", offset + 1)
      default: cell.append(character)
      }
    }
    return cells + [(String(cell[...].trimmed), start)]
  }
}

/// Which columns of a table hold what.
struct IndicatorColumns {
  let value: Int
  let type: Int?
  let note: Int?

  /// The columns that a header names; nil where it names no value.
  init?(_ header: IndicatorLine) {
    let names = header.cells.map { $0.text.lowercased() }
    guard names.count > 1,
      let value = names.firstIndex(where: { ["value", "indicator", "ioc"].contains($0) })
    else { return nil }
    self.value = value
    type = names.firstIndex { ["type", "kind", "indicator_type"].contains($0) }
    note = names.firstIndex { ["note", "comment", "description", "source"].contains($0) }
  }
}

extension Substring {
  /// The text without blanks at its ends.
  var trimmed: Substring {
    var text = self.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

/// A text somebody wrote - a rule file, a playbook, a command-line value - and how to point into
/// it.
///
/// Places count lines and columns from 1, columns in Unicode scalars, as YAML parsers do. A byte
/// order mark at the beginning is dropped, so that it takes no column.
package struct SourceText: Sendable {
  /// The name shown in front of a fault: a file path or an option.
  package let name: String
  /// The whole text, without a byte order mark.
  package let text: String

  /// Where in the UTF-8 of the text each line begins.
  private let starts: [Int]

  /// A text with a name for messages.
  package init(name: String, text: String) {
    let hasMark = text.unicodeScalars.first == "\u{FEFF}"
    self.name = name
    self.text = hasMark ? String(text.unicodeScalars.dropFirst()) : text
    starts = Self.starts(of: self.text)
  }

  private static func starts(of text: String) -> [Int] {
    let bytes = text.utf8Span.span
    var starts = [0]
    for offset in bytes.indices where bytes[offset] == 0x0A { starts.append(offset + 1) }
    return starts
  }

  /// A text from a file's bytes; throws where they are no UTF-8.
  package init(name: String, bytes: [UInt8]) throws(RuleError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let repaired = SourceText(name: name, text: String(decoding: bytes, as: UTF8.self))
      throw RuleError("the file is not UTF-8 text", at: repaired.firstReplacement, in: repaired)
    }
    self.init(name: name, text: text)
  }

  /// The text of line `number` (from 1) without its line break; empty behind the end.
  package func line(_ number: Int) -> String {
    guard starts.indices.contains(number - 1) else { return "" }
    let line = scalars(ofLine: number - 1)
    return String(line.last == "\r" ? line.dropLast() : line)
  }

  private func scalars(ofLine index: Int) -> Substring.UnicodeScalarView {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: starts[index])
    let end =
      index + 1 < starts.count
      ? utf8.index(utf8.startIndex, offsetBy: starts[index + 1] - 1) : utf8.endIndex
    return text[start..<end].unicodeScalars
  }

  private var lines: [Substring.UnicodeScalarView] { starts.indices.map(scalars) }

  /// How many lines there are; behind a last line break stands an empty one.
  var lineCount: Int { starts.count }

  /// The place behind the last character, in the last line that holds any.
  var end: SourcePlace {
    let lines = lines
    let last = lines.lastIndex { !$0.isEmpty } ?? 0
    return SourcePlace(line: last + 1, column: lines[last].count + 1)
  }

  /// True where the text from `place` to the end of its line begins with `prefix`.
  func reads(_ prefix: Substring, at place: SourcePlace) -> Bool {
    line(place.line).unicodeScalars.dropFirst(place.column - 1).starts(with: prefix.unicodeScalars)
  }

  private var firstReplacement: SourcePlace {
    for (index, line) in lines.enumerated() {
      if let column = Array(line).firstIndex(of: "\u{FFFD}") {
        return SourcePlace(line: index + 1, column: column + 1)
      }
    }
    return SourcePlace(line: 1, column: 1)
  }
}

/// A line and a column, both counted from 1.
package struct SourcePlace: Hashable, Sendable, Comparable {
  /// The line, from 1.
  package var line: Int
  /// The column in Unicode scalars, from 1.
  package var column: Int

  /// A place by line and column.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Earlier in the text.
  package static func < (left: SourcePlace, right: SourcePlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  /// The place so many columns to the right.
  package func moved(by columns: Int) -> SourcePlace {
    SourcePlace(line: line, column: column + columns)
  }
}

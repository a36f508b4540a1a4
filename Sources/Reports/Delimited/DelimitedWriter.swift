/// Writes records as lines of cells, with a header of the JSON names.
///
///     {"attribution": {"method": "subject", "via": ["a", "b"]}}
///                                         attribution.method,attribution.via
///                                         subject,a;b
///
/// A cell that a spreadsheet would read as a formula gets a leading apostrophe, and control
/// characters are shown as their codes: what is in the logs was written by strangers.
struct DelimitedWriter: Sendable {
  /// What separates cells, and what that demands of them.
  enum Dialect: Sendable {
    /// RFC 4180: cells with commas, quotes or line breaks stand in quotes; CRLF ends a line.
    case csv
    /// Tabs, line breaks and backslashes in cells are `\t`, `\n`, `\r` and `\\`.
    case tsv
  }

  let dialect: Dialect

  /// Appends the line of column names.
  func appendHeader(of outlines: [FieldOutline], to bytes: inout [UInt8]) {
    appendLine(outlines.flatMap { Self.columns(of: $0, within: "") }, to: &bytes)
  }

  /// Appends one record.
  func append<Row>(_ row: Row, _ fields: [Field<Row>], to bytes: inout [UInt8]) {
    appendLine(fields.flatMap { Self.cells(of: $0.read(row), $0.outline.shape) }, to: &bytes)
  }

  private func appendLine(_ cells: [String], to bytes: inout [UInt8]) {
    let separator = dialect == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t")
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(separator) }
      bytes.append(contentsOf: encoded(cell).utf8)
    }
    bytes.append(contentsOf: (dialect == .csv ? "\r\n" : "\n").utf8)
  }

  /// The cell as the dialect wants it. Scalars, not characters: a quote with an accent on it is
  /// one character and yet ends a CSV cell.
  private func encoded(_ cell: String) -> String {
    guard cell.utf8.contains(where: { $0 <= 0x22 || $0 == 0x2C || $0 == 0x5C || $0 >= 0x7F })
    else { return cell }
    var text = ""
    for scalar in cell.unicodeScalars { append(scalar, to: &text) }
    let needsQuotes =
      dialect == .csv && text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    return needsQuotes ? "\"" + text + "\"" : text
  }

  private func append(_ scalar: Unicode.Scalar, to text: inout String) {
    switch (dialect, scalar) {
    case (.csv, "\""): text += "\"\""
    case (.tsv, "\\"): text += "\\\\"
    case (.csv, "\t"), (.csv, "\n"), (.csv, "\r"): text.unicodeScalars.append(scalar)
    case _ where scalar.isUnfitForDisplay: text += VisibleText.escaped(String(scalar))
    default: text.unicodeScalars.append(scalar)
    }
  }
}

extension DelimitedWriter {
  private static func columns(of outline: FieldOutline, within path: String) -> [String] {
    guard case .object(let members) = outline.shape else { return [path + outline.name] }
    return members.flatMap { columns(of: $0, within: path + outline.name + ".") }
  }

  private static func cells(of value: FieldValue, _ shape: FieldShape) -> [String] {
    guard case .object(let members) = shape else { return [cell(value)] }
    guard case .object(let values) = value else {
      return members.flatMap { cells(of: .absent, $0.shape) }
    }
    return zip(members, values).flatMap { cells(of: $1, $0.shape) }
  }

  /// One cell; lists join with `;`, the members of an object in a list with a blank.
  private static func cell(_ value: FieldValue) -> String {
    switch value {
    case .absent: ""
    case .text(let text): guarded(text)
    case .integer(let number): String(number)
    case .flag(let isTrue): isTrue ? "true" : "false"
    case .list(let elements): elements.map(cell).joined(separator: ";")
    case .object(let members):
      members.map(cell).map { $0.isEmpty ? "-" : $0 }.joined(separator: " ")
    case .counts(let counts):
      counts.map { guarded("\($0.name)=\($0.count)") }.joined(separator: ";")
    }
  }

  /// A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV
  /// injection); behind an apostrophe it is text.
  private static func guarded(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first)
    else { return text }
    return "'" + text
  }
}

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
    for column in outlines.flatMap({ Self.columns(of: $0, within: "") }) {
      append(cell: column, to: &bytes)
    }
    endLine(&bytes)
  }

  /// Appends one record.
  func append<Row>(_ row: Row, _ fields: [Field<Row>], to bytes: inout [UInt8]) {
    for field in fields { append(field.read(row), field.outline.shape, to: &bytes) }
    endLine(&bytes)
  }

  private func append(_ value: FieldValue, _ shape: FieldShape, to bytes: inout [UInt8]) {
    switch (value, shape) {
    case (.object(let values), .object(let members)):
      for (member, value) in zip(members, values) { append(value, member.shape, to: &bytes) }
    case (_, .object(let members)):
      for member in members { append(.absent, member.shape, to: &bytes) }
    default: append(cell: Self.cell(value), to: &bytes)
    }
  }

  /// Appends a cell and a separator, which `endLine` takes away again.
  private func append(cell: String, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: encoded(cell).utf8)
    bytes.append(dialect == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t"))
  }

  private func endLine(_ bytes: inout [UInt8]) {
    bytes.removeLast()
    bytes.append(contentsOf: (dialect == .csv ? "\r\n" : "\n").utf8)
  }

  /// The cell as the dialect wants it. Scalars, not characters: a quote with an accent on it is
  /// one character and yet ends a CSV cell.
  private func encoded(_ cell: String) -> String {
    guard
      cell.utf8.contains(where: {
        $0 < 0x20 || $0 == 0x22 || $0 == 0x2C || $0 == 0x5C || $0 >= 0x7F
      })
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

  /// One cell; lists join with `;`, the members of an object in a list with a blank.
  private static func cell(_ value: FieldValue) -> String {
    switch value {
    case .absent: ""
    case .text(let text): guarded(text)
    case .integer(let number): String(number)
    case .flag(let isTrue): isTrue ? "true" : "false"
    case .list(let elements):
      elements.isEmpty ? "" : elements.map(cell).joined(separator: ";")
    case .object(let members):
      members.map(cell).map { $0.isEmpty ? "-" : $0 }.joined(separator: " ")
    case .counts(let counts):
      counts.map { guarded("\($0.name)=\($0.count)") }.joined(separator: ";")
    }
  }

  /// A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV
  /// injection); behind an apostrophe it is text.
  private static func guarded(_ text: String) -> String {
    switch text.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"):
      "'" + text
    default: text
    }
  }
}

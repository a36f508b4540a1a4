/// Writes the records of one noun one at a time, in a format that needs no look ahead.
struct RecordWriter<Row>: Sendable {
  private enum Encoding: Sendable {
    case lines
    case array
    case delimited(DelimitedWriter)
  }

  private let fields: [Field<Row>]
  private let encoding: Encoding
  private var json: JSONWriter
  private var hasBegun = false

  /// Nil for the formats that must see all records first: text, Markdown and HTML.
  init?(_ format: Format, fields: [Field<Row>]) {
    switch format {
    case .ndjson: encoding = .lines
    case .json: encoding = .array
    case .csv: encoding = .delimited(DelimitedWriter(dialect: .csv))
    case .tsv: encoding = .delimited(DelimitedWriter(dialect: .tsv))
    case .text, .markdown, .html: return nil
    }
    self.fields = fields
    json = JSONWriter(linesTo: format == .json ? 2 : 0)
  }

  /// Appends one record to `bytes`, the first one behind what opens the document.
  mutating func append(_ row: Row, to bytes: inout [UInt8]) {
    begin(&bytes)
    if case .delimited(let writer) = encoding {
      writer.append(row, fields, to: &bytes)
      return
    }
    swap(&bytes, &json.bytes)
    json.record(row, fields)
    if case .lines = encoding { json.endLine() }
    swap(&bytes, &json.bytes)
  }

  /// Appends what closes the document: every document is whole, even without a record.
  mutating func finish(to bytes: inout [UInt8]) {
    begin(&bytes)
    guard case .array = encoding else { return }
    swap(&bytes, &json.bytes)
    json.close(UInt8(ascii: "]"))
    json.endLine()
    swap(&bytes, &json.bytes)
  }

  private mutating func begin(_ bytes: inout [UInt8]) {
    guard !hasBegun else { return }
    hasBegun = true
    switch encoding {
    case .lines: break
    case .array:
      swap(&bytes, &json.bytes)
      json.open(UInt8(ascii: "["))
      swap(&bytes, &json.bytes)
    case .delimited(let writer): writer.appendHeader(of: fields.map(\.outline), to: &bytes)
    }
  }
}

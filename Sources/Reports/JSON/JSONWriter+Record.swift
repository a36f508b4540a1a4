extension JSONWriter {
  /// Writes one record as an object; absent fields leave no trace.
  mutating func record<Row>(_ row: Row, _ fields: [Field<Row>]) {
    open(UInt8(ascii: "{"))
    // A field has texts for the schema, too: they are not copied for each record.
    for index in fields.indices { fields[index].write(row, &self) }
    close(UInt8(ascii: "}"))
  }

  /// Writes an array of records.
  mutating func records<Row: Described>(_ rows: [Row]) {
    open(UInt8(ascii: "["))
    for row in rows { record(row, Row.fields) }
    close(UInt8(ascii: "]"))
  }

  private mutating func member(_ outline: FieldOutline, _ value: FieldValue) {
    if case .absent = value { return }
    key(outline.name)
    write(value, outline.shape)
  }

  /// Writes a value of this shape.
  mutating func write(_ value: FieldValue, _ shape: FieldShape) {
    switch (value, shape) {
    case (.text(let text), _): string(text)
    case (.integer(let number), _): integer(number)
    case (.flag(let isTrue), _): flag(isTrue)
    case (.list(let elements), .list(let shape)):
      array { for element in elements { $0.write(element, shape) } }
    case (.object(let values), .object(let outlines)):
      object { for (outline, value) in zip(outlines, values) { $0.member(outline, value) } }
    case (.counts(let counts), _):
      object {
        for count in counts {
          $0.key(count.name)
          $0.integer(count.count)
        }
      }
    case (.absent, _), (.list, _), (.object, _):
      preconditionFailure("A field holds another shape than it declares")
    }
  }
}

/// A record that names its fields once, for every format that has names.
///
/// JSON, CSV, TSV and the JSON Schema all follow from the same list, so that a key cannot be
/// spelled in two ways or be missing from the schema:
///
///     static let fields: [Field<Gap>] = [
///       Field("from", "Begin of the stretch.") { $0.from },      JSON   {"from": …, "to": …}
///       Field("to", "End, not included.") { $0.to },             CSV    missing.from,missing.to
///     ]                                                          schema required: [from, to]
///
/// The type of what the closure returns gives the shape; an `Optional` is absent where nil.
protocol Described: FieldConvertible {
  static var fields: [Field<Self>] { get }
}

extension Described {
  static var shape: FieldShape { .object(fields.map(\.outline)) }
  var fieldValue: FieldValue { .object(Self.fields.map { $0.read(self) }) }
  func write(to json: inout JSONWriter) { json.record(self, Self.fields) }
}

/// One named value of a record.
struct Field<Row>: Sendable {
  let outline: FieldOutline
  let read: @Sendable (Row) -> FieldValue
  /// Writes the name and the value as JSON, or nothing where there is none.
  let write: @Sendable (Row, inout JSONWriter) -> Void

  /// A field whose shape is that of what `read` returns.
  init<Value: FieldConvertible>(
    _ name: String, _ says: String, _ read: @escaping @Sendable (Row) -> Value
  ) {
    outline = FieldOutline(
      name: name, says: says, shape: Value.shape, isOptional: Value.isOptional)
    self.read = { read($0).fieldValue }
    let key = JSONWriter.Key(name)
    write = { row, json in read(row).write(as: key, to: &json) }
  }
}

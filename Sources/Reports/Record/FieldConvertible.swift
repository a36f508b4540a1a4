import CloudTrail

/// A type that can stand in a field.
protocol FieldConvertible: SendableMetatype {
  static var shape: FieldShape { get }
  static var isOptional: Bool { get }
  var fieldValue: FieldValue { get }
  /// Writes the value as JSON, as `fieldValue` says it.
  func write(to json: inout JSONWriter)
  /// Writes the name and the value, or nothing where it is absent.
  func write(as key: JSONWriter.Key, to json: inout JSONWriter)
}

extension FieldConvertible {
  static var isOptional: Bool { false }
  func write(to json: inout JSONWriter) { json.write(fieldValue, Self.shape) }
  func write(as key: JSONWriter.Key, to json: inout JSONWriter) {
    json.key(key)
    write(to: &json)
  }
}

extension FieldConvertible where Self: RawRepresentable<String> & CaseIterable {
  static var shape: FieldShape { .word(allCases.map(\.rawValue)) }
  var fieldValue: FieldValue { .text(rawValue) }
  func write(to json: inout JSONWriter) { json.string(rawValue) }
  func write(as key: JSONWriter.Key, to json: inout JSONWriter) { json.member(key, rawValue) }
}

extension String: FieldConvertible {
  static var shape: FieldShape { .text }
  var fieldValue: FieldValue { .text(self) }
  func write(to json: inout JSONWriter) { json.string(self) }
  func write(as key: JSONWriter.Key, to json: inout JSONWriter) { json.member(key, self) }
}

extension Int: FieldConvertible {
  static var shape: FieldShape { .integer }
  var fieldValue: FieldValue { .integer(self) }
  func write(to json: inout JSONWriter) { json.integer(self) }
}

extension Bool: FieldConvertible {
  static var shape: FieldShape { .flag }
  var fieldValue: FieldValue { .flag(self) }
  func write(to json: inout JSONWriter) { json.flag(self) }
}

extension EventTime: FieldConvertible {
  static var shape: FieldShape { .time }
  var fieldValue: FieldValue { .text(description) }
  func write(to json: inout JSONWriter) { json.time(self) }
}

extension Optional: FieldConvertible where Wrapped: FieldConvertible {
  static var shape: FieldShape { Wrapped.shape }
  static var isOptional: Bool { true }
  var fieldValue: FieldValue { self?.fieldValue ?? .absent }
  func write(to json: inout JSONWriter) { self?.write(to: &json) }
  func write(as key: JSONWriter.Key, to json: inout JSONWriter) {
    self?.write(as: key, to: &json)
  }
}

extension Array: FieldConvertible where Element: FieldConvertible {
  static var shape: FieldShape { .list(Element.shape) }
  var fieldValue: FieldValue { .list(map { $0.fieldValue }) }
  func write(to json: inout JSONWriter) {
    json.array { for element in self { element.write(to: &$0) } }
  }
}

extension [String: Int]: FieldConvertible {
  static var shape: FieldShape { .counts }
  var fieldValue: FieldValue {
    .counts(
      sorted { $0.key < $1.key }.map { FieldValue.Count(name: $0.key, count: $0.value) })
  }
}

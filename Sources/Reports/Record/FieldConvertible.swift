import CloudTrail

/// A type that can stand in a field.
protocol FieldConvertible: SendableMetatype {
  static var shape: FieldShape { get }
  static var isOptional: Bool { get }
  var fieldValue: FieldValue { get }
  /// True where there is nothing to write.
  var isAbsent: Bool { get }
  /// Writes the value as JSON, as `fieldValue` says it.
  func write(to json: inout JSONWriter)
}

extension FieldConvertible {
  static var isOptional: Bool { false }
  var isAbsent: Bool { false }
  func write(to json: inout JSONWriter) { json.write(fieldValue, Self.shape) }
}

extension FieldConvertible where Self: RawRepresentable<String> & CaseIterable {
  static var shape: FieldShape { .word(allCases.map(\.rawValue)) }
  var fieldValue: FieldValue { .text(rawValue) }
  func write(to json: inout JSONWriter) { json.string(rawValue) }
}

extension String: FieldConvertible {
  static var shape: FieldShape { .text }
  var fieldValue: FieldValue { .text(self) }
  func write(to json: inout JSONWriter) { json.string(self) }
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
  var isAbsent: Bool { self?.isAbsent ?? true }
  func write(to json: inout JSONWriter) { self?.write(to: &json) }
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

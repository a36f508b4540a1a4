import CloudTrail

/// A type that can stand in a field.
protocol FieldConvertible: SendableMetatype {
  static var shape: FieldShape { get }
  static var isOptional: Bool { get }
  var fieldValue: FieldValue { get }
}

extension FieldConvertible {
  static var isOptional: Bool { false }
}

extension FieldConvertible where Self: RawRepresentable<String> & CaseIterable {
  static var shape: FieldShape { .word(allCases.map(\.rawValue)) }
  var fieldValue: FieldValue { .text(rawValue) }
}

extension String: FieldConvertible {
  static var shape: FieldShape { .text }
  var fieldValue: FieldValue { .text(self) }
}

extension Int: FieldConvertible {
  static var shape: FieldShape { .integer }
  var fieldValue: FieldValue { .integer(self) }
}

extension Bool: FieldConvertible {
  static var shape: FieldShape { .flag }
  var fieldValue: FieldValue { .flag(self) }
}

extension EventTime: FieldConvertible {
  static var shape: FieldShape { .time }
  var fieldValue: FieldValue { .text(description) }
}

extension Optional: FieldConvertible where Wrapped: FieldConvertible {
  static var shape: FieldShape { Wrapped.shape }
  static var isOptional: Bool { true }
  var fieldValue: FieldValue { self?.fieldValue ?? .absent }
}

extension Array: FieldConvertible where Element: FieldConvertible {
  static var shape: FieldShape { .list(Element.shape) }
  var fieldValue: FieldValue { .list(map { $0.fieldValue }) }
}

extension [String: Int]: FieldConvertible {
  static var shape: FieldShape { .counts }
  var fieldValue: FieldValue {
    .counts(
      sorted { $0.key < $1.key }.map { FieldValue.Count(name: $0.key, count: $0.value) })
  }
}

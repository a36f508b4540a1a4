/// What values a field can take: enough to name columns and to write a JSON Schema.
indirect enum FieldShape: Sendable {
  case text
  /// One of a fixed set of words.
  case word([String])
  /// RFC 3339 in UTC, whole seconds.
  case time
  /// Not negative.
  case integer
  /// An integer that may be less than nothing.
  case signed
  case flag
  /// `true`, or one of these reasons why not.
  case trueOr([String])
  case list(FieldShape)
  case object([FieldOutline])
  /// Names with a number each.
  case counts
}

/// One field as the schema knows it.
struct FieldOutline: Sendable {
  let name: String
  /// One sentence for the reader of the schema.
  let says: String
  let shape: FieldShape
  /// Optional fields are absent where there is nothing to say.
  let isOptional: Bool
}

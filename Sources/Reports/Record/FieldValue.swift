/// What one field of one record holds.
enum FieldValue: Sendable {
  case absent
  case text(String)
  case integer(Int)
  case flag(Bool)
  case list([FieldValue])
  /// The members in the order of the shape.
  case object([FieldValue])
  /// In text order of the names.
  case counts([Count])

  /// A name and how often it was seen.
  struct Count: Sendable {
    let name: String
    let count: Int
  }
}

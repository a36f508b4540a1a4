/// A JSON value whose members keep the order in which they were written.
///
/// Literals make it: `["bucketName": .string(bucket.name), "versioning": ""]`. CloudTrail has its
/// own order of keys, and scanners must not rely on it, so the generator has to be able to keep and
/// to break it.
package enum JSON: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// A number as it is to be written, e.g. `48211.0`.
  case decimal(String)
  case string(String)
  case array([JSON])
  case object([(key: String, value: JSON)])

  /// How CloudTrail often writes a count of bytes: as a floating point number.
  package static func float(_ number: Int) -> JSON {
    guard number >= 10_000_000 else { return .decimal("\(number).0") }
    var digits = String(number)
    let exponent = digits.utf8.count - 1
    while digits.hasSuffix("0") && digits.utf8.count > 2 { digits.removeLast() }
    let first = digits.removeFirst()
    return .decimal("\(first).\(digits)E\(exponent)")
  }

  /// The object with one more member at its end; only for objects.
  package func adding(_ key: String, _ value: JSON?) -> JSON {
    guard let value else { return self }
    guard case .object(let members) = self else { preconditionFailure("only objects have members") }
    return .object(members + [(key, value)])
  }

  /// The object with the members of another one at its end.
  package func adding(members other: JSON) -> JSON {
    guard case .object(let members) = self, case .object(let more) = other else {
      preconditionFailure("only objects have members")
    }
    return .object(members + more)
  }

  /// The same value with the members of all objects in the order of their keys.
  package var sortedByKey: JSON {
    switch self {
    case .object(let members):
      .object(members.map { ($0.key, $0.value.sortedByKey) }.sorted { $0.0 < $1.0 })
    case .array(let elements): .array(elements.map(\.sortedByKey))
    default: self
    }
  }
}

extension JSON: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A string.
  package init(stringLiteral text: String) { self = .string(text) }
  /// A number.
  package init(integerLiteral number: Int) { self = .integer(number) }
  /// True or false.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// `null`.
  package init(nilLiteral: ()) { self = .null }
  /// A list.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// An object, its members in the order written.
  package init(dictionaryLiteral members: (String, JSON)...) {
    self = .object(members.map { (key: $0.0, value: $0.1) })
  }
}

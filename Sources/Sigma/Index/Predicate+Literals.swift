import CloudTrail

/// Texts one of which must stand in the raw bytes of every record that matches, letters without
/// case; nil where there is no such text.
///
/// JSON may write any character as `\u0041`, and `/` as `\/`. Therefore only letters, digits and a
/// few signs that nobody escapes are used, and a record with `\u` counts as holding everything.
extension Predicate {
  var requiredLiterals: [[UInt8]]? {
    switch self {
    case .all(let parts):
      parts.compactMap(\.requiredLiterals).max { Self.worth($0) < Self.worth($1) }
    case .any(let parts), .atLeast(_, let parts): Self.joined(parts.map(\.requiredLiterals))
    case .not: nil
    case .field(let test): test.requiredLiterals
    case .keyword(let test): Self.joined(test.tests.map(\.requiredLiterals))
    }
  }

  /// Every one of the parts' literals; nil where one part has none.
  static func joined(_ parts: [[[UInt8]]?]) -> [[UInt8]]? {
    let known = parts.compactMap { $0 }
    return known.count == parts.count && !known.isEmpty ? known.flatMap { $0 } : nil
  }

  /// Long literals are rare ones; of several the shortest counts.
  private static func worth(_ literals: [[UInt8]]) -> Int {
    (literals.map(\.count).min() ?? 0) * 16 - literals.count
  }
}

extension FieldTest {
  fileprivate var requiredLiterals: [[UInt8]]? {
    guard !isNegated, field.origin == .record else { return nil }
    let byTest = tests.map { test -> [[UInt8]]? in
      test.needsField ? test.requiredLiterals ?? nameLiteral : nil
    }
    guard requiresAll else { return Predicate.joined(byTest) }
    return byTest.compactMap { $0 }.first
  }

  /// The last part of the path: it stands in the record whenever the field has a value.
  private var nameLiteral: [[UInt8]]? {
    ValueTest.safeRun(in: field.steps.last?.bytes ?? []).map { [$0] }
  }
}

extension ValueTest {
  /// False for what can pass where the field is missing.
  fileprivate var needsField: Bool {
    switch self {
    case .null, .exists(false): false
    default: true
    }
  }

  fileprivate var requiredLiterals: [[UInt8]]? {
    switch self {
    case .text(let pattern), .template(_, _, let pattern):
      // Lower case beyond ASCII may turn other letters into ASCII ones.
      guard pattern.literals.joined().allSatisfy({ $0 < 0x80 }) else { return nil }
      return pattern.literals.compactMap(Self.safeRun).max { $0.count < $1.count }.map { [$0] }
    case .regex(let expression):
      return Self.safeRun(in: expression.requiredText).map { [$0] }
    default: return nil
    }
  }

  /// The longest run of bytes that JSON writers leave alone, in lower case; nil below three.
  fileprivate static func safeRun(in bytes: [UInt8]) -> [UInt8]? {
    let runs = bytes.split { !isSafe($0) }
    guard let longest = runs.max(by: { $0.count < $1.count }), longest.count >= 3 else {
      return nil
    }
    return LetterCase.lowered(Array(longest))
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "_.-".utf8.contains(byte)
  }
}

package import ByteScan

/// What the fields of a node mean.
extension ValueNode {
  /// What the value is.
  package var kind: JSONMap.Kind { JSONMap.Kind(rawValue: rawKind) ?? .null }
  /// True where the string holds a backslash and must be decoded.
  package var isEscaped: Bool { escaped != 0 }
  /// True where the key holds a backslash and must be decoded.
  package var keyIsEscaped: Bool { keyEscaped != 0 }
  /// The index of the first node behind this value.
  package var next: Int { Int(nextNode) }
  /// The bytes of the value: of a string without its quotes, else the whole text.
  package var range: Range<Int> { Int(start)..<Int(end) }
  /// The bytes of the key without its quotes; nil for array elements and the root.
  package var keyRange: Range<Int>? { keyStart < 0 ? nil : Int(keyStart)..<Int(keyEnd) }
  /// The bytes of the value as they stand, quotes included.
  package var rawRange: Range<Int> {
    kind == .string ? Int(start) - 1..<Int(end) + 1 : range
  }
}

import CloudTrail

/// The way from the top of a record to a value: `requestParameters.containerDefinitions.command`.
///
/// Arrays on the way are entered without being named: any element counts. Where a step is not
/// found, the rest of the name is tried as one key that holds dots itself.
package struct FieldPath: Hashable, Sendable {
  /// Where the value comes from.
  enum Origin: Hashable, Sendable {
    case record
    /// From the context: a field of trailscan's own.
    case context

    /// Where the field with this name comes from.
    init(of name: String) {
      self = name.hasPrefix("trailscan.") ? .context : .record
    }
  }

  let name: String
  let origin: Origin
  let steps: [FieldName]
  /// For each step the rest of the name as one key.
  let rests: [FieldName]

  /// The path that `name` says, step by step.
  package init(_ name: String) {
    self.name = name
    origin = Origin(of: name)
    let bytes = Array(name.utf8)
    guard bytes.contains(UInt8(ascii: ".")) else {
      steps = [FieldName(utf8: bytes)]
      rests = steps
      return
    }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    steps = parts.map { FieldName(utf8: Array($0)) }
    rests = parts.map { FieldName(utf8: Array(bytes[$0.startIndex...])) }
  }
}

/// What can be fuzzed, by name; each case traps where a promise of the code is broken.
///
/// A new one is a case here and a file beside this one.
enum FuzzTarget: String, CaseIterable {
  /// Any bytes: all kernels give the same marks.
  case marks
  /// Any bytes behind a bracket: all kernels find the same end and the same keys.
  case values
  /// Any bytes: all kernels map the same values, or refuse the text as the plain reader does.
  case maps
  /// Any bytes: all kernels find the same records, whatever the chunks.
  case records
  /// Deflate data: all engines give the same bytes and the same error.
  case inflate
  /// Any bytes: what stands beside CloudTrail's logs is read or refused, whatever the chunks.
  case evidence
  /// Any text: YAML is read or refused, and the end comes again.
  case yaml

  /// Runs the target on one input.
  func run(_ input: [UInt8]) {
    switch self {
    case .marks: fuzzMarks(input)
    case .values: fuzzValues(input)
    case .maps: fuzzMaps(input)
    case .records: fuzzRecords(input)
    case .inflate: fuzzInflate(input)
    case .evidence: fuzzEvidence(input)
    case .yaml: fuzzYAML(input)
    }
  }
}

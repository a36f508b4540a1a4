/// The faults found so far: parsers add to it and go on, so that all are shown at once.
package struct Diagnostics: Sendable {
  /// What keeps a text from being used, in the order found.
  package private(set) var errors: [RuleError] = []
  /// What works but is probably not meant, in the order found.
  package private(set) var warnings: [RuleError] = []

  /// How a warning begins that says a rule is not used at all.
  package static let leftOut = "left out: "

  /// No faults.
  package init() {}

  /// Notes an error.
  package mutating func fail(_ reason: String, at place: SourcePlace, in source: SourceText) {
    errors.append(RuleError(reason, at: place, in: source))
  }

  /// Notes a warning.
  package mutating func warn(_ reason: String, at place: SourcePlace, in source: SourceText) {
    warnings.append(RuleError(reason, at: place, in: source))
  }

  /// Notes an error that was thrown.
  package mutating func add(_ error: RuleError) {
    errors.append(error)
  }

  /// Takes over what another collector found.
  package mutating func add(_ other: Diagnostics) {
    errors += other.errors
    warnings += other.warnings
  }
}

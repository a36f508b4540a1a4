package import CloudTrail

/// What a policy means for the sessions of the role that it is attached to.
///
/// The console ends sessions with a policy that denies everything to those whose token was issued
/// before a time (IAM user guide, "Revoke IAM role temporary security credentials"):
///
///     {"Effect":"Deny","Action":["*"],"Resource":["*"],
///      "Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-04-14T10:40:10.000Z"}}}
extension PolicyDocument {
  /// The time before which sessions are denied everything; the latest, where there are several.
  package var revokesBefore: EventTime? {
    statements.compactMap(Self.cutoff).max()
  }

  /// True where everything is denied whenever the session was issued.
  package var deniesAll: Bool {
    statements.contains {
      $0.effect == .deny && $0.isAboutEverything && $0.conditions.isEmpty
    }
  }

  private static func cutoff(_ statement: Statement) -> EventTime? {
    guard statement.effect == .deny, statement.isAboutEverything,
      statement.conditions.count == 1, let condition = statement.conditions.first,
      condition.key == "aws:tokenissuetime", condition.quantifier == nil,
      ["datelessthan", "datelessthanequals"].contains(condition.comparison)
    else { return nil }
    // One of the values is enough for the condition to hold: the latest counts.
    return condition.values.compactMap(time).max()
  }

  /// A date in a policy: ISO 8601, a date alone, or seconds since 1970.
  static func time(_ text: String) -> EventTime? {
    // Up to the year 9999.
    if let seconds = Int64(text) {
      return (0...253_402_300_799).contains(seconds) ? EventTime(seconds: seconds) : nil
    }
    return text.count == 10 ? EventTime(iso: "\(text)T00:00:00Z") : EventTime(iso: text)
  }
}

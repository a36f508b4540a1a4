/// How grave a finding is, in Sigma's five steps.
package enum Level: String, CaseIterable, Comparable, Sendable {
  case informational, low, medium, high, critical

  /// Less grave.
  package static func < (left: Level, right: Level) -> Bool {
    left.order < right.order
  }

  private var order: Int {
    switch self {
    case .informational: 0
    case .low: 1
    case .medium: 2
    case .high: 3
    case .critical: 4
    }
  }
}

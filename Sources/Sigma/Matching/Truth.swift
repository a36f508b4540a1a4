/// The answer of a match: certain, or open until more is known (Kleene's three values).
///
/// While logs are read for the first time nobody knows yet which session belongs to which runner.
/// A filter that asks for it answers `maybe`; what is not a certain `no` is kept, and asked again.
package enum Truth: UInt8, Sendable, Comparable {
  case no, maybe, yes

  /// Certain where the answer is known.
  package init(_ value: Bool) {
    self = value ? .yes : .no
  }

  /// The smaller of both.
  package static func && (left: Truth, right: @autoclosure () -> Truth) -> Truth {
    left == .no ? .no : min(left, right())
  }

  /// The larger of both.
  package static func || (left: Truth, right: @autoclosure () -> Truth) -> Truth {
    left == .yes ? .yes : max(left, right())
  }

  /// Yes and no exchanged.
  package static prefix func ! (truth: Truth) -> Truth {
    switch truth {
    case .no: .yes
    case .maybe: .maybe
    case .yes: .no
    }
  }

  /// The smaller one.
  package static func < (left: Truth, right: Truth) -> Bool {
    left.rawValue < right.rawValue
  }
}

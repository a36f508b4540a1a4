/// What a detection may ask that no record says by itself.
///
/// Fields whose name begins with `trailscan.` (the runner, its role, the outcome …) and the
/// placeholders of `expand` (`%runner.buckets%`) come from here. Nil means not known yet, and makes
/// the answer `maybe`; an empty list means known to be nothing.
package protocol MatchContext {
  /// The values of a field of trailscan's own, by its whole name (`trailscan.runner`).
  func values(ofField name: String) -> [String]?
  /// What stands for `%name%` in a value with `expand`.
  func values(ofPlaceholder name: String) -> [PlaceholderValue]?
}

/// What a placeholder stands for.
package enum PlaceholderValue: Hashable, Sendable, ExpressibleByStringLiteral {
  /// Exactly this text: `*`, `?` and `\` mean themselves.
  case literal(String)
  /// A value as in a rule: `*` and `?` are wildcards.
  case pattern(String)

  /// Exactly this text.
  package init(stringLiteral text: String) { self = .literal(text) }
}

/// A context that knows nothing: every virtual field and placeholder is open.
package struct UnknownContext: MatchContext, Sendable {
  /// A context that knows nothing.
  package init() {}

  /// Not known.
  package func values(ofField name: String) -> [String]? { nil }

  /// Not known.
  package func values(ofPlaceholder name: String) -> [PlaceholderValue]? { nil }
}

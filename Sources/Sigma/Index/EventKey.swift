/// A pair of eventSource and eventName that a detection can match.
///
/// The keys of a detection are a superset: what it matches has one of them; what has one of them
/// need not match.
package struct EventKey: Hashable, Sendable {
  /// What one of the two fields may be.
  package enum Side: Hashable, Sendable {
    /// Anything, missing too.
    case any
    /// This text, in lower case; letters compare without case.
    case exactly(String)
    /// What this pattern matches.
    case like(TextPattern)
  }

  /// What eventSource may be.
  package let source: Side
  /// What eventName may be.
  package let name: Side

  /// Every record.
  static let any = EventKey(source: .any, name: .any)

  /// What both keys allow, or a little more; nil where that is nothing.
  func narrowed(by other: EventKey) -> EventKey? {
    guard let source = source.narrowed(by: other.source),
      let name = name.narrowed(by: other.name)
    else { return nil }
    return EventKey(source: source, name: name)
  }
}

extension EventKey.Side {
  fileprivate func narrowed(by other: Self) -> Self? {
    switch (self, other) {
    case (.any, _): other
    case (_, .any), (.like, .like): self
    case (.exactly(let text), .exactly(let otherText)): text == otherText ? self : nil
    case (.exactly(let text), .like(let pattern)): pattern.matches(text) ? self : nil
    case (.like(let pattern), .exactly(let text)): pattern.matches(text) ? other : nil
    }
  }

  /// True where `bytes[range]` may be a value of this side; nil is a missing field.
  func allows(_ bytes: Span<UInt8>, _ range: Range<Int>?) -> Bool {
    switch self {
    case .any: true
    case .like(let pattern): range.map { pattern.matches(bytes, $0) } ?? false
    case .exactly(let text):
      range.map { ByteKey.equals(bytes, $0, Array(text.utf8)) } ?? false
    }
  }
}

extension Detection {
  /// A superset of the (eventSource, eventName) pairs that the detection can match.
  ///
  /// Empty where it can match nothing.
  package var eventKeys: [EventKey] { predicate.eventKeys }
}

extension Predicate {
  /// How many keys are kept before the question is given up as "any".
  private static let limit = 2_000

  var eventKeys: [EventKey] {
    switch self {
    case .all(let parts):
      parts.reduce(EventKey.anything) { Self.intersection($0, $1.eventKeys) }
    case .any(let parts), .atLeast(_, let parts):
      Self.union(parts.flatMap(\.eventKeys))
    case .not, .keyword: EventKey.anything
    case .field(let test): test.eventKeys
    }
  }

  private static func intersection(_ left: [EventKey], _ right: [EventKey]) -> [EventKey] {
    if left == EventKey.anything { return right }
    if right == EventKey.anything { return left }
    // Either side alone is a superset of both together.
    if left.count * right.count > limit { return left.count < right.count ? left : right }
    return union(left.flatMap { key in right.compactMap { key.narrowed(by: $0) } })
  }

  private static func union(_ keys: [EventKey]) -> [EventKey] {
    if keys.count < 2 { return keys }
    if keys.contains(.any) { return EventKey.anything }
    var seen: Set<EventKey> = []
    let distinct = keys.filter { seen.insert($0).inserted }
    return distinct.count > limit ? EventKey.anything : distinct
  }
}

extension EventKey {
  /// What is asked of every call.
  fileprivate static let anything = [EventKey.any]
}

extension FieldTest {
  fileprivate var eventKeys: [EventKey] {
    guard !isNegated, field.name == "eventName" || field.name == "eventSource" else {
      return EventKey.anything
    }
    // Where all must pass, one of them alone is a superset.
    let sides = (requiresAll ? Array(tests.prefix(1)) : tests).map(\.side)
    if sides.contains(.any) { return EventKey.anything }
    let isName = field.name == "eventName"
    return sides.map { side in
      EventKey(source: isName ? .any : side, name: isName ? side : .any)
    }
  }
}

extension ValueTest {
  fileprivate var side: EventKey.Side {
    switch self {
    case .text(let pattern), .template(_, _, let pattern): pattern.side
    default: .any
    }
  }
}

extension TextPattern {
  fileprivate var side: EventKey.Side {
    guard literal.allSatisfy({ $0 < 0x80 }) else { return .any }
    switch shape {
    case .anything: return .any
    case .exact: return .exactly(String(decoding: LetterCase.lowered(literal), as: UTF8.self))
    // Keys compare without case, so a cased pattern cannot be one.
    case .prefix, .suffix, .infix, .glob: return isCased ? .any : .like(self)
    }
  }
}

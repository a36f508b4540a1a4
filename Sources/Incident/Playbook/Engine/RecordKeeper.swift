internal import CloudTrail
internal import Sigma

/// Says while records are scanned which of them a playbook will want to see again.
///
/// Nobody knows yet which session belongs to which runner, so a rule that asks for it answers
/// `maybe`; what is not a certain `no` is kept. Most records end at the question which rules speak
/// of their call at all, which is answered once for each call. One worker uses one keeper.
///
///     eventSource, eventName ─► rules (remembered) ─► needs the whole record? ─► asked, kept
struct RecordKeeper: Sendable {
  /// What is to be kept of a record.
  enum Keeping: Int, Comparable, Sendable {
    /// Nothing, for the playbook's sake.
    case nothing
    /// What every event carries.
    case event
    case record

    static func < (a: Keeping, b: Keeping) -> Bool { a.rawValue < b.rawValue }
  }

  private let rules: [PlaybookRule]
  private var known: [UInt64: [Int]] = [:]

  /// A keeper for the rules of `playbook`.
  init(_ playbook: Playbook) {
    rules = playbook.rules
  }

  /// What must be kept of the record in `map`, a call `name` of `source`.
  mutating func keeping(
    of map: JSONMap, _ bytes: Span<UInt8>, _ event: Event, source: String, name: String
  ) -> Keeping {
    var keeping = Keeping.nothing
    for number in candidates(event, source, name) {
      let rule = rules[number]
      guard rule.ending.mayBe(failed: event.errorCode != .none) else { continue }
      if rule.needs != .whole {
        if rule.calls.isNarrow { keeping = max(keeping, .event) }
      } else if rule.detection.evaluate(map, bytes, context: UnknownContext()) != .no {
        return .record
      }
    }
    return keeping
  }

  private mutating func candidates(_ event: Event, _ source: String, _ name: String) -> [Int] {
    let key = UInt64(event.source.number) << 32 | UInt64(event.name.number)
    if let numbers = known[key] { return numbers }
    let numbers = rules.indices.filter { rules[$0].calls.admits(source, name) }
    known[key] = numbers
    return numbers
  }
}

extension PlaybookRule.Ending {
  /// True where a call that failed, or did not, may have ended so.
  func mayBe(failed: Bool) -> Bool {
    switch self {
    case .success: !failed
    case .denied, .failed: failed
    case .any: true
    }
  }

  /// True where the call ended so.
  func admits(_ outcome: Outcome) -> Bool {
    switch self {
    case .success: outcome == .success
    case .denied: outcome == .denied
    case .failed: outcome != .success
    case .any: true
    }
  }
}

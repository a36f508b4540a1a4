internal import CloudTrail
internal import Sigma

/// Calls of which something must be kept, for the sake of one rule.
struct WatchedCall: Sendable {
  var detection: Detection
  var calls: CallIndex
  var keeping: RecordKeeper.Keeping
  /// True where the record itself tells whether the rule may want it.
  var isAsked: Bool
  /// The detection that is answered while scanning, by its place in the pack; nil = none.
  var answers: Int32?
  private var admitsSuccess = true
  private var admitsFailure = true
  /// True for a rule that only asks what runners do.
  private var isByRunner = false
  /// True where `%item%` stands for names of the runner.
  private var bindsItems = false
  /// True where it asks for what is false of all that is nobody's.
  private let asksForOwner: Bool

  /// Records that a rule of a playbook asks about.
  init(_ rule: PlaybookRule) {
    detection = rule.detection
    calls = rule.calls
    isAsked = rule.needs == .whole
    isByRunner = rule.by == .runner
    if case .runner(let set) = rule.forEach { bindsItems = set.isKnownBefore }
    asksForOwner = Self.asksForOwner(detection)
    keeping = rule.needs == .whole ? .record : rule.calls.isNarrow ? .event : .nothing
    admitsSuccess = rule.ending.mayBe(failed: false)
    admitsFailure = rule.ending.mayBe(failed: true)
  }

  /// Records that the detection at this place of a pack asks about.
  init(_ rule: DetectionRule, number: Int) {
    detection = rule.detection
    calls = rule.calls
    asksForOwner = Self.asksForOwner(detection)
    isAsked = rule.needs == .whole || !rule.calls.isNarrow
    keeping = rule.needs == .whole ? .record : .event
    if rule.isAnsweredByRecord { answers = Int32(number) }
    // What detectors note concerns runners, whose events are kept in any case.
    if rule.needsSignal { keeping = .nothing }
    // So are those that hold an indicator.
    if rule.needsIndicator { keeping = .nothing }
    admitsSuccess = rule.options.outcomes.contains(.success) && rule.mayEnd(failed: false)
    admitsFailure = rule.options.outcomes != [.success] && rule.mayEnd(failed: true)
    if rule.needsSession, rule.needs != .whole, isOfRunners(detection) { keeping = .nothing }
  }

  /// Records that a suppression chooses by; nil where it chooses none by its record.
  init?(_ suppression: Suppression) {
    guard let detection = suppression.select, suppression.needs == .whole else { return nil }
    self.detection = detection
    calls = CallIndex(detection)
    asksForOwner = false
    keeping = .record
    isAsked = true
  }

  /// True for a detection that is answered by the user agent, whatever the call is.
  var asksForAgentAlone: Bool {
    answers != nil && admitsSuccess && admitsFailure && detection.fields == ["userAgent"]
      && !detection.hasKeywords
  }

  /// What a detection that names no calls asks of the caller.
  var identityFields: Set<String> {
    guard answers != nil, !calls.isNarrow else { return [] }
    return detection.fields.filter { $0.hasPrefix("userIdentity.") }
  }

  /// Fields of the context that hold what an event mentions.
  private static let mentioned = Set(
    [
      ContextField.buckets, .sourceBuckets, .keys, .roleNames, .taskIds, .logGroups, .clusters,
      .taskDefinitions,
    ].map(\.name))

  /// True where `left`, what it still asks, can only match a runner's own calls, those that mention
  /// what is a runner's, and access logs.
  func isOfRunners(_ left: Detection) -> Bool {
    if isByRunner { return true }
    let ofNobody = asksForOwner ? NobodysContext.settled(left) : left
    if ofNobody.settledAnswer == .no { return true }
    let bound = ofNobody.boundFields { name in
      RunnerSet(name: name)?.isKnownBefore == true || bindsItems && name == "item"
    }
    return bound.map { $0.isSubset(of: Self.mentioned) } ?? false
  }

  private static func asksForOwner(_ detection: Detection) -> Bool {
    detection.references.contains { NobodysContext.fields.contains($0.name) }
  }

  /// True where a call that failed, or did not, may match.
  func mayEnd(failed: Bool) -> Bool { failed ? admitsFailure : admitsSuccess }
}

/// What is known of an event that is no runner's and reads no access logs.
private struct NobodysContext: MatchContext {
  /// The fields that are known.
  static let fields = Set([ContextField.isOwnSession, .isAccessLog].map(\.name))

  /// What is left of `detection` for such events.
  static func settled(_ detection: Detection) -> Detection {
    MappedRecord.empty?.settled(detection, fields, Self(), costs: [:]) ?? detection
  }

  func values(ofField name: String) -> [String]? { Self.fields.contains(name) ? ["false"] : nil }
  func values(ofPlaceholder name: String) -> [PlaceholderValue]? { nil }
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

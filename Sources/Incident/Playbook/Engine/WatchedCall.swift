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

  /// Records that a rule of a playbook asks about.
  init(_ rule: PlaybookRule) {
    detection = rule.detection
    calls = rule.calls
    isAsked = rule.needs == .whole
    keeping = rule.needs == .whole ? .record : rule.calls.isNarrow ? .event : .nothing
    admitsSuccess = rule.ending.mayBe(failed: false)
    admitsFailure = rule.ending.mayBe(failed: true)
  }

  /// Records that the detection at this place of a pack asks about.
  init(_ rule: DetectionRule, number: Int) {
    detection = rule.detection
    calls = rule.calls
    isAsked = rule.needs == .whole || !rule.calls.isNarrow
    keeping = rule.needs == .whole ? .record : .event
    if rule.isAnsweredByRecord { answers = Int32(number) }
    // What detectors note concerns runners, whose events are kept in any case.
    if rule.needsSignal { keeping = .nothing }
    // So are those of sessions, and those that hold an indicator; by what the record itself tells.
    if rule.needsIndicator || rule.needsSession && rule.needs != .whole { keeping = .nothing }
    admitsSuccess = rule.options.outcomes.contains(.success) && rule.mayEnd(failed: false)
    admitsFailure = rule.options.outcomes != [.success] && rule.mayEnd(failed: true)
  }

  /// Records that a suppression chooses by; nil where it chooses none by its record.
  init?(_ suppression: Suppression) {
    guard let detection = suppression.select, suppression.needs == .whole else { return nil }
    self.detection = detection
    calls = CallIndex(detection)
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

  /// True where a call that failed, or did not, may match.
  func mayEnd(failed: Bool) -> Bool { failed ? admitsFailure : admitsSuccess }
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

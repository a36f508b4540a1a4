internal import CloudTrail
internal import Sigma

/// A rule of the pack or of the user, compiled for asking it about events in their order.
///
/// Immutable, and handed about by reference: it is at hand for every match.
final class DetectionRule: Sendable {
  /// Its place in the set.
  let number: Int
  let rule: Rule
  let detection: Detection
  /// The calls it can match.
  let calls: CallIndex
  /// How much of a record its questions need, and what is told of a match.
  let needs: PlaybookRule.RecordNeed
  /// How much of a record is needed for what is told of a match.
  let needsOnMatch: PlaybookRule.RecordNeed
  /// True where nothing but the record is asked: it is answered while scanning.
  let isAnsweredByRecord: Bool
  let options: DetectionOptions
  /// True where a match is a finding, and not only fed to correlations.
  let isFinding: Bool
  /// True where correlations count its matches.
  let isCounted: Bool
  /// True where it can only match events that a detector in code has noted something of.
  let needsSignal: Bool
  /// The signals that can make it match.
  let signalNames: Set<Signal.Name>
  /// True where it can only match what a session did, or what holds an indicator.
  let needsSession: Bool
  let needsIndicator: Bool
  /// True where the answer depends on which runner is asked about.
  let asksForRunner: Bool
  /// The level of its findings where nothing raises or lowers it.
  let level: Finding.Level
  /// True where a match tells nothing but the event: no values, no signals, no grades.
  let isPlain: Bool

  /// True where it can match a call that failed, or one that did not.
  let admitsFailure: Bool
  let admitsSuccess: Bool

  /// The rule with this number, which looks for `detection`.
  init(_ number: Int, _ detection: Detection, of set: RuleSet, _ options: DetectionOptions) {
    let counted = set.correlationFields(of: number)
    let told = options.per + [options.show].compactMap { $0 }
    let grades = options.grades.map(\.detection)
    self.number = number
    rule = set.rules[number]
    self.detection = detection
    self.options = options
    calls = CallIndex(detection)
    needs = Self.need([detection] + grades, told + counted)
    needsOnMatch = Self.need(grades, told + counted)
    isAnsweredByRecord = detection.references.allSatisfy { $0.kind == .field }
    isFinding = set.isFinding(number)
    isCounted = set.isCounted(number)
    needsSignal = Self.needsSignal(detection)
    signalNames = Self.signalNames(detection)
    needsSession = detection.needsValue(ofAny: ContextField.namesOfSessions)
    needsIndicator = detection.needsValue(ofAny: [ContextField.indicators.name])
    asksForRunner = Self.asksForRunner(detection)
    level = Finding.Level(rule.level)
    isPlain = told.isEmpty && grades.isEmpty && signalNames.isEmpty && !isCounted
    admitsFailure = !detection.needsNoValue(of: "errorCode")
    admitsSuccess = !detection.needsValue(ofAny: ["errorCode"])
  }

  /// True where a call that failed, or did not, may match.
  func mayEnd(failed: Bool) -> Bool { failed ? admitsFailure : admitsSuccess }

  /// True where it is about calls that ended so; `isServiceWork` for what a service does for
  /// itself.
  func admits(_ outcome: Outcome, hasFailed: Bool, isServiceWork: @autoclosure () -> Bool) -> Bool {
    options.outcomes.contains(outcome) && mayEnd(failed: hasFailed)
      && (options.includesServices || !isServiceWork())
  }

  /// True where it is asked only of events that a detector noted, or that hold an indicator.
  var waits: Bool { needsSignal || needsIndicator }

  /// The id of its findings.
  var id: String { rule.identifier }

  // MARK: What its questions need

  private static func need(_ detections: [Detection], _ fields: [String])
    -> PlaybookRule.RecordNeed
  {
    if detections.contains(where: \.hasKeywords) { return .whole }
    let references = detections.flatMap(\.references).filter { $0.kind != .placeholder }
    return PlaybookRule.RecordNeed(fields: references.map(\.name) + fields)
  }

  private static func asksForRunner(_ detection: Detection) -> Bool {
    detection.references.contains { reference in
      reference.kind == .placeholder
        || reference.kind == .contextField
          && ContextField(name: reference.name)?.dependsOnRunner == true
    }
  }

  /// True where the answer is no for every event of which no detector has noted anything.
  private static func needsSignal(_ detection: Detection) -> Bool {
    isOfContext(detection)
      && detection.references.contains { ContextField.namesOfNotes.contains($0.name) }
      && evaluate(detection, []) == .no
  }

  /// The signals without which the answer is no.
  private static func signalNames(_ detection: Detection) -> Set<Signal.Name> {
    guard detection.references.contains(where: { $0.name == "trailscan.signals" }) else {
      return []
    }
    guard isOfContext(detection) else { return Set(Signal.Name.allCases) }
    return Set(Signal.Name.allCases.filter { evaluate(detection, [$0.rawValue]) != .no })
  }

  private static func isOfContext(_ detection: Detection) -> Bool {
    detection.references.allSatisfy { $0.kind != .field }
  }

  private static func evaluate(_ detection: Detection, _ signals: [String]) -> Truth {
    MappedRecord.empty?.evaluate(detection, SignalContext(signals: signals)) ?? .no
  }

  /// A context in which detectors have noted these signals and nothing else, and all else is open.
  private struct SignalContext: MatchContext {
    var signals: [String]

    func values(ofField name: String) -> [String]? {
      if name == "trailscan.signals" { return signals }
      return ContextField.namesOfNotes.contains(name) ? [] : nil
    }

    func values(ofPlaceholder name: String) -> [PlaceholderValue]? { nil }
  }
}

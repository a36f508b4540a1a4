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

  private let calls: [WatchedCall]
  private let feedsDetectors: Bool
  private var indicators: IndicatorWatch?
  private var known: [Call: Wanted] = [:]

  /// How many calls are remembered; behind that all are settled anew.
  private static let limit = 1 << 14

  /// A call, how it ended, and what is known of who made it.
  private struct Call: Hashable {
    var source: StringID
    var name: StringID
    var errorCode: StringID
    var type: CallerType
  }

  /// The type of a caller, where it is one that most callers are of.
  private enum CallerType: String {
    case unknown = ""
    case assumedRole = "AssumedRole"
    case webIdentity = "WebIdentityUser"

    init(_ traits: PrincipalTraits) {
      self =
        traits.contains(.isAssumedRole)
        ? .assumedRole : traits.contains(.isWebIdentity) ? .webIdentity : .unknown
    }
  }

  /// Who wants to see a call.
  private struct Wanted {
    var questions: [Question]
    /// True where detectors in code read the record.
    var isRecordOfDetectors: Bool
  }

  /// What a rule still asks of a call.
  private struct Question {
    var detection: Detection
    var keeping: Keeping
    /// True where the record itself tells whether the rule may want it.
    var isAsked: Bool
  }

  /// A keeper for the rules of `playbook`, and the detections that are asked.
  init(
    _ playbook: Playbook, _ detections: DetectionPack? = nil,
    indicators: IndicatorList = IndicatorList()
  ) {
    var calls = playbook.rules.map { WatchedCall($0) }
    if let detections {
      calls += detections.rules.map { WatchedCall($0) }
      calls += playbook.suppressions.compactMap { WatchedCall($0) }
    }
    self.calls = calls
    feedsDetectors = detections != nil
    if detections != nil, !indicators.isEmpty { self.indicators = IndicatorWatch(indicators) }
  }

  /// True where records are searched for indicators.
  var looksForIndicators: Bool { indicators != nil }

  /// True where the address, the agent or the caller of an event is an indicator.
  mutating func holdsIndicator(_ event: Event, _ strings: StringTable, _ principal: Principal)
    -> Bool
  {
    indicators?.holds(event, strings, principal) ?? false
  }

  /// True where records of a service must be searched themselves.
  func asksForIndicators(of service: WatchedService?) -> Bool {
    indicators?.asks(of: service) ?? false
  }

  /// True where the record in `map` holds an indicator.
  func holdsIndicator(_ map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    indicators?.holds(map, bytes) ?? false
  }

  /// True where anything is asked about such calls.
  mutating func watches(_ event: Event, _ strings: StringTable) -> Bool {
    let wanted = candidates(event, .unknown, strings)
    return looksForIndicators || wanted.isRecordOfDetectors || !wanted.questions.isEmpty
  }

  /// What must be kept of a record, where its call and its end tell; nil where it must be asked.
  mutating func keeping(_ event: Event, _ traits: PrincipalTraits, _ strings: StringTable)
    -> Keeping?
  {
    let wanted = candidates(event, CallerType(traits), strings)
    if wanted.isRecordOfDetectors { return .record }
    var keeping = Keeping.nothing
    for question in wanted.questions {
      if question.isAsked { return keeping == .record ? .record : nil }
      keeping = max(keeping, question.keeping)
    }
    return keeping
  }

  /// What must be kept of the record in `map`.
  mutating func keeping(
    of map: JSONMap, _ bytes: Span<UInt8>, _ event: Event, _ traits: PrincipalTraits,
    _ strings: StringTable
  ) -> Keeping {
    let wanted = candidates(event, CallerType(traits), strings)
    if wanted.isRecordOfDetectors { return .record }
    var keeping = Keeping.nothing
    for question in wanted.questions where question.keeping > keeping {
      if question.isAsked,
        question.detection.evaluate(map, bytes, context: UnknownContext()) == .no
      {
        continue
      }
      keeping = question.keeping
      if keeping == .record { break }
    }
    return keeping
  }

  private mutating func candidates(
    _ event: Event, _ type: CallerType, _ strings: StringTable
  ) -> Wanted {
    let call = Call(
      source: event.source, name: event.name, errorCode: event.errorCode, type: type)
    if let wanted = known[call] { return wanted }
    let source = strings.text(event.source)
    let name = strings.text(event.name)
    let facts = MappedRecord(
      RecordHead.json(
        source: source, name: name, errorCode: strings.optionalText(event.errorCode),
        type: type.rawValue, invokedBy: nil))
    var fields: Set = ["eventSource", "eventName", "errorCode"]
    if type != .unknown { fields.insert("userIdentity.type") }
    var wanted = Wanted(
      questions: calls.compactMap { call in
        guard call.keeping != .nothing, call.calls.admits(source, name),
          call.mayEnd(failed: event.errorCode != .none)
        else { return nil }
        return Self.question(call, facts, fields)
      },
      isRecordOfDetectors: feedsDetectors && EventWatch.Kind(source, name).needsRecord)
    // What is settled first: often nothing else need be asked.
    let split = wanted.questions.partition(by: \.isAsked)
    wanted.questions[split...].sort { $0.keeping > $1.keeping }
    if known.count >= Self.limit { known.removeAll() }
    known[call] = wanted
    return wanted
  }

  /// What a rule still asks where these fields are as in `facts`; nil for nothing.
  private static func question(
    _ call: WatchedCall, _ facts: MappedRecord?, _ fields: Set<String>
  ) -> Question? {
    let left =
      facts?.settled(call.detection, fields, UnknownContext(), costs: [:]) ?? call.detection
    if left.settledAnswer == .no { return nil }
    // What asks for nothing of the record is open until more is known.
    let isAsked =
      call.isAsked && left.settledAnswer == nil
      && PlaybookRule.RecordNeed(of: left) != .nothing
    return Question(detection: left, keeping: call.keeping, isAsked: isAsked)
  }
}

/// Calls of which something must be kept, for the sake of one rule.
private struct WatchedCall: Sendable {
  var detection: Detection
  var calls: CallIndex
  var keeping: RecordKeeper.Keeping
  /// True where the record itself tells whether the rule may want it.
  var isAsked: Bool
  var admitsSuccess = true
  var admitsFailure = true

  init(_ rule: PlaybookRule) {
    detection = rule.detection
    calls = rule.calls
    isAsked = rule.needs == .whole
    keeping = rule.needs == .whole ? .record : rule.calls.isNarrow ? .event : .nothing
    admitsSuccess = rule.ending.mayBe(failed: false)
    admitsFailure = rule.ending.mayBe(failed: true)
  }

  init(_ rule: DetectionRule) {
    detection = rule.detection
    calls = rule.calls
    isAsked = rule.needs == .whole || !rule.calls.isNarrow
    keeping = rule.needs == .whole ? .record : .event
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

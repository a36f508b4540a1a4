internal import CloudTrail
internal import Sigma

/// Says while records are scanned which of them a playbook will want to see again, and answers the
/// detections that ask for nothing but the record.
///
/// Nobody knows yet which session belongs to which runner, so a rule that asks for it answers
/// `maybe`; what is not a certain `no` is kept. A rule that asks for the record alone is answered
/// here once for all, by as many threads as scan: the event bears the numbers of those that said
/// yes, and the record need not be kept for them. Most records end at the question which rules
/// speak of their call at all, which is answered once for each call. One worker uses one keeper.
///
///     eventSource, eventName ─► rules (remembered) ─► ask the record itself? ─► answers, kept
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

  /// What is to be kept of a record, and for whose sake.
  struct Wish {
    /// The most that anybody wants.
    var keeping = Keeping.nothing
    /// What is wanted though the record may have nothing to do with a runner. All else is asked of
    /// a runner's own calls alone, or of those that name what is a runner's.
    var ofAnybody = Keeping.nothing
    /// What the record must still be asked where it has to do with a runner.
    var open: [Question] = []

    /// A wish for so much, whoever made the call.
    init(_ keeping: Keeping = .nothing) {
      self.keeping = keeping
      ofAnybody = keeping
    }

    /// Of whom it is wanted.
    var watch: Event.Watch {
      ofAnybody != .nothing ? .ofAnybody : keeping != .nothing ? .ofRunners : .nobody
    }

    /// Adds what a rule wants.
    mutating func add(_ keeping: Keeping, ofRunners: Bool) {
      self.keeping = max(self.keeping, keeping)
      if !ofRunners { ofAnybody = max(ofAnybody, keeping) }
    }

    /// Asks the record, which is in `map`, what is open.
    mutating func complete(_ map: JSONMap, _ bytes: Span<UInt8>) {
      for question in open where !covers(question.keeping, ofRunners: true) {
        if question.answer(map, bytes, nil) == .no { continue }
        add(question.keeping, ofRunners: true)
      }
    }

    /// True where it makes no difference that a rule wants so much.
    func covers(_ keeping: Keeping, ofRunners: Bool) -> Bool {
      keeping <= (ofRunners ? self.keeping : ofAnybody)
    }
  }

  /// Those of the playbook and of the detections, in this order.
  private let rules: [WatchedRules]
  /// For each detection whether more of a record that it matches is told than every event carries.
  private let tellsOfRecord: [Bool]
  private let feedsDetectors: Bool
  private var indicators: IndicatorWatch?
  private var known: [Call: Wanted] = [:]
  private var recent = RecentAnswers<Call, Wanted>()
  /// How many records were asked about.
  private var asked = 0
  /// The number of records after which questions get memory of their own, so that workers do not
  /// wait for each other. For fewer records copying takes longer than waiting.
  private let many: Int
  /// The detections that ask for the user agent alone, and what each agent was answered: agents are
  /// few, and such rules would be asked of every record.
  private let agentCalls: [WatchedCall]
  private var agents: [StringID: [Int32]] = [:]
  /// Those that name no calls and ask for the caller, and what each caller was answered: they would
  /// be asked of every record, too.
  private let identityCalls: [WatchedCall]
  private let identityFields: Set<String>
  /// True where one of them asks for the access key.
  private let asksForKeys: Bool
  private var identities: ByteMemo<Identity>?

  /// How many calls are known; behind that they are settled anew.
  private static let limit = 1 << 14

  /// A keeper for the rules of `playbook`, and the detections that are asked; `many` are the
  /// records after which questions are no longer shared with other workers.
  init(
    _ playbook: Playbook, _ detections: DetectionPack? = nil,
    indicators: IndicatorList = IndicatorList(), many: Int
  ) {
    self.many = many
    var calls = playbook.rules.map { WatchedCall($0) }
    if detections != nil { calls += playbook.suppressions.compactMap { WatchedCall($0) } }
    rules = [WatchedRules(calls), detections?.watched].compactMap { $0 }
    agentCalls = rules.flatMap(\.ofAgents)
    identityCalls = rules.flatMap(\.ofIdentities)
    identityFields = identityCalls.reduce(into: []) { $0.formUnion($1.identityFields) }
    asksForKeys = identityFields.contains { JSONText.contains($0, Array("accessKeyId".utf8)) }
    if !identityCalls.isEmpty { identities = ByteMemo() }
    tellsOfRecord = detections?.rules.map { $0.needsOnMatch == .whole } ?? []
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

  /// True where the user agent of every record is asked for.
  var asksForAgents: Bool { !agentCalls.isEmpty }

  /// Notes with the event the detections that match for its user agent, a text or none.
  mutating func noteAgent(_ event: inout Event, _ strings: StringTable) {
    if let answers = agents[event.agent] {
      if !answers.isEmpty { event.answers += answers }
      return
    }
    var head = RecordText()
    head.member("userAgent", strings.optionalText(event.agent))
    let record = MappedRecord(head.finished)
    let matching = agentCalls.filter { record?.evaluate($0.detection, UnknownContext()) == .yes }
    if agents.count >= Self.limit { agents.removeAll() }
    agents[event.agent] = matching.compactMap(\.answers)
    event.answers += matching.compactMap(\.answers)
  }

  /// Notes with the event the detections that match for the user agent of the record in `map`.
  func noteAgent(of map: JSONMap, _ bytes: Span<UInt8>, _ event: inout Event) {
    for call in agentCalls
    where call.detection.evaluate(map, bytes, context: UnknownContext()) == .yes {
      event.answers += [call.answers].compactMap { $0 }
    }
  }

  /// What the caller that is the object `node` of `map` tells.
  private mutating func identity(_ map: JSONMap, _ bytes: Span<UInt8>, _ node: Int) -> Identity {
    let range = map.nodes[node].range
    // Sessions have many keys, and a forward access session another one in every record.
    let key = asksForKeys ? nil : map.member(Field.accessKeyID, of: node, in: bytes)
    let part = BytePart(bytes, range, without: key.map { map.nodes[$0].range })
    if let known = identities?.value(bytes, part) { return known }
    var head = Array(#"{"userIdentity":"#.utf8)
    JSONText.append(bytes, range, to: &head)
    let record = MappedRecord(head + [UInt8(ascii: "}")])
    var identity = Identity()
    for call in identityCalls {
      guard let number = call.answers else { continue }
      let left = record?.settled(call.detection, identityFields, UnknownContext(), costs: [:])
      switch left?.settledAnswer {
      case .yes: identity.answers.append(number)
      case .no: break
      case .maybe, nil: identity.open.append(number)
      }
    }
    identities?.note(bytes, part, identity)
    return identity
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
    looksForIndicators || asksForAgents
      || candidates(event, .unknown, mayHoldMessage: true, strings).isAny
  }

  /// What must be kept of the record in `map`; notes with the event the detections that it matches.
  /// What must be asked where the record has to do with a runner, is open.
  ///
  /// `mayHoldMessage` is false where the record certainly holds no `errorMessage`; `identity` is
  /// the object of the caller, nil where there is none or it is not to be remembered.
  mutating func keeping(
    of map: JSONMap, _ bytes: Span<UInt8>, _ event: inout Event, _ traits: PrincipalTraits,
    identity: Int? = nil, mayHoldMessage: Bool, _ strings: StringTable
  ) -> Wish {
    asked += 1
    if asked == many {
      known = known.mapValues(\.unshared)
      recent.forget()
    }
    let wanted = candidates(event, CallerType(traits), mayHoldMessage: mayHoldMessage, strings)
    var wish = wanted.wish
    event.answers = wanted.answers
    if wanted.questions.isEmpty { return wish }
    let caller = wanted.asksForIdentity ? identity.map { self.identity(map, bytes, $0) } : nil
    for question in wanted.questions
    where question.answers != nil || !wish.covers(question.keeping, ofRunners: false) {
      if question.answer(map, bytes, caller) == .no { continue }
      if let number = question.answers {
        event.answers.append(number)
      } else {
        wish.add(question.keeping, ofRunners: false)
      }
    }
    return wish
  }

  /// True where something is told of an event that only its record holds.
  func tellsOfRecord(_ event: Event) -> Bool {
    event.answers.contains { tellsOfRecord[Int($0)] }
  }

  private mutating func candidates(
    _ event: Event, _ type: CallerType, mayHoldMessage: Bool, _ strings: StringTable
  ) -> Wanted {
    let call = Call(
      source: event.source, name: event.name, errorCode: event.errorCode, type: type,
      mayHoldMessage: mayHoldMessage)
    if let last = recent.answer(to: call) { return last }
    let wanted = known[call] ?? settled(call, strings)
    recent.note(wanted, to: call)
    return wanted
  }

  /// Who wants to see a call, for which all rules are asked.
  private mutating func settled(_ call: Call, _ strings: StringTable) -> Wanted {
    let source = strings.text(call.source)
    let name = strings.text(call.name)
    let facts = MappedRecord(
      RecordHead.json(
        source: source, name: name, errorCode: strings.optionalText(call.errorCode),
        type: call.type.name, invokedBy: nil))
    var fields: Set = ["eventSource", "eventName", "errorCode"]
    if call.type != .unknown { fields.insert("userIdentity.type") }
    if !call.mayHoldMessage { fields.insert("errorMessage") }
    var draft = Draft()
    let kind = EventWatch.Kind(source, name)
    if feedsDetectors, kind.needsRecord || kind.isLookedAtOfAnybody {
      draft.wish.add(
        kind.needsRecord ? .record : .event, ofRunners: !kind.isLookedAtOfAnybody)
    }
    for rules in rules {
      for number in facts?.candidates(rules.index) ?? Array(rules.calls.indices)
      where rules.calls[number].mayEnd(failed: call.errorCode != .none) {
        Self.add(rules.calls[number], facts, fields, to: &draft)
      }
    }
    let certain = draft.wish
    draft.questions.removeAll {
      $0.answers == nil && certain.covers($0.keeping, ofRunners: $0.isOfRunners)
    }
    // What keeps the whole record spares those that would keep less.
    draft.questions.sort { $0.order < $1.order }
    draft.wish.open = draft.questions.filter(\.isOfRunners)
    draft.questions.removeAll(where: \.isOfRunners)
    if known.count >= Self.limit { known.removeAll() }
    let shared = Wanted(draft.wish, answers: draft.answers, questions: draft.questions)
    let wanted = asked >= many ? shared.unshared : shared
    known[call] = wanted
    return wanted
  }

  /// Adds what a rule still asks where these fields are as in `facts`.
  private static func add(
    _ call: WatchedCall, _ facts: MappedRecord?, _ fields: Set<String>, to draft: inout Draft
  ) {
    let left =
      facts?.settled(call.detection, fields, UnknownContext(), costs: [:]) ?? call.detection
    let answer = left.settledAnswer
    if answer == .no { return }
    if let number = call.answers {
      if answer == .yes {
        draft.answers.append(number)
      } else {
        draft.questions.append(
          Question(
            detection: left, keeping: .nothing,
            asksForIdentity: !call.identityFields.isEmpty, answers: number))
      }
      return
    }
    // What asks for nothing of the record is open until more is known.
    let isOfRunners = call.isOfRunners(left)
    if call.isAsked, answer == nil, PlaybookRule.RecordNeed(of: left) != .nothing {
      draft.questions.append(
        Question(detection: left, keeping: call.keeping, isOfRunners: isOfRunners))
    } else {
      draft.wish.add(call.keeping, ofRunners: isOfRunners)
    }
  }
}

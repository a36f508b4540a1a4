internal import CloudTrail
internal import Sigma

/// What rules still ask of an event once its call, its end and its caller are known.
///
/// Events of one kind are many and kinds are few: each kind settles all rules once, and most rules
/// with it. What is left asks only for what differs from event to event. One thread.
///
///     (s3 GetObject, no error, called by a task role) ─► 100 rules ─► 2 questions
final class QuestionTable {
  /// What is the same for all events of a kind.
  struct Kind: Hashable {
    var source: StringID
    var name: StringID
    var errorCode: StringID
    var startedNothing: Bool
    /// The number of the caller's kind.
    var caller: Int32
    var session: SessionRole
    /// How an object of S3 is encrypted.
    var encryption: StringID
    /// What is known of it when it is asked about.
    var state: EventState = []

    // Every event is looked up: words are hashed faster than as many values.
    func hash(into hasher: inout Hasher) {
      hasher.combine(UInt64(source.number) << 32 | UInt64(name.number))
      hasher.combine(UInt64(errorCode.number) << 32 | UInt64(encryption.number))
      hasher.combine(
        UInt64(UInt32(bitPattern: caller)) << 9 | UInt64(state.rawValue) << 1
          | (startedNothing ? 1 : 0))
      hasher.combine(session)
    }
  }

  /// What else is known of an event when it is asked about: whose call it is, and what has been
  /// noticed of the session by then.
  struct EventState: OptionSet, Hashable {
    var rawValue: UInt8
    /// The session is that of a runner.
    static let isRunner = EventState(rawValue: 1)
    /// The caller may be a responder.
    static let mayRespond = EventState(rawValue: 2)
    /// The session is suspicious.
    static let isSuspect = EventState(rawValue: 4)
    /// A policy had denied a call of the session before.
    static let wasDenied = EventState(rawValue: 8)
    /// No revocation can speak of the session.
    static let isUnrevoked = EventState(rawValue: 16)
    /// What is named are no access logs of a runner's.
    static let isNoAccessLog = EventState(rawValue: 32)
  }

  /// What is known of the session whose credential was used.
  enum SessionRole: Hashable {
    /// None was.
    case noSession
    /// That of a role of nobody's.
    case unknown
    case known(RoleKind)
  }

  /// What a rule still asks.
  struct Question {
    /// The place of the rule among those that the table was made of.
    var rule: Int
    var detection: Detection
    var needs: PlaybookRule.RecordNeed
    /// What an event must name for the answer to be yes.
    var names: NamedParts
    /// Fields one of which must hold a name of the runner; nil = nothing tells.
    var boundBy: [String]?
  }

  /// A rule before anything is known.
  struct Rule {
    var detection: Detection
    var calls: CallIndex
    /// True where it can only match what a session did.
    var needsSession = false
    /// False where events of a kind are none of its business, whatever else they tell.
    var isAsked: (Kind, KindFacts) -> Bool
  }

  /// How many kinds are remembered; behind that all are settled anew.
  private static let limit = 1 << 15

  private let rules: [Rule?]
  /// What calls each rule speaks of.
  private let calls: [CallIndex?]
  private let tables: EventTables
  private var known: [Kind: [Question]] = [:]
  /// The rules that name a call, which kinds of events have in common.
  private var admitting: [Call: [Int]] = [:]

  private struct Call: Hashable {
    var source: StringID
    var name: StringID
  }

  /// A table over rules; nil is never asked.
  init(_ rules: [Rule?], _ tables: EventTables) {
    self.rules = rules
    calls = rules.map { $0?.calls }
    self.tables = tables
  }

  /// What is asked of events of this kind, in the order of the rules.
  func questions(_ kind: Kind) -> [Question] {
    if let found = known[kind] { return found }
    if known.count >= Self.limit {
      known.removeAll()
      admitting.removeAll()
    }
    let found = settle(kind)
    known[kind] = found
    return found
  }

  private func settle(_ kind: Kind) -> [Question] {
    let numbers = admitting(Call(source: kind.source, name: kind.name))
    if numbers.isEmpty { return [] }
    let facts = tables.facts(of: kind)
    return numbers.compactMap { number in
      guard let rule = rules[number], !rule.needsSession || kind.session != .noSession,
        rule.isAsked(kind, facts)
      else { return nil }
      let left = facts.settle(rule.detection)
      if left.settledAnswer == .no { return nil }
      return Question(rule: number, left)
    }
  }

  /// The places of the rules that name a call.
  private func admitting(_ call: Call) -> [Int] {
    if let found = admitting[call] { return found }
    let asked = CallIndex.ServiceCall(
      tables.strings.text(call.source), tables.strings.text(call.name))
    let found = calls.indices.filter { calls[$0]?.admits(asked) == true }
    admitting[call] = found
    return found
  }
}

extension QuestionTable.Question {
  /// What `rule` asks with `detection`.
  init(rule: Int, _ detection: Detection) {
    self.rule = rule
    self.detection = detection
    needs = PlaybookRule.RecordNeed(of: detection)
    names = NamedParts(needed: detection)
    boundBy = detection.boundFields(RunnerSet.isBinding)?.sorted()
  }
}

/// What is known of all events of a kind, as a record and as fields of the context.
struct KindFacts: MatchContext {
  /// How the call ended.
  let outcome: Outcome
  /// True for what a service does for itself.
  let isServiceWork: Bool
  /// True for a call that failed with a code.
  let hasFailed: Bool
  private let record: MappedRecord?
  private let fields: Set<String>
  private let values: [String: [String]]

  /// The names of the fields of the context, each made once.
  private static let names = Dictionary(
    uniqueKeysWithValues: ContextField.allCases.map { ($0, $0.name) })

  /// What fields of the context cost that are read from the record.
  private static let costs = Dictionary(
    uniqueKeysWithValues: ContextField.allCases.filter(\.isReadFromRecord).map { ($0.name, 200) })

  /// The facts of `kind`.
  init(_ kind: QuestionTable.Kind, _ tables: EventTables) {
    let name = tables.strings.text(kind.name)
    let caller = tables.callers.kinds[Int(kind.caller)]
    let error = tables.strings.optionalText(kind.errorCode)
    record = MappedRecord(
      RecordHead.json(
        source: tables.strings.text(kind.source), name: name, errorCode: error, type: caller.type,
        invokedBy: caller.invokedBy))
    var fields = Set<String>(minimumCapacity: 24)
    fields.formUnion(["eventSource", "eventName", "errorCode"])
    if !caller.type.isEmpty { fields.insert("userIdentity.type") }
    if caller.invokedBy != nil { fields.insert("userIdentity.invokedBy") }
    outcome = kind.startedNothing && error == nil ? .error : tables.outcome(kind.errorCode)
    isServiceWork = caller.isServiceWork
    hasFailed = error != nil
    var values: [String: [String]] = [:]
    values.reserveCapacity(16)
    func note(_ field: ContextField, _ value: String?) {
      let name = Self.names[field] ?? field.name
      values[name] = value.map { [$0] } ?? []
      fields.insert(name)
    }
    note(.eventName, name)
    note(.outcome, outcome.rawValue)
    note(.isService, caller.isService ? "true" : "false")
    note(.encryption, tables.strings.optionalText(kind.encryption))
    note(.sessionIsSuspect, kind.state.contains(.isSuspect) ? "true" : "false")
    note(.deniedBefore, kind.state.contains(.wasDenied) ? "true" : "false")
    if kind.state.contains(.isUnrevoked) { note(.revocation, SessionRevocation.none.rawValue) }
    if kind.state.contains(.isNoAccessLog) { note(.isAccessLog, "false") }
    switch kind.session {
    case .noSession:
      for field: ContextField in [
        .session, .sessionRole, .sessionRoleKind, .sessionIssuedAt, .sessionIsSuspect,
        .deniedBefore,
      ] { note(field, nil) }
    case .unknown: note(.sessionRoleKind, nil)
    case .known(let role): note(.sessionRoleKind, role.rawValue)
    }
    self.values = values
    self.fields = fields
  }

  /// What is left of `detection`.
  func settle(_ detection: Detection) -> Detection {
    record?.settled(detection, fields, self, costs: Self.costs) ?? detection
  }

  func values(ofField name: String) -> [String]? { values[name] }
  func values(ofPlaceholder name: String) -> [PlaceholderValue]? { nil }
}

/// The kinds of callers, by what rules ask of callers most; each principal is looked at once.
final class CallerKinds {
  /// What callers of a kind have in common.
  struct Kind: Hashable {
    var type: String
    var invokedBy: String?
    var isService: Bool
    /// True for what a service does for itself: with no identity, with a role linked to it, or
    /// where AWS looks after an account.
    var isServiceWork: Bool

    init(type: String, invokedBy: String?, arn: String?) {
      self.type = type
      self.invokedBy = invokedBy
      isService = Principal.isService(type: type, arn: arn, invokedBy: invokedBy)
      isServiceWork =
        isService || arn.map { JSONText.contains($0, Self.linkedRole) } == true
        || invokedBy.map(Self.inspectors.contains) == true
    }

    private static let linkedRole = Array(":assumed-role/AWSServiceRoleFor".utf8)

    /// Services that call for themselves what looks like somebody's call.
    private static let inspectors: Set<String> = [
      "cloudtrail.amazonaws.com", "trustedadvisor.amazonaws.com", "config.amazonaws.com",
      "access-analyzer.amazonaws.com",
    ]
  }

  private(set) var kinds: [Kind] = []
  private var numbers: [Kind: Int32] = [:]
  private var known: [Int32]

  /// No caller is known yet, of so many.
  init(principals: Int) { known = [Int32](repeating: -1, count: principals) }

  /// The number of the kind of `principals[number]`.
  func kind(of number: Int, _ principals: [Principal]) -> Int32 {
    if known[number] >= 0 { return known[number] }
    let kind = Kind(
      type: principals[number].type, invokedBy: principals[number].invokedBy,
      arn: principals[number].arn)
    let found = numbers[kind] ?? Int32(kinds.count)
    if found == kinds.count {
      kinds.append(kind)
      numbers[kind] = found
    }
    known[number] = found
    return found
  }
}

internal import CloudTrail
internal import Sigma

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
  fileprivate static let names = Dictionary(
    uniqueKeysWithValues: ContextField.allCases.map { ($0, $0.name) })

  /// What fields of the context cost that are read from the record.
  fileprivate static let costs = Dictionary(
    uniqueKeysWithValues: ContextField.allCases.filter(\.isReadFromRecord).map { ($0.name, 200) })

  /// The facts of `kind`.
  init(_ kind: EventKind, _ tables: EventTables) {
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

/// What the state of an event says, as fields of the context.
struct StateFacts: MatchContext {
  private static let fields: Set<String> = Set(
    [ContextField.sessionIsSuspect, .deniedBefore, .revocation, .isAccessLog].map(\.name))

  private let values: [String: [String]]
  private let known: Set<String>

  /// The facts of events in `state`.
  init(_ state: EventState) {
    var values: [String: [String]] = [:]
    func note(_ field: ContextField, _ value: String) {
      values[KindFacts.names[field] ?? field.name] = [value]
    }
    note(.sessionIsSuspect, state.contains(.isSuspect) ? "true" : "false")
    note(.deniedBefore, state.contains(.wasDenied) ? "true" : "false")
    if state.contains(.isUnrevoked) { note(.revocation, SessionRevocation.none.rawValue) }
    if state.contains(.isNoAccessLog) { note(.isAccessLog, "false") }
    self.values = values
    known = Set(values.keys)
  }

  /// True where the state of an event may settle more of `detection`.
  static func settleMore(of detection: Detection) -> Bool {
    !fields.isDisjoint(with: detection.fields)
  }

  /// What is left of `detection`, of which the kind has settled what it could.
  func settle(_ detection: Detection) -> Detection {
    MappedRecord.empty?.settled(detection, known, self, costs: KindFacts.costs) ?? detection
  }

  func values(ofField name: String) -> [String]? { values[name] }
  func values(ofPlaceholder name: String) -> [PlaceholderValue]? { nil }
}

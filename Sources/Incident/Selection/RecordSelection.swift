package import CloudTrail
package import Sigma

/// Which records a command speaks of.
///
/// A record is selected where every part that was asked for accepts it. Where no part says what
/// kind of call is meant, `scope` does: the four audited families or everything.
package struct RecordSelection: Sendable {
  /// What is selected where nothing more is said.
  package enum Scope: Sendable {
    /// AssumeRoleWithWebIdentity; ECS RunTask; every S3 and every KMS event.
    case families
    case everything
  }

  /// What is selected where nothing more is said.
  package var scope = Scope.families
  /// Half open.
  package var from: EventTime?
  package var to: EventTime?
  /// Calls, with or without the API version.
  package var events = TextSelector([])
  /// Services, whole or by their first label.
  package var services = TextSelector([])
  /// Accounts that logged.
  package var accounts = TextSelector([])
  /// Regions that logged.
  package var regions = TextSelector([])
  /// Callers by any of their names.
  package var principals = TextSelector([])
  /// Keys used, issued or acted upon.
  package var keys = TextSelector([])
  /// Source addresses.
  package var addresses: AddressSelector?
  /// Resources by any of their names.
  package var resources = TextSelector([])
  /// How the call ended.
  package var outcomes = TextSelector([])
  /// Event categories.
  package var categories = TextSelector([])
  /// Detections, all of which must match; of trailscan's own fields they may ask for those that
  /// `RecordContext` knows.
  package var conditions: [Detection] = [] {
    didSet {
      let references = conditions.flatMap(\.references).filter { $0.kind == .contextField }
      contextFields = Set(references.map(\.name))
    }
  }
  private var contextFields: Set<String> = []

  /// Everything of the four families.
  package init() {}

  /// True where the answer needs more of a record than its service and call.
  package var needsFields: Bool {
    from != nil || to != nil || !accounts.isEmpty || !regions.isEmpty || !principals.isEmpty
      || !keys.isEmpty || addresses?.isEmpty == false || !resources.isEmpty || !outcomes.isEmpty
      || !categories.isEmpty || !conditions.isEmpty
  }

  /// True where a part other than `scope` narrows the selection.
  package var isNarrowed: Bool { needsFields || !events.isEmpty || !services.isEmpty }

  /// True where texts say which services or calls are meant.
  var namesCalls: Bool { scope == .everything && (!services.isEmpty || !events.isEmpty) }

  // MARK: By service and call

  private static let webIdentity = Array("AssumeRoleWithWebIdentity".utf8)
  private static let runTask = Array("RunTask".utf8)
  private static let sts = Array("sts.amazonaws.com".utf8)
  private static let ecs = Array("ecs.amazonaws.com".utf8)
  private static let s3 = Array("s3.amazonaws.com".utf8)
  private static let kms = Array("kms.amazonaws.com".utf8)

  /// True where the record belongs to one of the four audited families.
  package static func isOfFamilies(_ bytes: Span<UInt8>, _ mark: RecordMark) -> Bool {
    let source = mark.eventSource
    switch source.count {
    case 16: return JSONText.equal(bytes, source, s3)
    case 17:
      if JSONText.equal(bytes, source, kms) { return true }
      if JSONText.equal(bytes, source, ecs) {
        return JSONText.equal(bytes, mark.eventName, runTask)
      }
      return JSONText.equal(bytes, source, sts)
        && JSONText.equal(bytes, mark.eventName, webIdentity)
    default: return false
    }
  }

  /// What can be said without reading the record: false is certain.
  package func mayAccept(_ bytes: Span<UInt8>, _ mark: RecordMark) -> Bool {
    if scope == .families { return Self.isOfFamilies(bytes, mark) }
    if !namesCalls { return true }
    let source = String(decoding: JSONText.copy(bytes, mark.eventSource), as: UTF8.self)
    let name = String(decoding: JSONText.copy(bytes, mark.eventName), as: UTF8.self)
    return mayAccept(service: source, call: name)
  }

  /// The same for what is no record but tells of a call to a service.
  func mayAccept(service: String, call: String) -> Bool {
    if scope == .families { return service == "s3.amazonaws.com" }
    return accepts(service: service) && accepts(call: call)
  }

  /// A service may be named whole or by its first label.
  private func accepts(service: String) -> Bool {
    let label = service.split(separator: ".").first.map(String.init) ?? service
    return services.isEmpty || services.accepts(anyOf: [service, label])
  }

  /// A call may be named without the API version that some services append.
  private func accepts(call: String) -> Bool {
    events.isEmpty || events.accepts(anyOf: [call, Self.unversioned(call)])
  }

  /// `Invoke` of `Invoke20150331` and `Invoke20150331v1`: a name without the eight digits of a date
  /// from 2000 on. Other names are left alone, also those with `_` in the date.
  static func unversioned(_ call: String) -> String {
    var text = call[...]
    if text.count > 2, let last = text.last, last.isNumber, text.dropLast().last == "v" {
      text = text.dropLast(2)
    }
    let digits = text.suffix(8)
    guard digits.count == 8, digits.hasPrefix("20"), digits.allSatisfy(\.isNumber),
      text.count > 8
    else { return call }
    return String(text.dropLast(8))
  }

  // MARK: By the fields

  /// The answer for a record that `mayAccept` did not refuse.
  package func accepts(_ map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    acceptsTime(map, bytes) && acceptsPlace(map, bytes) && acceptsCaller(map, bytes)
      && acceptsOutcome(map, bytes) && acceptsResource(map, bytes)
      && acceptsConditions(map, bytes)
  }

  private func acceptsConditions(_ map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    guard !conditions.isEmpty else { return true }
    let context = RecordContext(contextFields, map, bytes)
    return conditions.allSatisfy { $0.evaluate(map, bytes, context: context) == .yes }
  }

  private func acceptsTime(_ map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    guard from != nil || to != nil else { return true }
    guard let time = EventTime(of: map, bytes) else { return false }
    return (from.map { $0 <= time } ?? true) && (to.map { time < $0 } ?? true)
  }

  private func acceptsPlace(_ map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    if !accounts.isEmpty {
      let account = map.text(Field.recipientAccountID, of: 0, in: bytes)
      let identity = map.member(Field.userIdentity, of: 0, in: bytes)
      guard
        accounts.accepts(
          account ?? map.text(Field.accountID, of: identity, in: bytes) ?? "")
      else { return false }
    }
    if !regions.isEmpty {
      guard regions.accepts(map.text(Field.awsRegion, of: 0, in: bytes) ?? "") else { return false }
    }
    guard let addresses, !addresses.isEmpty else { return true }
    return addresses.accepts(map.text(Field.sourceIPAddress, of: 0, in: bytes) ?? "")
  }

  private func acceptsCaller(_ map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    if !principals.isEmpty {
      guard principals.accepts(anyOf: RecordNames.principals(map, bytes)) else { return false }
    }
    return keys.isEmpty || keys.accepts(anyOf: RecordNames.keys(map, bytes))
  }

  private func acceptsOutcome(_ map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    if !outcomes.isEmpty {
      guard outcomes.accepts(RecordNames.outcome(map, bytes).rawValue) else { return false }
    }
    return categories.isEmpty || categories.accepts(RecordNames.category(map, bytes))
  }

  private func acceptsResource(_ map: JSONMap, _ bytes: Span<UInt8>) -> Bool {
    resources.isEmpty || resources.accepts(anyOf: RecordNames.resources(map, bytes))
  }
}

extension EventTime {
  /// The `eventTime` of a record, or nil where it cannot be read.
  package init?(of map: JSONMap, _ bytes: Span<UInt8>) {
    guard let node = map.member(Field.eventTime, of: 0, in: bytes),
      map.nodes[node].kind == .string
    else { return nil }
    self.init(iso: bytes, in: map.nodes[node].range)
  }
}

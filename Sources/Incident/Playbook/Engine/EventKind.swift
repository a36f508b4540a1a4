/// What many events have in common: their call, how it ended, and what kind of caller made it.
///
/// Events of one kind are many and kinds are few: each kind settles most rules once for all.
struct EventKind: Hashable, RecentKey {
  var source: StringID
  var name: StringID
  var errorCode: StringID
  var startedNothing: Bool
  /// The number of the caller's kind.
  var caller: Int32
  var session: SessionRole
  /// How an object of S3 is encrypted.
  var encryption: StringID

  /// What is known of the session whose credential was used.
  enum SessionRole: Hashable {
    /// None was.
    case noSession
    /// That of a role of nobody's.
    case unknown
    case known(RoleKind)
  }

  // Every event is looked up: words are hashed faster than as many values.
  func hash(into hasher: inout Hasher) {
    hasher.combine(UInt64(source.number) << 32 | UInt64(name.number))
    hasher.combine(UInt64(errorCode.number) << 32 | UInt64(encryption.number))
    hasher.combine(UInt64(UInt32(bitPattern: caller)) << 1 | (startedNothing ? 1 : 0))
    hasher.combine(session)
  }

  var scatter: UInt32 {
    source.number &* 31 ^ name.number ^ errorCode.number &* 127 ^ encryption.number &* 7
      ^ UInt32(bitPattern: caller) << 5 ^ (startedNothing ? 1 << 8 : 0)
  }
}

extension EventKind {
  /// The kind of an event; the number of its caller's is that of `tables`.
  init(_ judged: JudgedEvent, _ tables: EventTables) {
    source = judged.event.source
    name = judged.event.name
    errorCode = judged.event.errorCode
    startedNothing = judged.event.startedNothing
    caller = tables.callers.kind(of: judged.event.principal)
    encryption = judged.event.encryption
    session = .noSession
    if let number = judged.finding?.session {
      session = tables.graph.sessions.nodes[number].session.roleKind.map { .known($0) } ?? .unknown
    }
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

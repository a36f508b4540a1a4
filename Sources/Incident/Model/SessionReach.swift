package import CloudTrail

/// What one session touched, and what it tried in vain: the blast radius of a credential.
package struct SessionReach: Equatable, Sendable {
  /// A bucket, with what was done to its objects.
  package struct Bucket: Equatable, Sendable {
    package var name: String
    /// Different objects read, written or deleted, and the first folders of their keys.
    package var objects = 0
    package var prefixes: [String] = []
    package var reads = 0
    package var writes = 0
    package var deletes = 0
    package var lists = 0
    /// Bytes that S3 sent and received, as it logged them.
    package var bytesOut = 0
    package var bytesIn = 0
    package var denied = 0

    /// A bucket to which nothing was done.
    package init(name: String) { self.name = name }
  }

  /// A KMS key, and for what it was used.
  package struct Key: Equatable, Sendable {
    package var name: String
    package var calls = 0
    package var denied = 0
    /// Encryption contexts, which tell the object, log group or secret that the key was used for.
    package var contexts: [String] = []

    /// A key that was not used.
    package init(name: String) { self.name = name }
  }

  /// Anything else with a name.
  package struct Item: Equatable, Sendable {
    /// What it is.
    package enum Kind: String, CaseIterable, Sendable {
      case secret, parameter, task, image, role, identity, logGroup
    }

    package var kind: Kind
    package var name: String
    package var calls = 0
    package var denied = 0

    /// Something that was not touched.
    package init(kind: Kind, name: String) {
      self.kind = kind
      self.name = name
    }
  }

  package var session: String
  package var runner: String?
  /// True where the session is suspicious.
  package var isSuspect: Bool
  package var firstTime: EventTime?
  package var lastTime: EventTime?
  package var events = 0
  package var denied = 0
  /// In text order.
  package var buckets: [Bucket] = []
  package var keys: [Key] = []
  package var items: [Item] = []
  /// Calls by `service:Call`, those that succeeded and those that were denied.
  package var calls: [String: Int] = [:]
  package var deniedCalls: [String: Int] = [:]
  /// False where the logs hold no data events of S3: then what is missing here proves nothing.
  package var hasDataEvents = true

  /// The reach of a session that touched nothing.
  package init(session: String, runner: String?, isSuspect: Bool) {
    self.session = session
    self.runner = runner
    self.isSuspect = isSuspect
  }

  /// The names of all that was touched with success.
  package var resourceNames: [String] {
    buckets.filter { $0.reads + $0.writes + $0.deletes + $0.lists > 0 }.map { "bucket \($0.name)" }
      + keys.filter { $0.calls > 0 }.map { "key \($0.name)" }
      + items.filter { $0.calls > 0 }.map { "\($0.kind.rawValue) \($0.name)" }
  }

  /// True where objects or secrets were read or changed.
  package var hasTouchedData: Bool {
    buckets.contains { $0.reads + $0.writes + $0.deletes > 0 }
      || items.contains { [.secret, .parameter].contains($0.kind) && $0.calls > 0 }
  }
}

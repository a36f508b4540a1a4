package import CloudTrail

/// A workload that logs in through OIDC web identity, with all that the logs tell of it.
package struct Runner: Equatable, Sendable {
  /// One IAM role of the runner. A role made again under the same name is another one.
  package struct Role: Equatable, Sendable {
    /// What the role is for.
    package var kind: RoleKind
    /// The ARN with its path, as issuers and requests name it.
    package var arn: String
    /// The unique id, `AROA…`, where a record told it.
    package var roleID: String?
    /// When a record first and last spoke of it.
    package var firstSeen: EventTime
    package var lastSeen: EventTime

    /// A role as the logs show it.
    package init(
      kind: RoleKind, arn: String, roleID: String?, firstSeen: EventTime, lastSeen: EventTime
    ) {
      self.kind = kind
      self.arn = arn
      self.roleID = roleID
      self.firstSeen = firstSeen
      self.lastSeen = lastSeen
    }

    /// Notes a record that speaks of it.
    mutating func see(_ time: EventTime) {
      firstSeen = min(firstSeen, time)
      lastSeen = max(lastSeen, time)
    }

    /// The roles by kind, then first seen. Credentials that ECS fetches name no id: where one id
    /// alone is known for the role, it is theirs.
    static func told(_ roles: some Collection<Role>) -> [Role] {
      var told = roles.filter { $0.roleID != nil }
      for role in roles where role.roleID == nil {
        let same = told.indices.filter { told[$0].arn == role.arn }
        guard let index = same.first, same.count == 1 else {
          told.append(role)
          continue
        }
        told[index].see(role.firstSeen)
        told[index].see(role.lastSeen)
      }
      return told.sorted {
        ($0.kind, $0.firstSeen, $0.arn, $0.roleID ?? "")
          < ($1.kind, $1.firstSeen, $1.arn, $1.roleID ?? "")
      }
    }
  }

  /// A role that an inventory lists.
  package struct ListedRole: Equatable, Sendable {
    /// What the role is for.
    package var kind: RoleKind
    package var arn: String
    /// The unique id; nil where only an output names the role.
    package var roleID: String?
    /// True for a role that Terraform replaced and has not destroyed yet.
    package var isRetired: Bool

    /// A role.
    package init(kind: RoleKind, arn: String, roleID: String?, isRetired: Bool) {
      self.kind = kind
      self.arn = arn
      self.roleID = roleID
      self.isRetired = isRetired
    }
  }

  /// What an inventory lists of the runner; lists are in text order.
  package struct Listing: Equatable, Sendable {
    /// The file.
    package var file: String
    package var roles: [ListedRole] = []
    package var subjects: [String] = []
    package var buckets: [String] = []
    package var clusters: [String] = []
    package var keys: [String] = []
    package var logGroups: [String] = []
    package var subnets: [String] = []
    package var securityGroups: [String] = []
    /// What a plan would make of it, by type and name; it does not exist yet.
    package var planned: [String] = []
    /// Where the logs show something else, in words.
    package var conflicts: [String] = []

    /// A listing of nothing.
    package init(file: String) { self.file = file }
  }

  /// Whether anything in the logs looks like misuse of the runner's identity.
  package enum Suspicion: Equatable, Sendable {
    /// Nobody looked.
    case notJudged
    /// Nothing looked like it.
    case none
    /// From this moment on, for this reason.
    case since(EventTime, reason: String)
  }

  /// The id of an ECS runner, or the subject of any other web identity.
  package var name: String
  /// The profile of the playbook that recognised it.
  package var profile: String
  /// What an inventory lists of it; nil where the logs alone tell of it.
  package var listing: Listing?
  /// True while nothing shows that another runner id took its place.
  package var isCurrent: Bool
  /// Whether its identity looks misused.
  package var suspicion = Suspicion.notJudged
  /// The subjects (`sub`) that were let in, and its own also where they were refused, in text
  /// order.
  package var subjects: [String] = []
  /// Subjects of others that asked for its role and were never let in, in text order.
  package var refusedSubjects: [String] = []
  /// The OIDC providers by ARN, in text order.
  package var providers: [String] = []
  /// Its roles, those of its tasks and those reached from there, by kind, then first seen.
  package var roles: [Role] = []
  /// Names, in text order.
  package var buckets: [String] = []
  package var clusters: [String] = []
  /// KMS keys by ARN or id, in text order.
  package var keys: [String] = []
  package var logGroups: [String] = []
  package var accounts: [String] = []
  package var regions: [String] = []
  /// Sessions and tasks of its chains.
  package var sessions = 0
  package var tasks = 0
  /// Records on its timeline, each duplicate once.
  package var events = 0
  package var denied = 0
  /// The times of the first and the last of them.
  package var firstSeen: EventTime?
  package var lastSeen: EventTime?

  /// A runner of which only the name is known.
  package init(name: String, profile: String, isCurrent: Bool = true) {
    self.name = name
    self.profile = profile
    self.isCurrent = isCurrent
  }
}

/// What a role of a runner is for.
package enum RoleKind: String, CaseIterable, Comparable, Sendable {
  /// The role that the login gives: it starts tasks.
  case taskManager
  /// The role with which ECS pulls images and writes logs.
  case execution
  /// The role of the code that runs in the task.
  case task
  /// The role of a web identity without a profile of its own.
  case login
  /// A role reached by chaining.
  case other

  /// The order in which a chain reaches them.
  package static func < (a: RoleKind, b: RoleKind) -> Bool {
    allCases.firstIndex(of: a) ?? 0 < allCases.firstIndex(of: b) ?? 0
  }
}

internal import CloudTrail
internal import Sigma

/// One thing that a step asks for each of: a role, a key, a task.
struct StepItem: Sendable {
  /// How a verdict names it.
  var label: String
  /// How records may name it.
  var spellings: [String]
}

/// What the whole of the logs tells of a runner before they are walked through in order.
struct RunnerFacts: Sendable {
  /// A role of the runner.
  struct Role: Sendable {
    /// The name; nil where the logs never name it.
    var name: String?
    var account: String
    var kind: RoleKind

    /// The role as an item of a step.
    var item: StepItem {
      guard let name else {
        return StepItem(label: "the \(kind.words) role (not named in these logs)", spellings: [])
      }
      return StepItem(label: "\(kind.words) role \(name)", spellings: [name])
    }
  }

  var number: Int
  var name: String
  /// How verdicts name it: with its account where the name alone is not unique.
  var label: String
  var profile: RunnerProfile?
  var accounts: Set<String> = []
  var roles: [Role] = []
  var subjects: [String] = []
  var providers: [String] = []
  var buckets: [PlaceholderValue] = []
  var clusters: [String] = []
  var keys: [StepItem] = []
  var logGroups: [PlaceholderValue] = []
  /// Where its task definitions have logs written to.
  var logPlaces: Set<CoverageTally.Place> = []
  var tasks: [String] = []
  var taskDefinitions: [String] = []
  /// What its tasks were started with, and the ECR repositories of their images.
  var subnets: [String] = []
  var securityGroups: [String] = []
  /// What an inventory lists of it.
  var listed: ListedRunner?
  var repositories: [String] = []
  /// Managed policies that were attached to its roles.
  var policies: [String] = []
  /// Runners that took its place, and the one whose place it took.
  var successors: [Int] = []
  var predecessor: String?
  var successorRoles: [Role] = []

  /// True where a profile knows its roles by name: a runner that never answers an incident.
  var hasNamedRoles: Bool { profile.map { !$0.roles.isEmpty } ?? false }

  /// The roles whose names are known, in the order of the chain.
  var roleNames: [String] { roles.compactMap(\.name) }

  /// The ARNs of the roles, with no path and with any.
  var roleArns: [PlaceholderValue] {
    roles.flatMap { role -> [PlaceholderValue] in
      guard let name = role.name else { return [] }
      let head = "arn:*:iam::\(role.account.isEmpty ? "*" : role.account):role/"
      return [.pattern(head + name), .pattern(head + "*/" + name)]
    }
  }

  /// The names of the roles that logins lead to.
  var loginRoleNames: [String] {
    roles.filter { $0.kind == .taskManager || $0.kind == .login }.compactMap(\.name)
  }

  /// True for a subject that is the runner's: of those that were let in, or by its form where none
  /// of this form was.
  func owns(_ subject: String) -> Bool {
    if subjects.contains(subject) { return true }
    return hasFormOfOwn(subject: subject) && !subjects.contains { hasFormOfOwn(subject: $0) }
  }

  /// The runner's own of the subjects that were let in, which come as they were: listed ones, then
  /// in the order of logins. Another organisation may have a runner of the same id; the first
  /// one here is this runner's. Where none has the form of its own, all are.
  func own(among admitted: [String]) -> Set<String> {
    let named = admitted.filter { hasFormOfOwn(subject: $0) }
    guard let first = named.first else { return Set(admitted) }
    let own = organisation(of: first)
    return Set(named.filter { organisation(of: $0) == own })
  }

  /// True for a subject of another organisation than those of the runner, where both are known.
  func isForeign(subject: String) -> Bool {
    guard let other = organisation(of: subject) else { return false }
    let own = Set(subjects.compactMap(organisation))
    return !own.isEmpty && !own.contains(other)
  }

  private func organisation(of subject: String) -> String? {
    profile?.subject?.match(subject)?["org"]
  }

  /// True for a provider that the profile names, or that the runner's logins show.
  func owns(provider: String?) -> Bool {
    guard let provider else { return false }
    guard let profile, !profile.providers.isEmpty else { return providers.contains(provider) }
    let host = RunnerProfile.host(ofProvider: provider)
    return profile.providers.contains { $0.match(host) != nil }
  }

  /// True for a subject that names the runner in the form its profile gives.
  func hasFormOfOwn(subject: String) -> Bool {
    guard let pattern = profile?.subject else { return subject == name }
    return pattern.match(subject)?["runner"] == name
  }

  /// True for one of its buckets, by name.
  func ownsBucket(_ bucket: String) -> Bool {
    buckets.contains { known in
      switch known {
      case .literal(let name): name == bucket
      case .pattern(let text): Wildcard(text).matches(bucket)
      }
    }
  }

  /// The roles as items: those with a name, and the kinds of which none is known.
  var roleItems: [StepItem] { roles.map(\.item) }
}

extension RoleKind {
  /// True for the three roles that the runner's Terraform module makes.
  var isOfModule: Bool { [.taskManager, .execution, .task].contains(self) }

  /// The kind in words.
  var words: String {
    switch self {
    case .taskManager: "task manager"
    case .execution: "execution"
    case .task: "task"
    case .login: "login"
    case .other: "other"
    }
  }
}

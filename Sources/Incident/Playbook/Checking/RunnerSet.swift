/// A set of names that belong to a runner: what `%runner.…%` stands for and `forEach` goes through.
enum RunnerSet: String, CaseIterable, Sendable {
  case name
  case subjects
  /// Its OIDC providers by ARN.
  case providers
  case accounts
  case roleNames
  /// The names of its roles, and of those that its suspicious sessions assumed.
  case exposedRoleNames
  /// The names of the roles that its logins lead to.
  case loginRoleNames
  /// The names of the roles of runner ids that took its place.
  case successorRoleNames
  case buckets
  case clusters
  /// Its KMS keys, by ARN and by id.
  case keys
  case logGroups
  case taskIds
  case taskDefinitions
  /// The families of its task definitions.
  case taskFamilies
  /// The tasks that its suspicious sessions started.
  case suspectTasks
  /// The ARNs of its roles, with any path.
  case roleArns
  /// The subnets and security groups that its tasks were started with.
  case subnets, securityGroups
  /// The ECR repositories of the images of its task definitions.
  case repositories
  /// The managed policies that were attached to its roles, by ARN.
  case policies
  /// The regions where it has worked so far.
  case regions
  /// The regions in which its log groups are.
  case logRegions

  /// The set that is called `runner.…`.
  init?(name: String) {
    guard let set = Self.byName[name] else { return nil }
    self = set
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// True where whose name it is may be looked up: names that are no patterns of many, and no
  /// others' as well.
  var isLookedUp: Bool { self != .name && self != .roleArns && !isOfRegions }

  /// True where the names are learned while events are asked about.
  var isLearned: Bool { self == .suspectTasks || isOfRegions }

  private var isOfRegions: Bool { self == .regions || self == .logRegions }

  /// True where the logs tell in which accounts and regions that is what the names stand for.
  var isPlaced: Bool { [.buckets, .keys, .logGroups].contains(self) }

  /// True where the names are known before events are asked about.
  var isKnownBefore: Bool { isLookedUp && !isLearned && self != .exposedRoleNames }

  /// True for a placeholder whose values tell whose runner's a name is.
  static func isBinding(_ placeholder: String) -> Bool {
    RunnerSet(name: placeholder)?.isLookedUp ?? false
  }

  /// The set in words, with the verb for what is said of it.
  var words: String {
    switch self {
    case .name: "its name is"
    case .subjects: "its subjects are"
    case .providers: "its provider is"
    case .accounts: "its account is"
    case .roleNames, .exposedRoleNames, .loginRoleNames, .successorRoleNames: "its roles are"
    case .buckets: "its bucket is"
    case .clusters: "its cluster is"
    case .keys: "its key is"
    case .logGroups: "its log groups are"
    case .taskIds, .suspectTasks: "its tasks are"
    case .taskDefinitions, .taskFamilies: "its task definitions are"
    case .roleArns: "its roles are"
    case .subnets: "its subnets are"
    case .securityGroups: "its security groups are"
    case .repositories: "its repositories are"
    case .policies: "its policies are"
    case .regions, .logRegions: "its regions are"
    }
  }

  /// The name as it stands in a playbook.
  var name: String { "runner." + rawValue }
}

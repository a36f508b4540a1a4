import CloudTrail
import Incident

extension Runner: Described {
  static let fields: [Field<Runner>] = identity + belongings + history

  private static let identity: [Field<Runner>] = [
    Field("runner", "The id of an ECS runner, or the subject of another web identity.") {
      $0.name
    },
    Field("profile", "The profile of the playbook that recognised it.") { $0.profile },
    Field("status", "Whether another runner id took its place.") { Status($0) },
    Field("subjects", "Its subjects, and others that were let in.") { $0.subjects },
    Field("refusedSubjects", "Others that asked for its role and were never let in.") {
      $0.refusedSubjects
    },
    Field("providers", "The ARNs of the OIDC providers.") { $0.providers },
    Field("roles", "The roles of its chain, by kind, then first seen.") { $0.roles },
  ]

  private static let belongings: [Field<Runner>] = [
    Field("buckets", "Its buckets.") { $0.buckets },
    Field("clusters", "Its ECS clusters.") { $0.clusters },
    Field("keys", "Its KMS keys, by ARN or id.") { $0.keys },
    Field("logGroups", "Its log groups.") { $0.logGroups },
    Field("accounts", "The accounts it was seen in.") { $0.accounts },
    Field("regions", "The regions it was seen in.") { $0.regions },
  ]

  private static let history: [Field<Runner>] = [
    Field("sessions", "How many credentials its chains issued.") { $0.sessions },
    Field("tasks", "How many tasks its chains started.") { $0.tasks },
    Field("events", "How many records its timeline holds, each duplicate once.") { $0.events },
    Field("denied", "How many of them were denied.") { $0.denied },
    Field("firstSeen", "The time of the first of them.") { $0.firstSeen },
    Field("lastSeen", "The time of the last of them.") { $0.lastSeen },
    Field("origin", "Whether an inventory lists it, or the logs alone tell of it.") { Origin($0) },
    Field("listing", "What the inventory lists of it.") { $0.listing },
  ]

  /// How it is known.
  private enum Origin: String, CaseIterable, FieldConvertible {
    case inventory
    case inferred

    init(_ runner: Runner) { self = runner.listing == nil ? .inferred : .inventory }
  }

  /// Whether the runner is still the one in use.
  private enum Status: String, CaseIterable, FieldConvertible {
    case current
    case retired

    init(_ runner: Runner) { self = runner.isCurrent ? .current : .retired }
  }
}

extension Runner.Role: Described {
  static let fields: [Field<Runner.Role>] = [
    Field("kind", "What the role is for.") { $0.kind },
    Field("arn", "The role's ARN.") { $0.arn },
    Field("roleId", "The role's unique id.") { $0.roleID },
    Field("firstSeen", "When a record first spoke of it.") { $0.firstSeen },
    Field("lastSeen", "When a record last spoke of it.") { $0.lastSeen },
  ]
}

extension RoleKind: FieldConvertible {}

extension Runner.Listing: Described {
  static let fields: [Field<Runner.Listing>] = [
    Field("file", "The file that lists it.") { $0.file },
    Field("roles", "Its roles.") { $0.roles },
    Field("subjects", "The subjects that the trust policy of its login role names.") {
      $0.subjects
    },
    Field("buckets", "Its buckets.") { $0.buckets },
    Field("clusters", "Its ECS clusters.") { $0.clusters },
    Field("keys", "Its KMS keys by ARN.") { $0.keys },
    Field("logGroups", "Its log groups.") { $0.logGroups },
    Field("subnets", "The subnets of its tasks.") { $0.subnets },
    Field("securityGroups", "The security groups of its tasks.") { $0.securityGroups },
    Field("planned", "What a plan would make, by type and name; it does not exist yet.") {
      $0.planned
    },
    Field("conflicts", "Where the logs show something else.") { $0.conflicts },
  ]
}

extension Runner.ListedRole: Described {
  static let fields: [Field<Runner.ListedRole>] = [
    Field("kind", "What the role is for.") { $0.kind },
    Field("arn", "The role's ARN.") { $0.arn },
    Field("roleId", "The role's unique id.") { $0.roleID },
    Field("retired", "Whether Terraform replaced it.") { $0.isRetired },
  ]
}

internal import CloudTrail
internal import Evidence

/// Reads the runners that one inventory lists.
struct ListReader {
  let naming: RunnerNaming
  let file: String

  /// What belongs together.
  private struct Group {
    var resources: [Inventory.Resource] = []
    var outputs: [(name: String, value: String)] = []
    /// What a plan would make.
    var planned: [Inventory.Resource] = []
  }

  init(naming: RunnerNaming, file: String) {
    self.naming = naming
    self.file = file
  }

  /// The runners, in no order.
  mutating func read(_ inventory: Inventory) -> [ListedRunner] {
    var groups: [String: Group] = [:]
    for resource in inventory.resources where !resource.isData {
      let group = "module \(resource.module)"
      if resource.isPlanned {
        groups[group, default: Group()].planned.append(resource)
      } else {
        groups[group, default: Group()].resources.append(resource)
      }
    }
    for (path, value) in inventory.outputs {
      let parts = path.split(separator: ".", omittingEmptySubsequences: false)
      groups["output \(parts.dropLast().joined(separator: "."))", default: Group()]
        .outputs.append((String(parts.last ?? ""), value))
    }
    return groups.sorted { $0.key < $1.key }.flatMap { runners(of: $0.value) }
  }

  private func runners(of group: Group) -> [ListedRunner] {
    var found = named(group)
    guard !found.isEmpty else { return [] }
    let isOne = found.count == 1
    for index in found.indices {
      let name = found[index].key.name
      func belongs(_ text: String) -> Bool { isOne || text.contains(name) }
      for resource in group.resources where !resource.isDeposed {
        Self.note(resource, in: &found[index], belongs: belongs)
      }
      for output in group.outputs { Self.note(output, in: &found[index], belongs: belongs) }
      found[index].planned = Set(
        group.planned.compactMap { resource in
          resource.name.map { "\(resource.type) \($0)" }
        }.filter(belongs))
    }
    return found
  }

  // MARK: Roles

  /// The runners of a group, by the roles it lists, with these roles.
  private func named(_ group: Group) -> [ListedRunner] {
    var found: [RunnerKey: ListedRunner] = [:]
    let explicit = Self.explicitRoles(group.resources)
    let id = explicit.id ?? group.outputs.first { $0.name == "runner_id" }?.value
    for resource in group.resources where resource.type == "aws_iam_role" {
      guard let arn = resource.texts["arn"] else { continue }
      let role = Runner.ListedRole(
        kind: .other, arn: arn, roleID: resource.texts["unique_id"],
        isRetired: resource.isDeposed)
      add(role, explicit.kinds[arn], id, resource.texts["assume_role_policy"], &found)
    }
    for output in group.outputs where output.value.holds(":role/") {
      let role = Runner.ListedRole(kind: .other, arn: output.value, roleID: nil, isRetired: false)
      add(role, Self.outputKinds[output.name], id, nil, &found)
    }
    return found.values.sorted { $0.key < $1.key }
  }

  private static let outputKinds: [String: RoleKind] = [
    "humanitec_role_arn": .taskManager, "ecs_task_manager_role_arn": .taskManager,
    "orchestrator_role_arn": .taskManager, "execution_role_arn": .execution,
    "task_role_arn": .task,
  ]

  private func add(
    _ role: Runner.ListedRole, _ kind: RoleKind?, _ id: String?, _ trust: String?,
    _ found: inout [RunnerKey: ListedRunner]
  ) {
    guard let name = ResourceName.role(arn: role.arn),
      let account = ResourceName.account(ofArn: role.arn)
    else { return }
    let known = naming.role(name)
    guard let kind = kind ?? known?.kind else { return }
    let profile = naming.profiles.first { !$0.roles.isEmpty }?.id ?? ""
    let key =
      known?.key
      ?? id.map { RunnerKey(profile: profile, name: $0, account: account) }
    guard let key else { return }
    var runner = found[key] ?? ListedRunner(key: key, file: file)
    var role = role
    role.kind = kind
    runner.roles.append(role)
    if kind == .taskManager, !role.isRetired, let trust, let document = PolicyDocument(trust) {
      Self.note(document, in: &runner)
    }
    found[key] = runner
  }

  /// The subjects and providers that the trust policy of the login role admits.
  private static func note(_ trust: PolicyDocument, in runner: inout ListedRunner) {
    for statement in trust.statements where statement.effect == .allow {
      runner.subjects.formUnion(statement.conditions.filter(\.isSubject).flatMap(\.values))
      runner.providers.formUnion(
        statement.principals.filter { $0.kind == "Federated" }.map(\.value))
    }
  }

  /// What the resource of the orchestrator's provider says: it names all parts of one runner.
  private static func explicitRoles(_ resources: [Inventory.Resource])
    -> (id: String?, kinds: [String: RoleKind])
  {
    guard let runner = resources.first(where: { isRunner($0) && !$0.isDeposed }),
      let record = MappedRecord(runner.attributes)
    else { return (nil, [:]) }
    var kinds: [String: RoleKind] = [:]
    for (path, kind) in [
      ("runner_configuration.auth.role_arn", RoleKind.taskManager),
      ("runner_configuration.job.execution_role_arn", .execution),
      ("runner_configuration.job.task_role_arn", .task),
    ] {
      for arn in record.texts(of: path) { kinds[arn] = kind }
    }
    return (runner.texts["id"], kinds)
  }

  private static func isRunner(_ resource: Inventory.Resource) -> Bool {
    resource.type.hasSuffix("_serverless_ecs_runner")
  }

  // MARK: Other parts

  private static func note(
    _ resource: Inventory.Resource, in runner: inout ListedRunner, belongs: (String) -> Bool
  ) {
    func text(_ name: String) -> String? {
      resource.texts[name].flatMap { $0.isEmpty || !belongs($0) ? nil : $0 }
    }
    switch resource.type {
    case "aws_s3_bucket": (text("bucket") ?? text("id")).map { _ = runner.buckets.insert($0) }
    case "aws_ecs_cluster": text("name").map { _ = runner.clusters.insert($0) }
    case "aws_kms_key": text("arn").map { _ = runner.keys.insert($0) }
    case "aws_cloudwatch_log_group": text("name").map { _ = runner.logGroups.insert($0) }
    case "aws_subnet": text("id").map { _ = runner.subnets.insert($0) }
    case "aws_security_group": text("id").map { _ = runner.securityGroups.insert($0) }
    default:
      guard isRunner(resource), resource.texts["id"] == runner.key.name,
        let record = MappedRecord(resource.attributes)
      else { return }
      let job = "runner_configuration.job."
      runner.clusters.formUnion(record.texts(of: job + "cluster").map(ResourceName.cluster))
      runner.subnets.formUnion(record.texts(of: job + "subnets"))
      runner.securityGroups.formUnion(record.texts(of: job + "security_groups"))
      runner.buckets.formUnion(
        record.texts(of: "state_storage_configuration.s3_configuration.bucket"))
    }
  }

  private static func note(
    _ output: (name: String, value: String), in runner: inout ListedRunner,
    belongs: (String) -> Bool
  ) {
    let value = output.value
    guard !value.isEmpty, belongs(value) || output.name == "ecs_cluster_name" else { return }
    switch output.name {
    case "s3_bucket", "bucket": runner.buckets.insert(value)
    case "ecs_cluster_name", "ecs_cluster_arn":
      runner.clusters.insert(ResourceName.cluster(value))
    case "cloudwatch_log_group_name", "cloudwatch_exec_log_group_name":
      runner.logGroups.insert(value)
    default: if value.holds(":kms:"), value.holds(":key/") { runner.keys.insert(value) }
    }
  }
}

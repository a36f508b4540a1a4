internal import Evidence

/// The runners that inventories list, and whose each listed role and subject is.
///
/// What one module holds, or one object of outputs, belongs together. A module with several
/// runners is told apart by the names of roles and buckets, as the profiles give them.
struct RunnerInventory: Sendable {
  /// The runners, by key.
  private(set) var runners: [ListedRunner] = []
  /// The runner and kind of a role, by `account/name`.
  private(set) var roles: [String: (key: RunnerKey, kind: RoleKind)] = [:]
  /// The runner of a subject.
  private(set) var subjects: [String: RunnerKey] = [:]

  /// The runners that `files` list, as `profiles` name their parts.
  init(_ files: [InventoryFile], profiles: [RunnerProfile]) {
    let naming = RunnerNaming(profiles: profiles)
    var found: [RunnerKey: ListedRunner] = [:]
    for file in files {
      var reader = ListReader(naming: naming, file: file.name)
      for runner in reader.read(file.inventory) {
        if let known = found[runner.key] {
          found[runner.key] = known.merged(with: runner)
        } else {
          found[runner.key] = runner
        }
      }
    }
    runners = found.values.map(\.withoutEchoes).sorted { $0.key < $1.key }
    for runner in runners {
      for role in runner.roles where !role.isRetired {
        ResourceName.role(arn: role.arn).map { roles[$0] = (runner.key, role.kind) }
      }
      for subject in runner.subjects { subjects[subject] = runner.key }
    }
  }
}

extension ListedRunner {
  /// The same without roles that an output names and a resource tells more of.
  fileprivate var withoutEchoes: ListedRunner {
    let known = Set(roles.filter { $0.roleID != nil && !$0.isRetired }.map(\.arn))
    var sum = self
    sum.roles.removeAll { $0.roleID == nil && !$0.isRetired && known.contains($0.arn) }
    return sum
  }

  fileprivate func merged(with other: ListedRunner) -> ListedRunner {
    var sum = self
    sum.roles += other.roles.filter { !roles.contains($0) }
    sum.subjects.formUnion(other.subjects)
    sum.providers.formUnion(other.providers)
    sum.buckets.formUnion(other.buckets)
    sum.clusters.formUnion(other.clusters)
    sum.keys.formUnion(other.keys)
    sum.logGroups.formUnion(other.logGroups)
    sum.subnets.formUnion(other.subnets)
    sum.securityGroups.formUnion(other.securityGroups)
    sum.planned.formUnion(other.planned)
    return sum
  }
}

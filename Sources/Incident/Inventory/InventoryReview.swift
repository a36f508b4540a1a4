internal import CloudTrail

/// Compares what an inventory lists with what the logs show.
///
/// The inventory is the authority for what belongs to a runner; where the logs show something
/// else, either the inventory is old or somebody changed the infrastructure beside Terraform.
struct InventoryReview {
  let inventory: RunnerInventory
  let graph: RunnerGraph

  /// Gives each listed runner its listing, with the conflicts.
  func complete(_ runners: inout [Runner]) {
    for listed in inventory.runners {
      guard let number = graph.number(of: listed.key),
        let index = runners.firstIndex(where: { $0.name == graph.runners[number].name })
      else { continue }
      runners[index].listing = listing(of: listed, number, runners[index])
    }
  }

  private func listing(of listed: ListedRunner, _ number: Int, _ runner: Runner) -> Runner.Listing {
    var listing = Runner.Listing(file: listed.file)
    listing.roles = listed.roles.sorted {
      ($0.kind, $0.arn, $0.roleID ?? "") < ($1.kind, $1.arn, $1.roleID ?? "")
    }
    listing.subjects = listed.subjects.sorted()
    listing.buckets = listed.buckets.sorted()
    listing.clusters = listed.clusters.sorted()
    listing.keys = listed.keys.sorted()
    listing.logGroups = listed.logGroups.sorted()
    listing.subnets = listed.subnets.sorted()
    listing.securityGroups = listed.securityGroups.sorted()
    listing.planned = listed.planned.sorted()
    listing.conflicts =
      roleConflicts(listed, runner) + loginConflicts(listed, number)
      + foreign(runner.buckets, listed.buckets, "bucket")
      + foreign(runner.clusters, listed.clusters, "cluster")
      + foreign(runner.keys.map(KeyName.id), Set(listed.keys.map(KeyName.id)), "KMS key")
      + foreign(runner.logGroups, listed.logGroups, "log group")
    return listing
  }

  /// A role of a listed name with another id was made again; one of the runner's kinds that is not
  /// listed was made beside Terraform, or before.
  private func roleConflicts(_ listed: ListedRunner, _ runner: Runner) -> [String] {
    runner.roles.compactMap { role in
      guard [.taskManager, .execution, .task].contains(role.kind) else { return nil }
      let name = ResourceName.role(arn: role.arn)
      let same = listed.roles.filter { ResourceName.role(arn: $0.arn) == name }
      if same.isEmpty {
        return "the role \(role.arn) is in the logs until \(role.lastSeen), not in the inventory"
      }
      let ids = same.filter { !$0.isRetired }.compactMap(\.roleID)
      guard let id = role.roleID, !ids.isEmpty, !ids.contains(id) else { return nil }
      return "the role \(role.arn) had the id \(id) in the logs until \(role.lastSeen), "
        + "the inventory knows \(ids.joined(separator: ", ")): it was made again"
    }
  }

  /// Subjects that were let in and that the listed trust policy does not name.
  private func loginConflicts(_ listed: ListedRunner, _ number: Int) -> [String] {
    guard !listed.subjects.isEmpty else { return [] }
    let subjects = graph.sessions.nodes.indices.compactMap { index -> String? in
      let session = graph.sessions.nodes[index].session
      guard session.kind == .webIdentity, graph.memberships[index]?.runner == number else {
        return nil
      }
      return session.subject
    }
    return Set(subjects).subtracting(listed.subjects).sorted().map {
      "the subject \($0) logged in, the trust policy in the inventory does not name it"
    }
  }

  /// What the logs show that is not listed; nothing where the inventory lists none of its kind.
  private func foreign(_ seen: [String], _ listed: Set<String>, _ what: String) -> [String] {
    guard !listed.isEmpty else { return [] }
    return Set(seen).subtracting(listed).sorted().map {
      "the \(what) \($0) is in the logs, not in the inventory"
    }
  }
}

internal import CloudTrail
internal import Sigma

/// What the request of a record means for a runner.
struct RequestReading {
  let view: EventView
  let runner: RunnerState

  // MARK: Policies

  /// What the roles of the runner, and of the runner id that took its place, should admit.
  var expectation: TrustReview.Expectation {
    let facts = runner.facts
    return TrustReview.Expectation(
      accounts: facts.accounts.union([view.account]),
      roleNames: Set(facts.roleNames + facts.successorRoles.compactMap(\.name)),
      services: roleKinds.contains(.taskManager) ? [] : ["ecs-tasks.amazonaws.com"],
      providers: Set(facts.providers), subjects: facts.subjects, isOwnSubject: { facts.owns($0) },
      isForeignSubject: { facts.isForeign(subject: $0) })
  }

  /// What the roles are for that the request names, as far as they are the runner's or those of the
  /// runner id that took its place.
  private var roleKinds: Set<RoleKind> {
    let names = view.roleNames
    let roles = runner.facts.roles + runner.facts.successorRoles
    return Set(roles.filter { $0.name.map(names.contains) ?? false }.map(\.kind))
  }

  /// What the policy in the request allows a role of the runner beyond what it is there for.
  var excess: [String] {
    let granted = roleKinds.flatMap { runner.facts.profile?.grants[$0] ?? [] }
    return view.permissions?.excess(beyond: granted, isOwnBucket: runner.facts.ownsBucket) ?? []
  }

  /// What the request calls the policy: a name, the ARN of a managed one, or the one permissions
  /// boundary that a role has.
  var policyName: String? {
    if view.name.hasSuffix("PermissionsBoundary") { return "the permissions boundary" }
    return view.record?.request("policyName") ?? view.record?.request("policyArn")
  }

  // MARK: Times

  /// True where the period that is asked for overlaps the incident; nil for other requests.
  ///
  /// Logs Insights counts in seconds, all other calls in milliseconds (CloudWatch Logs API
  /// reference).
  var coversIncident: Bool? {
    let start = runner.incident.time(at: view.time)
    if view.source == EvidenceRecord.Source.containerLog.rawValue {
      return view.request("to").map { $0 >= start }
    }
    guard view.source == "logs.amazonaws.com" else { return nil }
    let from = time("startTime") ?? time("from")
    let to = time("endTime") ?? time("to")
    return (from ?? start) <= view.time && (to ?? view.time) >= start
  }

  private func time(_ name: FieldName) -> EventTime? {
    guard let number = view.record?.request(name).flatMap({ Double($0) }),
      (0...1e15).contains(number)
    else { return nil }
    return EventTime(seconds: Int64(number > 1e11 ? number / 1_000 : number))
  }

  /// False where the retention deletes log events since the incident began; nil for other requests.
  var keepsIncident: Bool? {
    guard let days = view.record?.request("retentionInDays").flatMap({ Int64($0) }),
      (0...100_000).contains(days)
    else {
      return nil
    }
    return view.time.advanced(by: -days * 86_400) <= runner.incident.time(at: view.time)
  }

  // MARK: Keys and accounts

  private static let keyFields = [
    "requestParameters.ServerSideEncryptionConfiguration.Rule"
      + ".ApplyServerSideEncryptionByDefault.KMSMasterKeyID",
    "requestParameters.targetKeyId", "requestParameters.kmsKeyId",
  ]

  /// The keys in the request that the runner has not used so far, where it has used any.
  var newKeys: [String] {
    guard !runner.usedKeys.isEmpty else { return [] }
    let named = Self.keyFields.flatMap { view.record?.texts(of: $0) ?? [] }
    let new = named.filter {
      !runner.usedKeys.contains(KeyName.id($0)) && !$0.holds("alias/") && !$0.isEmpty
    }
    return new.flatMap(KeyName.spellings)
  }

  /// The cluster of a start of tasks, where the inventory lists others for the runner.
  var unlistedClusters: [String] { unlisted(\.clusters) { [$0.cluster] } }

  /// Its subnets that the inventory does not list, where it lists any.
  var unlistedSubnets: [String] { unlisted(\.subnets, \.subnets) }

  /// The same of its security groups.
  var unlistedGroups: [String] { unlisted(\.securityGroups, \.securityGroups) }

  private func unlisted(
    _ listed: (ListedRunner) -> Set<String>, _ named: (TaskReading) -> [String]
  ) -> [String] {
    guard let known = runner.facts.listed.map(listed), !known.isEmpty else { return [] }
    return named(TaskReading(view)).filter { !known.contains($0) }
  }

  /// Who is given access though not of the runner's accounts: by a policy, as a grantee, by a key
  /// of theirs, or by copies of objects.
  var outsiders: [String] {
    let accounts = runner.facts.accounts.union([view.account])
    let grantees = (["granteePrincipal", "retiringPrincipal"] as [FieldName]).compactMap {
      view.record?.request($0)
    }.filter { !$0.hasSuffix(".amazonaws.com") && $0 != "AWS Internal" }
    let keys = Self.keyFields.flatMap { view.record?.texts(of: $0) ?? [] }
      .filter { ResourceName.account(ofArn: $0) != nil }
    let admitted = view.record?.policy(["policy", "bucketPolicy"])?.outsiders(of: accounts) ?? []
    return admitted + PolicyDocument.outside(grantees + keys + copies, accounts)
  }

  /// Where objects are replicated to: the account where it is named, else the bucket.
  private var copies: [String] {
    let rules = view.record?.parts(
      Field.requestParameters, "ReplicationConfiguration", "Rule")
    return (rules ?? []).compactMap { rule in
      rule.texts(of: "Destination.Account").first ?? rule.texts(of: "Destination.Bucket").first
    }
  }
}

import FleetModel
import Incident

/// The twelve items of the security checklist: satisfied, violated, drifted with time and actor.
extension VerdictTable {
  static let checklist: [VerdictGroup] = [
    storageEncryption, logEncryption, versioning, forceDestroy, boundary, subnets, securityGroups,
    retention, tags, thumbprint, endpoints, insights, paths, terraform,
  ]

  private static func item(_ id: String, _ title: String, _ step: String) -> VerdictGroup {
    VerdictGroup("F\(id)", title, step: step, of: "security-checklist")
  }

  private static let storageEncryption: VerdictGroup = {
    var rows = item("1a", "KMS on S3", "storage-encryption")
    rows.add("satisfied", "the bucket set to a key of KMS", .done) {
      $0.bucket("PutBucketEncryption", VerdictStory.encryption("aws:kms"), at: "06:20")
    }
    rows.add("satisfied", "objects written under a key of KMS", .done)
    rows.add("violated", "objects under keys of S3", .contradicted, hasKey: false)
    rows.add(
      "drift", "the encryption removed", .contradicted,
      says: ["removed", "platform-deployer", "2026-04-14T10:30:00Z"]
    ) { $0.bucket("DeleteBucketEncryption", at: "10:30") }
    rows.add("drift", "set to keys of S3", .contradicted, says: ["keys of S3"]) {
      $0.bucket("PutBucketEncryption", VerdictStory.encryption("AES256"), at: "10:30")
    }
    rows.add("drift", "set to a key of another account", .contradicted, says: ["another account"]) {
      $0.bucket(
        "PutBucketEncryption",
        VerdictStory.encryption(
          "aws:kms", key: "arn:aws:kms:eu-central-1:999988887777:key/0a1b2c3d-0000"), at: "10:30")
    }
    rows.add("drift", "the key disabled", .contradicted, says: ["disabled"]) {
      $0.kms("DisableKey", at: "10:30")
    }
    rows.add("undone", "removed, then set again", .done) {
      $0.bucket("DeleteBucketEncryption", at: "10:30")
      $0.bucket("PutBucketEncryption", VerdictStory.encryption("aws:kms"), at: "10:40")
    }
    rows.add(
      "no evidence", "nothing of it in the logs", .notAssessable, says: ["Terraform state"],
      without: .objects, hasKey: false)
    rows.add("satisfied", "KMS makes data keys for the bucket", .done, without: .objects)
    rows.add("changed", "the policy of the key changed", .partial, says: ["was changed"]) {
      $0.kms("PutKeyPolicy", ["policy": "{}"], at: "10:30")
    }
    return rows
  }()

  private static let logEncryption: VerdictGroup = {
    var rows = item("1b", "KMS on CloudWatch Logs", "log-encryption")
    rows.add("satisfied", "a group made with a key", .done) {
      $0.logs("CreateLogGroup", ["kmsKeyId": "k"], by: $0.terraform, at: "06:20")
    }
    rows.add("satisfied", "a key given to the group", .done) {
      $0.logs("AssociateKmsKey", ["kmsKeyId": "k"], by: $0.terraform, at: "06:20")
    }
    rows.add("satisfied", "CloudWatch Logs uses the key", .done) {
      _ = $0.scenario.logsUseKey(of: $0.runner, at: VerdictStory.at("08:30"))
    }
    rows.add("violated", "a group made without a key", .contradicted) {
      $0.logs("CreateLogGroup", by: $0.terraform, at: "06:20")
    }
    rows.add("drift", "the key taken from the group", .contradicted, says: ["taken", "10:30:00"]) {
      $0.logs("DisassociateKmsKey", by: $0.thief, at: "10:30")
    }
    rows.add("no evidence", "nothing of it in the logs", .notAssessable, without: .keys)
    return rows
  }()

  private static let versioning: VerdictGroup = {
    @Sendable func status(_ status: String) -> JSON {
      ["VersioningConfiguration": ["Status": .string(status)]]
    }
    var rows = item("2", "S3 versioning", "versioning")
    rows.add("satisfied", "enabled", .done) {
      $0.bucket("PutBucketVersioning", status("Enabled"), at: "06:20")
    }
    rows.add("drift", "suspended", .contradicted, says: ["suspended", "10:30:00"]) {
      $0.bucket("PutBucketVersioning", status("Suspended"), by: $0.thief, at: "10:30")
    }
    rows.add("drift", "a version deleted", .contradicted, says: ["version"]) { story in
      guard let bucket = story.runner.tasks?.bucket else { return }
      story.scenario.deleteObject(
        "e/terraform.tfstate", version: "v1", in: bucket, by: story.thief,
        at: VerdictStory.at("10:30"))
    }
    rows.add("drift", "old versions are to expire", .partial, says: ["expire"]) {
      $0.bucket("PutBucketVersioning", status("Enabled"), at: "06:20")
      $0.bucket(
        "PutBucketLifecycle",
        [
          "LifecycleConfiguration": [
            "Rule": ["NoncurrentVersionExpiration": ["NoncurrentDays": 1], "Status": "Enabled"]
          ]
        ], at: "10:30")
    }
    rows.add("changed", "no second factor for deletions any more", .partial, says: ["factor"]) {
      $0.bucket(
        "PutBucketVersioning",
        ["VersioningConfiguration": ["Status": "Enabled", "MfaDelete": "Disabled"]], at: "10:30")
    }
    rows.add("undone", "suspended, then enabled", .done) {
      $0.bucket("PutBucketVersioning", status("Suspended"), at: "10:30")
      $0.bucket("PutBucketVersioning", status("Enabled"), at: "10:40")
    }
    rows.add("no evidence", "nothing of it in the logs", .notAssessable)
    return rows
  }()

  private static let forceDestroy: VerdictGroup = {
    var rows = item("3", "force_destroy = false", "force-destroy")
    rows.add("satisfied", "Terraform could not delete the bucket", .done) {
      $0.bucket("DeleteBucket", at: "10:30", error: Record.Failure("BucketNotEmpty", "x"))
    }
    rows.add("violated", "Terraform emptied the bucket", .contradicted) { story in
      guard let bucket = story.runner.tasks?.bucket else { return }
      story.scenario.deleteObject(
        "e/terraform.tfstate", in: bucket, by: story.terraform, at: VerdictStory.at("10:30"),
        of: story.runner)
    }
    rows.add("no evidence", "no field of CloudTrail tells", .notAssessable, says: ["no record"])
    return rows
  }()

  private static let boundary: VerdictGroup = {
    let boundary: JSON = ["permissionsBoundary": "arn:aws:iam::111122223333:policy/edge"]
    @Sendable func set(_ story: inout VerdictStory) {
      for kind in VerdictStory.kinds {
        story.role("PutRolePermissionsBoundary", kind, boundary, by: story.terraform, at: "06:20")
      }
    }
    var rows = item("4", "Permissions boundary", "permissions-boundary")
    rows.add("satisfied", "each role has one", .done) { set(&$0) }
    rows.add("partial", "two roles without one", .partial, says: ["execution role"]) {
      $0.role("PutRolePermissionsBoundary", .taskManager, boundary, at: "06:20")
    }
    rows.add("violated", "a role made without one", .contradicted, says: ["without"]) {
      $0.scenario.createRole(
        $0.role(.task), trust: $0.runner.taskTrust(.task), of: $0.runner, by: $0.terraform,
        at: VerdictStory.at("06:20"))
    }
    rows.add("drift", "one removed", .contradicted, says: ["removed", "203.0.113.77"]) {
      set(&$0)
      $0.role("DeleteRolePermissionsBoundary", .task, by: $0.intruder, at: "10:30")
    }
    rows.add("changed", "the policy of the boundary changed", .partial, says: ["was changed"]) {
      set(&$0)
      $0.iam(
        "CreatePolicyVersion",
        ["policyArn": "arn:aws:iam::111122223333:policy/edge", "setAsDefault": true], at: "10:30")
    }
    rows.add("no evidence", "nothing of it in the logs", .notAssessable)
    return rows
  }()

  private static let subnets: VerdictGroup = {
    var rows = item("5", "Private subnets", "private-subnets")
    rows.add("weak", "tasks without a public address", .partial)
    rows.add("violated", "a task with a public address", .contradicted, says: ["public address"]) {
      var request = TaskRequest()
      request.hasPublicAddress = true
      _ = $0.scenario.runTask($0.runner, request, by: $0.intruder, at: VerdictStory.at("10:30"))
    }
    rows.add("drift", "the subnet gives public addresses", .contradicted, says: ["10:30:00"]) {
      $0.call(
        "ModifySubnetAttribute", of: "ec2",
        [
          "subnetId": .string($0.runner.tasks?.subnet ?? ""),
          "mapPublicIpOnLaunch": ["value": true],
        ], at: "10:30")
    }
    rows.add("drift", "a route from the subnet to the internet", .contradicted, says: ["route"]) {
      $0.call(
        "AssociateRouteTable", of: "ec2",
        ["subnetId": .string($0.runner.tasks?.subnet ?? ""), "routeTableId": "rtb-1"], at: "10:20")
      $0.call(
        "CreateRoute", of: "ec2",
        ["routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"],
        at: "10:30")
    }
    rows.add("drift", "a public address for a task's interface", .contradicted, says: ["address"]) {
      $0.call(
        "CreateNetworkInterface", of: "ec2",
        ["subnetId": .string($0.runner.tasks?.subnet ?? "")],
        response: ["networkInterface": ["networkInterfaceId": "eni-1"]], at: "10:20")
      $0.call(
        "AssociateAddress", of: "ec2",
        ["allocationId": "eipalloc-1", "networkInterfaceId": "eni-1"], at: "10:30")
    }
    rows.add("weak", "a public address for an interface elsewhere", .partial) {
      $0.call(
        "AssociateAddress", of: "ec2",
        ["allocationId": "eipalloc-1", "networkInterfaceId": "eni-2"], at: "10:30")
    }
    return rows
  }()

  private static let securityGroups: VerdictGroup = {
    @Sendable func rule(_ ports: Int...) -> JSON {
      let items: [JSON] = ports.map {
        ["ipProtocol": "tcp", "fromPort": .integer($0), "toPort": .integer($0)]
      }
      return ["ipPermissions": ["items": .array(items)]]
    }
    @Sendable func group(_ story: VerdictStory) -> JSON {
      ["groupId": .string(story.runner.tasks?.securityGroup ?? "")]
    }
    var rows = item("6", "Security groups", "security-groups")
    rows.add("weak", "a rule revoked", .partial) {
      $0.call("RevokeSecurityGroupEgress", of: "ec2", group($0), at: "10:30")
    }
    rows.add("drift", "traffic let in", .contradicted, says: ["in", "maria.keller"]) {
      $0.call(
        "AuthorizeSecurityGroupIngress", of: "ec2", group($0).adding(members: rule(443)),
        at: "10:30")
    }
    rows.add("drift", "more than HTTPS let out", .contradicted, says: ["more than HTTPS"]) {
      $0.call(
        "AuthorizeSecurityGroupEgress", of: "ec2", group($0).adding(members: rule(443, 22)),
        at: "10:30")
    }
    rows.add("trap", "HTTPS let out", .notAssessable) {
      $0.call(
        "AuthorizeSecurityGroupEgress", of: "ec2", group($0).adding(members: rule(443)),
        at: "10:30")
    }
    rows.add("drift", "rules modified", .contradicted, says: ["modified"]) {
      $0.call(
        "ModifySecurityGroupRules", of: "ec2",
        ["ModifySecurityGroupRulesRequest": ["GroupId": group($0).text("groupId")]], at: "10:30")
    }
    rows.add("no evidence", "another group opened", .notAssessable) {
      $0.call(
        "AuthorizeSecurityGroupIngress", of: "ec2", ["groupId": "sg-other"], at: "10:30")
    }
    return rows
  }()

  private static let retention: VerdictGroup = {
    var rows = item("7", "Log retention", "log-retention")
    rows.add("satisfied", "90 days", .done) {
      $0.logs("PutRetentionPolicy", ["retentionInDays": 90], by: $0.terraform, at: "06:20")
    }
    rows.add("violated", "30 days", .contradicted) {
      $0.logs("PutRetentionPolicy", ["retentionInDays": 30], by: $0.terraform, at: "06:20")
    }
    rows.add("drift", "90 days cut to one", .contradicted, says: ["shorter", "10:30:00"]) {
      $0.logs("PutRetentionPolicy", ["retentionInDays": 90], by: $0.terraform, at: "06:20")
      $0.logs("PutRetentionPolicy", ["retentionInDays": 1], by: $0.thief, at: "10:30")
    }
    rows.add("drift", "the group deleted", .contradicted, says: ["deleted"]) {
      $0.logs("DeleteLogGroup", by: $0.thief, at: "10:30")
    }
    rows.add("weak", "kept for ever", .partial, says: ["for ever"]) {
      $0.logs("DeleteRetentionPolicy", at: "10:30")
    }
    rows.add("no evidence", "nothing of it in the logs", .notAssessable)
    return rows
  }()

  private static let tags: VerdictGroup = {
    let tag: JSON = ["tags": [["key": "ManagedBy", "value": "terraform"]]]
    @Sendable func set(_ story: inout VerdictStory) {
      for kind in VerdictStory.kinds { story.role("TagRole", kind, tag, at: "06:20") }
      story.bucket("PutBucketTagging", ["Tagging": ["TagSet": ["Tag": ["Key": "a"]]]], at: "06:20")
    }
    var rows = item("8", "Tags", "tags")
    rows.add("satisfied", "roles and bucket tagged", .done) { set(&$0) }
    rows.add(
      "changed", "tasks that take no tags over", .done, says: ["started without tags of their own"]
    ) { story in
      set(&story)
      _ = story.scenario.runTask(story.runner, by: story.intruder, at: VerdictStory.at("10:30"))
    }
    rows.add("partial", "only a role tagged", .partial) {
      $0.role("TagRole", .task, tag, at: "06:20")
    }
    rows.add("drift", "tags taken from a role", .contradicted, says: ["from a role"]) {
      set(&$0)
      $0.role("UntagRole", .task, ["tagKeys": ["ManagedBy"]], at: "10:30")
    }
    rows.add("drift", "tags taken from the bucket", .contradicted, says: ["bucket"]) {
      set(&$0)
      $0.bucket("DeleteBucketTagging", at: "10:30")
    }
    rows.add("drift", "tags taken from the cluster", .contradicted, says: ["cluster"]) { story in
      set(&story)
      let cluster = story.runner.tasks?.cluster ?? ""
      story.call(
        "UntagResource", of: "ecs",
        [
          "resourceArn": .string("arn:aws:ecs:eu-central-1:111122223333:cluster/\(cluster)"),
          "tagKeys": ["ManagedBy"],
        ], at: "10:30")
    }
    rows.add("no evidence", "nothing of it in the logs", .notAssessable)
    return rows
  }()

  private static let thumbprint: VerdictGroup = {
    let reviewed: JSON = ["thumbprintList": ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]]
    var rows = item("9", "OIDC thumbprint", "thumbprint")
    rows.add("satisfied", "set to the reviewed one", .done) {
      $0.provider("UpdateOpenIDConnectProviderThumbprint", reviewed, at: "06:20")
    }
    rows.add("satisfied", "the provider made with the reviewed one", .done) {
      $0.iam(
        "CreateOpenIDConnectProvider",
        (["url": "https://oidc.humanitec.dev"] as JSON).adding(members: reviewed),
        response: ["openIDConnectProviderArn": .string($0.runner.provider)], at: "06:20")
    }
    rows.add("satisfied", "the provider read", .done, says: ["IAMTrustStore"]) {
      $0.provider("GetOpenIDConnectProvider", at: "10:30")
    }
    rows.add("drift", "changed to another one", .contradicted, says: ["another", "10:30:00"]) {
      $0.provider("UpdateOpenIDConnectProviderThumbprint", ["thumbprintList": ["00"]], at: "10:30")
    }
    rows.add("no evidence", "nothing of it in the logs", .notAssessable, says: ["IAMTrustStore"])
    return rows
  }()

  private static let endpoints: VerdictGroup = {
    var rows = item("10", "VPC endpoints", "vpc-endpoints")
    rows.add("weak", "tasks fetch their images through an endpoint", .partial)
    rows.add("changed", "an endpoint deleted", .partial, says: ["deleted or changed"]) {
      $0.call(
        "DeleteVpcEndpoints", of: "ec2",
        ["DeleteVpcEndpointsRequest": ["VpcEndpointId": ["tag": 1, "content": "vpce-1"]]],
        by: $0.terraform, at: "10:30")
    }
    return rows
  }()

  private static let insights: VerdictGroup = {
    @Sendable func settings(_ value: String) -> JSON {
      ["settings": [["name": "containerInsights", "value": .string(value)]]]
    }
    @Sendable func cluster(_ story: VerdictStory, _ name: String) -> JSON {
      .object([(name, .string(story.runner.tasks?.cluster ?? ""))])
    }
    var rows = item("11", "Container Insights", "container-insights")
    rows.add("satisfied", "the cluster made with it", .done) {
      $0.call(
        "CreateCluster", of: "ecs",
        cluster($0, "clusterName").adding(members: settings("enhanced")), by: $0.terraform,
        at: "06:20")
    }
    rows.add("satisfied", "enabled on the cluster", .done) {
      $0.call(
        "UpdateClusterSettings", of: "ecs",
        cluster($0, "cluster").adding(members: settings("enabled")), at: "06:20")
    }
    rows.add("weak", "the default of the account", .partial) {
      $0.call(
        "PutAccountSettingDefault", of: "ecs", ["name": "containerInsights", "value": "enabled"],
        at: "06:20")
    }
    rows.add("drift", "disabled", .contradicted, says: ["disabled", "10:30:00"]) {
      $0.call(
        "UpdateClusterSettings", of: "ecs",
        cluster($0, "cluster").adding(members: settings("disabled")), at: "10:30")
    }
    rows.add("no evidence", "nothing of it in the logs", .notAssessable)
    return rows
  }()

  private static let paths: VerdictGroup = {
    @Sendable func create(_ story: inout VerdictStory, path: String) {
      for kind in VerdictStory.kinds {
        var role = story.role(kind)
        role.path = path
        story.scenario.createRole(
          role, trust: story.runner.taskTrust(.execution), of: story.runner, by: story.terraform,
          at: VerdictStory.at("06:05"))
      }
    }
    var rows = item("12", "Role paths", "role-paths")
    rows.add("satisfied", "roles made with a path", .done) {
      create(&$0, path: "/platform/runners/")
    }
    rows.add("violated", "roles made without one", .contradicted, says: ["making it again"]) {
      create(&$0, path: "/")
    }
    rows.add("no evidence", "nothing of it in the logs", .notAssessable)
    return rows
  }()
}

extension JSON {
  /// The text of a member, as a value again.
  fileprivate func text(_ name: String) -> JSON {
    guard case .object(let members) = self else { return .null }
    return members.first { $0.key == name }?.value ?? .null
  }
}

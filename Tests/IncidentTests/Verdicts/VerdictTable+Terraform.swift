import FleetModel
import Incident

/// What the items of the checklist make of a Terraform state.
extension VerdictTable {
  static let terraform: VerdictGroup = {
    var rows = VerdictGroup(
      "FT", "The checklist by Terraform (--inventory)", step: "force-destroy",
      of: "security-checklist")
    addStorage(to: &rows)
    addRoles(to: &rows)
    addNetwork(to: &rows)
    rows.add("7 satisfied", "a retention of 90 days", .done, step: "log-retention") { $0.list() }
    rows.add("11 satisfied", "Container Insights", .done, step: "container-insights") { $0.list() }
    return rows
  }()

  private static func addStorage(to rows: inout VerdictGroup) {
    rows.add(
      "1a satisfied", "a key of KMS for the bucket", .done, says: ["Terraform lists a key"],
      without: .keys, step: "storage-encryption"
    ) { story in
      story.scenario.omit { $0.category == .data }
      story.list()
    }
    rows.add("1b satisfied", "a key for the log group", .done, step: "log-encryption") {
      $0.list { $0.encryptsLogs = true }
    }
    rows.add(
      "1b no evidence", "no key for the log group", .notAssessable, without: .keys,
      step: "log-encryption"
    ) { $0.list() }
    rows.add("2 satisfied", "versioning", .done, step: "versioning") { $0.list() }
    rows.add(
      "2 drift", "versioning listed, and suspended in the logs", .contradicted,
      says: ["suspended"], step: "versioning"
    ) {
      $0.bucket(
        "PutBucketVersioning", ["VersioningConfiguration": ["Status": "Suspended"]], by: $0.thief,
        at: "10:30")
      $0.list()
    }
    rows.add("3 satisfied", "force_destroy is false", .done) { $0.list() }
    rows.add("3 violated", "force_destroy is true", .contradicted, says: ["as true"]) {
      $0.list { $0.forceDestroy = true }
    }
  }

  private static func addRoles(to rows: inout VerdictGroup) {
    rows.add("4 satisfied", "a permissions boundary", .done, step: "permissions-boundary") {
      $0.list { $0.boundary = "arn:aws:iam::111122223333:policy/edge" }
    }
    rows.add(
      "4 no evidence", "no permissions boundary", .notAssessable, step: "permissions-boundary"
    ) { $0.list() }
    rows.add("8 satisfied", "tags of roles and bucket", .done, says: ["lists tags"], step: "tags") {
      $0.list()
    }
    rows.add("8 no evidence", "no tags", .notAssessable, step: "tags") { $0.list { $0.tags = [] } }
    let reviewed = "9e99a48a9960b14926bb7f3b02e22da2b0ab7280"
    rows.add("9 satisfied", "the reviewed thumbprint", .done, step: "thumbprint") {
      $0.list { $0.thumbprints = [reviewed] }
    }
    rows.add(
      "9 violated", "another thumbprint", .contradicted, says: ["another thumbprint"],
      step: "thumbprint"
    ) { $0.list { $0.thumbprints = ["00"] } }
    rows.add("9 no evidence", "no thumbprint", .notAssessable, step: "thumbprint") { $0.list() }
    rows.add("12 satisfied", "a path", .done, says: ["lists a path"], step: "role-paths") {
      $0.list { $0.path = "/platform/runners/" }
    }
    rows.add(
      "12 violated", "no path", .contradicted, says: ["making it again"], step: "role-paths"
    ) { $0.list { $0.path = "/" } }
  }

  private static func addNetwork(to rows: inout VerdictGroup) {
    rows.add(
      "5 satisfied", "no public address for tasks", .done, says: ["Terraform lists tasks"],
      step: "private-subnets"
    ) { $0.list() }
    rows.add(
      "6 satisfied", "HTTPS out, nothing in", .done, says: ["lets HTTPS out"],
      step: "security-groups"
    ) { $0.list() }
    rows.add(
      "6 violated", "everything out", .contradicted, says: ["more than HTTPS"],
      step: "security-groups"
    ) { $0.list { $0.opensEverything = true } }
    rows.add(
      "6 violated", "a task with a group that is not listed", .contradicted,
      says: ["does not list", "sg-stranger"], step: "security-groups"
    ) { story in
      var request = TaskRequest()
      request.securityGroup = "sg-stranger"
      _ = story.scenario.runTask(
        story.runner, request, by: story.intruder, at: VerdictStory.at("10:30"))
      story.list()
    }
    rows.add(
      "10 satisfied", "an endpoint in the subnet of the tasks", .done,
      says: ["in a subnet of the tasks"], step: "vpc-endpoints"
    ) { $0.list() }
  }
}

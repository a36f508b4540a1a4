import CloudTrail
import Incident

extension Sample {
  /// The runner in use and the one before it.
  enum Runners {
    static let current: Runner = {
      var runner = Runner(name: "shop-eu-2", profile: "humanitec-ecs")
      runner.subjects = ["acme+shop-eu-2"]
      runner.providers = ["arn:aws:iam::111122223333:oidc-provider/idp.humanitec.io"]
      runner.roles = [
        role(.taskManager, "shop-eu-2-ecs-task-manager-x1y2", id: "AROATASKMANAGER00001"),
        role(.execution, "shop-eu-2-execution-x1y2", id: nil),
        role(.task, "shop-eu-2-task-x1y2", id: "AROATASKROLE000000001"),
      ]
      runner.buckets = ["acme-shop-eu-2-artefacts"]
      runner.clusters = ["shop-eu-2"]
      runner.keys = ["arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-00000000"]
      runner.logGroups = ["/aws/ecs/shop-eu-2"]
      runner.accounts = [account, "444455556666"]
      runner.regions = ["eu-central-1", "us-east-1"]
      (runner.sessions, runner.tasks, runner.events, runner.denied) = (6, 2, 1_204, 12)
      (runner.firstSeen, runner.lastSeen) = (time(9, 0, 5), time(17, 20, 11, day: 3))
      var listing = Runner.Listing(file: "terraform.tfstate")
      listing.roles = [
        Runner.ListedRole(
          kind: .taskManager, arn: runner.roles[0].arn, roleID: "AROATASKMANAGER00001",
          isRetired: false),
        Runner.ListedRole(kind: .task, arn: runner.roles[2].arn, roleID: nil, isRetired: true),
      ]
      (listing.subjects, listing.buckets) = (runner.subjects, runner.buckets)
      listing.planned = ["aws_iam_role shop-eu-3-task-x1y2"]
      (listing.clusters, listing.keys) = (runner.clusters, runner.keys)
      (listing.logGroups, listing.subnets) = (runner.logGroups, ["subnet-0aaa"])
      listing.securityGroups = ["sg-0aaa"]
      listing.conflicts = ["the bucket \(Hostile.formula) is in the logs, not in the inventory"]
      runner.listing = listing
      return runner
    }()

    static let retired: Runner = {
      var runner = Runner(name: "shop-eu-1", profile: "humanitec-ecs", isCurrent: false)
      runner.subjects = ["acme+shop-eu-1", Hostile.formula]
      runner.refusedSubjects = ["initech+shop-eu-1"]
      runner.accounts = [account]
      runner.regions = ["eu-central-1"]
      (runner.sessions, runner.events, runner.denied) = (1, 2, 1)
      (runner.firstSeen, runner.lastSeen) = (time(8, 15), time(8, 45))
      return runner
    }()

    private static func role(_ kind: RoleKind, _ name: String, id: String?) -> Runner.Role {
      Runner.Role(
        kind: kind, arn: "arn:aws:iam::111122223333:role/\(name)", roleID: id,
        firstSeen: time(9, 0, 5), lastSeen: time(11))
    }
  }
}

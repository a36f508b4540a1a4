import FleetModel
import Incident

/// Step 5, and the order of the steps.
extension VerdictTable {
  static let reviewTrust: VerdictGroup = {
    var rows = VerdictGroup("E5", "Review trust policies", step: "review-trust")
    rows.add("done", "the three roles and the provider read", .done) {
      $0.reviewTrust(at: "11:30")
    }
    rows.add("done", "all of the account read", .done) {
      $0.iam("GetAccountAuthorizationDetails", .null, at: "11:30")
      $0.provider("GetOpenIDConnectProvider", at: "11:31")
    }
    rows.add("partial", "one role forgotten", .partial, says: ["task role prod-runner-task"]) {
      $0.reviewTrust([.taskManager, .execution], at: "11:30")
    }
    rows.add("partial", "the provider forgotten", .partial, says: ["oidc-provider"]) {
      $0.iam("GetAccountAuthorizationDetails", .null, at: "11:30")
    }
    rows.add("weak", "Terraform refreshed its state", .partial, says: ["Terraform read"]) {
      $0.reviewTrust(by: $0.terraform, at: "11:30")
    }
    rows.add("weak", "the roles only listed", .partial, says: ["only listed"]) {
      $0.iam("ListRoles", .null, at: "11:30")
    }
    rows.add("weak", "findings of Access Analyzer read", .partial, says: ["Access Analyzer"]) {
      $0.call("ListFindings", of: "access-analyzer", ["analyzerArn": "a"], at: "11:30")
    }
    rows.add("not seen", "nobody looked", .notSeen)
    rows.add(
      "no source", "us-east-1 is not in the logs", .notAssessable, says: ["us-east-1"],
      without: .global)
    rows.add(
      "no source", "a trail of write calls only", .notAssessable, says: ["read-only calls"],
      without: .reads)
    addOpen(to: &rows)
    rows.add("undone", "widened, then closed again", .done) {
      $0.reviewTrust(at: "11:30")
      $0.setTrust(
        .taskManager, to: $0.loginTrust(subject: "acme+*", comparison: "StringLike"), at: "11:40")
      $0.setTrust(.taskManager, to: $0.loginTrust(), at: "11:50")
    }
    rows.add(
      "contradicted", "an outsider assumes a role of the runner", .contradicted,
      says: ["should not admit"]
    ) {
      $0.reviewTrust(at: "11:30")
      _ = $0.scenario.assumeRole(
        $0.role(.task), session: "x", by: $0.terraform, at: VerdictStory.at("11:40"),
        in: VerdictStory.place.region, runner: $0.runner)
    }
    rows.add(
      "contradicted", "a foreign subject logs in to the role", .contradicted,
      says: ["foreign subject"]
    ) { story in
      story.reviewTrust(at: "11:30")
      var foreign = story.runner
      foreign.subject = "initech+prod-runner"
      _ = story.scenario.login(foreign, at: VerdictStory.at("11:40"))
    }
    rows.add(
      "contradicted", "the new role admits the retired runner as well", .contradicted,
      says: ["admits more than it"]
    ) { story in
      story.reviewTrust(at: "11:30")
      story.replace(at: "10:10")
      var successor = story.role(.taskManager)
      successor.name = "prod-runner-2" + successor.name.dropFirst("prod-runner".count)
      story.scenario.updateTrust(
        of: successor, to: story.loginTrust(), runner: story.runner, by: story.terraform,
        at: VerdictStory.at("11:40"))
    }
    rows.add(
      "limit, by Terraform", "the state lists a trust policy that admits more", .partial,
      says: ["Terraform lists", "acme+*"]
    ) {
      $0.reviewTrust(at: "11:30")
      $0.list { ($0.subject, $0.comparison) = ("acme+*", "StringLike") }
    }
    rows.add("done", "the state agrees", .done) {
      $0.reviewTrust(at: "11:30")
      $0.list()
    }
    rows.add("weak", "the providers only listed", .partial, says: ["oidc-provider"]) {
      $0.iam("GetAccountAuthorizationDetails", .null, at: "11:30")
      $0.iam("ListOpenIDConnectProviders", .null, at: "11:31")
    }
    rows.add("done", "all of the account read, the roles among it", .done) {
      $0.iam(
        "GetAccountAuthorizationDetails", ["filter": ["LocalManagedPolicy", "Role"]], at: "11:30")
      $0.provider("GetOpenIDConnectProvider", at: "11:31")
    }
    rows.add("trap", "of the account only users and policies read", .partial, says: ["task role"]) {
      $0.iam(
        "GetAccountAuthorizationDetails", ["filter": ["User", "LocalManagedPolicy"]], at: "11:30")
      $0.provider("GetOpenIDConnectProvider", at: "11:31")
    }
    rows.add("trap", "the task manager may assume the task role", .done) {
      $0.reviewTrust(at: "11:30")
      _ = $0.scenario.assumeRole(
        $0.role(.task), session: "x", by: $0.control, at: VerdictStory.at("11:40"),
        in: VerdictStory.place.region, runner: $0.runner)
    }
    return rows
  }()

  /// What a trust policy in force must not say.
  private static func addOpen(to rows: inout VerdictGroup) {
    let trusts: [(String, String, @Sendable (VerdictStory) -> String)] = [
      ("everybody", "everybody", { _ in open("AWS", "*") }),
      ("another account", "999988887777", { _ in open("AWS", "arn:aws:iam::999988887777:root") }),
      (
        "a foreign provider", "provider",
        {
          $0.loginTrust(provider: "arn:aws:iam::111122223333:oidc-provider/evil.example")
        }
      ),
      ("no subject", "sub", { $0.loginTrust(subject: "") }),
      ("no audience", "aud", { $0.loginTrust(audience: nil) }),
      (
        "a wildcard in the subject", "acme+",
        { $0.loginTrust(subject: "acme+*", comparison: "StringLike") }
      ),
      (
        "ForAllValues, true where the claim is absent", "ForAllValues",
        { $0.loginTrust(comparison: "ForAllValues:StringEquals") }
      ),
      (
        "IfExists, true where the claim is absent", "IfExists",
        { $0.loginTrust(comparison: "StringEqualsIfExists") }
      ),
      ("a deleted role, shown as AROA…", "AROA", { _ in open("AWS", "AROAJ00000000EXAMPLE0") }),
      (
        "a subject whatever its case", "acme+",
        { $0.loginTrust(subject: "acme+*", comparison: "StringEqualsIgnoreCase") }
      ),
      (
        "everybody but one (NotPrincipal)", "everybody",
        { _ in
          #"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:root"}}]}"#
        }
      ),
      (
        "a runner of the same id, of another organisation", "initech",
        { $0.loginTrust(subject: "initech+prod-runner") }
      ),
    ]
    for (story, words, document) in trusts {
      rows.add(
        "contradicted", "the trust policy admits \(story)", .contradicted,
        says: ["admits more than", words]
      ) {
        $0.reviewTrust(at: "11:30")
        $0.setTrust(.taskManager, to: document($0), at: "11:40")
      }
    }
  }

  static let order: VerdictGroup = {
    var rows = VerdictGroup("E6", "Order, time, actors", step: "update-runner-id")
    rows.add(
      "order", "the key rotated before anything was contained", .done, says: ["before"],
      step: "rotate-keys"
    ) {
      $0.kms("RotateKeyOnDemand", at: "09:55")
      $0.rotated(at: "09:58")
      $0.rotate()
    }
    rows.add(
      "order", "the key rotated and nothing contained", .done, says: ["of which nothing was seen"],
      step: "rotate-keys"
    ) {
      $0.kms("RotateKeyOnDemand", at: "11:00")
      $0.rotated(at: "11:06")
    }
    rows.add(
      "suspect", "a session issued to the thief after the revocation", .contradicted,
      says: ["issued after the revocation"]
    ) { story in
      story.stopTask(at: "10:02")
      story.revoke(at: "10:05")
      let shell = Origin("203.0.113.77", .attackerShell)
      let login = story.scenario.login(story.runner, at: VerdictStory.at("10:08"), from: shell)
      story.replace(at: "10:10")
      story.scenario.listTasks(
        of: story.runner, by: FleetModel.Caller(login, from: shell), at: VerdictStory.at("10:40"))
    }
    addResidual(to: &rows)
    rows.add(
      "actor", "all of it done by somebody who is no responder", .partial,
      says: ["By an unexpected actor", "maria.keller"],
      responders: "arn:aws:sts::*:assumed-role/break-glass/*"
    ) { $0.rotate() }
    rows.add(
      "actor", "done by one of the responders named", .done, step: "review-trust",
      responders: "arn:aws:sts::*:assumed-role/incident-responder/*"
    ) { $0.reviewTrust(at: "11:30") }
    rows.add("trap", "a user that could not be made", .done) {
      $0.iam(
        "CreateUser", ["userName": "x"], by: $0.intruder, at: "09:50",
        error: Record.Failure("AccessDenied", "no"))
      $0.rotate()
    }
    rows.add("time", "what was done before the incident counts not", .notSeen, step: "review-trust")
    {
      $0.reviewTrust(at: "08:58")
    }
    return rows
  }()
}

import FleetModel
import Incident

/// Step 3, in what only looks like its end: doors that stay open or are opened again, credentials
/// that a revocation does not reach, and logs that end too early to tell.
extension VerdictTable {
  static func addDoors(to rows: inout VerdictGroup) {
    addReadmitted(to: &rows)
    addUnreached(to: &rows)
    addOtherVersions(to: &rows)
    addUnsettled(to: &rows)
  }

  private static func addReadmitted(to rows: inout VerdictGroup) {
    rows.add(
      "contradicted (a)", "the trust policy given back to the old subject", .contradicted,
      says: ["admits the old subject again", "a new runner id"]
    ) {
      $0.change(at: "10:10")
      $0.setTrust(.taskManager, to: $0.loginTrust(), at: "10:40")
    }
    rows.add("undone", "given back, then changed again", .done) {
      $0.change(at: "10:10")
      $0.setTrust(.taskManager, to: $0.loginTrust(), at: "10:40")
      $0.setTrust(.taskManager, to: $0.loginTrust(subject: "acme+other"), at: "10:50")
    }
    rows.add(
      "contradicted (a)", "the old role made anew with its old trust policy", .contradicted,
      says: ["admits the old subject again"]
    ) { story in
      story.stopTask(at: "10:02")
      story.replace(at: "10:05")
      for kind in VerdictStory.kinds { story.role("DeleteRole", kind, at: "10:10") }
      story.role(
        "CreateRole", .taskManager, ["assumeRolePolicyDocument": .string(story.loginTrust())],
        at: "10:40")
    }
  }

  private static func addUnreached(to rows: inout VerdictGroup) {
    rows.add(
      "trap", "calls that a guardrail denies prove no revocation", .partial,
      says: ["task role"]
    ) {
      $0.steal(at: "09:55", error: VerdictStory.explicitDeny)
      $0.setTrust(.taskManager, to: $0.loginTrust(subject: "acme+other"), at: "10:10")
    }
    rows.add(
      "contradicted (b)", "a session opened in another role goes on", .contradicted,
      says: ["forgot", "data-admin"]
    ) { story in
      let chained = story.assumeOther(at: "09:50")
      story.rotate()
      story.read(by: chained, at: "10:35")
    }
    rows.add(
      "partial", "a session opened in another role, not used any more", .partial,
      says: ["other role data-admin: the end of its sessions", "still alive"]
    ) {
      _ = $0.assumeOther(at: "09:50", lifetime: 28_800)
      $0.rotate()
    }
    rows.add("done", "a session opened in another role, whose sessions were ended too", .done) {
      story in
      let chained = story.assumeOther(at: "09:50")
      story.rotate()
      story.revoke(chained, at: "10:08")
      story.read(by: chained, at: "10:09")
    }
    rows.add(
      "contradicted (b)", "somebody suspicious logs in again behind the revocation", .contradicted,
      says: ["issued after the revocation"]
    ) {
      $0.stopTask(at: "10:02")
      $0.revoke(at: "10:05")
      $0.readAgain(at: "10:09")
      $0.setTrust(.taskManager, to: $0.loginTrust(subject: "acme+other"), at: "10:20")
    }
    rows.add("undone", "the same, and the sessions ended again", .done) {
      $0.stopTask(at: "10:02")
      $0.revoke(at: "10:05")
      $0.readAgain(at: "10:09")
      $0.setTrust(.taskManager, to: $0.loginTrust(subject: "acme+other"), at: "10:20")
      $0.revoke([.taskManager], at: "10:21")
    }
  }

  private static let lock: JSON = "arn:aws:iam::111122223333:policy/lock"

  /// A managed policy of the account that denies everything.
  private static func makeLock(_ story: inout VerdictStory) {
    story.iam(
      "CreatePolicy", ["policyName": "lock", "policyDocument": .string(VerdictStory.denyAll)],
      response: ["policy": ["arn": lock]], at: "10:00")
  }

  private static let idle = #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#

  private static func open(_ story: inout VerdictStory, at clock: String) {
    story.iam(
      "CreatePolicyVersion",
      ["policyArn": lock, "policyDocument": .string(idle), "setAsDefault": true], at: clock)
  }

  private static func addOtherVersions(to rows: inout VerdictGroup) {
    rows.add(
      "contradicted (e)", "the denying policy given a version that denies nothing", .contradicted,
      says: ["given a version", "task role", "still alive"]
    ) { story in
      makeLock(&story)
      story.rotate([.taskManager, .execution])
      story.role("AttachRolePolicy", .task, ["policyArn": lock], at: "10:08")
      open(&story, at: "10:40")
    }
    rows.add(
      "contradicted (e)", "the denying boundary set to another version", .contradicted,
      says: ["given a version"]
    ) { story in
      makeLock(&story)
      story.rotate([.taskManager, .execution])
      story.role(
        "PutRolePermissionsBoundary", .task, ["permissionsBoundary": lock], at: "10:08")
      story.iam(
        "SetDefaultPolicyVersion", ["policyArn": lock, "versionId": "v2"], at: "10:40")
    }
    rows.add("trap", "another version that denies everything as well", .done) { story in
      makeLock(&story)
      story.rotate([.taskManager, .execution])
      story.role("AttachRolePolicy", .task, ["policyArn": lock], at: "10:08")
      story.iam(
        "CreatePolicyVersion",
        [
          "policyArn": lock, "policyDocument": .string(VerdictStory.denyAll),
          "setAsDefault": true,
        ], at: "10:40")
      story.iam("SetDefaultPolicyVersion", ["policyArn": lock, "versionId": "v1"], at: "10:41")
    }
    rows.add("trap", "a version that is not the default", .done) { story in
      makeLock(&story)
      story.rotate([.taskManager, .execution])
      story.role("AttachRolePolicy", .task, ["policyArn": lock], at: "10:08")
      story.iam(
        "CreatePolicyVersion",
        ["policyArn": lock, "policyDocument": .string(idle), "setAsDefault": false], at: "10:40")
    }
    rows.add("partial", "a policy attached that denies nothing any more", .partial) { story in
      makeLock(&story)
      open(&story, at: "10:01")
      story.rotate([.taskManager, .execution])
      story.role("AttachRolePolicy", .task, ["policyArn": lock], at: "10:08")
    }
  }

  private static func addUnsettled(to rows: inout VerdictGroup) {
    rows.add(
      "no source", "the logs end before the policies must work everywhere", .partial,
      says: ["task role", "logs beyond 2026-04-14T10:17:00Z", "these logs end at"]
    ) {
      $0.rotate()
      $0.steal(at: "10:13")
      $0.end(at: "10:14")
    }
    rows.add("done", "the logs end as early, and nothing was used any more", .done) {
      $0.rotate()
      $0.end(at: "10:14")
    }
    rows.add("done", "the logs end behind that", .done) {
      $0.rotate()
      $0.steal(at: "10:13")
      $0.end(at: "10:31")
    }
  }
}

extension VerdictStory {
  /// A new subject in the trust policy, all sessions ended, the task stopped.
  fileprivate mutating func change(at clock: String) {
    stopTask(at: "10:02")
    revoke(at: "10:05")
    setTrust(.taskManager, to: loginTrust(subject: "acme+other"), at: clock)
  }

  /// The intruder assumes a role that is none of the runner's.
  fileprivate mutating func assumeOther(
    at clock: String, lifetime: Int = 3600
  ) -> FleetModel.Caller {
    let role = scenario.role("data-admin", in: Self.place.account)
    let credential = scenario.assumeRole(
      role, session: "x", by: intruder, at: Self.at(clock), in: Self.place.region,
      lifetime: lifetime)
    return FleetModel.Caller(credential, from: intruder.origin)
  }

  /// The policy by which the console ends sessions, on the role of a caller.
  fileprivate mutating func revoke(_ caller: FleetModel.Caller, at clock: String) {
    guard let role = caller.actor.credential?.role else { return }
    scenario.revokeSessions(
      of: role, issuedBefore: Self.at(clock), runner: runner, by: responder, at: Self.at(clock))
  }

  /// The intruder logs in again and uses that at once.
  fileprivate mutating func readAgain(at clock: String) {
    let time = Self.at(clock)
    let login = scenario.login(runner, at: time, from: intruder.origin)
    scenario.call(
      "ListTasks", of: "ecs", by: FleetModel.Caller(login, from: intruder.origin), at: time + 20,
      in: Self.place)
  }

  /// The logs end.
  fileprivate mutating func end(at clock: String) {
    let end = Self.at(clock)
    scenario.omit { $0.time > end }
  }
}

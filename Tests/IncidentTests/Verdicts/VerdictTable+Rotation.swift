import FleetModel
import Incident

/// Step 3: the new runner id, and what makes it effective.
extension VerdictTable {
  static let updateRunner: VerdictGroup = {
    var rows = VerdictGroup("E3", "Update the runner ID", step: "update-runner-id")
    addDone(to: &rows)
    addPartial(to: &rows)
    addTraps(to: &rows)
    addAlive(to: &rows)
    addUndone(to: &rows)
    addDoors(to: &rows)
    return rows
  }()

  private static func addDone(to rows: inout VerdictGroup) {
    rows.add("done", "a new id, all sessions ended, the task stopped", .done) { $0.rotate() }
    rows.add("done", "a new subject in the trust policy", .done) {
      $0.stopTask(at: "10:02")
      $0.revoke(at: "10:05")
      $0.setTrust(.taskManager, to: $0.loginTrust(subject: "acme+other"), at: "10:10")
    }
    rows.add("done", "the old roles deleted", .done) { story in
      story.stopTask(at: "10:02")
      story.replace(at: "10:05")
      for kind in VerdictStory.kinds { story.role("DeleteRole", kind, at: "10:10") }
    }
    rows.add("done", "a policy that denies everything", .done) { story in
      story.stopTask(at: "10:02")
      for kind in VerdictStory.kinds {
        story.putPolicy(kind, "lock", VerdictStory.denyAll, at: "10:05")
      }
      story.replace(at: "10:10")
    }
    rows.add("done", "the managed policy AWSDenyAll", .done) { story in
      story.stopTask(at: "10:02")
      for kind in VerdictStory.kinds {
        story.role(
          "AttachRolePolicy", kind, ["policyArn": "arn:aws:iam::aws:policy/AWSDenyAll"],
          at: "10:05")
      }
      story.replace(at: "10:10")
    }
    rows.add("done", "a managed policy of the account that denies everything", .done) { story in
      let arn: JSON = "arn:aws:iam::111122223333:policy/quarantine"
      story.iam(
        "CreatePolicy",
        ["policyName": "quarantine", "policyDocument": .string(VerdictStory.denyAll)],
        response: ["policy": ["arn": arn]], at: "10:00")
      story.stopTask(at: "10:02")
      for kind in VerdictStory.kinds {
        story.role("AttachRolePolicy", kind, ["policyArn": arn], at: "10:05")
      }
      story.replace(at: "10:10")
    }
    rows.add("done", "a permissions boundary that denies everything", .done) { story in
      story.stopTask(at: "10:02")
      for kind in VerdictStory.kinds {
        story.role(
          "PutRolePermissionsBoundary", kind,
          ["permissionsBoundary": "arn:aws:iam::aws:policy/AWSDenyAll"], at: "10:05")
      }
      story.replace(at: "10:10")
    }
    rows.add("done", "the old id refused, the new one at work", .done, says: ["refused"]) {
      $0.rotate()
      $0.scenario.failedLogin($0.runner, at: VerdictStory.at("10:40"))
    }
    rows.add("done", "the task definition withdrawn as well", .done, says: ["deregistered"]) {
      let definition = $0.scenario.registerTaskDefinition(
        $0.runner, by: $0.intruder, at: VerdictStory.at("09:36"))
      $0.rotate()
      $0.scenario.deregisterTaskDefinition(
        definition, of: $0.runner, by: $0.responder, at: VerdictStory.at("10:20"))
    }
  }

  private static func addPartial(to rows: inout VerdictGroup) {
    rows.add(
      "trap", "a new runner id alone ends no session", .partial,
      says: ["ends none", "task manager role", "execution role", "task role"]
    ) { $0.replace(at: "10:10") }
    rows.add(
      "trap", "a new trust policy alone ends no session", .partial, says: ["task manager role"]
    ) { $0.setTrust(.taskManager, to: $0.loginTrust(subject: "acme+other"), at: "10:10") }
    rows.add(
      "partial", "one of three roles forgotten, not used", .partial,
      says: ["task role prod-runner-task", "valid until 2026-04-14T15:38:49Z"]
    ) { $0.rotate([.taskManager, .execution]) }
    rows.add("partial", "two of three roles forgotten", .partial, says: ["execution role"]) {
      $0.rotate([.taskManager])
    }
    rows.add("partial", "sessions ended, the id kept", .partial, says: ["a new runner id"]) {
      $0.stopTask(at: "10:02")
      $0.revoke(at: "10:05")
    }
    rows.add("partial", "the old subject only locked out", .partial, says: ["locked out"]) {
      $0.setTrust(
        .taskManager, to: $0.runner.loginTrust(effect: "Deny"), at: "10:10")
    }
    rows.add("partial", "the task of the intruder not stopped", .partial, says: ["the stop of"]) {
      $0.revoke(at: "10:05")
      $0.replace(at: "10:10")
    }
    rows.add("partial", "single policies detached", .partial, says: ["only single policies"]) {
      $0.role(
        "DetachRolePolicy", .task, ["policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"],
        at: "10:05")
    }
    rows.add("partial", "a policy that denies one service", .partial, says: ["task role"]) {
      $0.rotate([.taskManager, .execution])
      $0.putPolicy(
        .task, "x", #"{"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#, at: "10:08")
    }
    rows.add("not seen", "nobody did anything", .notSeen)
    rows.add(
      "no source", "us-east-1 is not in the logs", .notAssessable, says: ["us-east-1"],
      without: .global)
    rows.add(
      "no source", "two hours are not in the logs", .notAssessable, says: ["11:00"],
      without: .hours)
    rows.add(
      "not applicable", "the runner id that took the place of another", .notApplicable,
      step: "update-runner-id"
    ) { story in
      // Judged for the successor: told as a story of the old one below.
      story.becomeSuccessor()
    }
  }

  private static func addTraps(to rows: inout VerdictGroup) {
    rows.add(
      "trap", "DeleteOpenIDConnectProvider proves nothing", .notSeen, says: ["proves nothing"]
    ) { $0.provider("DeleteOpenIDConnectProvider", at: "10:10") }
    rows.add(
      "trap", "the audience removed locks out every runner", .notSeen, says: ["locks out every"]
    ) {
      $0.provider(
        "RemoveClientIDFromOpenIDConnectProvider", ["clientID": "sts.amazonaws.com"], at: "10:10")
    }
    rows.add(
      "trap", "a denial with an explicit deny proves no revocation, any policy may hold it",
      .partial, says: ["task role"]
    ) {
      $0.rotate([.taskManager, .execution])
      $0.steal(at: "10:40", error: VerdictStory.explicitDeny)
    }
    rows.add("trap", "a denial without an explicit deny proves nothing", .partial) {
      $0.rotate([.taskManager, .execution])
      $0.steal(at: "10:40", error: Record.Failure("AccessDenied", "Access Denied"))
    }
    rows.add("trap", "a use within ten minutes of the policy", .done) {
      $0.rotate()
      $0.steal(at: "10:12")
    }
    rows.add("trap", "GetCallerIdentity, which nothing can deny", .done) {
      $0.rotate()
      $0.scenario.getCallerIdentity(
        by: $0.thief, at: VerdictStory.at("11:00"), in: VerdictStory.place)
    }
    rows.add("trap", "a call on a role that is not there fails", .notSeen) {
      $0.role(
        "DeleteRolePolicy", .task, ["policyName": "x"], at: "10:05",
        error: Record.Failure("NoSuchEntityException"))
    }
    rows.add(
      "no source", "without data events nothing could contradict it", .done,
      says: ["cannot be ruled out without S3 data events"], without: .objects
    ) { $0.rotate() }
  }

  private static func addAlive(to rows: inout VerdictGroup) {
    rows.add(
      "contradicted (a)", "the old subject still logs in", .contradicted,
      says: ["still logs in", "198.51.100.24", "11:30:00"]
    ) {
      $0.rotate()
      _ = $0.scenario.login($0.runner, at: VerdictStory.at("11:30"))
    }
    rows.add(
      "contradicted (b)", "a session of a forgotten role still reads", .contradicted,
      says: ["forgot", "4 events by session", "203.0.113.80", "last at 2026-04-14T11:20:00Z"]
    ) {
      $0.rotate([.taskManager, .execution])
      $0.steal(at: "11:10")
      $0.steal(at: "11:20")
    }
    rows.add("contradicted (b)", "a revoked session still reads", .contradicted, says: ["dead"]) {
      $0.rotate()
      $0.steal(at: "11:10")
    }
    rows.add("contradicted (b)", "a deleted role's session reads", .contradicted, says: ["dead"]) {
      story in
      story.stopTask(at: "10:02")
      story.replace(at: "10:05")
      for kind in VerdictStory.kinds { story.role("DeleteRole", kind, at: "10:10") }
      story.steal(at: "11:10")
    }
    rows.add("undone", "the forgotten role revoked at last", .done) {
      $0.rotate([.taskManager, .execution])
      $0.steal(at: "11:10")
      $0.revoke([.task], at: "11:20")
    }
    rows.add(
      "contradicted (c)", "the revoked login starts another task", .contradicted, says: ["dead"]
    ) {
      $0.rotate()
      _ = $0.scenario.runTask($0.runner, by: $0.intruder, at: VerdictStory.at("11:10"))
    }
    rows.add(
      "contradicted (d)", "credentials renewed for a stopped task", .contradicted,
      says: ["had been stopped"]
    ) {
      $0.rotate()
      if let rogue = $0.rogue {
        _ = $0.scenario.taskCredentials(rogue, at: VerdictStory.at("11:10"))
      }
    }
  }

  private static func addUndone(to rows: inout VerdictGroup) {
    rows.add("contradicted (e)", "the policy removed again", .contradicted, says: ["removed"]) {
      $0.rotate()
      $0.role(
        "DeleteRolePolicy", .execution, ["policyName": "AWSRevokeOlderSessions"], at: "10:40")
    }
    rows.add(
      "contradicted (e)", "the policy replaced by an idle one", .contradicted, says: ["replaced"]
    ) {
      $0.rotate()
      $0.putPolicy(.task, "AWSRevokeOlderSessions", #"{"Statement":[]}"#, at: "10:40")
    }
    rows.add("contradicted (e)", "the boundary removed again", .contradicted, says: ["boundary"]) {
      story in
      story.rotate([.taskManager, .execution])
      story.role(
        "PutRolePermissionsBoundary", .task,
        ["permissionsBoundary": "arn:aws:iam::aws:policy/AWSDenyAll"], at: "10:08")
      story.role("DeleteRolePermissionsBoundary", .task, at: "10:40")
    }
    rows.add(
      "contradicted (e)", "a time in the policy before the theft", .contradicted,
      says: ["older than the suspicious session"]
    ) {
      $0.stopTask(at: "10:02")
      $0.revoke(before: "09:00", at: "10:05")
      $0.replace(at: "10:10")
    }
    rows.add("undone", "the policy put back", .done) {
      $0.rotate()
      $0.role("DeleteRolePolicy", .task, ["policyName": "AWSRevokeOlderSessions"], at: "10:40")
      $0.revoke([.task], at: "10:41")
    }
    rows.add("undone", "the policy removed in order to delete the role", .done) {
      $0.rotate()
      $0.role("DeleteRolePolicy", .task, ["policyName": "AWSRevokeOlderSessions"], at: "10:40")
      $0.role("DeleteRole", .task, at: "10:41")
    }
    rows.add("contradicted (f)", "a revocation that failed", .contradicted, says: ["failed"]) {
      $0.rotate([.taskManager, .execution])
      $0.failRevocation(at: "10:20")
    }
    rows.add("undone", "a revocation that failed, repeated with success", .done) {
      $0.failRevocation(at: "10:01")
      $0.rotate()
    }
  }
}

import FleetModel
import Incident

/// Step 3, in what only looks like its end: doors that stay open or are opened again, credentials
/// that a revocation does not reach, and logs that end too early to tell.
extension VerdictTable {
  static func addDoors(to rows: inout VerdictGroup) {
    addReadmitted(to: &rows)
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
}

extension VerdictStory {
  /// A new subject in the trust policy, all sessions ended, the task stopped.
  fileprivate mutating func change(at clock: String) {
    stopTask(at: "10:02")
    revoke(at: "10:05")
    setTrust(.taskManager, to: loginTrust(subject: "acme+other"), at: clock)
  }
}

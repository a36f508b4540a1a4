import CloudTrail
import Incident

/// How far an analysis agrees with the truth, aspect by aspect.
struct Score {
  /// What is compared.
  enum Aspect: String, CaseIterable {
    case runner, stage, session, task, method
    case sessionRunner, sessionKind, sessionTask, sessionParent, sessionEvents, sessionRole
    case sessionTimes
  }

  /// Where tool and truth may differ, since the logs do not say what the generator knows.
  enum Allowance: String, CaseIterable {
    /// A token that could not be read names nobody. Where several runners share the role that it
    /// asked for, the tool takes the first of them; the truth knows who it was.
    case unreadableTokenForSharedRole
    /// Without a list of responders everybody who is no runner and works on a runner's resource
    /// counts as one; the truth knows Terraform's deployer from a responder.
    case stageOfOthersIsResponse
    /// The tool names the session of a caller who is no runner's; the truth leaves it out.
    case sessionOfOthersIsNamed
    /// An event by which nobody's session issues a credential is shown with the one it issued.
    case sessionIssuedIsNamed
    /// Of the copy in another account the tool names the caller's session by the shared id.
    case sessionOfCopyIsNamed
    /// A call that names several tasks belongs to none of them; the truth takes the first.
    case severalTasks
    /// The truth calls a role in a request `roleName`, and a task in it `taskId`, where the tool
    /// says `resource`; S3's calls to KMS `roleSession`, where it says `encryptionContext`.
    case methodIsNamedOtherwise
    /// ECS's `AssumeRole` answers without the role's id; where nothing was done with the
    /// credential, no record names it.
    case roleIDOfUnusedSession
  }

  private(set) var right: [Aspect: Int] = [:]
  private(set) var wrong: [Aspect: [String]] = [:]
  private(set) var allowed: [Allowance: Int] = [:]
  var missing: [String] = []
  var extra: [String] = []

  /// Counts one comparison; `allowance` says why a difference would be none.
  mutating func compare<Value: Equatable>(
    _ aspect: Aspect, _ found: Value, _ expected: Value, of what: String,
    unless allowance: Allowance? = nil
  ) {
    if found == expected {
      right[aspect, default: 0] += 1
    } else if let allowance {
      allowed[allowance, default: 0] += 1
    } else {
      wrong[aspect, default: []].append("\(what): \(found) instead of \(expected)")
    }
  }

  /// All that is not as it should be.
  var faults: [String] {
    missing.map { "missing: \($0)" } + extra.map { "extra: \($0)" }
      + Aspect.allCases.flatMap { aspect in (wrong[aspect] ?? []).map { "\(aspect): \($0)" } }
  }

  /// Precision and recall in percent, and the agreement in each aspect.
  func summary(found: Int, expected: Int) -> String {
    let percent = { (part: Int, whole: Int) in
      whole == 0 ? "-" : "\(Double(part * 10_000 / whole) / 100) %"
    }
    var lines = [
      "precision \(percent(found - extra.count, found)) of \(found)",
      "recall \(percent(expected - missing.count, expected)) of \(expected)",
    ]
    for aspect in Aspect.allCases {
      guard let count = right[aspect] else { continue }
      lines.append("\(aspect) \(percent(count, count + (wrong[aspect]?.count ?? 0))) of \(count)")
    }
    for allowance in Allowance.allCases {
      if let count = allowed[allowance] { lines.append("(\(count) \(allowance))") }
    }
    return lines.joined(separator: ", ")
  }
}

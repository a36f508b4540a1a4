/// The part of a runner's story that an event belongs to (interface: `stage`).
package enum Stage: String, Sendable {
  /// Web identity.
  case login
  /// ECS, and the images that its tasks pull.
  case task
  /// Other STS calls and IAM.
  case identity
  /// S3.
  case storage
  /// KMS.
  case key
  /// CloudWatch Logs and CloudTrail.
  case logging
  /// The network of the tasks.
  case network
  /// What responders did.
  case response

  /// The stage of a runner's own call to a service such as `s3.amazonaws.com`.
  package init(source: String) {
    self =
      switch source.prefix(while: { $0 != "." }) {
      case "sts", "iam": .identity
      case "s3": .storage
      case "kms": .key
      case "logs", "cloudtrail": .logging
      case "ec2": .network
      default: .task
      }
  }
}

/// What links an event to its runner.
package enum Reason: String, Sendable {
  /// The subject of the token.
  case subject
  /// The access key that made the call.
  case accessKeyId
  /// The session by role, name and creation date, where the key is another one.
  case roleSession
  /// The id of a task.
  case taskId
  /// The encryption context of a KMS call.
  case encryptionContext
  /// The name of one of the runner's roles in the request.
  case roleName
  /// Another of the runner's resources in the request.
  case resource
  /// The copy of the same action in another account.
  case sharedEventID
}

/// To whom an event belongs, and why.
package struct Attribution: Hashable, Sendable {
  /// The runner, by its name.
  package var runner: String
  /// The access key that was issued to the session that made the call.
  package var session: String?
  /// The id of the task concerned.
  package var task: String?
  /// The part of the story.
  package var stage: Stage
  /// The link.
  package var why: Reason
  /// The role of the caller.
  package var role: RoleKind?

  /// An attribution with these properties.
  package init(
    _ runner: String, _ stage: Stage, why: Reason, session: String? = nil, task: String? = nil,
    role: RoleKind? = nil
  ) {
    self.runner = runner
    self.stage = stage
    self.why = why
    self.session = session
    self.task = task
    self.role = role
  }

  /// The attribution of a call that a runner's session makes itself; nil for anybody else's.
  package init?(_ actor: Actor, source: String) {
    guard let credential = actor.credential, let runner = credential.runner else { return nil }
    var why = Reason.accessKeyId
    if case .forwarded = actor { why = .roleSession }
    self.init(
      runner, Stage(source: source), why: why, session: credential.accessKeyID,
      task: credential.task, role: credential.roleKind)
  }
}

/// What the truth says of one event.
package struct TruthEvent: Sendable {
  /// The record's id.
  package var eventID: String
  /// When.
  package var time: Timestamp
  /// In which account and region it is recorded.
  package var place: Place
  /// The called service.
  package var source: String
  /// The call.
  package var name: String
  /// The error, where there was one.
  package var errorCode: String?
  /// To whom it belongs.
  package var attribution: Attribution
  /// The access key that it issued.
  package var issued: String?
}

/// What the truth says of one issued credential of a runner.
package struct TruthSession: Sendable {
  /// The credential.
  package var credential: Credential
  /// The access key of the session behind it: the one that assumed the role, or started the task.
  package var parent: String?
  /// How many different events were made with it.
  package var events = 0
}

/// What the truth says of one runner.
package struct TruthRunner: Sendable {
  /// The runner.
  package var model: RunnerModel
  /// When it was taken out of service.
  package var retiredAt: Timestamp?
  /// Role ids that roles of the same names had before.
  package var formerRoleIDs: [String] = []
}

/// An attack that was planted on purpose.
package struct PlantedAttack: Sendable {
  /// The id in the catalogue of detections, e.g. `F06`.
  package var id: String
  /// The runner it was aimed at.
  package var runner: String
  /// What it is, in words.
  package var title: String
  /// The events that show it.
  package var eventIDs: [String]
}

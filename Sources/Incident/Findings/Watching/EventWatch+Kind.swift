extension EventWatch.Kind {
  /// The kind of a call.
  init(_ source: String, _ name: String) {
    switch (source, name) {
    case ("sts.amazonaws.com", "AssumeRoleWithWebIdentity"): self = .login
    case ("sts.amazonaws.com", "AssumeRole"): self = .credential
    case ("s3.amazonaws.com", "GetObject"): self = .download
    case ("s3.amazonaws.com", "PutObject"), ("s3.amazonaws.com", "CopyObject"),
      ("s3.amazonaws.com", "CompleteMultipartUpload"):
      self = .upload
    case ("kms.amazonaws.com", "Decrypt"), ("kms.amazonaws.com", "ReEncrypt"): self = .decrypt
    case ("ecs.amazonaws.com", "RegisterTaskDefinition"): self = .definition
    case ("ecs.amazonaws.com", "RunTask"), ("ecs.amazonaws.com", "StartTask"): self = .start
    case ("ecs.amazonaws.com", "ExecuteCommand"): self = .command
    case ("ssm.amazonaws.com", "StartSession"): self = .shell
    case ("ssm.amazonaws.com", "GetParameter"), ("ssm.amazonaws.com", "GetParameters"),
      ("secretsmanager.amazonaws.com", "GetSecretValue"),
      ("secretsmanager.amazonaws.com", "BatchGetSecretValue"):
      self = .secret
    case ("ecr.amazonaws.com", "PutImage"): self = .push
    case ("iam.amazonaws.com", "CreateRole"), ("iam.amazonaws.com", "UpdateAssumeRolePolicy"):
      self = .trust
    default: self = .other
    }
  }

  /// True where each event is looked at by itself, and not only as the use of a session.
  var isLookedAt: Bool { ![.other, .download, .upload, .decrypt].contains(self) }

  /// The kind of each call, made out once.
  struct Table {
    private let strings: StringTable
    private var known: [UInt64: EventWatch.Kind] = [:]

    /// A table over the calls that `strings` names.
    init(_ strings: StringTable) { self.strings = strings }

    /// The kind of a call.
    mutating func kind(of service: StringID, _ call: StringID) -> EventWatch.Kind {
      let key = UInt64(service.number) << 32 | UInt64(call.number)
      if let found = known[key] { return found }
      let kind = EventWatch.Kind(strings.text(service), strings.text(call))
      known[key] = kind
      return kind
    }
  }

  /// True where it is looked at whoever made it; the others only where they are a runner's.
  var isLookedAtOfAnybody: Bool { [.login, .command, .shell, .push].contains(self) }

  /// True where the record itself is needed.
  var needsRecord: Bool { [.definition, .start, .shell, .secret, .push, .trust].contains(self) }
}

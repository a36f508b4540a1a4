extension EventWatch.Kind {
  /// The kind of a call.
  init(_ source: String, _ name: String) {
    switch (source, name) {
    case ("sts.amazonaws.com", "AssumeRoleWithWebIdentity"): self = .login
    case ("sts.amazonaws.com", "AssumeRole"): self = .credential
    case ("s3.amazonaws.com", "GetObject"): self = .download
    case ("s3.amazonaws.com", "PutObject"): self = .upload
    case ("kms.amazonaws.com", "Decrypt"): self = .decrypt
    case ("ecs.amazonaws.com", "RegisterTaskDefinition"): self = .definition
    case ("ecs.amazonaws.com", "RunTask"), ("ecs.amazonaws.com", "StartTask"): self = .start
    case ("ecs.amazonaws.com", "ExecuteCommand"): self = .command
    case ("ssm.amazonaws.com", "StartSession"): self = .shell
    case ("ssm.amazonaws.com", "GetParameter"), ("ssm.amazonaws.com", "GetParameters"),
      ("secretsmanager.amazonaws.com", "GetSecretValue"),
      ("secretsmanager.amazonaws.com", "BatchGetSecretValue"):
      self = .secret
    case ("ecr.amazonaws.com", "PutImage"): self = .push
    default: self = .other
    }
  }

  /// True where each event is looked at by itself, and not only as the use of a session.
  var isLookedAt: Bool { ![.other, .download, .upload, .decrypt].contains(self) }

  /// True where the record itself is needed.
  var needsRecord: Bool { [.definition, .start, .shell, .secret, .push].contains(self) }
}

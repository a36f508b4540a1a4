/// Why STS refuses a web identity.
package enum LoginFailure: String, Sendable {
  /// The trust policy does not fit; STS says nothing more.
  case accessDenied
  /// The token does not verify.
  case invalidToken
  /// The token is too old.
  case expiredToken

  var failure: Record.Failure {
    switch self {
    case .accessDenied: Record.Failure("AccessDenied", "An unknown error occurred")
    case .invalidToken:
      Record.Failure(
        "InvalidIdentityToken",
        "Couldn't retrieve verification key from your identity provider,  please reference "
          + "AssumeRoleWithWebIdentity documentation for requirements")
    case .expiredToken:
      Record.Failure("ExpiredTokenException", "Token expired: current date/time must be before exp")
    }
  }
}

extension Scenario {
  /// A successful AssumeRoleWithWebIdentity of the runner; `origin` is its usual one if nil.
  package mutating func login(
    _ runner: RunnerModel, at time: Timestamp, from origin: Origin? = nil,
    lifetime: Int = 3600, sessionName: String? = nil
  ) -> Credential {
    let session = sessionName ?? usualSessionName(of: runner, at: time)
    var record = loginRecord(
      runner, subject: runner.subject, session: session, at: time, from: origin,
      lifetime: lifetime)
    let credential = Credential(
      accessKeyID: generator.temporaryKeyID(), role: runner.loginRole, sessionName: session,
      issuedAt: time, expiresAt: time + lifetime, kind: .webIdentity,
      issuingEventID: record.eventID, provider: runner.provider, runner: runner.name,
      roleKind: runner.loginKind)
    record.response = [
      "credentials": credentialsJSON(credential),
      "subjectFromWebIdentityToken": .string(runner.subject),
      "assumedRoleUser": assumedRole(credential),
      "provider": .string(runner.provider), "audience": "sts.amazonaws.com",
    ]
    ledger.add(credential, parent: nil)
    emit(
      record, Attribution(runner.name, .login, why: .subject, role: runner.loginKind),
      issuing: credential.accessKeyID)
    return credential
  }

  /// A refused AssumeRoleWithWebIdentity on the runner's role, with its own or a guessed subject.
  @discardableResult package mutating func failedLogin(
    _ runner: RunnerModel, subject: String? = nil, _ failure: LoginFailure = .accessDenied,
    at time: Timestamp, from origin: Origin? = nil
  ) -> String {
    var record = loginRecord(
      runner, subject: subject ?? runner.subject, session: usualSessionName(of: runner, at: time),
      at: time, from: origin, lifetime: 3600)
    record.failure = failure.failure
    record.additional = nil
    let own = subject == nil || subject == runner.subject
    if failure == .invalidToken {
      record.actor = .webIdentity(provider: "", audience: "", subject: "")
    }
    let why: Reason = own && failure != .invalidToken ? .subject : .roleName
    return emit(record, Attribution(runner.name, .login, why: why, role: runner.loginKind))
  }

  private func usualSessionName(of runner: RunnerModel, at time: Timestamp) -> String {
    runner.sessionName.isEmpty ? "\(time.seconds)945229070" : runner.sessionName
  }

  private mutating func loginRecord(
    _ runner: RunnerModel, subject: String, session: String, at time: Timestamp,
    from origin: Origin?, lifetime: Int
  ) -> Record {
    let actor = Actor.webIdentity(
      provider: runner.provider, audience: "sts.amazonaws.com", subject: subject)
    var record = record(
      "AssumeRoleWithWebIdentity", of: "sts",
      by: Caller(actor, from: origin ?? runner.origin), at: time, in: runner.place)
    record.request = [
      "roleArn": .string(runner.loginRole.arn), "roleSessionName": .string(session),
    ]
    if lifetime != 3600 || runner.tasks == nil {
      record.request = record.request.adding("durationSeconds", .integer(lifetime))
    }
    record.additional = [
      "identityProviderConnectionVerificationMethod": "IAMTrustStore",
      "RequestDetails": [
        "awsServingRegion": .string(runner.region.name), "endpointType": "regional",
      ],
    ]
    record.resources = [roleResource(runner.loginRole)]
    return record
  }

  func roleResource(_ role: Role) -> JSON {
    [
      "accountId": .string(role.account.id), "type": "AWS::IAM::Role", "ARN": .string(role.arn),
    ]
  }

  func assumedRole(_ credential: Credential) -> JSON {
    ["assumedRoleId": .string(credential.principalID), "arn": .string(credential.arn)]
  }

  /// `responseElements.credentials`: the token masked, the expiration in either of its two formats.
  mutating func credentialsJSON(_ credential: Credential) -> JSON {
    let expires = credential.expiresAt
    let isOldFormat = generator.chance(perMille: 150)
    return [
      "accessKeyId": .string(credential.accessKeyID), "sessionToken": "MASKED",
      "expiration": .string(isOldFormat ? expires.spelledOutBefore : expires.spelledOut),
    ]
  }
}

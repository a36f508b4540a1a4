extension Scenario {
  /// AssumeRole by the holder of another session or key: role chaining, at most an hour long.
  /// The new session belongs to the runner of the caller, or to `runner`.
  package mutating func assumeRole(
    _ role: Role, session: String, by caller: Caller, at time: Timestamp, in region: Region,
    kind: SessionKind = .chained, lifetime: Int = 3600, runner: RunnerModel? = nil,
    isResponder: Bool = false
  ) -> Credential {
    var record = record(
      "AssumeRole", of: "sts", by: caller, at: time, in: Place(role.account, region))
    let parent = caller.actor.credential
    let credential = Credential(
      accessKeyID: generator.temporaryKeyID(), role: role, sessionName: session, issuedAt: time,
      expiresAt: time + lifetime, kind: kind, issuingEventID: record.eventID,
      runner: runner?.name ?? parent?.runner,
      roleKind: runner?.roles.first { $0.role == role }?.kind, task: parent?.task,
      isResponder: isResponder)
    record.request = [
      "roleArn": .string(role.arn), "roleSessionName": .string(session),
      "durationSeconds": .integer(lifetime),
    ]
    record.response = [
      "credentials": credentialsJSON(credential), "assumedRoleUser": assumedRole(credential),
    ]
    record.additional = [
      "RequestDetails": ["awsServingRegion": .string(region.name), "endpointType": "regional"]
    ]
    record.resources = [roleResource(role)]
    emitAssumeRole(record, by: caller, issuing: credential)
    ledger.add(credential, parent: parent?.accessKeyID)
    return credential
  }

  /// A role of another account is assumed: one action, two records with two event ids, one shared
  /// id, the second without the ARN of the caller.
  private mutating func emitAssumeRole(
    _ record: Record, by caller: Caller, issuing credential: Credential
  ) {
    let issued = credential.runner == nil ? nil : credential.accessKeyID
    guard let parent = caller.actor.credential, parent.role.account != credential.role.account
    else {
      emit(record, issuing: issued)
      return
    }
    var mine = record
    mine.account = parent.role.account
    mine.sharedEventID = generator.uuid()
    emit(mine, issuing: issued)
    var theirs = record
    theirs.eventID = generator.uuid()
    theirs.sharedEventID = mine.sharedEventID
    theirs.actor = .otherAccount(principalID: parent.principalID, account: parent.role.account)
    let attribution = parent.runner.map {
      Attribution(
        $0, .identity, why: .sharedEventID, session: nil, task: parent.task, role: parent.roleKind)
    }
    emit(theirs, attribution, issuing: issued)
  }

  /// AssumeRole by an AWS service for a role that trusts it; the response names no user.
  package mutating func serviceAssumesRole(
    _ role: Role, session: String, service: String, at time: Timestamp, in region: Region,
    lifetime: Int = 3600
  ) -> Credential {
    var record = record(
      "AssumeRole", of: "sts", by: .service(service), at: time, in: Place(role.account, region))
    let credential = Credential(
      accessKeyID: generator.temporaryKeyID(), role: role, sessionName: session, issuedAt: time,
      expiresAt: time + lifetime, kind: .other, issuingEventID: record.eventID)
    record.request = ["roleArn": .string(role.arn), "roleSessionName": .string(session)]
    record.response = ["credentials": credentialsJSON(credential)]
    record.resources = [roleResource(role)]
    record.sharedEventID = generator.uuid()
    emit(record)
    return credential
  }

  /// A person signs in through IAM Identity Center.
  package mutating func singleSignOn(
    _ role: Role, person: String, at time: Timestamp, from origin: Origin, isResponder: Bool = false
  ) -> Credential {
    let provider = "arn:aws:iam::\(role.account.id):saml-provider/AWSSSO_3f9c0a7d_DO_NOT_DELETE"
    var record = record(
      "AssumeRoleWithSAML", of: "sts",
      by: Caller(.signIn(provider: provider, person: person), from: origin), at: time,
      in: Place(role.account, .global))
    record.isFromConsole = false
    var credential = Credential(
      accessKeyID: generator.temporaryKeyID(), role: role, sessionName: person, issuedAt: time,
      expiresAt: time + 28_800, kind: .other, issuingEventID: record.eventID,
      isResponder: isResponder)
    credential.hasSecondFactor = true
    record.request = [
      "sAMLAssertionID": "_\(generator.uuid())", "roleSessionName": .string(person),
      "durationSeconds": 28_800, "roleArn": .string(role.arn), "principalArn": .string(provider),
    ]
    record.response = [
      "subjectType": "persistent", "issuer": "https://portal.sso.eu-central-1.amazonaws.com/saml",
      "credentials": credentialsJSON(credential), "assumedRoleUser": assumedRole(credential),
      "subject": .string(person), "audience": "https://signin.aws.amazon.com/saml",
    ]
    record.resources = [roleResource(role)]
    emit(record)
    return credential
  }

  /// A person of the response team: signs in, then assumes `role` under their own name.
  package mutating func responder(
    _ person: String, signIn: Role, role: Role, at time: Timestamp, from origin: Origin,
    in region: Region
  ) -> Caller {
    let session = singleSignOn(
      signIn, person: person, at: time, from: origin.with(.console), isResponder: true)
    let credential = assumeRole(
      role, session: person, by: Caller(session, from: origin), at: time + 40, in: region,
      isResponder: true)
    return Caller(credential, from: origin)
  }

  /// GetCallerIdentity, which nobody can be denied.
  @discardableResult package mutating func getCallerIdentity(
    by caller: Caller, at time: Timestamp, in place: Place
  ) -> String {
    emit(record("GetCallerIdentity", of: "sts", by: caller, at: time, in: place))
  }

  /// A denied call as IAM, STS and ECS log it: no parameters, all there is to know in the message.
  /// `action` is what lacks, where it is another one than the call, e.g. `iam:PassRole`.
  @discardableResult package mutating func denied(
    _ name: String, of service: String, action: String? = nil, on resource: String,
    by caller: Caller, at time: Timestamp, in place: Place, because: Denial = .noPolicyAllows,
    _ attribution: Attribution? = nil
  ) -> String {
    var record = record(name, of: service, by: caller, at: time, in: place)
    let code = ["iam", "sts", "s3"].contains(service) ? "AccessDenied" : "AccessDeniedException"
    let action = action ?? "\(service):\(name)"
    record.failure = Record.Failure(
      code,
      "User: \(caller.actor.arn) is not authorized to perform: \(action) "
        + "on resource: \(resource) \(because.text(action))")
    return emit(record, attribution)
  }
}

/// What a denial says about its cause.
package enum Denial: Sendable {
  /// The session never had the right.
  case noPolicyAllows
  /// A policy, e.g. the one that revokes sessions, forbids it.
  case explicitDeny

  func text(_ action: String) -> String {
    switch self {
    case .noPolicyAllows: "because no identity-based policy allows the \(action) action"
    case .explicitDeny: "with an explicit deny in an identity-based policy"
    }
  }
}

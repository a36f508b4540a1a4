/// Who makes a call.
package enum Actor: Hashable, Sendable {
  /// The holder of temporary credentials of a role.
  case session(Credential)
  /// A user with a long-term key.
  case user(User)
  /// An AWS service on its own behalf, e.g. `ecs-tasks.amazonaws.com`.
  case service(String)
  /// A service through its service-linked role, whose sessions show no access key.
  case serviceLinked(Role, session: String, service: String, since: Timestamp)
  /// A service that goes on with the caller's authority: same session, another access key
  /// (IAM user guide, "Forward access sessions").
  case forwarded(Credential, accessKeyID: String, service: String)
  /// Somebody with a token of an identity provider, before the login.
  case webIdentity(provider: String, audience: String, subject: String)
  /// Somebody who signs in through single sign-on (SAML).
  case signIn(provider: String, person: String)
  /// Somebody of another account, as the called account sees it.
  case otherAccount(principalID: String, account: Account)
  /// A service event: nobody called, so there is no `type`.
  case nobody(account: Account, service: String)

  /// The credentials used, if they are temporary.
  package var credential: Credential? {
    switch self {
    case .session(let credential), .forwarded(let credential, _, _): credential
    default: nil
    }
  }

  /// The ARN that error messages name.
  package var arn: String {
    switch self {
    case .session(let credential), .forwarded(let credential, _, _): credential.arn
    case .user(let user): user.arn
    case .serviceLinked(let role, let session, _, _): role.sessionARN(session)
    case .service(let name), .nobody(_, let name): name
    case .webIdentity(_, _, let subject), .signIn(_, let subject): subject
    case .otherAccount(let principalID, _): principalID
    }
  }
}

extension Actor {
  /// `userIdentity`, as records of `version` write it.
  func identity(version: String) -> JSON {
    switch self {
    case .session(let credential):
      sessionIdentity(credential, accessKeyID: credential.accessKeyID, version: version)
    case .forwarded(let credential, let accessKeyID, let service):
      sessionIdentity(credential, accessKeyID: accessKeyID, version: version)
        .adding("invokedBy", .string(service))
    case .user(let user): userIdentity(user)
    case .service(let name): ["type": "AWSService", "invokedBy": .string(name)]
    case .serviceLinked(let role, let session, let service, let since):
      linkedIdentity(role, session: session, service: service, since: since)
    // A token that cannot be read says nothing about its bearer.
    case .webIdentity(_, _, ""): ["type": "WebIdentityUser"]
    case .signIn(let provider, let person):
      [
        "type": "SAMLUser", "principalId": "\(provider):\(person)", "userName": .string(person),
        "identityProvider": .string(provider),
      ]
    case .webIdentity(let provider, let audience, let subject):
      [
        "type": "WebIdentityUser", "principalId": "\(provider):\(audience):\(subject)",
        "userName": .string(subject), "identityProvider": .string(provider),
      ]
    case .otherAccount(let principalID, let account):
      [
        "type": "AWSAccount", "principalId": .string(principalID),
        "accountId": .string(account.id),
      ]
    case .nobody(let account, let service):
      ["accountId": .string(account.id), "invokedBy": .string(service)]
    }
  }

  private func userIdentity(_ user: User) -> JSON {
    [
      "type": "IAMUser", "principalId": .string(user.id), "arn": .string(user.arn),
      "accountId": .string(user.account.id), "accessKeyId": .string(user.accessKeyID),
      "userName": .string(user.name),
    ]
  }

  private func sessionIdentity(_ credential: Credential, accessKeyID: String, version: String)
    -> JSON
  {
    var context: JSON = ["sessionIssuer": issuer(credential.role)]
    if let provider = credential.provider {
      context = context.adding(
        "webIdFederationData", ["federatedProvider": .string(provider), "attributes": [:]])
    } else if version < "1.09" {
      context = context.adding("webIdFederationData", [:])
    }
    context = context.adding(
      "attributes",
      [
        "creationDate": .string(credential.issuedAt.iso),
        "mfaAuthenticated": credential.hasSecondFactor ? "true" : "false",
      ])
    return [
      "type": "AssumedRole", "principalId": .string(credential.principalID),
      "arn": .string(credential.arn), "accountId": .string(credential.role.account.id),
      "accessKeyId": .string(accessKeyID), "sessionContext": context,
    ]
  }

  private func linkedIdentity(_ role: Role, session: String, service: String, since: Timestamp)
    -> JSON
  {
    [
      "type": "AssumedRole", "principalId": "\(role.id):\(session)",
      "arn": .string(role.sessionARN(session)), "accountId": .string(role.account.id),
      "sessionContext": [
        "sessionIssuer": issuer(role),
        "attributes": ["creationDate": .string(since.iso), "mfaAuthenticated": "false"],
      ],
      "invokedBy": .string(service),
    ]
  }

  private func issuer(_ role: Role) -> JSON {
    [
      "type": "Role", "principalId": .string(role.id), "arn": .string(role.arn),
      "accountId": .string(role.account.id), "userName": .string(role.name),
    ]
  }
}

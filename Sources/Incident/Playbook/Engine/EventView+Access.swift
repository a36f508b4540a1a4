internal import Sigma

/// What gives access without the runner's own login: users, keys, trust, code that goes on running.
///
/// Whoever makes it and whoever takes it away name the same thing, so that a step can ask of each
/// whether it has ended:
///
///     CreateUser eve ──► user eve ◄── DeleteUser eve
extension EventView {
  /// Where the calls of one kind say what they are about.
  private struct Naming: Sendable {
    /// What it is.
    var word: String
    /// The first of these fields that the record has.
    var fields: [FieldPath]
    /// Whose it is, where the name alone does not tell.
    var owner: (word: String, field: FieldPath)?

    init(_ word: String, _ fields: String..., owner: (word: String, field: String)? = nil) {
      self.word = word
      self.fields = fields.map(FieldPath.init)
      self.owner = owner.map { ($0.word, FieldPath($0.field)) }
    }
  }

  private static let user = (word: "user", field: "requestParameters.userName")
  private static let role = (word: "role", field: "requestParameters.roleName")

  private static let namings: [([String], Naming)] = [
    (["CreateUser"], Naming("user", user.field)),
    (
      ["CreateAccessKey", "DeleteAccessKey", "UpdateAccessKey"],
      Naming(
        "access key", "responseElements.accessKey.accessKeyId", "requestParameters.accessKeyId")
    ),
    (
      ["CreateLoginProfile", "UpdateLoginProfile", "DeleteLoginProfile"],
      Naming("password of user", user.field)
    ),
    (
      ["AttachUserPolicy", "DetachUserPolicy", "PutUserPolicy", "DeleteUserPolicy"],
      Naming(
        "policy", "requestParameters.policyArn", "requestParameters.policyName", owner: user)
    ),
    (
      ["AddUserToGroup", "RemoveUserFromGroup"],
      Naming("group", "requestParameters.groupName", owner: user)
    ),
    (["CreateRole"], Naming("role", role.field)),
    (["UpdateAssumeRolePolicy"], Naming("trust policy of role", role.field)),
    (
      ["AttachRolePolicy", "DetachRolePolicy", "PutRolePolicy", "DeleteRolePolicy"],
      Naming(
        "policy", "requestParameters.policyArn", "requestParameters.policyName", owner: role)
    ),
    (
      [
        "CreateOpenIDConnectProvider", "AddClientIDToOpenIDConnectProvider",
        "RemoveClientIDFromOpenIDConnectProvider", "UpdateOpenIDConnectProviderThumbprint",
        "DeleteOpenIDConnectProvider",
      ],
      Naming(
        "identity provider", "responseElements.openIDConnectProviderArn",
        "requestParameters.openIDConnectProviderArn", "requestParameters.url")
    ),
    (
      ["CreateSAMLProvider", "DeleteSAMLProvider"],
      Naming(
        "SAML provider", "responseElements.sAMLProviderArn", "requestParameters.sAMLProviderArn",
        "requestParameters.name")
    ),
    (
      ["CreateTrustAnchor", "DisableTrustAnchor", "DeleteTrustAnchor"],
      Naming(
        "trust anchor", "responseElements.trustAnchor.trustAnchorId",
        "requestParameters.trustAnchorId", "requestParameters.name")
    ),
    (
      ["CreateProfile", "DisableProfile", "DeleteProfile"],
      Naming(
        "profile of IAM Roles Anywhere", "responseElements.profile.profileId",
        "requestParameters.profileId", "requestParameters.name")
    ),
    (
      ["CreateFunction", "UpdateFunctionCode", "DeleteFunction"],
      Naming("function", "requestParameters.functionName")
    ),
    (
      ["CreateService", "UpdateService", "DeleteService"],
      Naming("service", "requestParameters.serviceName", "requestParameters.service")
    ),
    (
      ["PutTargets", "RemoveTargets", "DisableRule", "DeleteRule"],
      Naming("rule", "requestParameters.rule", "requestParameters.name")
    ),
    (["CreateSchedule", "DeleteSchedule"], Naming("schedule", "requestParameters.name")),
    (
      ["RunInstances"], Naming("instance", "responseElements.instancesSet.items.instanceId")
    ),
    (
      ["TerminateInstances"],
      Naming("instance", "requestParameters.instancesSet.items.instanceId")
    ),
    (
      ["CreateKeyPair", "ImportKeyPair", "DeleteKeyPair"],
      Naming("key pair", "requestParameters.keyName")
    ),
  ]

  private static let naming = Dictionary(
    uniqueKeysWithValues: namings.flatMap { names, naming in names.map { ($0, naming) } })

  /// What the record makes, changes or ends that gives access, in words; where the record does not
  /// name it, the call that made it.
  func namedAccess() -> [String] {
    let call = String(name.prefix { !$0.isNumber })
    // IAM deletes neither a user who has keys or a password, nor a role that has policies.
    if call == "DeleteUser" {
      return ["user", "access key of user", "password of user"].named(request("userName"))
    }
    if call == "DeleteRole" { return ["role", "trust policy of role"].named(request("roleName")) }
    guard let naming = Self.naming[call] else { return [] }
    let found = naming.fields.lazy.map { self.record?.texts(of: $0) ?? [] }.first { !$0.isEmpty }
    let owner = naming.owner.flatMap { owner in
      record?.texts(of: owner.field).first.map { " of \(owner.word) \($0)" }
    }
    guard let found else { return unnamed(naming, call) }
    return found.map { "\(naming.word) \(Self.shortName($0, of: naming.word))\(owner ?? "")" }
  }

  private func unnamed(_ naming: Naming, _ call: String) -> [String] {
    if call.hasPrefix("Delete") { return [] }
    let user = naming.word == "access key" ? request("userName") : nil
    return [user.map { "access key of user \($0)" } ?? "\(naming.word) made by \(callWords)"]
  }

  private func request(_ name: String) -> String? {
    record?.texts(of: "requestParameters.\(name)").first
  }

  /// The same name for a thing that is named by ARN, by URL or by its name.
  private static func shortName(_ name: String, of word: String) -> String {
    switch word {
    case "identity provider":
      let host = name.hasPrefix("https://") ? String(name.dropFirst(8)) : name
      return RunnerProfile.host(ofProvider: host)
    case "SAML provider", "service": return name.split(separator: "/").last.map(String.init) ?? name
    case "function":
      return name.firstRange(of: ":function:").map { String(name[$0.upperBound...]) } ?? name
    default: return name
    }
  }
}

extension [String] {
  /// Each of the words with a name behind it; nothing where there is no name.
  fileprivate func named(_ name: String?) -> [String] {
    name.map { name in map { "\($0) \(name)" } } ?? []
  }
}

internal import GzipStream

/// What tells one runner from another: profile, name, and where that name is the only one.
struct RunnerKey: Hashable, Comparable, Sendable {
  var profile: String
  var name: String
  /// The account of its roles; empty for a subject that bears the name.
  var account: String
  /// Who issues the tokens of a subject that bears the name: the host of the provider. A subject is
  /// unique within its issuer (OpenID Connect Core 1.0, section 2). Empty where the account tells.
  var issuer = ""

  /// Where its name is the only one; empty where that is not known.
  var place: String { account.isEmpty ? issuer : account }

  static func < (a: RunnerKey, b: RunnerKey) -> Bool {
    (a.name, a.account, a.profile, a.issuer) < (b.name, b.account, b.profile, b.issuer)
  }
}

/// Recognises runners by the names of roles and by subjects, the first fitting profile first.
struct RunnerNaming: Sendable {
  /// What a role says: the runner, what it is for, and the parts of its name.
  typealias Role = (key: RunnerKey, kind: RoleKind, parts: [String: String])

  let profiles: [RunnerProfile]
  /// What is listed comes before what names tell.
  let inventory: RunnerInventory?
  private let issuers: [String: String]
  private let memory = Memory()

  /// Recognises runners by `inventory`, then by `profiles`. Where a login does not say who issued
  /// its token, `issuers` tells for subjects of which only one is known.
  init(
    profiles: [RunnerProfile], inventory: RunnerInventory? = nil, issuers: [String: String] = [:]
  ) {
    self.profiles = profiles
    self.inventory = inventory
    self.issuers = issuers
  }

  /// The roles and logins that were asked for before; the same few hundred recur in all sessions.
  private final class Memory: Sendable {
    let roles = Guarded<[String: Role?]>([:])
    let logins = Guarded<[LoginAttempt: RunnerKey?]>([:])
  }

  /// What the role `account/name` says.
  func role(_ role: String) -> Role? {
    if let known = memory.roles.withLock({ $0[role] }) { return known }
    let found = match(role)
    memory.roles.withLock { $0[role] = .some(found) }
    return found
  }

  private func match(_ role: String) -> Role? {
    if let listed = inventory?.roles[role] {
      let parts = profiles.first { $0.id == listed.key.profile }?
        .role(ResourceName.roleName(role))?.parts
      return (listed.key, listed.kind, parts ?? [:])
    }
    let account = role.split(separator: "/").first.map(String.init) ?? ""
    for profile in profiles {
      if let found = profile.role(ResourceName.roleName(role)), let name = found.parts["runner"] {
        return (
          RunnerKey(profile: profile.id, name: name, account: account), found.kind, found.parts
        )
      }
    }
    return nil
  }

  /// What a login says: by the role it asks for, where its name tells the runner, else by the
  /// subject.
  func login(subject: String?, provider: String?, role: String?) -> RunnerKey? {
    if let role, let found = self.role(role) { return found.key }
    guard let subject else { return nil }
    let attempt = LoginAttempt(subject: subject, provider: provider, role: role)
    if let known = memory.logins.withLock({ $0[attempt] }) { return known }
    let found = match(subject: subject, provider, role)
    memory.logins.withLock { $0[attempt] = .some(found) }
    return found
  }

  private func match(subject: String, _ provider: String?, _ role: String?) -> RunnerKey? {
    if let listed = inventory?.subjects[subject] { return listed }
    let account =
      provider.flatMap(ResourceName.account(ofArn:))
      ?? role?.split(separator: "/").first.map(String.init)
    for profile in profiles {
      if let parts = profile.login(subject: subject, provider: provider),
        let name = parts["runner"]
      {
        // A subject of an unprofiled provider is one and the same in every account.
        let issuer = provider.map(RunnerProfile.host(ofProvider:)) ?? issuers[subject] ?? ""
        return profile.subject == nil
          ? RunnerKey(profile: profile.id, name: name, account: "", issuer: issuer)
          : RunnerKey(profile: profile.id, name: name, account: account ?? "")
      }
    }
    return nil
  }
}

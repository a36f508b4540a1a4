internal import CloudTrail

/// How a kind of runner is recognised and what belongs to it: data of the playbook.
package struct RunnerProfile: Equatable, Sendable {
  /// A short name, e.g. `humanitec-ecs`.
  package var id: String
  /// Hosts of the OIDC providers, with wildcards; empty = any.
  package var providers: [NamePattern]
  /// The subject, naming `{runner}`; nil = any, and the subject is the runner's name.
  package var subject: NamePattern?
  /// Role names by kind, naming `{runner}`.
  package var roles: [(kind: RoleKind, pattern: NamePattern)]
  /// Names of what belongs to a runner, filled in with its parts.
  package var buckets: [NamePattern]
  package var clusters: [NamePattern]
  package var logGroups: [NamePattern]
  /// The actions, in lower case and with wildcards, that policies allow the roles by design.
  package var grants: [RoleKind: [String]]

  /// A profile.
  package init(
    id: String, providers: [NamePattern] = [], subject: NamePattern? = nil,
    roles: [(kind: RoleKind, pattern: NamePattern)] = [], buckets: [NamePattern] = [],
    clusters: [NamePattern] = [], logGroups: [NamePattern] = [], grants: [RoleKind: [String]] = [:]
  ) {
    self.id = id
    self.providers = providers
    self.subject = subject
    self.roles = roles
    self.buckets = buckets
    self.clusters = clusters
    self.logGroups = logGroups
    self.grants = grants
  }

  /// Equal where all parts are.
  package static func == (a: RunnerProfile, b: RunnerProfile) -> Bool {
    a.id == b.id && a.providers == b.providers && a.subject == b.subject
      && a.roles.map(\.kind) == b.roles.map(\.kind)
      && a.roles.map(\.pattern) == b.roles.map(\.pattern) && a.buckets == b.buckets
      && a.clusters == b.clusters && a.logGroups == b.logGroups && a.grants == b.grants
  }

  /// What a role's name tells, where it fits: the kind and the parts.
  package func role(_ name: String) -> (kind: RoleKind, parts: [String: String])? {
    for role in roles {
      if let parts = role.pattern.match(name), parts["runner"] != nil {
        return (role.kind, parts)
      }
    }
    return nil
  }

  /// The parts of a login's subject at a provider (by ARN), where both fit.
  package func login(subject text: String, provider: String?) -> [String: String]? {
    if !providers.isEmpty {
      guard let host = provider.map(Self.host),
        providers.contains(where: { $0.match(host) != nil })
      else { return nil }
    }
    guard let subject else { return ["runner": text] }
    return subject.match(text)
  }

  /// The host (and path) in a provider ARN: what follows `oidc-provider/`.
  package static func host(ofProvider arn: String) -> String {
    let name = arn.behind("oidc-provider/") ?? arn.behind("://") ?? arn[...]
    return String(name.last == "/" ? name.dropLast() : name)
  }
}

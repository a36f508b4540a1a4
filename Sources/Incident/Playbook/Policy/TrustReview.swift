/// Compares a trust policy with what a runner's role should admit.
///
/// A role of a runner is there for one subject of one provider, for ECS, and for the runner's own
/// roles; ECS has no business with the role that the login gives. Everything else that an `Allow`
/// admits is a violation, told in words.
struct TrustReview {
  /// What is expected of the role.
  struct Expectation {
    /// The accounts of the runner.
    var accounts: Set<String>
    /// The names of its roles, and of those of the runner id that took its place.
    var roleNames: Set<String>
    /// The services that may take the role.
    var services: Set<String>
    /// The providers it logs in with; empty = not known.
    var providers: Set<String>
    /// The subjects it logs in with.
    var subjects: [String]
    /// True for a subject that is the runner's by its form.
    var isOwnSubject: (String) -> Bool
    /// True for a subject of another organisation than the runner's.
    var isForeignSubject: (String) -> Bool
  }

  let document: PolicyDocument

  /// The subjects that are admitted, as written, in text order.
  var subjects: [String] {
    Set(admissions.flatMap { $0.conditions.filter(\.isSubject).flatMap(\.values) }).sorted()
  }

  /// The statements that allow.
  var admissions: [PolicyDocument.Statement] {
    document.statements.filter { $0.effect == .allow }
  }

  // MARK: Violations

  /// What is admitted beyond the runner, in words, in the order of the statements, each once.
  func violations(_ expectation: Expectation) -> [String] {
    var found: [String] = []
    for statement in admissions {
      for text in violations(statement, expectation) where !found.contains(text) {
        found.append(text)
      }
    }
    return found
  }

  private func violations(
    _ statement: PolicyDocument.Statement, _ expectation: Expectation
  ) -> [String] {
    var found: [String] = []
    if statement.excludesPrincipals { found.append("everybody but some (NotPrincipal)") }
    if statement.actions.contains(where: { $0 == "*" || $0 == "sts:*" }) {
      found.append("every action of STS")
    }
    if statement.excludesActions { found.append("every action but some (NotAction)") }
    for principal in statement.principals {
      if let text = Self.violation(of: principal, expectation) { found.append(text) }
    }
    let isFederated = statement.principals.contains { $0.kind == "Federated" }
    if isFederated, statement.isAboutLogins {
      found += Self.violations(ofConditions: statement.conditions)
      found += statement.conditions.filter(\.isSubject).flatMap(\.values)
        .filter(expectation.isForeignSubject).map { "\($0), of another organisation" }
    }
    return found
  }

  private static func violation(
    of principal: PolicyDocument.Principal, _ expectation: Expectation
  ) -> String? {
    switch principal.kind {
    case "*": return "everybody (principal *)"
    case "Federated":
      let isKnown =
        expectation.providers.isEmpty || expectation.providers.contains(principal.value)
      return isKnown ? nil : "the provider \(principal.value)"
    case "AWS": return violation(ofPrincipal: principal.value, expectation)
    case "Service":
      return expectation.services.contains(principal.value)
        ? nil : "the service \(principal.value)"
    default: return "the unexpected principal \(principal.value)"
    }
  }

  private static func violation(ofPrincipal value: String, _ expectation: Expectation) -> String? {
    if value.count == 12, value.allSatisfy(\.isNumber) {
      return expectation.accounts.contains(value)
        ? "every role of the account \(value)" : "the outside account \(value)"
    }
    let parts = value.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6 else { return "\(value), what is left of a deleted principal" }
    guard expectation.accounts.contains(String(parts[4])) else {
      return "\(value), of an outside account"
    }
    if parts[5] == "root" { return "every role of the account \(parts[4])" }
    let name = parts[5].split(separator: "/").last.map(String.init) ?? ""
    let isOwn = parts[5].hasPrefix("role/") && expectation.roleNames.contains(name)
    return isOwn ? nil : "the unexpected principal \(value)"
  }

  /// Subject and audience must be there, as exact texts, in a form that needs them to be present.
  private static func violations(ofConditions conditions: [PolicyDocument.Condition]) -> [String] {
    var found: [String] = []
    if !conditions.contains(where: \.isSubject) {
      found.append("every subject (no condition on sub)")
    }
    if !conditions.contains(where: \.isAudience) {
      found.append("every audience (no condition on aud)")
    }
    for condition in conditions where condition.isSubject || condition.isAudience {
      if condition.quantifier == "forallvalues" {
        found.append("tokens without \(condition.key) (ForAllValues)")
      }
      if condition.ifExists { found.append("tokens without \(condition.key) (IfExists)") }
      let isLoose = ["stringlike", "stringequalsignorecase"].contains(condition.comparison)
      for value in condition.values where isLoose && value.contains(where: { "*?".contains($0) }) {
        found.append("every subject like \(value)")
      }
    }
    return found
  }
}

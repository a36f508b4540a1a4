/// Whether a trust policy lets a subject of the runner log in.
///
/// What the logs do not tell, an address say, proves nothing: a statement that allows counts where
/// its conditions may hold, one that denies only where they must (IAM user guide, "Policy
/// evaluation logic").
extension TrustReview {
  /// True where a login with a subject of the runner may be admitted.
  func admitsRunner(_ expectation: Expectation) -> Bool {
    let subjects = ownSubjects(expectation)
    return admissions.contains { allowed in
      allowed.isAboutLogins && allowed.mayNameLogins
        && subjects.contains { allowed.mayHold(for: $0) && !isDenied($0, despite: allowed) }
    }
  }

  /// The subjects of the runner that are known, and those of its form that the policy names; one
  /// that is like no other where there are none.
  private func ownSubjects(_ expectation: Expectation) -> [String] {
    let named = document.statements.flatMap(\.conditions).filter(\.isSubject).flatMap(\.values)
    let subjects = expectation.subjects + named.filter(expectation.isOwnSubject)
    return subjects.isEmpty ? [""] : subjects
  }

  /// True where what a statement admits with this subject is denied in any case.
  private func isDenied(
    _ subject: String, despite allowed: PolicyDocument.Statement
  ) -> Bool {
    document.statements.contains { statement in
      statement.effect == .deny && statement.isAboutLogins && statement.names(allNamedBy: allowed)
        && statement.conditions.allSatisfy {
          $0.holds(for: subject) ?? allowed.conditions.contains($0)
        }
    }
  }
}

extension PolicyDocument.Condition {
  /// True for a condition on the subject of a token that asks for something.
  var isSubject: Bool { key.hasSuffix(":sub") && isEquality }

  /// True for a condition on the audience of a token that asks for something.
  var isAudience: Bool { key.hasSuffix(":aud") && isEquality }

  private var isEquality: Bool {
    ["stringequals", "stringlike", "stringequalsignorecase"].contains(comparison)
  }

  /// Whether it holds for a token with this subject; nil where that is up to something else.
  func holds(for subject: String) -> Bool? {
    guard key.hasSuffix(":sub") else { return nil }
    switch comparison {
    case "stringequals": return values.contains(subject)
    case "stringnotequals": return !values.contains(subject)
    case "stringequalsignorecase": return values.contains { $0.hasLetters(of: subject) }
    case "stringnotequalsignorecase": return !values.contains { $0.hasLetters(of: subject) }
    case "stringlike": return values.contains { Wildcard($0).matches(subject) }
    case "stringnotlike": return !values.contains { Wildcard($0).matches(subject) }
    default: return nil
    }
  }
}

extension PolicyDocument.Statement {
  /// True where it is about logins with a web identity.
  var isAboutLogins: Bool {
    excludesActions != actions.contains { Wildcard($0).matches("sts:assumerolewithwebidentity") }
  }

  /// True where it may name those who log in, whom a provider vouches for.
  fileprivate var mayNameLogins: Bool {
    excludesPrincipals || principals.contains { ["Federated", "*"].contains($0.kind) }
  }

  /// True where it names all who log in by what another statement names.
  fileprivate func names(allNamedBy other: Self) -> Bool {
    if excludesPrincipals { return false }
    if principals.contains(where: { $0.kind == "*" }) { return true }
    return !other.excludesPrincipals
      && other.principals.filter { ["Federated", "*"].contains($0.kind) }
        .allSatisfy(principals.contains)
  }

  /// False where a condition on the subject keeps this one out.
  fileprivate func mayHold(for subject: String) -> Bool {
    conditions.allSatisfy { $0.holds(for: subject) ?? true }
  }
}

extension String {
  /// True where it differs from `other` in the case of letters at most.
  fileprivate func hasLetters(of other: String) -> Bool { lowercased() == other.lowercased() }
}

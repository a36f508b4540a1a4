/// Whom a policy of a resource, a bucket or a key, lets in.
extension PolicyDocument {
  /// Who is allowed something though it is not of `accounts`: accounts, principals, `*` for
  /// everybody. Services are left out; they act for somebody.
  func outsiders(of accounts: Set<String>) -> [String] {
    statements.filter { $0.effect == .allow }.flatMap { statement in
      let named = statement.principals.filter { $0.kind != "Service" }.flatMap { principal in
        principal.kind == "*" ? statement.everybody(but: accounts) : [principal.value]
      }
      let rest = statement.excludesPrincipals ? ["everybody but some (NotPrincipal)"] : []
      return Self.outside(named, accounts) + rest
    }
  }

  /// Those of some accounts, ARNs and other principals that are not of `accounts`.
  static func outside(_ named: [String], _ accounts: Set<String>) -> [String] {
    named.filter { !accounts.contains(ResourceName.account(ofArn: $0) ?? $0) }
  }
}

extension PolicyDocument.Statement {
  /// Who is left of everybody under the conditions: nobody where they bind to one of `accounts`, or
  /// to an organisation or a network, of which no log tells whose it is; else those of other
  /// accounts to whom they bind, or `*` where nothing binds.
  fileprivate func everybody(but accounts: Set<String>) -> [String] {
    let binding = conditions.filter(\.isBinding)
    let named = binding.filter(\.namesAccounts).map {
      PolicyDocument.outside($0.values, accounts)
    }
    if let fewest = named.min(by: { $0.count < $1.count }) { return fewest }
    return binding.isEmpty ? ["*"] : []
  }
}

extension PolicyDocument.Condition {
  /// Keys whose values are accounts, or ARNs that hold one.
  private static let ofAccounts: Set<String> = [
    "kms:calleraccount", "aws:principalaccount", "aws:sourceaccount", "aws:sourcearn",
    "aws:principalarn",
  ]

  /// Keys whose values are organisations and networks.
  private static let ofOthers: Set<String> = [
    "aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths",
    "aws:sourcevpce", "aws:sourcevpc",
  ]

  private static let equalities: Set<String> = [
    "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike",
  ]

  fileprivate var namesAccounts: Bool { Self.ofAccounts.contains(key) }

  /// True where the condition demands that the caller, or whom it acts for, is one of its values. A
  /// condition that holds where the key is missing demands nothing.
  fileprivate var isBinding: Bool {
    (namesAccounts || Self.ofOthers.contains(key)) && Self.equalities.contains(comparison)
      && !ifExists && quantifier != "forallvalues"
  }
}

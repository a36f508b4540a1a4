internal import CloudTrail

/// Puts principals in the order of their texts: their numbers depend on who read what.
enum PrincipalOrder {
  /// The numbers in the order of `principals`, those first that tell when they were issued.
  static func sorted(_ numbers: [Int], of principals: [Principal]) -> [Int] {
    numbers
      .map { number in
        (
          number: number, created: principals[number].creationDate?.seconds ?? .max,
          arn: principals[number].arn ?? "~", key: principals[number].accessKeyID ?? "~"
        )
      }
      .sorted { a, b in
        if a.created != b.created { return a.created < b.created }
        if a.arn != b.arn { return a.arn < b.arn }
        if a.key != b.key { return a.key < b.key }
        return rest(principals[a.number]) < rest(principals[b.number])
      }
      .map(\.number)
  }

  /// What orders those that have time, ARN and key in common.
  private static func rest(_ principal: Principal) -> String {
    let parts = [
      principal.issuerArn, principal.issuerID, principal.principalID, principal.accountID,
      principal.userName, principal.invokedBy, principal.provider, principal.sourceIdentity,
    ]
    return parts.map { $0 ?? "~" }.joined(separator: "|")
  }
}

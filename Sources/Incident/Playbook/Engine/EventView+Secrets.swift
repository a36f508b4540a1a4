/// The secrets that a record names, however it names them.
///
/// Each region and account has secrets of its own, which may have the same names:
///
///     db-main, logged in eu-central-1                              ─┐
///     arn:aws:secretsmanager:eu-central-1:…:secret:db-main-a1B2c3 ─┴► secret db-main in eu-central-1
extension EventView {
  private static let secretFields = [
    "requestParameters.secretId", "requestParameters.secretIdList", "requestParameters.name",
    "requestParameters.names",
    // What Secrets Manager reports of a rotation.
    "additionalEventData.SecretId",
  ]

  /// Secrets of Secrets Manager and parameters of Systems Manager, by name and region.
  var secrets: [String] {
    guard ["secretsmanager.amazonaws.com", "ssm.amazonaws.com"].contains(source) else { return [] }
    let isParameter = source == "ssm.amazonaws.com"
    return Self.secretFields.flatMap { record?.texts(of: $0) ?? [] }.map { text in
      let name =
        isParameter
        ? "parameter \(SecretName.parameter(text))" : "secret \(SecretName.secret(text))"
      return name + place(ofSecret: text)
    }
  }

  /// Where a secret is that is named so: as its ARN says, else where the call was logged.
  private func place(ofSecret text: String) -> String {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn" else { return region.isEmpty ? "" : " in \(region)" }
    let isOwn = parts[4].isEmpty || parts[4] == account
    return " in \(parts[3])" + (isOwn ? "" : " of account \(parts[4])")
  }
}

/// The secrets that a record names, however it names them.
extension EventView {
  private static let secretFields = [
    "requestParameters.secretId", "requestParameters.secretIdList", "requestParameters.name",
    "requestParameters.names",
  ]

  /// Secrets of Secrets Manager and parameters of Systems Manager, by name.
  var secrets: [String] {
    guard ["secretsmanager.amazonaws.com", "ssm.amazonaws.com"].contains(source) else { return [] }
    let isParameter = source == "ssm.amazonaws.com"
    return Self.secretFields.flatMap { record?.texts(of: $0) ?? [] }.map { text in
      isParameter ? "parameter \(SecretName.parameter(text))" : "secret \(SecretName.secret(text))"
    }
  }
}

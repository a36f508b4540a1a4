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
      isParameter ? "parameter \(Self.parameter(text))" : "secret \(Self.secret(text))"
    }
  }

  /// `arn:…:parameter/path/name` or `/path/name`, perhaps with `:version`, as `/path/name`.
  private static func parameter(_ text: String) -> String {
    guard let range = text.firstRange(of: ":parameter") else {
      return text.split(separator: ":").first.map(String.init) ?? text
    }
    return String(text[range.upperBound...])
  }

  /// `arn:…:secret:name-AbCdEf` or `name` as `name`: an ARN ends with six random characters
  /// (AWS Secrets Manager user guide).
  private static func secret(_ text: String) -> String {
    guard let range = text.firstRange(of: ":secret:") else { return text }
    let name = text[range.upperBound...]
    return String(name.suffix(7).first == "-" ? name.dropLast(7) : name)
  }
}

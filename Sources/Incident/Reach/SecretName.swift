/// Names of secrets and parameters, however a request gives them.
enum SecretName {
  /// `arn:…:parameter/path/name` or `/path/name`, perhaps with `:version`, as `/path/name`.
  static func parameter(_ text: String) -> String {
    guard let range = text.firstRange(of: ":parameter") else {
      return text.split(separator: ":").first.map(String.init) ?? text
    }
    return String(text[range.upperBound...])
  }

  /// `arn:…:secret:name-AbCdEf` or `name` as `name`: an ARN ends with six random characters
  /// (AWS Secrets Manager user guide).
  static func secret(_ text: String) -> String {
    guard let range = text.firstRange(of: ":secret:") else { return text }
    let name = text[range.upperBound...]
    return String(name.suffix(7).first == "-" ? name.dropLast(7) : name)
  }
}

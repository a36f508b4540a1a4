/// A secret of Secrets Manager or a parameter of Systems Manager, as a task definition or a call
/// names it.
///
///     arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf:password::
///     prod/db, asked for in eu-central-1
///
/// The forms are those of the Amazon ECS developer guide ("Pass sensitive data") and of the AWS
/// Secrets Manager user guide: an ARN ends with six random characters, and may be given without.
struct SecretReference: Sendable {
  private var isParameter = true
  /// What it may be called.
  private var names: Set<String> = []
  /// Where it is; empty where that is not said.
  private var region = ""
  private var account = ""

  /// What `text` names in a call to Systems Manager, `isParameter`, or Secrets Manager, which was
  /// logged there.
  init(_ text: String, isParameter: Bool, in region: String, of account: String) {
    (self.region, self.account) = (region, account)
    self.isParameter = isParameter
    if !read(arn: text) { names = [isParameter ? Self.parameter(text) : text] }
  }

  /// What the `valueFrom` of a task definition names; what is no ARN is a parameter.
  init(valueFrom text: String) {
    if !read(arn: text) { names = [Self.parameter(text)] }
  }

  /// True where both may be one: nothing that they say differs.
  func mayBe(_ other: SecretReference) -> Bool {
    func agree(_ a: String, _ b: String) -> Bool { a.isEmpty || b.isEmpty || a == b }
    return isParameter == other.isParameter && agree(region, other.region)
      && agree(account, other.account) && !names.isDisjoint(with: other.names)
  }

  /// Reads an ARN; false where it is none.
  private mutating func read(arn text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 5, parts[0] == "arn" else { return false }
    isParameter = parts[2] == "ssm"
    (region, account) = (parts[3], parts[4])
    if isParameter {
      names = [Self.parameter(String(parts[5].dropFirst("parameter".count)))]
    } else if parts.count > 6 {
      let whole = parts[6]
      names = [whole, whole.suffix(7).first == "-" ? String(whole.dropLast(7)) : whole]
    }
    return true
  }

  /// `/name` or `name`, perhaps with `:version`, as `name`: an ARN does not tell the two apart.
  private static func parameter(_ text: String) -> String {
    let plain = text.prefix { $0 != ":" }
    return String(plain.first == "/" ? plain.dropFirst() : plain)
  }
}

/// Takes AWS resource names apart. No partition is assumed (`aws`, `aws-cn`, `aws-us-gov`).
package enum ResourceName {
  /// `111122223333/name` of a role ARN (with or without a path) or assumed-role ARN.
  ///
  /// The path of a role stands in its ARN but never in an assumed-role ARN, so that only account
  /// and name can be compared.
  package static func role(arn: String) -> String? {
    guard arn.hasPrefix("arn:") else { return nil }
    let parts = arn.utf8.split(
      separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6 else { return nil }
    let path = parts[5].split(separator: UInt8(ascii: "/")).map { Substring($0) }
    switch path.first {
    case "role": return path.last.map { "\(Substring(parts[4]))/\($0)" }
    case "assumed-role" where path.count >= 2: return "\(Substring(parts[4]))/\(path[1])"
    default: return nil
    }
  }

  /// The account in an ARN.
  static func account(ofArn arn: String) -> String? {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count == 6 && !parts[4].isEmpty ? String(parts[4]) : nil
  }

  /// The name behind the account of `111122223333/name`.
  package static func roleName(_ role: String) -> String {
    guard let slash = role.utf8.firstIndex(of: UInt8(ascii: "/")) else { return role }
    let rest = role[role.index(after: slash)...]
    return rest.isEmpty || slash == role.startIndex
      ? role.split(separator: "/", maxSplits: 1).last.map(String.init) ?? role : String(rest)
  }

  /// The id of a task from its id or ARN, in the old form (`task/id`) or new (`task/cluster/id`).
  package static func task(_ text: String) -> String {
    text.split(separator: "/").last.map(String.init) ?? text
  }

  /// The name of a cluster from its name or ARN.
  package static func cluster(_ text: String) -> String { lastPart(of: text) }

  /// `family:revision` or `family` from that or an ARN.
  package static func taskDefinition(_ text: String) -> String { lastPart(of: text) }

  /// What stands behind the last slash that something stands behind.
  private static func lastPart(of text: String) -> String {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return text }
    let rest = text[text.index(after: slash)...]
    return rest.isEmpty ? text.split(separator: "/").last.map(String.init) ?? text : String(rest)
  }

  /// The name of a log group from its name or ARN.
  package static func logGroup(_ text: String) -> String {
    guard text.hasPrefix("arn:") else { return text }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 6 ? String(parts[6]) : text
  }

  /// The bucket in an S3 ARN.
  package static func bucket(arn: String) -> String? {
    let parts = arn.utf8.split(
      separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, Substring(parts[2]) == "s3" else { return nil }
    return parts[5].split(separator: UInt8(ascii: "/"), maxSplits: 1).first.map {
      String(Substring($0))
    }
  }

  /// The repository of an image in ECR, `account.dkr.ecr.region.amazonaws.com/name:tag`.
  static func repository(ofImage image: String) -> String? {
    guard let slash = image.firstIndex(of: "/"), image[..<slash].contains(".dkr.ecr.") else {
      return nil
    }
    let rest = image[image.index(after: slash)...]
    return rest.split { $0 == ":" || $0 == "@" }.first.map(String.init)
  }

  /// The resource that the sentence of a denial names: `… on resource: <arn> because …`.
  package static func denied(_ message: String) -> String? {
    let words = deniedWords(message)
    return words.first == "role" && words.count > 1 ? words[1] : words.first
  }

  /// The name of the role in the sentence of a denial by IAM: `… on resource: role name because …`.
  static func deniedRole(_ message: String) -> String? {
    let words = deniedWords(message)
    return words.first == "role" && words.count > 1 ? words[1] : nil
  }

  private static func deniedWords(_ message: String) -> [String] {
    guard let words = message.behind("on resource: ") else { return [] }
    return words.split(maxSplits: 2) { $0 == " " || $0 == "\"" }.map(String.init)
  }
}

internal import ByteScan
internal import CloudTrail

/// Takes AWS resource names apart. No partition is assumed (`aws`, `aws-cn`, `aws-us-gov`).
package enum ResourceName {
  /// `111122223333/name` of a role ARN (with or without a path) or assumed-role ARN.
  ///
  /// The path of a role stands in its ARN but never in an assumed-role ARN, so that only account
  /// and name can be compared.
  package static func role(arn: String) -> String? {
    let bytes = arn.utf8Span.span
    guard arn.hasPrefix("arn:"), let parts = ARNParts(bytes) else { return nil }
    let path = PathParts(bytes, parts.resource)
    guard let first = path.first else { return nil }
    let name =
      JSONText.equal(bytes, first, role)
      ? path.last : JSONText.equal(bytes, first, assumedRole) ? path.second : nil
    return name.map { accountAndName(bytes, parts.account, $0) }
  }

  /// The name, without its path, in the ARN of an IAM user.
  static func user(arn: String) -> String? {
    guard let resource = resource(ofArn: arn), resource.hasPrefix("user/") else { return nil }
    return lastPart(of: resource)
  }

  private static let role = Array("role".utf8)
  private static let assumedRole = Array("assumed-role".utf8)
  private static let s3 = Array("s3".utf8)

  private static func accountAndName(
    _ bytes: Span<UInt8>, _ account: Range<Int>, _ name: Range<Int>
  ) -> String {
    var text = JSONText.copy(bytes, account)
    text.append(UInt8(ascii: "/"))
    JSONText.append(bytes, name, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// What stands behind the account in an ARN; nil for other texts.
  static func resource(ofArn arn: String) -> String? {
    let bytes = arn.utf8Span.span
    guard arn.hasPrefix("arn:"), let parts = ARNParts(bytes) else { return nil }
    return JSONText.string(bytes, parts.resource)
  }

  /// The account in an ARN.
  static func account(ofArn arn: String) -> String? {
    let bytes = arn.utf8Span.span
    guard let parts = ARNParts(bytes), !parts.account.isEmpty else { return nil }
    return JSONText.string(bytes, parts.account)
  }

  /// The account and region in an ARN; nil where it does not name both.
  static func place(ofArn arn: String) -> CoverageTally.Place? {
    let bytes = arn.utf8Span.span
    guard let parts = ARNParts(bytes), !parts.account.isEmpty, !parts.region.isEmpty else {
      return nil
    }
    return CoverageTally.Place(
      account: JSONText.string(bytes, parts.account), region: JSONText.string(bytes, parts.region))
  }

  /// The service in an ARN, `ecs`.
  static func service(ofArn arn: String) -> String? {
    let bytes = arn.utf8Span.span
    return ARNParts(bytes).map { JSONText.string(bytes, $0.service) }
  }

  /// The name behind the account of `111122223333/name`.
  package static func roleName(_ role: String) -> String {
    guard let slash = role.utf8.firstIndex(of: UInt8(ascii: "/")) else { return role }
    let rest = role[role.index(after: slash)...]
    return rest.isEmpty || slash == role.startIndex
      ? role.split(separator: "/", maxSplits: 1).last.map(String.init) ?? role : String(rest)
  }

  /// The id of a task from its id or ARN, in the old form (`task/id`) or new (`task/cluster/id`).
  package static func task(_ text: String) -> String { lastPart(of: text) }

  /// The name of a cluster from its name or ARN.
  package static func cluster(_ text: String) -> String { lastPart(of: text) }

  /// `family:revision` or `family` from that or an ARN.
  package static func taskDefinition(_ text: String) -> String { lastPart(of: text) }

  /// The family of `family:revision`.
  static func taskFamily(_ definition: String) -> String {
    definition.split(separator: ":", maxSplits: 1).first.map(String.init) ?? definition
  }

  /// What stands behind the last slash that something stands behind.
  private static func lastPart(of text: String) -> String {
    guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return text }
    let rest = text[text.utf8.index(after: slash)...]
    return rest.isEmpty ? text.split(separator: "/").last.map(String.init) ?? text : String(rest)
  }

  /// The name of a log group from its name or ARN.
  package static func logGroup(_ text: String) -> String {
    guard text.hasPrefix("arn:") else { return text }
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return parts.count > 6 ? String(Substring(parts[6])) : text
  }

  /// The bucket in an S3 ARN.
  package static func bucket(arn: String) -> String? {
    let bytes = arn.utf8Span.span
    guard let parts = ARNParts(bytes), JSONText.equal(bytes, parts.service, s3) else { return nil }
    return PathParts(bytes, parts.resource).first.map { JSONText.string(bytes, $0) }
  }

  /// True for what stands in the place of a bucket's name where it is reached through an access
  /// point: its ARN, or an alias with an ending that no bucket may have (Amazon S3 user guide,
  /// "General purpose bucket naming rules").
  static func isAccessPoint(_ bucket: String) -> Bool {
    bucket.hasPrefix("arn:") || [".mrap", "-s3alias", "--ol-s3"].contains(where: bucket.hasSuffix)
  }

  /// The bucket in `bucket/key` or `/bucket/key`, whose slashes may be escaped; nil for what is
  /// copied through an access point (Amazon S3 API reference, CopyObject).
  static func bucket(ofCopySource source: String) -> String? {
    object(ofCopySource: source)?.bucket
  }

  /// The bucket and the key, as far as there is one, in the source of a copy,
  /// `/bucket/key?versionId=id`; slashes may be written `%2F`. Nil for access points.
  static func object(ofCopySource source: String) -> (bucket: String, key: String?)? {
    if source.hasPrefix("arn:") { return nil }
    let plain = source.replacingBytes("%2F", with: "/").replacingBytes("%2f", with: "/")
    let parts = plain.drop { $0 == "/" }.split(separator: "/", maxSplits: 1)
    guard let bucket = parts.first else { return nil }
    let key = parts.count < 2 ? nil : parts[1].split(separator: "?").first.map(String.init)
    return (String(bucket), key)
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

/// Where the parts of an ARN stand: `arn:partition:service:region:account:resource`.
private struct ARNParts {
  var service: Range<Int>
  var region: Range<Int>
  var account: Range<Int>
  var resource: Range<Int>

  /// The parts of `bytes`; nil where there are fewer than five colons.
  init?(_ bytes: Span<UInt8>) {
    (service, region, account) = (0..<0, 0..<0, 0..<0)
    var start = 0
    var colons = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: ":") {
      colons += 1
      if colons == 3 { service = start..<index }
      if colons == 4 { region = start..<index }
      if colons == 5 { account = start..<index }
      start = index + 1
      if colons == 5 { break }
    }
    guard colons == 5 else { return nil }
    resource = start..<bytes.count
  }
}

/// The parts between slashes that are not empty.
private struct PathParts {
  private(set) var first: Range<Int>?
  private(set) var second: Range<Int>?
  private(set) var last: Range<Int>?

  /// The parts of `bytes[range]`.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var start = range.lowerBound
    for index in range where bytes[index] == UInt8(ascii: "/") {
      add(start..<index)
      start = index + 1
    }
    add(start..<range.upperBound)
  }

  private mutating func add(_ part: Range<Int>) {
    if part.isEmpty { return }
    if first == nil {
      first = part
    } else if second == nil {
      second = part
    }
    last = part
  }
}

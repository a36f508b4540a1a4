package import CloudTrail

/// Who made a call: the parts of `userIdentity` that tell one identity from another.
///
/// AWS CloudTrail user guide, "userIdentity element". No field is ever required.
package struct Principal: Hashable, Sendable {
  /// `AssumedRole`, `IAMUser`, `WebIdentityUser`, `AWSService` …; empty where it is absent.
  package var type = ""
  /// The ARN of the identity.
  package var arn: String?
  /// The unique id, of a role with the session name behind a colon.
  package var principalID: String?
  /// The account of the identity.
  package var accountID: String?
  /// The key the call was signed with; nil for forward access sessions, whose key is another one
  /// for every service that calls.
  package var accessKeyID: String?
  /// The name of a user, the subject of a web identity.
  package var userName: String?
  /// The service that made the call on behalf of the identity.
  package var invokedBy: String?
  /// The OIDC provider: of the login, or of the session that began with one.
  package var provider: String?
  /// The role that the session was made from, by ARN and by id.
  package var issuerArn: String?
  package var issuerID: String?
  /// When the session was made.
  package var creationDate: EventTime?
  /// The source identity of the session.
  package var sourceIdentity: String?

  /// An identity of which nothing is known.
  package init() {}

  /// Hashes what nearly always tells identities apart; the rest follows from it.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(arn)
    hasher.combine(principalID)
    hasher.combine(accessKeyID)
    hasher.combine(userName)
    hasher.combine(invokedBy)
    hasher.combine(creationDate)
  }

  /// The name for people: ARN, user name, service or principal id.
  package var displayName: String {
    arn ?? userName ?? invokedBy ?? principalID ?? accountID ?? "unknown"
  }

  /// True for calls that a service makes for itself.
  package var isService: Bool { Self.isService(type: type, arn: arn, invokedBy: invokedBy) }

  /// True for the parts of an identity that calls for itself as a service.
  static func isService(type: String, arn: String?, invokedBy: String?) -> Bool {
    type == "AWSService" || type.isEmpty && arn == nil && invokedBy != nil
  }

  /// True for forward access sessions: what a service does with the rights of who called it, signed
  /// with a key of its own.
  var isForwarded: Bool { invokedBy != nil && type == "AssumedRole" }

  /// The session name of an assumed role.
  package var sessionName: String? {
    guard type == "AssumedRole" else { return nil }
    if let principalID, let colon = principalID.utf8.firstIndex(of: UInt8(ascii: ":")) {
      return String(principalID[principalID.utf8.index(after: colon)...])
    }
    return arn.flatMap { $0.split(separator: "/").last.map(String.init) }
  }

  /// The unique id of the assumed role, `AROA…`.
  package var roleID: String? {
    guard type == "AssumedRole" else { return nil }
    return issuerID
      ?? principalID.flatMap { $0.split(separator: ":").first.map(String.init) }
  }
}

extension Principal {
  /// The id of the role, `AROA…`, of a caller of another account: all that its record tells beside
  /// the name of the session.
  var foreignRoleID: String? {
    guard type == "AWSAccount", let principalID, principalID.hasPrefix("AROA"),
      let colon = principalID.utf8.firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return String(principalID[..<colon])
  }

  /// True for the id of an access key (IAM user guide, "Understanding unique ID prefixes").
  private static func isKey(_ id: String) -> Bool {
    (id.hasPrefix("ASIA") || id.hasPrefix("AKIA")) && !id.contains(":")
  }

  /// Reads the identity at `node`; nil fields where the record has none.
  package init(_ map: JSONMap, _ bytes: Span<UInt8>, at node: Int) {
    func text(_ name: FieldName, of parent: Int) -> String? {
      guard let child = map.member(name, of: parent, in: bytes),
        let text = map.text(of: child, in: bytes), !text.isEmpty
      else { return nil }
      return text
    }
    type = text(Names.type, of: node) ?? ""
    arn = text(Names.arn, of: node)
    principalID = text(Names.principalID, of: node)
    accountID = text(Names.accountID, of: node)
    accessKeyID = text(Names.accessKeyID, of: node)
    userName = text(Names.userName, of: node)
    invokedBy = text(Names.invokedBy, of: node)
    provider = text(Names.identityProvider, of: node)
    if let context = map.member(Names.sessionContext, of: node, in: bytes) {
      if let issuer = map.member(Names.sessionIssuer, of: context, in: bytes) {
        issuerArn = text(Names.arn, of: issuer)
        issuerID = text(Names.principalID, of: issuer)
      }
      if let attributes = map.member(Names.attributes, of: context, in: bytes) {
        creationDate = text(Names.creationDate, of: attributes).flatMap { EventTime(iso: $0) }
      }
      if let federation = map.member(Names.webIdFederationData, of: context, in: bytes) {
        provider = text(Names.federatedProvider, of: federation) ?? provider
      }
      sourceIdentity = text(Names.sourceIdentity, of: context)
    }
    if isForwarded { accessKeyID = nil }
    // A network activity event may name the key alone (AWS CloudTrail user guide).
    if type == "AWSAccount", accessKeyID == nil, let principalID, Self.isKey(principalID) {
      accessKeyID = principalID
    }
  }

  private enum Names {
    static let type: FieldName = "type"
    static let arn: FieldName = "arn"
    static let principalID: FieldName = "principalId"
    static let accountID: FieldName = "accountId"
    static let accessKeyID: FieldName = "accessKeyId"
    static let userName: FieldName = "userName"
    static let invokedBy: FieldName = "invokedBy"
    static let identityProvider: FieldName = "identityProvider"
    static let sessionContext: FieldName = "sessionContext"
    static let sessionIssuer: FieldName = "sessionIssuer"
    static let attributes: FieldName = "attributes"
    static let creationDate: FieldName = "creationDate"
    static let webIdFederationData: FieldName = "webIdFederationData"
    static let federatedProvider: FieldName = "federatedProvider"
    static let sourceIdentity: FieldName = "sourceIdentity"
  }
}

internal import ByteScan
internal import CloudTrail

/// Keeps each principal once and gives it a number.
struct PrincipalTable: Sendable {
  private(set) var principals: [Principal] = []
  /// What of each principal decides about its records.
  private(set) var traits: [PrincipalTraits] = []
  /// The first principal of each hash; the few others of the same hash stand apart.
  private var byHash: [Int: Int] = [:]
  private var collisions: [Principal: Int] = [:]
  private var common = SharedTexts()
  /// The numbers of the identities of the last records.
  private var recent = ByteMemo<Int32>()
  /// Those of forward access sessions, whatever their key is.
  private var forwarded = ByteMemo<Int32>()

  /// The number of the identity that is the object `node` of `map`.
  mutating func intern(_ map: JSONMap, _ bytes: Span<UInt8>, at node: Int) -> Int {
    let range = map.nodes[node].range
    let identity = BytePart(bytes, range)
    if let known = recent.value(bytes, identity) { return Int(known) }
    // A forward access session has another key in every record.
    let key = map.member(Field.accessKeyID, of: node, in: bytes)
    let session = key.map { BytePart(bytes, range, without: map.nodes[$0].range) }
    if let session, let known = forwarded.value(bytes, session) { return Int(known) }
    let principal = Principal(map, bytes, at: node)
    let isForwarded = principal.isForwarded
    let isAlike = principal.invokedBy == nil || !isForwarded && principal.accessKeyID == nil
    let number = intern(consume principal)
    if isForwarded, let session {
      forwarded.note(bytes, session, Int32(number))
    } else if isAlike {
      recent.note(bytes, identity, Int32(number))
    }
    return number
  }

  /// The number of `principal`.
  mutating func intern(_ principal: consuming Principal) -> Int {
    let hash = principal.hashValue
    if let known = byHash[hash] {
      if principals[known] == principal { return known }
      if let other = collisions[copy principal] { return other }
      collisions[copy principal] = principals.count
    } else {
      byHash[hash] = principals.count
    }
    principal.issuerArn = common.shared(principal.issuerArn)
    principal.issuerID = common.shared(principal.issuerID)
    principal.provider = common.shared(principal.provider)
    // The same session calls directly, and through services.
    principal.arn = common.shared(principal.arn)
    principal.principalID = common.shared(principal.principalID)
    traits.append(PrincipalTraits(principal))
    principals.append(principal)
    return principals.count - 1
  }

  /// Adds all principals of `other`; the result leads from its numbers to those of this table.
  mutating func merge(_ other: PrincipalTable) -> [Int] {
    if principals.isEmpty {
      principals = other.principals
      traits = other.traits
      byHash = other.byHash
      collisions = other.collisions
      common = other.common
      return Array(principals.indices)
    }
    return other.principals.map { intern($0) }
  }
}

/// What of a principal decides, before all else, what becomes of its records.
struct PrincipalTraits: OptionSet {
  var rawValue: UInt8
  static let isAssumedRole = PrincipalTraits(rawValue: 1)
  static let isWebIdentity = PrincipalTraits(rawValue: 2)
  static let isService = PrincipalTraits(rawValue: 4)
  /// Called by a service on behalf of somebody.
  static let isThroughService = PrincipalTraits(rawValue: 8)
  /// CloudTrail itself.
  static let isTrail = PrincipalTraits(rawValue: 16)
  /// A session, of which another account tells.
  static let isForeignSession = PrincipalTraits(rawValue: 32)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The traits of `principal`.
  init(_ principal: borrowing Principal) {
    self = []
    if principal.type == "AssumedRole" { insert(.isAssumedRole) }
    if principal.type == "WebIdentityUser" { insert(.isWebIdentity) }
    if principal.isService { insert(.isService) }
    if principal.invokedBy != nil { insert(.isThroughService) }
    if principal.type == "AWSAccount",
      principal.foreignRoleID != nil || principal.accessKeyID != nil
    {
      insert(.isForeignSession)
    }
    if principal.invokedBy == "cloudtrail.amazonaws.com" { insert(.isTrail) }
  }
}

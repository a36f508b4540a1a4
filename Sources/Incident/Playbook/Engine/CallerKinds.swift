internal import CloudTrail

/// The kinds of callers, by what rules ask of callers most; each principal is looked at once.
final class CallerKinds {
  /// What callers of a kind have in common.
  struct Kind: Hashable {
    var type: String
    var invokedBy: String?
    var isService: Bool
    /// True for what a service does for itself: with no identity, with a role linked to it, or
    /// where AWS looks after an account.
    var isServiceWork: Bool

    init(type: String, invokedBy: String?, arn: String?) {
      self.type = type
      self.invokedBy = invokedBy
      isService = Principal.isService(type: type, arn: arn, invokedBy: invokedBy)
      isServiceWork =
        isService || arn.map { JSONText.contains($0, Self.linkedRole) } == true
        || invokedBy.map(Self.inspectors.contains) == true
    }

    private static let linkedRole = Array(":assumed-role/AWSServiceRoleFor".utf8)

    /// Services that call for themselves what looks like somebody's call.
    private static let inspectors: Set<String> = [
      "cloudtrail.amazonaws.com", "trustedadvisor.amazonaws.com", "config.amazonaws.com",
      "access-analyzer.amazonaws.com",
    ]
  }

  private(set) var kinds: [Kind] = []
  // Kept here: to be handed a list that threads share, for each event, is what they would wait for.
  private let principals: [Principal]
  private var numbers: [Kind: Int32] = [:]
  private var known: [Int32]

  /// No caller is known yet, of these.
  init(_ principals: [Principal]) {
    self.principals = principals
    known = [Int32](repeating: -1, count: principals.count)
  }

  /// The number of the kind of a principal by its number.
  func kind(of number: Int) -> Int32 {
    if known[number] >= 0 { return known[number] }
    let kind = Kind(
      type: principals[number].type, invokedBy: principals[number].invokedBy,
      arn: principals[number].arn)
    let found = numbers[kind] ?? Int32(kinds.count)
    if found == kinds.count {
      kinds.append(kind)
      numbers[kind] = found
    }
    known[number] = found
    return found
  }
}

/// What each principal alone says of its events.
struct RunnerCallers: Sendable {
  /// Whose events these are, and what becomes of them.
  enum Kind: UInt8, Sendable {
    case nobody
    /// Always judged.
    case runner
    /// Judged where another account's record tells more.
    case account
  }

  /// By the number of the principal.
  let kinds: [Kind]
  /// Whether calls of the principal on objects may explain KMS calls made on its behalf that may be
  /// on a timeline.
  let explains: [Bool]
  /// True where any call to S3 may matter, whoever made it and on what: where access logs of a
  /// runner's bucket are kept somewhere, or lines of such logs were read, which repeat records.
  let wantsStorage: Bool

  /// The callers of `graph`, which was made of what is in `joined`; `hasLines` where lines of
  /// access logs were read.
  init(_ graph: RunnerGraph, _ joined: JoinedTables, hasLines: Bool) {
    let principals = joined.principals.principals
    wantsStorage = hasLines || graph.hasAccessLogs
    var members: Set<String> = []
    for (number, link) in graph.sessions.links.enumerated() {
      if let link, graph.memberships[link.session] != nil, let arn = principals[number].arn {
        members.insert(arn)
      }
    }
    let keyArns = Self.keyArns(graph, joined)
    kinds = Array(count: principals.count) { [members] numbers in
      numbers.map { Self.kind(of: $0, principals, graph, members) }
    }
    explains = Array(count: principals.count) { numbers in
      numbers.map { number in
        graph.sessions.links[number] != nil && principals[number].arn.map(keyArns.contains) == true
      }
    }
  }

  /// Whose the events of a principal are, by its number; `members` are the ARNs of runners'
  /// sessions.
  private static func kind(
    of number: Int, _ principals: [Principal], _ graph: RunnerGraph, _ members: Set<String>
  ) -> Kind {
    let link = graph.sessions.links[number]
    if let link, graph.memberships[link.session] != nil { return .runner }
    if principals[number].type == "WebIdentityUser"
      || principals[number].arn.map(members.contains) == true
    {
      return .runner
    }
    if link != nil { return .nobody }
    if principals[number].invokedBy == "ecs-tasks.amazonaws.com", principals[number].isService {
      return .runner
    }
    if graph.runner(ofForeign: number) != nil { return .runner }
    return principals[number].type == "AWSAccount" ? .account : .nobody
  }

  /// The ARNs of callers with KMS calls for objects that may be on a timeline: with a key of a
  /// runner's, or of a session that the caller alone does not tell.
  private static func keyArns(_ graph: RunnerGraph, _ joined: JoinedTables) -> Set<String> {
    var owned: [StringID: Bool] = [:]
    func isOwned(_ key: StringID) -> Bool {
      if let known = owned[key] { return known }
      let isOwned = graph.owner(of: .key, joined.strings.text(key)) != nil
      owned[key] = isOwned
      return isOwned
    }
    var arns: Set<String> = []
    for caller in joined.keyCallers {
      guard let arn = joined.principals.principals[caller.principal].arn else { continue }
      if isUncertain(caller.principal, graph, joined.principals.principals) || isOwned(caller.key) {
        arns.insert(arn)
      }
    }
    return arns
  }

  /// True where the session of a call made through a service is not settled by the caller alone.
  static func isUncertain(_ number: Int, _ graph: RunnerGraph, _ principals: [Principal]) -> Bool {
    guard principals[number].invokedBy != nil else { return false }
    guard let link = graph.sessions.links[number] else { return true }
    return link.isAmbiguous || principals[number].creationDate == nil
  }

  /// True where a bare call of a principal is wanted; `isOnObject` for one on an object of S3.
  func wants(_ principal: Int, isOnObject: Bool) -> Bool {
    isRunner(principal) || isOnObject && (wantsStorage || explains[principal])
  }

  /// True where the events of a principal are judged whatever they are.
  func isRunner(_ principal: Int) -> Bool { kinds[principal] == .runner }
}

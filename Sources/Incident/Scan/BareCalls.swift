internal import GzipStream

/// Which *bare* calls are kept: those that nothing but the caller can join to a runner.
///
/// They name nothing that a runner may have; or an object of S3 in a bucket that by its name can be
/// no runner's. Rules ask about them only where a runner makes them.
///
/// They are most of what people and services do in an account, and only when all files were read is
/// it known whose they are. So they are passed over at first, unless their role is a likely one,
/// and what turns out to be missing is read again from the few files that hold it.
///
///     first reading   ─► of a likely role? ─ yes ─► kept
///                              └─ no ─► passed over; its caller and its file are noted
///     graph           ─► wanted after all? ─► MissedCalls: these callers, these files
///     second reading  ─► missed? ─ yes ─► kept
enum BareCalls: Sendable {
  /// All are kept.
  case all
  /// Those of likely roles are kept.
  case likely(LikelyRoles)
  /// Nothing else is read: these are kept.
  case missed(MissedCalls)
}

/// Bare calls of one kind by a caller, by the number of its principal, in a file.
struct CallerPlace: Hashable, Sendable {
  var file: Int32
  var principal: Int32
  /// True for calls on objects of S3.
  var isOnObjects: Bool
}

/// Decides for one worker what becomes of bare calls: for all of a caller in a file alike, so that
/// a second reading of the same file finds exactly what the first one left.
struct BareCallFilter: Sendable {
  private let calls: BareCalls
  /// For each principal and kind of call the file in which it was last met, and what was decided.
  private var decisions: [(file: Int32, keeps: Bool)] = []
  /// Of whom calls were passed over, and where.
  private(set) var passed: [CallerPlace] = []

  init(_ calls: BareCalls) { self.calls = calls }

  /// True where the files are read a second time, for nothing else.
  var isSecondReading: Bool {
    if case .missed = calls { true } else { false }
  }

  /// True where a bare call of principal `number` of `table`, in `file`, is to be kept; with
  /// `sharesFile` all workers decide alike.
  mutating func keeps(
    _ number: Int, _ table: PrincipalTable, file: Int32, isOnObject: Bool, sharesFile: Bool
  ) -> Bool {
    if case .all = calls { return true }
    let index = 2 * number + (isOnObject ? 1 : 0)
    if index >= decisions.count {
      let count = index + 1 - decisions.count
      decisions.append(contentsOf: repeatElement((file: -1, keeps: false), count: count))
    }
    if decisions[index].file == file { return decisions[index].keeps }
    let place = CallerPlace(file: file, principal: Int32(number), isOnObjects: isOnObject)
    let keeps = decide(place, table, sharesFile: sharesFile)
    decisions[index] = (file, keeps)
    return keeps
  }

  /// True where any bare calls of principal `number` of `table`, in `file`, are to be kept.
  mutating func keepsAny(_ number: Int, _ table: PrincipalTable, file: Int32) -> Bool {
    [false, true].contains { isOnObject in
      keeps(number, table, file: file, isOnObject: isOnObject, sharesFile: false)
    }
  }

  private mutating func decide(
    _ place: CallerPlace, _ table: PrincipalTable, sharesFile: Bool
  ) -> Bool {
    let number = Int(place.principal)
    switch calls {
    case .all: return true
    case .missed(let missed): return missed.contains(table.principals[number], place)
    case .likely(let roles):
      if sharesFile
        ? roles.decide(table.principals[number], place)
        : roles.contains(table.principals[number].issuerArn)
      {
        return true
      }
      passed.append(place)
      return false
    }
  }

  /// Notes that a role is a likely one, where somebody asks.
  func note(_ issuance: Issuance, by caller: Principal) {
    if case .likely(let roles) = calls { roles.note(issuance, by: caller) }
  }
}

/// The roles that may be a runner's, as far as is known while files are read; all workers share
/// them.
///
/// A guess, which decides how much is read a second time and nothing else.
final class LikelyRoles: Sendable {
  private let arns = Guarded<Set<String>>([])
  /// What was decided about callers in files that several workers share.
  private let decisions = Guarded<[Decision: Bool]>([:])

  private struct Decision: Hashable {
    var principal: Principal
    var file: Int32
    var isOnObjects: Bool
  }

  /// True for the ARN of a role that was taken by a login, for a task, or from such a role.
  func contains(_ arn: String?) -> Bool {
    guard let arn else { return false }
    return arns.withLock { $0.contains(arn) }
  }

  /// True where the role of `principal` was a likely one when any worker first met calls of it of
  /// the file and kind of `place`.
  func decide(_ principal: Principal, _ place: CallerPlace) -> Bool {
    let likely = contains(principal.issuerArn)
    let decision = Decision(
      principal: principal, file: place.file, isOnObjects: place.isOnObjects)
    return decisions.withLock { decisions in
      if let known = decisions[decision] { return known }
      decisions[decision] = likely
      return likely
    }
  }

  /// Notes the role of a credential that was issued to `caller`.
  func note(_ issuance: Issuance, by caller: Principal) {
    guard let role = issuance.roleArn else { return }
    let isFirst =
      issuance.eventName == "AssumeRoleWithWebIdentity"
      || issuance.service == "ecs-tasks.amazonaws.com"
    arns.withLock { arns in
      if isFirst || caller.issuerArn.map(arns.contains) == true { arns.insert(role) }
    }
  }
}

/// The bare calls that were passed over and are wanted after all: a runner's, and those on objects
/// that explain what is on a timeline (`RunnerCallers.wants`).
struct MissedCalls: Sendable {
  /// The principals by their number.
  private var numbers: [Principal: Int32] = [:]
  private var places: Set<CallerPlace> = []
  /// The files that hold them, in path order.
  private(set) var files: [Int] = []

  /// What is missed of `passed`, whose principals are numbers into `principals`: the calls of those
  /// of whom `isWanted` is true.
  init(_ passed: [CallerPlace], _ principals: [Principal], isWanted: (CallerPlace) -> Bool) {
    var found: Set<Int> = []
    for place in passed where isWanted(place) {
      numbers[principals[Int(place.principal)]] = place.principal
      places.insert(place)
      found.insert(Int(place.file))
    }
    files = found.sorted()
  }

  /// True where calls of `principal` are missed that are of the file and kind of `place`.
  func contains(_ principal: Principal, _ place: CallerPlace) -> Bool {
    guard let number = numbers[principal] else { return false }
    var known = place
    known.principal = number
    return places.contains(known)
  }

  /// The numbers by which the principals of another table are known here; 0 for those of whom
  /// nothing is missed.
  func numbers(of others: [Principal]) -> [Int] { others.map { Int(numbers[$0] ?? 0) } }
}

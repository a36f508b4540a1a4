internal import CloudTrail

/// Which sessions of which roles were ended by policies, since when, and until when.
///
/// A policy that denies everything to older tokens leaves newer ones alone, and a policy takes a
/// while to work everywhere (IAM user guide, "Troubleshoot IAM: changes that I make are not always
/// immediately visible"). A policy that is removed lets go on what has not expired, so entries
/// that are over are kept. Roles are named `account/name`.
///
///     issued < cutoff ─┬─ put … put + grace   grace: success proves nothing
///                      └─ later               ended: success contradicts
struct RevocationLedger {
  /// A policy on a role, or a role that was deleted.
  struct Entry {
    /// Sessions issued before this are ended; nil = all.
    var cutoff: EventTime?
    var put: EventTime
    /// What a removal would name; nil for a deleted role.
    var policy: String?
    /// The managed policy by ARN that it is; nil for any other.
    var document: String?
    var eventID: String
    /// What was done, in the words of the playbook.
    var words: String
    /// When it was taken back; nil while it is in force.
    var removed: EventTime?
    /// When the role was deleted, after which one of the same name is another role.
    var roleDeleted: EventTime?

    /// When it begins to work: not before the time it names itself, if that is near.
    var start: EventTime {
      guard let cutoff, cutoff > put, cutoff.seconds - put.seconds < 3_600 else { return put }
      return cutoff
    }

    /// True where a removal may still be about it.
    var isOpen: Bool { removed == nil && roleDeleted == nil }

    /// True where a request that gives this name or ARN is about it.
    func isCalled(_ name: String) -> Bool { policy == name || document == name }

    /// True where it is in force at `time`, and must work everywhere.
    func mustWork(at time: EventTime, grace: Int64) -> Bool {
      time > start.advanced(by: grace) && (removed.map { time < $0 } ?? true)
    }

    /// True where it ends a session issued at this time.
    func ends(_ issued: EventTime) -> Bool {
      (cutoff.map { issued < $0 } ?? true) && (roleDeleted.map { issued < $0 } ?? true)
    }
  }

  /// The longest life of a role session (IAM user guide, maximum session duration).
  static let longestSession = Session.longestLife

  let grace: Int64
  private var entries: [String: [Entry]] = [:]
  /// Grows whenever something may have changed.
  private(set) var generation = 0

  /// True while nothing is ended.
  var isEmpty: Bool { entries.isEmpty }

  init(grace: Int64) {
    self.grace = grace
  }

  /// Notes that sessions of `role` are ended.
  mutating func end(_ role: String, _ entry: Entry) {
    generation += 1
    if let policy = entry.policy {
      restore(role, policy: policy, at: entry.put)
    } else {
      noteDeletion(of: role, at: entry.put)
    }
    entries[role, default: []].append(entry)
  }

  /// Notes that a role is no more. Its permissions boundary need not be removed before, as its
  /// policies must (IAM API reference, DeleteRole), and says nothing of a later role of the name.
  private mutating func noteDeletion(of role: String, at time: EventTime) {
    for index in (entries[role] ?? []).indices where entries[role]?[index].roleDeleted == nil {
      entries[role]?[index].roleDeleted = time
    }
  }

  /// Notes that a policy on `role` is no more.
  mutating func restore(_ role: String, policy: String, at time: EventTime) {
    generation += 1
    for index in (entries[role] ?? []).indices
    where entries[role]?[index].isOpen == true && entries[role]?[index].isCalled(policy) == true {
      entries[role]?[index].removed = time
    }
  }

  /// True where `policy` on `role` ends sessions that could still be valid at `time`, and that
  /// nothing else ends.
  func isNeeded(_ policy: String, on role: String, at time: EventTime) -> Bool {
    // A removal at this very time is the one that is asked about.
    let known = (entries[role] ?? []).filter { entry in entry.removed.map { $0 >= time } ?? true }
    guard let entry = known.first(where: { $0.roleDeleted == nil && $0.isCalled(policy) })
    else { return false }
    let others = known.filter { $0.roleDeleted == nil && !$0.isCalled(policy) }
    if others.contains(where: { $0.cutoff == nil }) { return false }
    guard let cutoff = entry.cutoff else { return true }
    if others.contains(where: { $0.cutoff.map { $0 >= cutoff } ?? true }) { return false }
    return time < min(cutoff, entry.put).advanced(by: Self.longestSession)
  }

  /// The roles, `account/name`, whose sessions a policy keeps ended, in text order.
  func roles(endedBy policy: String) -> [String] {
    entries.filter { _, entries in
      entries.contains { $0.isOpen && $0.isCalled(policy) }
    }.keys.sorted()
  }

  /// The entry in force that ended a session of `role` first; those put later than `time` do not
  /// count.
  func entry(for role: String, issued: EventTime, at time: EventTime? = nil) -> Entry? {
    var first: Entry?
    for entry in entries[role] ?? [] where entry.removed == nil && entry.ends(issued) {
      if let time, entry.put > time { continue }
      if first.map({ entry.put < $0.put }) ?? true { first = entry }
    }
    return first
  }

  /// The entry in force for any of `roles` that begins to work first.
  func first(of roles: [String]) -> Entry? {
    var first: Entry?
    for role in roles {
      for entry in entries[role] ?? []
      where entry.removed == nil && first.map({ entry.start < $0.start }) ?? true {
        first = entry
      }
    }
    return first
  }

  /// All that ever ended a session of `role`, in the order of time.
  func history(for role: String, issued: EventTime) -> [Entry] {
    (entries[role] ?? []).filter { $0.ends(issued) }
  }

  /// What a use at `time` of a session of `role` means, where `roles` are those of its runner, and
  /// `first` is the first entry of any of them.
  func state(
    of role: String, issued: EventTime, at time: EventTime, among roles: [String],
    first: @autoclosure () -> Entry?
  ) -> SessionRevocation {
    if let entry = entry(for: role, issued: issued) {
      return time > entry.start.advanced(by: grace) ? .ended : time > entry.put ? .grace : .none
    }
    guard let first = first(), time > first.put else { return .none }
    if issued >= first.cutoff ?? first.put { return .outlived }
    guard roles.contains(role), (entries[role] ?? []).allSatisfy({ $0.removed != nil }) else {
      return .none
    }
    return time > first.start.advanced(by: grace) ? .forgotten : .grace
  }
}

/// What is usual, learned from what was seen before.
///
/// Something is only new where there is a habit: at least `enough` observations before, of few
/// different values. Who comes with another value each time has none, and nothing is new for them.
struct Habit: Equatable, Sendable {
  /// What can be usual of a runner.
  ///
  /// Without raw values, which would be hashed in place of the cases.
  enum Trait: CaseIterable, Sendable {
    /// Of logins: where from, the program, the session name, the audience of the token, the
    /// lifetime.
    case address, userAgent, sessionName, audience, duration
    /// Of logins to a role: the subject and the provider.
    case subject, provider
    /// The regions of its calls.
    case region
    /// Of tasks and their definitions.
    case cluster, subnet, securityGroup, secret
    /// Who pushes images into a repository.
    case pusher

    /// Its name in rules.
    var name: String { String(describing: self) }
  }

  /// How many observations make a habit.
  static let enough = 3
  /// How many different values are kept.
  static let limit = 1_000

  private(set) var count = 0
  private var values: Set<String> = []
  /// What deviated in a time that is known to be clean: not new, and no part of the habit.
  private var exceptions: Set<String> = []

  /// No habit yet.
  init() {}

  /// True where the values are few for how often they were seen.
  var isFormed: Bool { count >= Self.enough && values.count * 3 <= count }

  /// All values that were seen.
  var known: Set<String> { values.union(exceptions) }

  /// True for a value that was seen.
  func knows(_ value: String) -> Bool { values.contains(value) || exceptions.contains(value) }

  /// True for a value that was never seen though others were often.
  func isNew(_ value: String) -> Bool { isFormed && !knows(value) }

  /// Learns a value; one that is new in a time that is known to be clean is an exception, so that
  /// others are new still.
  mutating func learn(_ value: String, isClean: Bool = false) {
    if isClean, isNew(value) {
      if exceptions.count < Self.limit { exceptions.insert(value) }
      return
    }
    count += 1
    if values.count < Self.limit, !exceptions.contains(value) { values.insert(value) }
  }
}

/// What is usual, learned from what was seen before.
///
/// Something is only new where there is a habit: at least `enough` observations before, of few
/// different values. Who comes with another value each time has none, and nothing is new for them.
struct Habit: Equatable, Sendable {
  /// What can be usual of a runner.
  enum Trait: String, CaseIterable, Sendable {
    /// Of logins: where from, the program, the session name, the audience of the token, the lifetime.
    case address, userAgent, sessionName, audience, duration
    /// Of logins to a role: the subject and the provider.
    case subject, provider
    /// The regions of its calls.
    case region
    /// Of tasks and their definitions.
    case cluster, subnet, securityGroup, secret
    /// Who pushes images into a repository.
    case pusher
  }

  /// How many observations make a habit.
  static let enough = 3
  /// How many different values are kept.
  static let limit = 1_000

  private(set) var count = 0
  private(set) var values: Set<String> = []

  /// No habit yet.
  init() {}

  /// True where the values are few for how often they were seen.
  var isFormed: Bool { count >= Self.enough && values.count * 3 <= count }

  /// True for a value that was never seen though others were often.
  func isNew(_ value: String) -> Bool { isFormed && !values.contains(value) }

  /// Learns a value.
  mutating func learn(_ value: String) {
    count += 1
    if values.count < Self.limit { values.insert(value) }
  }
}

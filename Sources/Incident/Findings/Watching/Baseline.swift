/// What was usual for each runner in a time that is known to be clean.
///
/// Made by an analysis of the logs of that time, and given to that of an incident, so that what is
/// new is told apart from its first event on.
package struct Baseline: Sendable {
  /// What was usual for one runner.
  struct Usual: Sendable {
    var habits: [Habit.Trait: Habit] = [:]
    /// Repositories of images, without their tags.
    var images: Set<String> = []
    var definitions = TaskWatch.Definitions()
    var downloads = Usage()
    var decrypts = Usage()
    var watch = SuspicionWatch()
  }

  /// The most that a session did in a few minutes, of how many sessions.
  struct Usage: Equatable, Sendable {
    var sessions = 0
    var calls = 0
    var bytes = 0

    /// Learns what another session did at most.
    mutating func learn(calls: Int, bytes: Int) {
      sessions += 1
      self.calls = max(self.calls, calls)
      self.bytes = max(self.bytes, bytes)
    }
  }

  /// By the name of the runner.
  var runners: [String: Usual] = [:]
  /// Who pushes images, by repository.
  var pushers: [String: Habit] = [:]

  /// Nothing is known.
  package init() {}

  /// The names of the runners of which something is known, in text order.
  package var names: [String] { runners.keys.sorted() }
}

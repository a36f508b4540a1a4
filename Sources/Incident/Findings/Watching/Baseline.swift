/// What was usual for each runner in a time that is known to be clean.
package struct Baseline: Equatable, Sendable {
  /// What was usual for one runner.
  struct Usual: Equatable, Sendable {
    var habits: [Habit.Trait: Habit] = [:]
  }

  /// By the name of the runner.
  var runners: [String: Usual] = [:]

  /// Nothing is known.
  package init() {}
}

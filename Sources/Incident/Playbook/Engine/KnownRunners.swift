/// What the whole of the logs tells of the runners before they are walked through in order.
struct KnownRunners: Sendable {
  /// By the number of the runner.
  var facts: [RunnerFacts] = []
  /// The names by which rules know what is a runner's.
  var names = NameOwners(of: [])

  /// Nothing known.
  init() {}

  /// What `graph` tells.
  init(_ graph: RunnerGraph) {
    facts = RunnerFactsReader(graph).facts()
    names = NameOwners(of: facts.map(RunnerState.init))
  }
}

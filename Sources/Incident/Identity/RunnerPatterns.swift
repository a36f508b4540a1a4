/// The patterns by which profiles name what belongs to a runner, found by how names begin.
///
/// An account may have thousands of runners, and names by the hundred thousand: each is held
/// against the few patterns that begin like it.
///
///     {runner}-state of prod ─► prod-state ┐
///     {runner}-state of dev  ─► dev-state  ├─ by their beginnings ◄─ the name, cut to each length
///     *-state of prod        ─►            ┘
package struct RunnerPatterns: Sendable {
  /// A pattern and the number of the runner whose name it holds.
  private struct Entry: Sendable {
    var runner: Int
    var pattern: NamePattern
  }

  /// The patterns for one kind of names.
  private struct Index: Sendable {
    var entries: [String: [Entry]] = [:]
    /// How many characters their beginnings have, each length once.
    var lengths: Set<Int> = []
  }

  private var indexes: [Mention.Kind: Index] = [:]
  private let names: [String]

  /// The patterns of `profiles` for runners, who are known by their places among `runners`.
  package init(_ runners: [(name: String, profile: String)], profiles: [RunnerProfile]) {
    names = runners.map(\.name)
    for (runner, known) in runners.enumerated() {
      guard let profile = profiles.first(where: { $0.id == known.profile }) else { continue }
      add(profile.buckets, .bucket, runner)
      add(profile.clusters, .cluster, runner)
      add(profile.logGroups, .logGroup, runner)
    }
  }

  private mutating func add(_ patterns: [NamePattern], _ kind: Mention.Kind, _ runner: Int) {
    for pattern in patterns {
      let beginning = filled(pattern, runner).beginning
      indexes[kind, default: Index()].lengths.insert(beginning.count)
      indexes[kind, default: Index()].entries[beginning, default: []]
        .append(Entry(runner: runner, pattern: pattern))
    }
  }

  /// The name is the word of whoever logged in: what it holds must not act as a pattern.
  private func filled(_ pattern: NamePattern, _ runner: Int) -> NamePattern {
    pattern.filling(["runner": names[runner]])
  }

  /// The numbers of the runners one of whose patterns for `kind` fits `name`, each once, in order.
  package func runners(of kind: Mention.Kind, naming name: String) -> [Int] {
    guard let index = indexes[kind] else { return [] }
    var found: Set<Int> = []
    let count = name.count
    for length in index.lengths where length <= count {
      for entry in index.entries[String(name.prefix(length))] ?? []
      where !found.contains(entry.runner) && filled(entry.pattern, entry.runner).match(name) != nil
      {
        found.insert(entry.runner)
      }
    }
    return found.sorted()
  }
}

internal import Sigma

/// Which runners a name belongs to, whatever it is the name of.
struct NameOwners: Sendable {
  private var owners: [String: [Int]] = [:]
  /// Names that begin like this, up to a slash.
  private var prefixes: [String: [Int]] = [:]
  /// Runners with patterns that are no such beginnings: they may own any name.
  private var others: [Int] = []
  /// How often names were added.
  private(set) var generation = 0
  /// Answers that were found since the last name was added.
  private var found: [String: [Int]] = [:]

  /// The names by which rules know what belongs to the runners of `states`.
  init(of states: [RunnerState]) {
    for state in states {
      for set in RunnerSet.allCases where set.isLookedUp {
        for value in state.values(of: set) { add(value, state.facts.number) }
      }
    }
  }

  /// Notes that `name` is one of the runner's.
  mutating func add(_ name: String, _ runner: Int) {
    forget()
    let name = name.lowercased()
    if owners[name]?.contains(runner) != true { owners[name, default: []].append(runner) }
  }

  /// Notes a name or a pattern.
  mutating func add(_ value: PlaceholderValue, _ runner: Int) {
    switch value {
    case .literal(let name): add(name, runner)
    case .pattern(let text):
      forget()
      let text = text.lowercased()
      if text.hasSuffix("/*"), !text.dropLast().contains(where: { "*?\\".contains($0) }) {
        prefixes[String(text.dropLast()), default: []].append(runner)
      } else if !others.contains(runner) {
        others.append(runner)
      }
    }
  }

  private mutating func forget() {
    generation += 1
    if !found.isEmpty { found.removeAll(keepingCapacity: true) }
  }

  /// The runners that may own one of the names, each once, in their order.
  mutating func owners(of names: [String]) -> [Int] {
    if names.isEmpty { return others.sorted() }
    if names.count == 1 { return owners(of: names[0]) }
    return Set(names.flatMap { owners(of: $0) }).sorted()
  }

  private mutating func owners(of written: String) -> [Int] {
    if let known = found[written] { return known }
    let name = written.lowercased()
    var owning = others + (owners[name] ?? [])
    if !prefixes.isEmpty {
      for index in name.indices where name[index] == "/" {
        owning += prefixes[String(name[...index])] ?? []
      }
    }
    let sorted = Set(owning).sorted()
    if found.count < Self.limit { found[written] = sorted }
    return sorted
  }

  /// How many answers are remembered.
  private static let limit = 1 << 14
}

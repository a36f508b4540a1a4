internal import Sigma

/// Which runners a name belongs to, whatever it is the name of.
struct NameOwners {
  private var owners: [String: [Int]] = [:]
  /// Names that begin like this, up to a slash.
  private var prefixes: [String: [Int]] = [:]
  /// Runners with patterns that are no such beginnings: they may own any name.
  private var others: [Int] = []

  /// Notes that `name` is one of the runner's.
  mutating func add(_ name: String, _ runner: Int) {
    let name = name.lowercased()
    if owners[name]?.contains(runner) != true { owners[name, default: []].append(runner) }
  }

  /// Notes a name or a pattern.
  mutating func add(_ value: PlaceholderValue, _ runner: Int) {
    switch value {
    case .literal(let name): add(name, runner)
    case .pattern(let text):
      let text = text.lowercased()
      if text.hasSuffix("/*"), !text.dropLast().contains(where: { "*?\\".contains($0) }) {
        prefixes[String(text.dropLast()), default: []].append(runner)
      } else if !others.contains(runner) {
        others.append(runner)
      }
    }
  }

  /// The runners that may own one of the names, each once, in their order.
  func owners(of names: [String]) -> [Int] {
    var found = others
    for name in names.map({ $0.lowercased() }) {
      found += owners[name] ?? []
      guard !prefixes.isEmpty else { continue }
      for index in name.indices where name[index] == "/" {
        found += prefixes[String(name[...index])] ?? []
      }
    }
    return Set(found).sorted()
  }
}

extension DetectionCompiler {
  /// The predicate of a `detection:` mapping; nil after a fault.
  mutating func detection(_ node: YAMLNode) -> Predicate? {
    guard let pairs = node.pairs else {
      fail("expected selections and a condition, found \(node.kindName)", at: node.place)
      return nil
    }
    var selections = Selections()
    for pair in pairs {
      let name = pair.key.text ?? ""
      switch name {
      case "condition": continue
      case "timeframe":
        fail("'timeframe' is unsupported: write a correlation instead", at: pair.key.place)
      default:
        let predicate = selection(pair.value, of: "selection '\(name)'")
        selections.add(name, predicate ?? .any([]), at: pair.key.place)
      }
    }
    guard let condition = node["condition"] else {
      fail("the detection has no condition", at: node.place)
      return nil
    }
    let parts = condition.oneOrMany.compactMap { self.condition($0, &selections) }
    // A condition that cannot be read says nothing of what it uses.
    let isRead = parts.count == condition.oneOrMany.count
    for unused in isRead ? selections.unused : [] {
      diagnostics.warn(
        "selection '\(unused.name)' is not used in the condition", at: unused.place, in: source)
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func condition(_ node: YAMLNode, _ selections: inout Selections) -> Predicate? {
    guard let text = node.text else {
      fail("expected a condition, found \(node.kindName)", at: node.place)
      return nil
    }
    do {
      var parser = ConditionParser(text, selections: selections)
      let predicate = try parser.parse()
      selections = parser.selections
      return predicate
    } catch {
      fail(error.reason, at: place(of: error.token, within: text, in: node))
      return nil
    }
  }
}

/// The named selections of a detection, in the order written.
struct Selections {
  private(set) var names: [String] = []
  private var predicates: [String: Predicate] = [:]
  private var places: [String: SourcePlace] = [:]
  private var used: Set<String> = []

  mutating func add(_ name: String, _ predicate: Predicate, at place: SourcePlace) {
    names.append(name)
    predicates[name] = predicate
    places[name] = place
  }

  /// The selection with this name, from now on a used one.
  mutating func use(_ name: String) -> Predicate? {
    used.insert(name)
    return predicates[name]
  }

  var unused: [(name: String, place: SourcePlace)] {
    names.filter { !used.contains($0) }.compactMap { name in places[name].map { (name, $0) } }
  }
}

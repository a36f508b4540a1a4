/// Numbers for the names that tell findings apart, so that an event is counted without making any.
///
/// The same name has the same number, whoever bears it. One thread.
struct FindingNames {
  /// Stands for no name.
  static let none: Int32 = -1

  private let tables: EventTables
  private var names: [String] = []
  private var numbers: [String: Int32] = [:]
  private var lists: [[String]] = []
  private var listNumbers: [[String]: Int32] = [:]
  /// By the numbers of principals, sessions and runners.
  private var actors: [Int32]
  private var sessions: [Int32]
  private var runners: [Int32]

  /// Numbers for what `tables` know.
  init(_ tables: EventTables, runners: Int) {
    self.tables = tables
    actors = [Int32](repeating: Self.none, count: tables.principals.count)
    sessions = [Int32](repeating: Self.none, count: tables.graph.sessions.nodes.count)
    self.runners = [Int32](repeating: Self.none, count: runners)
  }

  /// The number of the name of a principal.
  mutating func actor(_ principal: Int) -> Int32 {
    if actors[principal] == Self.none {
      actors[principal] = number(of: tables.principals[principal].displayName)
    }
    return actors[principal]
  }

  /// The number of the id of a session.
  mutating func session(_ node: Int) -> Int32 {
    if sessions[node] == Self.none {
      sessions[node] = number(of: tables.graph.sessions.nodes[node].session.id)
    }
    return sessions[node]
  }

  /// The number of the label of a runner.
  mutating func runner(_ facts: RunnerFacts) -> Int32 {
    if runners[facts.number] == Self.none { runners[facts.number] = number(of: facts.label) }
    return runners[facts.number]
  }

  /// The number of some texts; none for no texts at all.
  mutating func list(_ texts: [String]) -> Int32 {
    if texts.isEmpty { return Self.none }
    if let known = listNumbers[texts] { return known }
    lists.append(texts)
    listNumbers[texts] = Int32(lists.count - 1)
    return Int32(lists.count - 1)
  }

  private mutating func number(of name: String) -> Int32 {
    if let known = numbers[name] { return known }
    names.append(name)
    numbers[name] = Int32(names.count - 1)
    return Int32(names.count - 1)
  }

  /// The name with this number; nil for none.
  func name(_ number: Int32) -> String? { number < 0 ? nil : names[Int(number)] }

  /// The texts with this number.
  func texts(_ number: Int32) -> [String] { number < 0 ? [] : lists[Int(number)] }
}

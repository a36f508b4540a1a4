/// The runners that may work in an account: its own, then those whose account is not known.
struct AccountRunners {
  let states: [RunnerState]
  /// Where each stands, by its number.
  private let places: [Int: Int]

  init(_ states: [RunnerState]) {
    self.states = states
    places = Dictionary(
      states.enumerated().map { ($0.element.facts.number, $0.offset) },
      uniquingKeysWith: { first, _ in first })
  }

  /// True where the runner with this number is one of them.
  func holds(_ number: Int) -> Bool { places[number] != nil }

  /// Those of them that have these numbers, in their order.
  func those(_ numbers: Set<Int>) -> [RunnerState] {
    numbers.compactMap { places[$0] }.sorted().map { states[$0] }
  }
}

/// What `forEach` goes through: names of the runner that are known from the start, or values that
/// a capture learned on the way.
enum ItemSet: Hashable, Sendable {
  case runner(RunnerSet)
  case captured(String)

  /// The name without what it is a set of.
  var shortName: String {
    switch self {
    case .runner(let set): set.rawValue
    case .captured(let id): id
    }
  }

  /// The set in words, with the verb for what is said of it.
  var words: String {
    switch self {
    case .runner(let set): set.words
    case .captured: "what it concerns is"
    }
  }
}

package import Incident

extension RunnerChoice {
  /// Names that one sentence lists.
  static let longestList = 10

  /// The runners that were seen, for a sentence.
  fileprivate var seenWords: String { seen.listed(atMost: Self.longestList) }

  /// That what was asked for is no runner, and which there are, safe for a terminal; nil where all
  /// of it is.
  package var warning: String? {
    if unmet.isEmpty { return nil }
    let names = unmet.map { "'\($0)'" }.joined(separator: " or ")
    let others = seen.isEmpty ? "none was seen" : "there are \(seenWords)"
    return VisibleText.escaped("warning: no runner is called \(names); \(others)")
  }
}

// What a page says where it has nothing to tell: never more than of those who were asked for.
extension Analysis {
  /// Why no runner is told of.
  var noRunnerWords: String {
    if let choice, !choice.seen.isEmpty {
      return "No runner that was asked for was seen. Those seen are \(choice.seenWords)."
    }
    return "No runner was seen: nobody logged in with a web identity. "
      + "What was read: \(CoverageClaim(coverage).words)."
  }

  /// Why no step was judged.
  var noStepWords: String {
    runners.isEmpty ? "No step was judged. \(noRunnerWords)" : "No step was judged."
  }

  /// That there is no incident.
  var noIncidentWords: String {
    guard let choice, !choice.leftOut.isEmpty else {
      return "Nothing in these logs looks like an incident."
    }
    if runners.isEmpty { return noRunnerWords }
    let names = Set(runners.map(\.name)).sorted().listed(atMost: RunnerChoice.longestList)
    return "Nothing in these logs looks like an incident of \(names). \(leftOutWords)"
  }

  /// That there is no finding.
  var noFindingWords: String {
    if let choice, !choice.leftOut.isEmpty, runners.isEmpty { return noRunnerWords }
    let whose = choice == nil ? "" : " for the runners that were asked for"
    return "No findings\(whose). What was read: \(CoverageClaim(coverage).words)."
  }

  /// How many runners were seen and not asked for; empty where none was.
  var leftOutWords: String {
    guard let count = choice?.leftOut.count, count > 0 else { return "" }
    return count == 1
      ? "One other runner was not asked for." : "\(count.grouped) other runners were not asked for."
  }
}

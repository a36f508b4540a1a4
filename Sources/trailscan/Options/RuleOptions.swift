import ArgumentParser
import Incident
import Sigma

/// Which Sigma rules are asked beside the detections of trailscan's own.
struct RuleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Sigma rules to ask, too: files, or folders of .yml files; repeat for more.",
      valueName: "path"))
  var rules: [String] = []

  @Option(
    name: .customLong("exclude-tag"),
    help: ArgumentHelp("Leave out rules that have this tag; repeat for more.", valueName: "tag"))
  var excludedTags: [String] = []

  /// The rules of the level and tags that were asked for; nil where no rules were named. Throws
  /// with every fault that they have.
  func ruleSet(minimumLevel: Level) throws -> RuleSet? {
    guard !rules.isEmpty else { return nil }
    let loading = RuleFiles.load(rules, .analysis)
    guard loading.faults.isEmpty else {
      throw CommandError.usage(Self.summary(of: loading.faults))
    }
    return loading.rules.selecting(
      RuleFilter(minimumLevel: minimumLevel, excludedTags: Set(excludedTags)))
  }

  /// All faults, and how many there are.
  static func summary(of faults: [String]) -> String {
    let count = faults.count == 1 ? "1 fault" : "\(faults.count) faults"
    return "the rules have \(count):\n" + faults.joined(separator: "\n")
  }
}

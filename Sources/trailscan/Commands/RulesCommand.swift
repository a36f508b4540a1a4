import ArgumentParser
import GzipStream
import Incident
import Reports
import Sigma

/// `trailscan rules`: Sigma rules before they are asked.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Check Sigma rules: what compiles, what is unsupported, what is probably a slip.",
    subcommands: [Check.self])

  /// `rules check`: every fault and warning with its place, then the counts.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Every fault and warning of Sigma rules, with line, column and caret.",
      discussion: """
        Faults and warnings go to standard error, the counts to standard output. Every rule that \
        cannot be used is named with the reason; a field that CloudTrail does not have, an unused \
        selection or a rule about other logs is a warning.

        Exit codes: 0 no fault, 2 at least one.
        """)

    @Argument(
      help: ArgumentHelp(
        "Rule files, and folders whose .yml and .yaml files are rules; '-' reads standard input.",
        valueName: "path"))
    var paths: [String]

    @Option(
      help: ArgumentHelp(
        "Count as asked the rules of this level and above. (default: medium)", valueName: "level"))
    var minLevel: Finding.Level?

    @Option(
      name: .customLong("exclude-tag"),
      help: ArgumentHelp(
        "Count as not asked the rules that have this tag; repeat for more.", valueName: "tag"))
    var excludedTags: [String] = []

    @Flag(name: [.customShort("q"), .long], help: "No warnings.")
    var quiet = false

    func run() throws {
      let loading = RuleLoading(paths, includesBuiltIn: false)
      for fault in loading.faults { Terminal.say(fault + "\n") }
      if !quiet {
        for warning in loading.diagnostics.warnings {
          Terminal.say("warning: \(warning.description)\n")
        }
      }
      var output = OutputFile()
      try Writing.write(Array(RuleCensus(loading, minLevel, excludedTags).text.utf8), &output)
      let faults = loading.faults.count
      if faults > 0 { throw CommandError.usage(faults == 1 ? "1 fault" : "\(faults) faults") }
    }
  }
}

/// How many rules there are, and what became of them.
struct RuleCensus {
  private let loading: RuleLoading
  private let filter: RuleFilter
  private let words: String

  /// A census that counts as asked what `--min-level` and `--exclude-tag` leave.
  init(_ loading: RuleLoading, _ minLevel: Finding.Level?, _ excludedTags: [String]) {
    self.loading = loading
    let level = minLevel.flatMap { Level(rawValue: $0.rawValue) } ?? .medium
    filter = RuleFilter(minimumLevel: level, excludedTags: Set(excludedTags))
    let tags = excludedTags.isEmpty ? "" : ", without \(excludedTags.joined(separator: ", "))"
    words =
      "from \(level.rawValue) on\(tags)"
      + (minLevel == nil ? ", unless --min-level says otherwise" : "")
  }

  private var read: String {
    let files = loading.files.counted("file")
    let others = loading.unreadable.count
    return others == 0 ? files : "\(files), \(others) unreadable"
  }

  /// A few lines: files and documents, what compiled and what did not, the levels, what is asked.
  var text: String {
    let set = loading.pack.ruleSet
    let rules = set.rules
    let correlations = rules.count { $0.correlation != nil }
    let levels = Level.allCases.reversed().map { level in
      "\(rules.count { $0.level == level }) \(level.rawValue)"
    }
    let wanted = rules.count { filter.accepts($0) }
    return """
      read      \(read), \(set.documents.counted("document"))
      compiled  \(rules.count): \((rules.count - correlations).counted("detection")), \(correlations.counted("correlation"))
      not       \(set.documents - rules.count - loading.leftOut) with faults, \(loading.leftOut) left out
      levels    \(levels.joined(separator: ", "))
      asked     \(wanted), \(words)

      """
  }
}

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
      try Writing.write(Array(RuleCensus(loading).text.utf8), &output)
      let faults = loading.faults.count
      if faults > 0 { throw CommandError.usage(faults == 1 ? "1 fault" : "\(faults) faults") }
    }
  }
}

/// How many rules there are, and what became of them.
struct RuleCensus {
  private let loading: RuleLoading

  init(_ loading: RuleLoading) {
    self.loading = loading
  }

  private var read: String {
    let files = loading.files.counted("file")
    let others = loading.unreadable.count
    return others == 0 ? files : "\(files), \(others) unreadable"
  }

  /// Three lines: files and documents, what compiled, and the levels.
  var text: String {
    let set = loading.pack.ruleSet
    let rules = set.rules
    let correlations = rules.count { $0.correlation != nil }
    let levels = Level.allCases.reversed().map { level in
      "\(rules.count { $0.level == level }) \(level.rawValue)"
    }
    let wanted = rules.count { RuleFilter().accepts($0) }
    return """
      read      \(read), \(set.documents.counted("document"))
      compiled  \(rules.count): \((rules.count - correlations).counted("detection")), \(correlations.counted("correlation"))
      not       \(set.documents - rules.count - loading.leftOut) with faults, \(loading.leftOut) left out
      levels    \(levels.joined(separator: ", "))
      asked     \(wanted), from medium on, unless --min-level says otherwise

      """
  }
}

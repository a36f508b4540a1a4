import ArgumentParser
import GzipStream
import Incident
import Reports
import Sigma

/// `trailscan playbook`: the steps that answer an incident, and what the logs say of each.
struct PlaybookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playbook",
    abstract: "What the logs say of each step of a playbook; check and show playbooks.",
    subcommands: [Run.self, Check.self, Show.self])

  /// `playbook run`: one verdict for each runner and step.
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "What the logs prove, contradict or cannot tell of each step, for each runner.")

    @OptionGroup var options: AnalysisOptions

    func run() throws { try NounPage(options, .steps).run() }
  }

  /// `playbook check`: every fault of a playbook, with its place.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Every fault of a playbook, with line, column and caret.")

    @Argument(help: ArgumentHelp("Playbooks to check.", valueName: "file"))
    var files: [String]

    func run() throws {
      var faults = 0
      for file in files {
        let source = try PlaybookFile.text(file)
        let diagnostics = Playbook.load(source).diagnostics
        for error in diagnostics.errors { Terminal.say(error.description + "\n") }
        for warning in diagnostics.warnings { Terminal.say("warning: \(warning.description)\n") }
        faults += diagnostics.errors.count
      }
      if faults > 0 {
        throw CommandError.usage(faults == 1 ? "1 fault" : "\(faults) faults")
      }
    }
  }

  /// `playbook show`: the playbook as a checklist.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "A playbook as a checklist for people.",
      discussion: "The only format is markdown.")

    @Argument(help: ArgumentHelp("A built-in playbook, or a file.", valueName: "name|file"))
    var name = Playbook.standardName

    @OptionGroup var output: OutputOptions

    func run() throws {
      _ = try output.resolvedFormat([.markdown], otherwise: .markdown)
      let isBuiltIn = Playbook.builtInNames.contains(name)
      let source = try isBuiltIn ? PlaybookFile.builtIn(name) : PlaybookFile.text(name)
      let loading = Playbook.load(source)
      guard let playbook = loading.playbook else {
        throw CommandError.usage(PlaybookFile.summary(of: loading.diagnostics.errors, in: source))
      }
      var file = try output.open()
      try Writing.write(PlaybookChecklist.markdown(playbook.outline), &file)
    }
  }
}

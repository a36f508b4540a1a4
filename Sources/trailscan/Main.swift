import ArgumentParser
import GzipStream

/// The entry: parses, runs, and turns what went wrong into text and an exit code.
@main
enum Main {
  static func main() {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      try FirstWord.check(arguments.first)
      Preparation.begin(arguments)
      var command = try command(arguments)
      try command.run()
    } catch let error as CommandError {
      if !error.message.isEmpty { Terminal.say("trailscan: \(error.message)\n") }
      Trailscan.exit(withError: ExitCode(error.code.rawValue))
    } catch {
      leave(error)
    }
  }

  /// The command that the arguments give, with its options.
  ///
  /// Reading the declarations of one command takes half as long as reading those of all; where
  /// something is wrong, or help is asked for, all of them are needed to tell.
  private static func command(_ arguments: [String]) throws -> any ParsableCommand {
    if let (type, rest) = FirstWord.command(arguments), let command = try? type.parseAsRoot(rest),
      Swift.type(of: command) == type
    {
      return command
    }
    return try Trailscan.parseAsRoot(arguments)
  }

  /// Help and version go to standard output; a wrong command line ends with code 2.
  private static func leave(_ error: any Error) -> Never {
    let code = Trailscan.exitCode(for: error)
    guard code == .validationFailure else { Trailscan.exit(withError: error) }
    Terminal.say(Trailscan.fullMessage(for: error) + "\n")
    Trailscan.exit(withError: ExitCode(CommandError.Code.usage.rawValue))
  }
}

/// The root command; without a subcommand it prints timelines.
struct Trailscan: ParsableCommand {
  /// The name of the program. A command that is read alone and bears it does not look for options
  /// that ask for completions, which the root answers.
  static let name = "trailscan"

  static let configuration = CommandConfiguration(
    commandName: name,
    abstract: "Who did what with a runner's identity, from CloudTrail logs alone.",
    discussion: """
      Reads CloudTrail logs (gzip or plain, any container), follows each runner's identity from \
      its OIDC login over issued keys, RunTask and task roles to S3 and KMS, and says for each \
      step of the rotation playbook what the logs prove, contradict or cannot tell.

      Examples:
        trailscan logs/                                   the timelines
        trailscan sessions logs/                          who holds which credential
        trailscan events logs/ | jq -r .eventName         the records themselves
        trailscan findings logs/                          what an attacker did
        trailscan playbook run logs/                      is it over?
        trailscan explain EVENTID logs/                   one event: who, with what, what it proves
        trailscan report logs/ -o incident.md             for the channel and the auditor

      Exit codes: 0 done, 1 --fail-on found something, 2 wrong usage or playbook, 3 done but some input was damaged.
      """,
    version: Version.full,
    subcommands: [
      TimelineCommand.self, EventsCommand.self, RunnersCommand.self, SessionsCommand.self,
      FindingsCommand.self, PlaybookCommand.self, CoverageCommand.self, IncidentsCommand.self,
      ReachCommand.self,
      ExplainCommand.self, ReportCommand.self,
      RulesCommand.self,
    ],
    defaultSubcommand: TimelineCommand.self)
}

import GzipStream
import Incident
import Reports

/// The end of every command: what could not be read, the reconciliation line, the exit code.
enum Closing {
  /// Says what the playbook's suppressions silenced: nothing is dropped in silence.
  static func say(_ silenced: [Silenced], quiet: Bool) {
    guard !quiet else { return }
    for line in silenced {
      Terminal.say(line.sentence + "\n")
      line.warning.map { Terminal.say($0 + "\n") }
    }
  }

  /// Says where `--runner` names no runner: a slip would else look like an all-clear, so that it is
  /// told also where notes are not wanted.
  static func warn(of choice: RunnerChoice?) {
    choice?.warning.map { Terminal.say($0 + "\n") }
  }

  /// Ends a command that did not find what it was asked about: names on stderr what could not be
  /// read and may hold it, then throws the fault.
  static func end(_ message: String, notFoundBeside troubles: [Trouble]) throws -> Never {
    name(troubles)
    let rest = " (what is named above may hold it)"
    throw CommandError.usage(message + (troubles.isEmpty ? "" : rest))
  }

  private static func name(_ troubles: [Trouble]) {
    for trouble in troubles { Terminal.say("trailscan: \(trouble.sentence)\n") }
  }

  /// Says it on stderr; throws where some of the input was damaged or could not be opened.
  static func close(_ summary: ScanSummary, quiet: Bool) throws {
    name(summary.troubles)
    if !quiet { Terminal.say(summary.reconciliation + "\n") }
    if !summary.troubles.isEmpty { throw CommandError(.damagedInput) }
  }
}

import ArgumentParser
import GzipStream

/// The first word of a command line: a command, an option, or the path of a timeline.
enum FirstWord {
  /// The names of the commands, in the order of the help.
  private static var names: [String] {
    Trailscan.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// Throws where it is none of them: a misspelt command would else be a file that is missing.
  static func check(_ word: String?) throws {
    guard let word, !word.isEmpty, !word.contains("/"), !word.contains("."),
      !word.hasPrefix("-"), !isPath(word)
    else { return }
    let names = names
    if word == "help" || names.contains(word) { return }
    throw CommandError.usage(
      "'\(word)' is neither a command nor a file or folder; the commands are "
        + names.joined(separator: ", "))
  }

  /// The command that the first word names, or `timeline` where it names a file or folder or is an
  /// option and no word names a command, and the arguments of the command; nil where it takes more
  /// to know.
  static func command(
    _ arguments: [String]
  ) -> (type: any ParsableCommand.Type, arguments: [String])? {
    guard let word = arguments.first else { return nil }
    let commands = Trailscan.configuration.subcommands
    if let named = commands.first(where: { $0.configuration.commandName == word }) {
      let isLeaf = named.configuration.subcommands.isEmpty
      return isLeaf ? (named, Array(arguments.dropFirst())) : nil
    }
    return beginsTimeline(arguments) ? (TimelineCommand.self, arguments) : nil
  }

  private static func isPath(_ word: String) -> Bool {
    FilePath.named(word).contains { FileStatus(of: $0) != nil }
  }

  /// Options that the command of all others answers.
  static let ofAll = ["--help", "-h", "--version", "--generate", "--experimental"]

  /// True where the first word is the path of a timeline, or an option before it: then no word may
  /// name a command, which would be the one that is meant.
  static func beginsTimeline(_ arguments: [String]) -> Bool {
    guard let word = arguments.first, word != "help" else { return false }
    if !word.hasPrefix("-") { return isPath(word) }
    let names = names
    return !arguments.contains { word in
      word == "help" || names.contains(word) || ofAll.contains(where: word.hasPrefix)
    }
  }
}

import GzipStream
import Incident

/// Begins what a command will need, while the command line is still read.
enum Preparation {
  /// The commands that ask the detections.
  private static let commands = ["timeline", "findings", "report", "explain"]
  /// Options that put others in the place of the detections, or make no analysis of it.
  private static let others = [
    "--rules", "--help", "-h", "--version", "--generate", "--experimental",
  ]

  /// Reads the detections on a thread of their own where the arguments look as if they were asked.
  static func begin(_ arguments: [String]) {
    guard let word = arguments.first,
      commands.contains(word) || FirstWord.beginsTimeline(arguments),
      !arguments.contains(where: { argument in others.contains(where: argument.hasPrefix) })
    else { return }
    DetectionPack.prepare()
  }
}

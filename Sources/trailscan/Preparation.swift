import Dispatch
import GzipStream
import Incident

/// Begins what a command will need, while the command line is still read.
enum Preparation {
  /// The commands that ask the detections.
  private static let asking = ["timeline", "findings", "report", "explain"]
  /// Other commands that the playbook guides.
  private static let guided = ["runners", "sessions", "coverage", "incidents", "reach"]

  /// Reads the text of the playbook and the detections inside the program on a thread of their own,
  /// where the arguments look as if they were asked.
  static func begin(_ arguments: [String]) {
    guard let word = arguments.first, !names(FirstWord.ofAll, in: arguments) else { return }
    let asks = asking.contains(word) || FirstWord.beginsTimeline(arguments)
    let isGuided = guided.contains(word) || arguments.starts(with: ["playbook", "run"])
    guard asks || isGuided else { return }
    let readsPlaybook = !names(["--playbook"], in: arguments)
    let readsPack = asks && !names(["--rules"], in: arguments)
    DispatchQueue(label: "trailscan.preparation").asyncElsewhere {
      if readsPlaybook { Playbook.prepare() }
      if readsPack { DetectionPack.prepare() }
    }
  }

  /// True where an argument begins as one of `options`.
  private static func names(_ options: [String], in arguments: [String]) -> Bool {
    arguments.contains { argument in options.contains(where: argument.hasPrefix) }
  }
}

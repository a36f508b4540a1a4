import FoundationEssentials
import GzipStream
import Incident
import Reports
import Sigma

/// Loads the playbook that guides a command: a file, or one that travels inside the program.
enum PlaybookFile {
  /// The playbook at `path`, else the rotation playbook; throws with every fault that it has.
  static func load(_ path: String?) throws -> Playbook {
    guard let path else { return .standard }
    let source = try text(path)
    let loading = Playbook.load(source)
    guard let playbook = loading.playbook else {
      throw CommandError.usage(summary(of: loading.diagnostics.errors, in: source))
    }
    return playbook
  }

  /// The text of a file.
  static func text(_ path: String) throws -> SourceText {
    switch TextFile.read(path, at: FilePath(path)) {
    case .success(let source): return source
    case .failure(let fault): throw CommandError.usage(fault.description)
    }
  }

  /// The text of a playbook inside the program.
  static func builtIn(_ name: String) throws -> SourceText {
    guard let text = Playbook.builtInText(named: name) else {
      throw CommandError.usage(
        "no built-in playbook '\(name)'; there are: \(Playbook.builtInNames.joined(separator: ", "))"
      )
    }
    return text
  }

  /// All faults, and how many there are.
  static func summary(of errors: [RuleError], in source: SourceText) -> String {
    let count = errors.count == 1 ? "1 fault" : "\(errors.count) faults"
    return "\(source.name) has \(count):\n" + errors.map(\.description).joined(separator: "\n")
  }
}

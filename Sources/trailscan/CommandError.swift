internal import ArgumentParser
import CloudTrail
import GzipStream
import Incident

/// What ends a command early, with its exit code: the one place that maps faults to text.
struct CommandError: Error {
  /// Exit codes of the contract with scripts.
  enum Code: Int32 {
    /// A finding of the level that was asked about exists.
    case findings = 1
    /// The command line, a playbook or a rule is wrong.
    case usage = 2
    /// Done, but some of the input could not be read.
    case damagedInput = 3
  }

  var code: Code
  /// What to say on stderr; empty where everything has been said.
  var message: String

  init(_ code: Code, _ message: String = "") {
    self.code = code
    self.message = message
  }

  /// A fault in what the user asked for.
  static func usage(_ message: String) -> CommandError { CommandError(.usage, message) }

  /// A file of ours that could not be opened or written.
  static func output(_ path: String, _ error: LogReadError) -> CommandError {
    guard case .system(let operation, let code) = error.reason else {
      return usage("\(path): \(error.reason)")
    }
    if code == systemCodeExists {
      return usage("\(path) exists; --force replaces it")
    }
    return usage("\(path): cannot \(operation): \(systemMessage(code))")
  }

  /// `EEXIST`, the same on Linux and macOS.
  private static let systemCodeExists: Int32 = 17
}

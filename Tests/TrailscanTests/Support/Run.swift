import Foundation
import Testing

/// How a run of the executable ended.
struct Run {
  let command: String
  let outputBytes: Data
  /// What it said on standard error.
  let error: String
  /// The exit code, or the number of the signal.
  let code: Int32
  let wasKilled: Bool

  /// What it wrote on standard output.
  var output: String { String(decoding: outputBytes, as: UTF8.self) }

  /// The lines of the output.
  var lines: [String] {
    output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// The lines of standard error.
  var errorLines: [String] { error.split(separator: "\n").map(String.init) }

  /// The line that accounts for all files and records, read.
  var reconciliation: Reconciliation? { errorLines.last.flatMap(Reconciliation.init) }

  /// The records of NDJSON output.
  func records() throws -> [Fields] { try lines.map(Fields.init(json:)) }

  /// Expects an exit code, and shows both streams where it is another.
  func expectCode(_ expected: Int32, sourceLocation: SourceLocation = #_sourceLocation) {
    if code != expected || wasKilled {
      Issue.record(
        "\(command)\nends with \(code), not \(expected)\n\(framed)",
        sourceLocation: sourceLocation)
    }
  }

  /// Expects the code 0.
  func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) {
    expectCode(0, sourceLocation: sourceLocation)
  }

  /// Expects wrong usage: code 2, nothing on standard output, and a message with `parts`.
  func expectUsageFault(_ parts: String..., sourceLocation: SourceLocation = #_sourceLocation) {
    expectCode(2, sourceLocation: sourceLocation)
    expectSame(output, "", sourceLocation: sourceLocation)
    expectError(parts, sourceLocation: sourceLocation)
  }

  /// Expects standard error to hold each of `parts`.
  func expectError(_ parts: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    for part in parts where !error.contains(part) {
      Issue.record("\(command)\ndoes not say: \(part)\n\(framed)", sourceLocation: sourceLocation)
    }
  }

  /// Expects the closing line, and that its numbers add up.
  func expectAccount(sourceLocation: SourceLocation = #_sourceLocation) throws -> Reconciliation {
    let account = try #require(
      reconciliation, "no closing line\n\(framed)", sourceLocation: sourceLocation)
    if account.read != account.parts {
      Issue.record("\(command)\ndoes not add up\n\(framed)", sourceLocation: sourceLocation)
    }
    return account
  }

  private var framed: String {
    frame("standard output", String(output.prefix(4_000)))
      + frame("standard error", String(error.prefix(4_000)))
  }
}

/// Expects two texts to be the same, and shows both where they are not.
func expectSame(
  _ actual: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  guard actual != expected else { return }
  Issue.record(
    "the texts differ\n\(frame("expected", String(expected.prefix(8_000))))\(frame("got", String(actual.prefix(8_000))))",
    sourceLocation: sourceLocation)
}

/// Text between two rules, as a reader of a test log needs it.
private func frame(_ title: String, _ text: String) -> String {
  let rule = String(repeating: "~", count: 72)
  return "\(title)\n\(rule)\n\(text)\(text.hasSuffix("\n") || text.isEmpty ? "" : "\n")\(rule)\n"
}

import Foundation
import Testing

/// A command of the README and what it is said to print.
///
///     ```console
///     $ trailscan events SampleLogs | head -1
///     {"eventVersion":…
///     …
///     ```
///
/// A line that is `…` stands for any number of lines; one that ends with `…` may go on.
struct ConsoleBlock: CustomTestStringConvertible {
  let command: String
  let expected: [String]

  var testDescription: String { command }

  /// The commands of the fenced `console` blocks of a text, in order.
  static func all(in text: String) -> [ConsoleBlock] {
    var blocks: [ConsoleBlock] = []
    var command: String?
    var expected: [String] = []
    var isInside = false
    for line in text.components(separatedBy: "\n") {
      let isCommand = isInside && line.hasPrefix("$ ")
      if isCommand || line.hasPrefix("```") {
        if let command { blocks.append(ConsoleBlock(command: command, expected: expected)) }
        command = isCommand ? String(line.dropFirst(2)) : nil
        expected = []
        if !isCommand { isInside = line == "```console" }
      } else if let open = command, open.hasSuffix("\\"), expected.isEmpty {
        command = open.dropLast() + String(line.trimmingPrefix(while: \.isWhitespace))
      } else if isInside {
        expected.append(line)
      }
    }
    return blocks
  }

  /// True for a command that is about the machine or a build, not about logs.
  var isInstallation: Bool {
    ["apt-get", "sudo", "swift", "git"].contains { command.hasPrefix($0 + " ") }
      || command.contains("&& swift")
  }

  /// True where `lines` are what the block shows.
  func matches(_ lines: [String]) -> Bool { Self.matches(expected[...], lines[...]) }

  private static func matches(_ expected: ArraySlice<String>, _ lines: ArraySlice<String>) -> Bool {
    var expected = expected
    var lines = lines
    while let pattern = expected.first {
      expected = expected.dropFirst()
      if pattern == "…" {
        if expected.isEmpty { return true }
        return lines.indices.contains { matches(expected, lines[$0...]) }
      }
      guard let line = lines.first, pattern == line || isStart(pattern, of: line) else {
        return false
      }
      lines = lines.dropFirst()
    }
    return lines.isEmpty
  }

  private static func isStart(_ pattern: String, of line: String) -> Bool {
    pattern.hasSuffix("…") && line.hasPrefix(pattern.dropLast())
  }
}

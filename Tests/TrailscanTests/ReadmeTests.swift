import Foundation
import Testing

/// The README is executed: each command of a console block prints what the block shows.
@Suite struct ReadmeTests {
  private static let text = try? String(
    contentsOf: Trailscan.packageRoot.appending(path: "README.md"), encoding: .utf8)
  private static let blocks = ConsoleBlock.all(in: text ?? "")

  @Test(.enabled(if: text != nil, "there is no README"))
  func theReadmeShowsCommands() throws {
    #expect(!Self.blocks.isEmpty)
  }

  /// Runs in a folder that holds links to the package's own, so that output files go elsewhere.
  @Test(arguments: blocks.filter { !$0.isInstallation })
  func aCommandPrintsWhatTheReadmeShows(_ block: ConsoleBlock) throws {
    let folder = try TestFolder()
    for name in ["SampleLogs", "playbooks", "README.md"] {
      try folder.sh("ln -s '\(Trailscan.packageRoot.appending(path: name).path)' \(name)")
    }
    let run = try Trailscan.shell(block.command, in: folder)
    #expect((0...3).contains(run.code) && !run.wasKilled, "\(run.error)")
    let output = run.output.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    let lines = output.last == "" ? Array(output.dropLast()) : output
    if !block.matches(lines) && !block.matches(lines + run.errorLines) {
      expectSame(
        (lines + run.errorLines).joined(separator: "\n"),
        block.expected.joined(separator: "\n"))
    }
  }

  @Test func anEllipsisStandsForAnyNumberOfLines() {
    let block = ConsoleBlock.all(in: "```console\n$ a \\\n  b\none\n…\nlast…\n$ c\n```\n$ d\n")
    #expect(block.map(\.command) == ["a b", "c"])
    #expect(block[0].matches(["one", "last"]))
    #expect(block[0].matches(["one", "two", "last", "last one"]))
    #expect(!block[0].matches(["one", "two"]))
    #expect(!block[0].matches(["last"]))
    #expect(block[1].matches([]) && !block[1].matches(["x"]))
  }
}

import Foundation
import Testing

/// The same input gives the same bytes, however it is read and wherever it is cut.
@Suite struct SameBytesTests {
  private let folder: TestFolder
  private static let commands = [
    ["events", "--all"], ["timeline"], ["timeline", "--format", "text"], ["sessions"], ["runners"],
    ["coverage"],
  ]

  init() throws {
    folder = try TestFolder()
    try folder.copyOneHourOfSample()
  }

  @Test(arguments: commands)
  func neitherJobsNorTheOrderOfThePathsMatter(_ command: [String]) throws {
    let paths = try FileManager.default.contentsOfDirectory(
      atPath: folder.file("logs").path
    ).sorted().map { "logs/" + $0 }
    #expect(paths.count > 10)
    let one = try Trailscan.run(command + paths + ["--jobs", "1"], in: folder)
    one.expectSuccess()
    #expect(!one.output.isEmpty)
    for (jobs, paths) in [("2", paths.reversed()), ("8", paths.shuffled()), ("8", ["logs"])] {
      let many = try Trailscan.run(command + paths + ["--jobs", jobs], in: folder)
      expectSame(many.output, one.output)
      expectSame(many.error, one.error)
    }
  }

  /// One file, and one file for each record, in an order of its own.
  @Test func howTheRecordsAreSpreadOverFilesDoesNotMatterToTheTimeline() throws {
    let texts = try LogFolder(folder.file("logs").path).texts
    try folder.write(#"{"Records":["# + texts.joined(separator: ",") + "]}", to: "one/log.json")
    for (number, text) in texts.enumerated() {
      try folder.write(text, to: "many/\(number * 7_919 % 1_009)-\(number).json")
    }
    for command in ["timeline", "sessions", "runners"] {
      let one = try Trailscan.run([command, "one"], in: folder)
      let many = try Trailscan.run([command, "many"], in: folder)
      one.expectSuccess()
      expectSame(try withoutSource(many.output), try withoutSource(one.output))
    }
  }

  private func withoutSource(_ output: String) throws -> String {
    output.replacing(/,"source":\{[^}]*\}/, with: "")
  }
}

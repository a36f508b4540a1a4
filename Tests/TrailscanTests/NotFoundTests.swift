import Foundation
import Testing

/// What is not found may stand where the input could not be read: that is named.
@Suite struct NotFoundTests {
  private let folder: TestFolder
  private let records = LoggedRecord.several(59)

  init() throws { folder = try TestFolder() }

  private static let commands: [@Sendable (_ id: String) -> [String]] = [
    { ["explain", $0] }, { ["timeline", "--around", $0] }, { ["timeline", "--descends-from", $0] },
    { ["events", "--around", $0] }, { ["events", "--descends-from", $0] },
  ]

  @Test(arguments: commands.indices)
  func inAFileThatEndsEarly(_ number: Int) throws {
    try folder.compress(records.logFile, to: "whole")
    try folder.sh("head -c $(($(wc -c < whole) / 2)) whole > cut")
    try Trailscan.run(Self.commands[number](records[58].id) + ["cut"], in: folder)
      .expectUsageFault(
        "damaged: cut: gzip data ends early", "no event '\(records[58].id)'",
        "what is named above may hold it")
  }

  @Test(arguments: commands.indices)
  func inAPathThatIsNotThere(_ number: Int) throws {
    try Trailscan.run(Self.commands[number](records[0].id) + ["./none"], in: folder)
      .expectUsageFault("unreadable: ./none: cannot open it", "no event '\(records[0].id)'")
  }

  @Test func ofInputThatWasReadNothingElseIsSaid() throws {
    try folder.write([records[0]].logFile, to: "log")
    let run = try Trailscan.run(["explain", records[1].id, "log"], in: folder)
    run.expectUsageFault("no event '\(records[1].id)' in 1 file.")
    #expect(!run.error.contains("may hold it"))
  }
}

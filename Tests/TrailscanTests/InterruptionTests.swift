import Foundation
import Testing

/// A process that is told to end leaves no part of an output file.
@Suite struct InterruptionTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  /// Runs `words` and `trailscan`, which waits for its input, and sends it signals once it has an
  /// output file.
  private func run(_ words: [String], signals: [String]) throws -> Run {
    try folder.sh("mkfifo pipe")
    // Whoever holds the far end keeps the near one from its end.
    let pipe = try FileHandle(forUpdating: folder.file("pipe"))
    defer { try? pipe.close() }
    let running = try RunningProcess(
      URL(filePath: "/usr/bin/env"),
      words + [Trailscan.executable.path, "events", "-", "-o", "out.ndjson"], in: folder,
      input: folder.file("pipe"))
    while try !hasPart(), running.process.isRunning { Thread.sleep(forTimeInterval: 0.05) }
    for signal in signals {
      Thread.sleep(forTimeInterval: 1)
      #expect(try hasPart())
      try folder.sh("kill -\(signal) \(running.process.processIdentifier)")
    }
    return try running.wait()
  }

  private func hasPart() throws -> Bool {
    try folder.names().contains { $0.hasPrefix("out.ndjson.partial") }
  }

  @Test(arguments: zip(["HUP", "INT", "TERM"], [129, 130, 143] as [Int32]))
  func leavesNothing(signal: String, code: Int32) throws {
    let run = try run([], signals: [signal])
    run.expectCode(code)
    #expect(try !hasPart())
  }

  @Test(.enabled(if: Trailscan.isInstalled("nohup"), "needs nohup"))
  func aSignalThatIsToBeIgnoredIs() throws {
    let run = try run(["nohup"], signals: ["HUP", "TERM"])
    run.expectCode(143)
    #expect(try !hasPart())
  }
}

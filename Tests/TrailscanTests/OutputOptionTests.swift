import Foundation
import Testing

/// `-o FILE`: whole or not at all.
@Suite struct OutputOptionTests {
  private let folder: TestFolder
  private let records = LoggedRecord.several(3)

  init() throws {
    folder = try TestFolder()
    try folder.write(records.logFile, to: "logs/log.json")
  }

  @Test func aFileHoldsWhatStandardOutputWouldHold() throws {
    let run = try Trailscan.run(["events", "logs", "-o", "out.ndjson"], in: folder)
    run.expectSuccess()
    expectSame(run.output, "")
    expectSame(try folder.text(of: "out.ndjson"), records.lines)
    #expect(try folder.names() == ["logs", "out.ndjson"])
    _ = try run.expectAccount()
  }

  @Test(
    arguments: zip(
      ["a.json", "a.ndjson", "a.JSONL", "a.csv", "a.tsv", "a.md", "a.markdown", "a.txt"],
      ["[", "{\"", "{\"", "recipientAccountId,", "recipientAccountId\t", "|", "|", "account"]))
  func theEndingTellsTheFormat(_ name: String, _ start: String) throws {
    try Trailscan.run(["coverage", "logs", "-o", name], in: folder).expectSuccess()
    let text = try folder.text(of: name)
    #expect(text.hasPrefix(start), "\(text)")
  }

  @Test func theOptionGoesBeforeTheEnding() throws {
    let arguments = ["sessions", "logs", "--format", "csv"]
    let run = try Trailscan.run(arguments + ["-o", "a.txt"], in: folder)
    run.expectSuccess()
    expectSame(try folder.text(of: "a.txt"), try Trailscan.run(arguments, in: folder).output)
  }

  @Test(arguments: ["out", "out.docx", "out.csv"])
  func anEndingThatNamesNoFormatIsAFault(_ name: String) throws {
    try Trailscan.run(["events", "logs", "-o", name], in: folder).expectUsageFault(
      name, "--format")
    #expect(try folder.names() == ["logs"])
  }

  @Test func aDashStandsForStandardOutput() throws {
    let run = try Trailscan.run(["events", "logs", "-o", "-"], in: folder)
    run.expectSuccess()
    expectSame(run.output, records.lines)
    #expect(try folder.names() == ["logs"])
  }

  @Test(arguments: ["events", "timeline", "sessions"])
  func anExistingFileIsRefusedBeforeAnythingIsRead(_ command: String) throws {
    try folder.write("mine", to: "out.ndjson")
    try folder.sh("mkfifo never")
    let run = try Trailscan.run([command, "never", "-o", "out.ndjson"], in: folder)
    run.expectUsageFault("out.ndjson", "exists", "--force")
    expectSame(try folder.text(of: "out.ndjson"), "mine")
    #expect(try folder.names() == ["logs", "never", "out.ndjson"])
  }

  @Test func forceReplacesAFile() throws {
    try folder.write("mine", to: "out.ndjson")
    try Trailscan.run(["events", "logs", "-o", "out.ndjson", "--force"], in: folder)
      .expectSuccess()
    expectSame(try folder.text(of: "out.ndjson"), records.lines)
    #expect(try folder.names() == ["logs", "out.ndjson"])
  }

  @Test func whereTheFolderIsMissingItIsNamed() throws {
    try Trailscan.run(["events", "logs", "-o", "none/out.ndjson"], in: folder).expectUsageFault(
      "none/out.ndjson", "o such file")
  }

  @Test func aFolderIsNoFile() throws {
    try folder.sh("mkdir out.ndjson")
    try Trailscan.run(["events", "logs", "-o", "out.ndjson", "--force"], in: folder)
      .expectUsageFault("out.ndjson", "irectory")
  }

  @Test(.enabled(if: !Self.isRoot, "for root every folder is writable"))
  func aFolderThatCannotBeWrittenIsNamed() throws {
    try folder.sh("mkdir locked && chmod 555 locked")
    try Trailscan.run(["events", "logs", "-o", "locked/out.ndjson"], in: folder)
      .expectUsageFault("locked/out.ndjson", "ermission")
  }

  @Test func aDeviceIsWrittenToAndStays() throws {
    let run = try Trailscan.run(
      ["events", "logs", "--format", "ndjson", "-o", "/dev/null"], in: folder)
    run.expectSuccess()
    #expect(FileManager.default.fileExists(atPath: "/dev/null"))
  }

  @Test func withDamagedInputTheFileIsWrittenAllTheSame() throws {
    try folder.write("{\"Records\":[{\"a\"", to: "logs/bad.json")
    try Trailscan.run(["events", "logs", "-o", "out.ndjson"], in: folder).expectCode(3)
    expectSame(try folder.text(of: "out.ndjson"), records.lines)
  }

  @Test func aFullDeviceIsSaid() throws {
    try #require(FileManager.default.fileExists(atPath: "/dev/full"))
    let run = try Trailscan.run(
      ["events", "logs", "--format", "ndjson", "-o", "/dev/full"], in: folder)
    #expect(run.code != 0)
    run.expectError(["space"])
  }

  /// The input is a pipe that nobody writes to: the command waits in the middle of its scan.
  @Test(arguments: ["events", "timeline", "sessions"])
  func anInterruptLeavesNothingBehind(_ command: String) throws {
    try folder.sh("mkfifo pipe")
    let pipe = try FileHandle(forUpdating: folder.file("pipe"))
    defer { try? pipe.close() }
    let running = try RunningProcess(
      Trailscan.executable, [command, "pipe", "-o", "out.ndjson"], in: folder)
    try waitForFile(besides: ["logs", "pipe"])
    running.process.interrupt()
    let run = try running.wait()
    #expect(run.wasKilled ? run.code == 2 : run.code == 130)
    #expect(try folder.names() == ["logs", "pipe"])
  }

  private func waitForFile(besides names: [String]) throws {
    for _ in 0..<6_000 {
      if try folder.names() != names { return Thread.sleep(forTimeInterval: 0.2) }
      Thread.sleep(forTimeInterval: 0.05)
    }
    Issue.record("no output file was opened before the scan")
  }

  private static let isRoot = NSUserName() == "root"
}

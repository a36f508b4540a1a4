import Foundation
import Testing

/// The command that `explain` prints finds the record, whatever holds it.
@Suite(
  .enabled(if: Trailscan.isInstalled("jq") && Trailscan.isInstalled("bash"), "needs jq and bash"))
struct FindAgainTests {
  private let folder: TestFolder
  private static let records = LoggedRecord.several(9)

  init() throws { folder = try TestFolder() }

  /// Runs `explain` for a record, and then what it prints; expects that to find the record alone.
  private func expectFound(
    _ id: String, in path: String, input: URL? = nil, alone: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let run = try Trailscan.run(["explain", id, path], in: folder, input: input)
    let command = try #require(try run.records().first?.text("jq"), sourceLocation: sourceLocation)
    #expect(command.contains("trailscan") != alone, "\(command)", sourceLocation: sourceLocation)
    try folder.write(command, to: "find.sh")
    let source = input.map { "< '\($0.path)'" } ?? ""
    let again = try Trailscan.shell("bash find.sh \(source)", in: folder)
    let found = try again.records().map(\.id)
    #expect(found == [id], "\(command)\n\(again.error)", sourceLocation: sourceLocation)
  }

  private static func quoted(_ text: String) -> String {
    String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
  }

  private static let messages = records.map { #"{"timestamp":1,"message":\#(quoted($0.json))}"# }
    .joined(separator: ",")

  private static let shapes = [
    records.logFile, records.lines, "[" + records.map(\.json).joined(separator: ",") + "]",
    records.map { #"{"detail-type":"x","detail":\#($0.json)}"# }.joined(separator: "\n"),
    #"{"Events":["#
      + records.map { #"{"CloudTrailEvent":\#(quoted($0.json))}"# }
      .joined(separator: ",") + "]}",
    #"{"events":[\#(messages)]}"#,
    #"{"messageType":"DATA_MESSAGE","logEvents":[\#(messages)]}"#,
    #"{"results":[[{"field":"@message","value":\#(quoted(records[7].json))}]]}"#,
    #"{"events":[{"message":\#(quoted(#"{"detail-type":"x","detail":\#(records[7].json)}"#))}]}"#,
    // Texts that are JSON and hold no record.
    #"{"Records":[\#(records[7].json)],"more":["1","\"\\\"x\\\"\"","[[\"{}\"]]","null","{"]}"#,
  ]

  @Test(arguments: shapes.indices)
  func inAFileThatOthersRead(_ number: Int) throws {
    try folder.write(Self.shapes[number], to: "plain")
    try expectFound(Self.records[7].id, in: "plain")
    try folder.compress(Self.shapes[number], to: "packed.gz")
    try expectFound(Self.records[7].id, in: "packed.gz")
  }

  /// As an export task writes them.
  @Test func inLinesOfText() throws {
    try folder.write(
      Self.records.map { "2026-03-02T09:00:05.000Z \($0.json)\n" }.joined(), to: "lines")
    try expectFound(Self.records[7].id, in: "lines", alone: false)
  }

  @Test func afterAByteOrderMark() throws {
    try folder.write("\u{FEFF}\n" + Self.records.logFile, to: "marked")
    try expectFound(Self.records[7].id, in: "marked")
  }

  @Test func inBase64AsASubscriptionGivesIt() throws {
    try folder.compress(
      #"{"messageType":"DATA_MESSAGE","logEvents":[\#(Self.messages)]}"#, to: "gz")
    try folder.sh("base64 < gz > it")
    try expectFound(Self.records[7].id, in: "it", alone: false)
    // A copy that others read is the one to look at.
    try folder.write(Self.records.logFile, to: "plain")
    try folder.sh("mkdir both && mv it plain both")
    try expectFound(Self.records[7].id, in: "both")
  }

  @Test func inDamagedFiles() throws {
    try folder.compress(Self.records.logFile, to: "whole")
    try folder.sh("head -c $(($(wc -c < whole) - 9)) whole > cut")
    try expectFound(Self.records[0].id, in: "cut", alone: false)
    try folder.write("nonsense {\n" + Self.records.lines, to: "bad")
    try expectFound(Self.records[7].id, in: "bad", alone: false)
    let broken = LoggedRecord(number: 99, more: #","requestParameters":{"a" 1}"#)
    try folder.write(([broken] + Self.records).logFile, to: "broken")
    try expectFound(Self.records[7].id, in: "broken", alone: false)
  }

  @Test func inStandardInput() throws {
    let input = try folder.write(Self.records.logFile, to: "log")
    try expectFound(Self.records[7].id, in: "-", input: input, alone: false)
  }

  @Test(.enabled(if: SharedData.isPresent, "the public shapes are not on this machine"))
  func inThePublicShapes() throws {
    for file in SharedData.files(below: "containers") {
      let events = try Trailscan.run(["events", "--all", file.path], in: folder).records()
      guard let id = events.first?.id else { continue }
      let run = try Trailscan.run(["explain", id, file.path], in: folder)
      let command = try #require(try run.records().first?.text("jq"))
      try folder.write(command, to: "find.sh")
      let again = try Trailscan.shell("bash find.sh", in: folder)
      #expect(try again.records().map(\.id) == [id], "\(file.lastPathComponent)")
    }
  }
}

import Foundation
import Incident
import Reports
import Testing

/// What a user pipes into jq, with the jq of this machine.
@Suite("jq")
struct JqTests {
  private static let program = ["/usr/bin/jq", "/usr/local/bin/jq", "/opt/homebrew/bin/jq"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(
    "jq reads every line as one object", .enabled(if: program != nil, "jq is not installed"),
    arguments: Noun.allCases)
  func lines(noun: Noun) throws {
    let document = Renderer().render(noun, of: Sample.analysis, as: .ndjson)
    let answer = try run("type", over: document).split(separator: "\n")
    #expect(answer.count == document.count { $0 == UInt8(ascii: "\n") })
    #expect(Set(answer) == ["\"object\""])
  }

  @Test("A hostile string comes out as it was", .enabled(if: program != nil, "no jq"))
  func strings() throws {
    let document = Renderer().render(.timeline, of: Sample.analysis, as: .json)
    let answer = try run(
      #".[] | select(.eventName == "GetObject") | .userAgent, .resource"#, over: document)
    let strings = try answer.split(separator: "\n").map { try JSONValue($0.utf8).text }
    #expect(
      strings == [Sample.Hostile.terminal, "acme-shop-eu-2-artefacts/" + Sample.Hostile.wide])
  }

  private func run(_ filter: String, over document: [UInt8]) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(document).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: Self.program ?? "")
    process.arguments = [filter, file.path]
    process.standardOutput = output
    try process.run()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: answer, as: UTF8.self)
  }
}

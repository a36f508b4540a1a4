import Foundation
import Testing

/// What reads the input twice keeps a copy of standard input.
@Suite struct StandardInputTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func piped(_ arguments: String) throws -> Run {
    let run = try Trailscan.shell(
      "trailscan events --all -q '\(Trailscan.sample)' | trailscan \(arguments)", in: folder)
    run.expectSuccess()
    return run
  }

  @Test func theBlastRadiusIsThatOfTheFiles() throws {
    let files = try Trailscan.run(["reach", Trailscan.sample, "--format", "ndjson"], in: folder)
    #expect(files.lines.count == 3)
    expectSame(try piped("reach - --format ndjson").output, files.output)
  }

  @Test func anIncidentDoesNotLoseItsDataImpact() throws {
    let run = try piped("incidents - --format ndjson")
    #expect(run.output.contains(#""dataImpact":"confirmed""#))
    let report = try piped("report - --format markdown")
    #expect(report.output.contains("| Data impact | Confirmed |"))
    #expect(!report.output.contains("No session was looked into"))
  }

  @Test func anEventIsExplained() throws {
    let run = try piped("explain d337ef38 - --format text")
    #expect(run.output.contains("s3 ListObjects"))
    #expect(run.output.contains("<stdin> record"))
  }

  @Test func nothingIsLeftBehind() throws {
    try Trailscan.shell(
      "mkdir tmp && trailscan events --all -q '\(Trailscan.sample)' | TMPDIR=tmp trailscan report -",
      in: folder
    ).expectSuccess()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/tmp").isEmpty)
  }

  /// A pipe that is named is read once, and nothing of it is missed.
  @Test func aNamedPipeIsReadOnce() throws {
    let joined = "find '\(Trailscan.sample)/AWSLogs' -name '*.json.gz' | sort | xargs cat"
    let run = try Trailscan.shell(
      "\(joined) > all.json.gz; mkfifo pipe; cat all.json.gz > pipe & trailscan timeline pipe",
      in: folder, workingFolder: folder.url)
    let file = try Trailscan.shell(
      "trailscan timeline all.json.gz", in: folder, workingFolder: folder.url)
    run.expectSuccess()
    let told = run.output.split(separator: "\n").count
    #expect(told == file.output.split(separator: "\n").count)
    #expect(told > 50)
    let refused = try Trailscan.shell(
      "mkfifo other; trailscan report other", in: folder, workingFolder: folder.url)
    refused.expectCode(2)
    #expect(refused.error.contains("no regular file can be read once"))
  }
}

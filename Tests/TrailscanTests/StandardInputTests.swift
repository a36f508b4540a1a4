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
}

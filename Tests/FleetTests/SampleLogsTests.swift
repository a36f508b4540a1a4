import FleetModel
import Foundation
import Testing

/// The committed sample against what the generator writes now.
@Suite struct SampleLogsTests {
  private let committed = WrittenLogs(
    root: URL(filePath: #filePath).appending(path: "../../../SampleLogs").standardized)

  private func written() throws -> (TemporaryFolder, WrittenLogs) {
    let folder = try TemporaryFolder()
    _ = try SampleIncident.compose().write(to: folder.path, seed: SampleIncident.seed)
    return (folder, WrittenLogs(root: folder.url))
  }

  /// Compared as plain text: another version of zlib may compress differently.
  @Test func theSampleIsWhatTheGeneratorWrites() throws {
    let (folder, logs) = try written()
    let paths = try logs.filePaths()
    #expect(try committed.filePaths() == paths)
    for path in paths { #expect(try committed.text(of: path) == logs.text(of: path), "\(path)") }
    for name in try FileManager.default.contentsOfDirectory(
      atPath: folder.url.appending(path: "truth").path)
    {
      #expect(try committed.text(of: "truth/\(name)") == logs.text(of: "truth/\(name)"))
    }
  }

  @Test func whatStandsBesideItChangesNoRecord() throws {
    let (scenario, files) = SampleIncident.composeWithEvidence()
    let alone = SampleIncident.compose()
    #expect(scenario.events.map(\.record.eventID) == alone.events.map(\.record.eventID))
    #expect(files.count == 3)
    #expect(files.allSatisfy { $0.name.hasPrefix("beside/") && !$0.text.isEmpty })
  }

  @Test func theSampleIsSmall() throws {
    let size = try committed.filePaths().map {
      try Data(contentsOf: committed.root.appending(path: $0)).count
    }.reduce(0, +)
    #expect(size < 200_000)
  }

  /// Each row of the story's table: `| 09:31:20 | … | Name, denied |`.
  @Test func theStoryInTheReadmeIsInTheLogs() throws {
    let readme = try String(
      contentsOf: committed.root.appending(path: "README.md"), encoding: .utf8)
    let rows = readme.matches(of: /\| (\d\d:\d\d:\d\d) \| .* \| (\w+)(, denied)? \|/)
    #expect(rows.count == 25)
    let records = try committed.allRecords()
    for row in rows {
      let found = records.contains {
        $0.text("eventTime") == "2026-04-14T\(row.1)Z" && $0.name == row.2
          && ($0["errorCode"] != nil) == (row.3 != nil)
      }
      #expect(found, "\(row.1) \(row.2)")
    }
  }

  @Test func theForgottenCredentialsWorkLongAfterTheRevocation() throws {
    let records = try committed.allRecords()
    let revoked = Set(
      records.filter { $0.name == "PutRolePolicy" }.filter {
        $0.text("requestParameters.policyName") == "AWSRevokeOlderSessions"
      }.compactMap { $0.text("requestParameters.roleName") })
    #expect(revoked.count == 2)
    #expect(!revoked.contains { $0.hasPrefix("prod-runner-task-") })
    let late = records.filter {
      $0.name == "GetObject" && $0.text("sourceIPAddress") == "203.0.113.81"
        && $0.text("eventTime") ?? "" > "2026-04-14T10:57:00Z" && $0["errorCode"] == nil
    }
    #expect(!late.isEmpty)
  }
}

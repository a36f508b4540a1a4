import CloudTrail
import Evidence
import Foundation
import GzipStream
import Incident
import Testing

/// Files beside CloudTrail's own, told by content, counted and handed out.
@Suite struct EvidenceScanTests {
  private struct Collector: LogScan.Consumer, Sendable {
    var items: [String] = []
    var records = 0

    mutating func take(_ bytes: Span<UInt8>, _ mark: RecordMark, file: Int, index: Int) {
      records += 1
    }

    mutating func take(_ item: EvidenceItem, file: Int, index: Int) {
      switch item {
      case .access(let line): items.append("\(file).\(index) \(line.operation)")
      case .message(let message): items.append("\(file).\(index) \(message.text.prefix(20))")
      }
    }

    mutating func finish(file: Int) {}
  }

  private static let line =
    "o b [02/Mar/2026:09:00:20 +0000] 10.0.11.23 - R REST.GET.OBJECT k \"GET /k HTTP/1.1\" 200 - 1 1 1 1 "
    + "\"-\" \"x\" - h= SigV4 - AuthHeader b.s3.eu-central-1.amazonaws.com TLSv1.3"

  private static func scan(_ files: [(String, String)], jobs: Int = 1) throws
    -> (items: [String], records: Int, summary: ScanSummary)
  {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, as: "logs/\(name)") }
    let found = LogFinder.find([folder.file("logs").description]).files
    let (workers, summary) = LogScan(files: found, jobs: jobs).run { Collector() }
    return (
      workers.flatMap(\.items).sorted(), workers.reduce(0) { $0 + $1.records }, summary
    )
  }

  @Test(arguments: [1, 3]) func eachKindIsToldByItsContent(jobs: Int) throws {
    let found = try Self.scan(
      [
        ("0.json", "\(Self.line)\n\(Self.line)\n"),
        ("1.log", "2026-03-02T09:00:33.001Z Terraform\nmore\n2026-03-02T09:00:34.001Z done"),
        ("2", #"{"events":[{"timestamp":1772446513000,"message":"wget"}]}"#),
        ("3.txt", "Permission Check Successful"),
        (
          "4",
          #"{"bucket_name":"b","request_time":"2026-03-02T10:20:20.000Z","request_id":"R","operation":"REST.PUT.OBJECT"}"#
        ),
        (
          "5",
          #"2026-03-02T09:00:33.001Z {"eventVersion":"1.11","eventSource":"s3.amazonaws.com","eventName":"A","eventTime":"2026-03-02T09:00:33Z"}"#
        ),
        ("6", "# nothing of these"),
      ], jobs: jobs)
    #expect(
      found.items == [
        "0.0 REST.GET.OBJECT", "0.1 REST.GET.OBJECT", "1.0 Terraform\nmore", "1.1 done", "2.0 wget",
        "4.0 REST.PUT.OBJECT",
      ])
    #expect(found.records == 1)
    #expect(found.summary.accessLogs == 2)
    #expect(found.summary.logExports == 2)
    #expect(found.summary.otherFiles == 2)
    #expect(found.summary.filesRead == 1)
    #expect(found.summary.evidence.accessLines == 3)
    #expect(found.summary.evidence.messages == 3)
    #expect(found.summary.damaged == 0)
  }

  @Test func badLinesAreCountedAndTheFirstIsNamed() throws {
    let found = try Self.scan([("0", "\(Self.line)\no b\n\n\(Self.line)\nnot a line\n")])
    #expect(found.items.count == 2)
    #expect(found.summary.evidence.badLines == 2)
    #expect(found.summary.damaged == 1)
    #expect(
      found.summary.troubles.map(\.cause) == [
        .line(LineError("the time is missing"), number: 2)
      ])
  }

  @Test func aLogExportThatIsCutOffKeepsWhatCameBefore() throws {
    let folder = try TemporaryFolder()
    let text = (0..<4_000).map { "2026-03-02T09:00:33.001Z line \($0 &* 7_919 % 65_537)\n" }
    try folder.write(text.joined(), as: "plain")
    // Made by the system's gzip, cut in the middle.
    let path = folder.file("cut.gz").description
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "gzip -c '\(folder.file("plain"))' | head -c 6000 > '\(path)'"]
    try process.run()
    process.waitUntilExit()
    let (workers, summary) = LogScan(files: LogFinder.find([path]).files, jobs: 1).run {
      Collector()
    }
    #expect(workers[0].items.count > 100)
    #expect(summary.damaged == 1)
    #expect(summary.evidence.messages == workers[0].items.count)
  }

  @Test(.enabled(if: SharedData.isPresent, "the shared data is not here"))
  func readsTheSharedSamples() throws {
    let files =
      SharedData.files(below: "s3-access-logs") + SharedData.files(below: "cloudwatch-logs")
    let scan = LogScan(
      files: LogFinder.find(files.map(\.path).filter { !$0.hasSuffix("expected-fields.json") })
        .files,
      jobs: 2)
    let (workers, summary) = scan.run { Collector() }
    #expect(summary.troubles == [])
    #expect(summary.accessLogs == 3)
    #expect(summary.evidence.accessLines == 6 + 7 + 1)
    #expect(summary.logExports == 6)
    // get, filter, Insights, two of tail, and the seven of the export task.
    #expect(summary.evidence.messages == 5 + 7)
    #expect(workers.flatMap(\.items).contains { $0.contains("panic: multi line") })
  }
}

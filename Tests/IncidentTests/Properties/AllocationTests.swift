import CAllocations
import CloudTrail
import GzipStream
import Incident
import Testing

/// A record that nobody wants costs no memory: twice as many of them take no allocation more.
///
/// Allocations are those of this thread, on which a scan by one worker runs, so that tests beside
/// this one do not count.
@Suite(
  .enabled(if: allocations_are_counted(), "this build does not count allocations"))
struct AllocationTests {
  /// Enough for all buffers to have their size.
  private static let count = 12_000
  #if DEBUG
    private static let isOptimised = false
  #else
    private static let isOptimised = true
  #endif
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// How often `body` asks for memory.
  private static func allocations(of body: () throws -> Void) rethrows -> UInt64 {
    let before = allocations_of_this_thread()
    try body()
    return allocations_of_this_thread() - before
  }

  /// Writes a log of `count` records that no family holds, of some of the calls below.
  private func log(of count: Int, calls: Range<Int> = 0..<calls.count) throws -> [LogFile] {
    let records = (0..<count).map { Self.record($0, Self.calls[calls][$0 % calls.count]) }
    let text = #"{"Records":["# + records.joined(separator: ",") + "]}"
    let path = folder.file("\(count).json.gz")
    var file = try OutputFile(path: path, replacing: true)
    try file.write(GzipWriter.compress(Array(text.utf8), level: 1))
    try file.commit()
    return LogFinder.find([path.description]).files
  }

  /// The first five touch nothing of a runner.
  private static let calls = [
    ("ec2.amazonaws.com", "DescribeInstances"), ("elasticloadbalancing.amazonaws.com", "Describe"),
    ("monitoring.amazonaws.com", "PutMetricData"), ("ssm.amazonaws.com", "UpdateInstance"),
    ("lambda.amazonaws.com", "Invoke20150331"), ("sts.amazonaws.com", "AssumeRole"),
    ("ecs.amazonaws.com", "DescribeTasks"),
  ]

  private static func record(_ number: Int, _ call: (source: String, name: String)) -> String {
    let callers = [
      #"{"type":"AWSService","invokedBy":"autoscaling.amazonaws.com"}"#,
      #"{"type":"IAMUser","principalId":"AIDA\#(number % 9)","arn":"arn:aws:iam::111122223333:user/a\#(number % 9)","accountId":"111122223333","userName":"a\#(number % 9)"}"#,
    ]
    let id = "00000000-0000-4000-8000-" + String(1_000_000_000_000 + number).dropFirst(1)
    let seconds = String(100 + number % 60).dropFirst()
    // An escape, nesting, and a needle in a text.
    let request =
      #"{"filterSet":{"items":[{"name":"tag:\"x\"","valueSet":[{"value":"s3.amazonaws.com"}]}]}}"#
    // Before version 1.07 the request told the category.
    let category = number % 5 == 0 ? "" : #""eventCategory":"Management","#
    return #"{"eventVersion":"1.08","userIdentity":\#(callers[number % 2]),"#
      + #""eventTime":"2026-04-14T09:00:\#(seconds)Z","eventSource":"\#(call.source)","#
      + #""eventName":"\#(call.name)","awsRegion":"eu-central-1","#
      + #""sourceIPAddress":"198.51.100.\#(number % 100)","userAgent":"aws-sdk","#
      + #""requestParameters":\#(request),"responseElements":null,"eventID":"\#(id)","#
      + #""readOnly":true,"managementEvent":true,\#(category)"#
      + #""recipientAccountId":"111122223333"}"#
  }

  /// The allocations of `events` over a log of so many records, none of which it selects.
  private func allocations(ofEvents selection: RecordSelection, _ count: Int) throws -> UInt64 {
    let files = try log(of: count)
    return Self.allocations {
      let summary = EventStream(selection: selection).run(LogScan(files: files, jobs: 1)) { _ in
        true
      }
      #expect(summary.records == count)
      #expect(summary.selected == 0)
    }
  }

  private func expectNoMore(for selection: RecordSelection, _ name: String) throws {
    _ = try allocations(ofEvents: selection, 100)
    let once = try allocations(ofEvents: selection, Self.count)
    let twice = try allocations(ofEvents: selection, Self.count * 2)
    #expect(twice == once, "\(name): for \(Self.count) records more")
  }

  @Test func theCounterCounts() {
    let count = Self.allocations { for size in 1...50 { _ = Array(repeating: size, count: size) } }
    #expect(count >= 50)
    #expect(Self.allocations {} == 0)
  }

  @Test func aRecordThatEventsRefusesTakesNoMemory() throws {
    try expectNoMore(for: RecordSelection(), "families")
  }

  @Test func neitherDoesOneWhoseCallASelectorRefuses() throws {
    var selection = RecordSelection()
    selection.scope = .everything
    selection.events = TextSelector(["AssumeRoleWithWebIdentity", "Put*"])
    selection.services = TextSelector(["sts.amazonaws.com"])
    try expectNoMore(for: selection, "calls and services")
  }

  /// What must be read of a record to refuse it stays on the stack where it is optimised.
  @Test(.enabled(if: isOptimised, "not in a debug build"))
  func neitherDoesOneWhoseTimeIsAnother() throws {
    var selection = RecordSelection()
    selection.scope = .everything
    selection.from = EventTime(seconds: 1_900_000_000)
    try expectNoMore(for: selection, "time")
  }

  /// Records that are on no timeline, counted for coverage and let pass.
  @Test(.enabled(if: isOptimised, "not in a debug build"))
  func neitherDoesOneThatAnAnalysisPasses() throws {
    let playbook = try #require(Playbook.builtIn(named: "rotation"))
    let counts = try [100, Self.count, Self.count * 2].map { count in
      let files = try log(of: count, calls: 0..<5)
      var analyzer = Analyzer(playbook: playbook, temporaryFolder: folder.path)
      analyzer.detections = .builtIn
      return try Self.allocations {
        let result = try analyzer.run(LogScan(files: files, jobs: 1)) { _ in }
        #expect(result.summary.records == count)
      }
    }
    // What other threads hand over may come in one list more or less.
    #expect(counts[2] < counts[1] + 10, "for \(Self.count) records more")
  }
}

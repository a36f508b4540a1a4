import FleetModel
import Foundation
import GzipStream
import Testing

@Suite struct FleetTests {
  private func write(
    seed: UInt64 = 4, events: Int = 1500, format: LogFormat = .awslogs, work: Int = 1,
    to folder: TemporaryFolder
  ) throws -> Summary {
    var options = LogOptions.standard
    options.format = format
    var plan = FleetPlan(seed: seed, events: events)
    plan.minutes = 120
    plan.work = work
    return try Fleet(plan).write(to: folder.path, options: options)
  }

  private func contents(of folder: TemporaryFolder) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for path in try LogFolder.logFiles(in: folder.path) {
      contents[String(path.description.dropFirst(folder.url.path.count))] = try Data(
        contentsOf: URL(filePath: path.description))
    }
    return contents
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    let (one, two, other) = (
      try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder()
    )
    _ = try write(to: one)
    _ = try write(to: two)
    _ = try write(seed: 5, to: other)
    let first = try contents(of: one)
    #expect(first.count > 50)
    #expect(try contents(of: two) == first)
    #expect(try contents(of: other) != first)
  }

  @Test func moreWorkMakesMoreCallsOfFewerSessions() throws {
    let (usual, busy) = (try TemporaryFolder(), try TemporaryFolder())
    func callsPerSession(_ folder: TemporaryFolder, _ work: Int) throws -> Double {
      let summary = try write(events: 6000, work: work, to: folder)
      let sessions = try WrittenLogs(root: folder.url).truth("sessions.ndjson").count
      return Double(summary.runnerRecords) / Double(max(sessions, 1))
    }
    #expect(try callsPerSession(busy, 10) > 2 * callsPerSession(usual, 1))
  }

  @Test func theTruthCountsWhatTheFilesHold() throws {
    let folder = try TemporaryFolder()
    let summary = try write(to: folder)
    let logs = WrittenLogs(root: folder.url)
    let records = try logs.allRecords()
    let distinct = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
    #expect(try logs.filePaths().count == summary.files)
    #expect(records.count == summary.records)
    #expect(distinct.count == 1500 && summary.distinctRecords == 1500)
    for family in Family.allCases {
      let found = distinct.values.filter { Family(source: $0.source, name: $0.name) == family }
      #expect(found.count == summary.count(of: family))
    }
    let share = summary.familyRecords * 100 / summary.distinctRecords
    #expect((13...15).contains(share), "\(share) % of the records are of the audited families")
    let written = try #require(try logs.truth("summary.json").first)
    #expect(written.value("records") as? Int == records.count)
    #expect(try logs.truth("events.ndjson").count == summary.runnerRecords)
  }

  @Test func theTruthNamesOnlyWhatExists() throws {
    let folder = try TemporaryFolder()
    _ = try write(events: 2000, to: folder)
    let logs = WrittenLogs(root: folder.url)
    let ids = Set(try logs.allRecords().map(\.id))
    let events = try logs.truth("events.ndjson")
    let sessions = try logs.truth("sessions.ndjson")
    #expect(events.allSatisfy { ids.contains($0.id) })
    let used = Dictionary(grouping: events.compactMap { $0.text("session") }) { $0 }
    for session in sessions {
      #expect(ids.contains(session.text("issuedBy") ?? ""))
      let count = used[session.text("session") ?? ""]?.count ?? 0
      #expect(session.value("events") as? Int == count)
    }
    #expect(Set(used.keys).isSubset(of: Set(sessions.compactMap { $0.text("session") })))
    #expect(try logs.truth("tasks.ndjson").allSatisfy { ids.contains($0.text("runTask") ?? "") })
    let attacks = try logs.truth("attacks.ndjson")
    #expect(Set(attacks.compactMap { $0.text("id") }).isSuperset(of: ["F06", "F07", "S01", "D01"]))
    for attack in attacks {
      let shown = try #require(attack.value("eventIDs") as? [String])
      #expect(!shown.isEmpty && ids.isSuperset(of: shown))
    }
  }

  @Test func everyUseOfARunnersKeyAndNameIsInTheTruth() throws {
    let folder = try TemporaryFolder()
    _ = try write(events: 2500, to: folder)
    let logs = WrittenLogs(root: folder.url)
    let known = Set(try logs.truth("events.ndjson").map(\.id))
    let sessions = Set(try logs.truth("sessions.ndjson").compactMap { $0.text("session") })
    let names = try logs.truth("runners.ndjson").flatMap { runner in
      let roles = runner["roles"] as? [Fields] ?? []
      return roles.compactMap { $0.text("roleArn")?.split(separator: "/").last.map(String.init) }
        + ["bucket", "key", "logGroup"].compactMap { runner.text("resources.\($0)") }
    }
    #expect(names.count > 20)
    for record in try logs.allRecords() where !known.contains(record.id) {
      #expect(!sessions.contains(record.text("userIdentity.accessKeyId") ?? ""))
      let text = String(decoding: try JSONSerialization.data(withJSONObject: record), as: UTF8.self)
      let named = names.first { text.contains($0) }
      #expect(named == nil, "\(record.name) \(record.id)")
    }
  }

  @Test func filesLieAsCloudTrailLaysThem() throws {
    let folder = try TemporaryFolder()
    _ = try write(to: folder)
    let logs = WrittenLogs(root: folder.url)
    let layout =
      /AWSLogs\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{8})T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz/
    var unsorted = 0
    for path in try logs.filePaths() {
      let match = try #require(path.wholeMatch(of: layout), "\(path)")
      #expect(match.1 == match.6 && match.2 == match.7)
      #expect("\(match.3)\(match.4)\(match.5)" == match.8)
      let records = try logs.records(of: path)
      #expect(!records.isEmpty)
      #expect(records.allSatisfy { $0.text("recipientAccountId") ?? "" == match.1 })
      #expect(records.allSatisfy { $0.text("awsRegion") ?? "" == match.2 })
      let times = records.compactMap { $0.text("eventTime") }
      if times != times.sorted() { unsorted += 1 }
    }
    #expect(unsorted > 0)
  }

  @Test func recordsArriveOneToTenMinutesLateAndTwentyWhenTwice() throws {
    let folder = try TemporaryFolder()
    _ = try write(to: folder)
    let logs = WrittenLogs(root: folder.url)
    var lags: [Int] = []
    for path in try logs.filePaths() {
      let stamp = try #require(path.firstMatch(of: /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/))
      let delivered = try #require(
        Timestamp("\(stamp.1)-\(stamp.2)-\(stamp.3)T\(stamp.4):\(stamp.5):00Z"))
      for record in try logs.records(of: path) {
        let time = try #require(Timestamp(record.text("eventTime") ?? ""))
        lags.append(delivered.seconds - time.seconds)
      }
    }
    lags.sort()
    #expect(lags[0] >= 60 && lags[lags.count - 1] <= 1200)
    #expect((180...300).contains(lags[lags.count / 2]))
  }

  @Test func duplicatesAreTheSameBytesInAnotherFile() throws {
    let folder = try TemporaryFolder()
    let summary = try write(format: .ndjson, to: folder)
    let logs = WrittenLogs(root: folder.url)
    let lines = try logs.text(of: "events.ndjson.gz").split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == summary.records)
    #expect(Set(lines).count == summary.distinctRecords)
    #expect((50...100).contains(summary.records - summary.distinctRecords))
  }

  @Test func oneFileHoldsTheSameRecords() throws {
    let (tree, single) = (try TemporaryFolder(), try TemporaryFolder())
    _ = try write(to: tree)
    let summary = try write(format: .single, to: single)
    let data = try WrittenLogs(root: single.url).text(of: "events.json.gz")
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? Fields)
    let records = try #require(object["Records"] as? [Fields])
    #expect(records.count == summary.records && summary.files == 1)
    let expected = try WrittenLogs(root: tree.url).allRecords().map(\.id).sorted()
    #expect(records.map(\.id).sorted() == expected)
  }

  @Test func logsCanBeReplaced() throws {
    let folder = try TemporaryFolder()
    #expect(!LogFolder.isTaken(folder.path))
    _ = try write(events: 600, to: folder)
    #expect(LogFolder.isTaken(folder.path))
    #expect(throws: LogReadError.self) { try write(events: 600, to: folder) }
    try LogFolder.clear(folder.path)
    let summary = try write(events: 600, to: folder)
    #expect(try WrittenLogs(root: folder.url).allRecords().count == summary.records)
  }
}

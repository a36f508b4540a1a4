import Foundation
import Testing

/// `explain`, `--descends-from`, `incidents` and `reach`, on the sample, from outside.
@Suite struct ExplainTests {
  private let folder: TestFolder
  private static let logs = Trailscan.sample + "/AWSLogs"
  /// A read of the bucket with the credentials that the revocation forgot.
  private static let theft = "d337ef38-7e69-447a-87d1-ff7591bea615"
  private static let stolenLogin = "ASIA7TWKIQ5ESEXAMPLE"

  init() throws { folder = try TestFolder() }

  @Test(arguments: [theft, String(theft.prefix(8)), theft.uppercased()])
  func tellsTheChainAndTheSteps(event: String) throws {
    let run = try Trailscan.run(["explain", event, Self.logs], in: folder)
    run.expectSuccess()
    let found = try #require(try run.records().first)
    #expect(found.text("eventID") == Self.theft)
    #expect(found.text("runner") == "prod-runner")
    let chain = try #require(found["chain"] as? [[String: Any]])
    #expect(chain.map { $0["kind"] as? String } == ["webIdentity", "task"])
    #expect(chain.first?["subject"] as? String == "acme+prod-runner")
    #expect((chain.first?["standing"] as? String)?.hasPrefix("revoked since") == true)
    #expect((chain.last?["standing"] as? String)?.hasPrefix("valid until") == true)
    let steps = try #require(found["steps"] as? [[String: Any]])
    #expect(steps.map { $0["role"] as? String } == ["contradiction"])
    #expect(steps.map { $0["step"] as? String } == ["update-runner-id"])
  }

  @Test func theCommandThatItPrintsFindsTheRecord() throws {
    guard Trailscan.isInstalled("jq"), Trailscan.isInstalled("bash") else { return }
    let run = try Trailscan.run(["explain", Self.theft, Self.logs], in: folder)
    let jq = try #require(try run.records().first?.text("jq"))
    try Data(jq.utf8).write(to: folder.url.appending(path: "find.sh"))
    let again = try Trailscan.shell("bash find.sh", in: folder)
    #expect(again.output.contains(Self.theft))
  }

  /// What an analysis passes over, and what is on nobody's timeline, is told from the record.
  @Test(arguments: [
    ("b3459df9", "PutRolePolicy", "198.51.100.178"),
    ("98be1ff6", "DescribeInstances", "192.0.2.152"),
  ])
  func anEventOfNobodysRunnerIsToldToo(event: String, call: String, address: String) throws {
    let run = try Trailscan.run(["explain", event, Self.logs], in: folder)
    run.expectSuccess()
    let found = try #require(try run.records().first)
    #expect(found.text("eventName") == call)
    #expect(found.text("sourceIPAddress") == address)
    #expect(found.text("actor")?.hasPrefix("arn:aws:iam::") == true)
    #expect(found.text("runner") == nil)
  }

  /// A failed login to the console has no error code.
  @Test func howACallEndedIsNotToldByItsErrorCodeAlone() throws {
    let record = LoggedRecord(
      number: 1, service: "signin.amazonaws.com", call: "ConsoleLogin",
      more: #","responseElements":{"ConsoleLogin":"Failure"}"#)
    try folder.write([record].logFile, to: "log.json")
    let run = try Trailscan.run(["explain", record.id, "log.json"], in: folder)
    run.expectSuccess()
    #expect(try run.records().first?.text("outcome") == "denied")
  }

  /// What a log says must not become a command of whoever pastes the line.
  @Test(arguments: [#"abcdef'$(touch pwned)'"#, #"abcdef" or true)#"#, #"abcdef\(error)"#])
  func anIDIsNoCommand(id: String) throws {
    guard Trailscan.isInstalled("jq"), Trailscan.isInstalled("bash") else { return }
    let record = LoggedRecord(number: 1)
    let written = String(decoding: try JSONEncoder().encode(id), as: UTF8.self)
    let logged = [record, LoggedRecord(number: 2)].logFile
      .replacing("\"\(record.id)\"", with: written)
    try folder.write(logged, to: "it's.json")
    let run = try Trailscan.run(["explain", "abcdef", "it's.json"], in: folder)
    run.expectSuccess()
    let jq = try #require(try run.records().first?.text("jq"))
    try Data(jq.utf8).write(to: folder.url.appending(path: "find.sh"))
    let again = try Trailscan.shell("bash find.sh", in: folder)
    #expect(again.lines.count == 1)
    #expect(try again.records().first?.text("eventID") == id)
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "pwned").path))
  }

  @Test(arguments: [
    ("00000000", "no event '00000000' in"), ("d3", "too short for an event"),
  ])
  func anEventThatIsNotThereIsAFaultWithAdvice(event: String, words: String) throws {
    try Trailscan.run(["explain", event, Self.logs], in: folder).expectUsageFault(words)
  }

  @Test(arguments: [stolenLogin, "q1s675", "9344626a-5693-41b0-8b00-c5ec0de7c352"])
  func whatDescendsFromAStolenLogin(root: String) throws {
    let sessions = try Trailscan.run(
      ["sessions", Self.logs, "--descends-from", root], in: folder
    ).records()
    #expect(
      sessions.compactMap { $0.text("kind") }.sorted() == ["execution", "task", "webIdentity"])
    let events = try Trailscan.run(
      ["events", Self.logs, "--all", "--descends-from", root], in: folder)
    events.expectSuccess()
    let names = Set(try events.records().compactMap { $0.text("eventName") })
    #expect(names.isSuperset(of: ["AssumeRoleWithWebIdentity", "RunTask", "GetObject", "Decrypt"]))
    #expect(names.isDisjoint(with: ["PutRolePolicy", "StopTask"]))
    let entries = try Trailscan.run(
      ["timeline", Self.logs, "--descends-from", root], in: folder
    ).records()
    #expect(entries.count == (try events.records().count))
  }

  @Test func aCredentialThatIsNotThereIsAFault() throws {
    try Trailscan.run(["timeline", Self.logs, "--descends-from", "ASIANONE"], in: folder)
      .expectUsageFault("ASIANONE")
  }

  @Test func theReachOfTheThief() throws {
    let run = try Trailscan.run(["reach", Self.logs, "--key", "ASIAJ4XB47VT6EXAMPLE"], in: folder)
    run.expectSuccess()
    let reach = try #require(try run.records().first)
    let buckets = try #require(reach["buckets"] as? [[String: Any]])
    #expect(buckets.map { $0["objects"] as? Int } == [30])
    // 24 objects on the first visit, six on the second.
    let first = (0..<24).reduce(0) { $0 + 2_400_000 + $1 * 731_113 }
    let lists = try Trailscan.run(
      ["events", Self.logs, "--key", "ASIAJ4XB47VT6EXAMPLE", "--event", "ListObjects"], in: folder
    ).records().compactMap { record in
      (record["additionalEventData"] as? [String: Any])?["bytesTransferredOut"] as? Double
    }
    #expect(buckets.first?["bytesOut"] as? Int == first + 6 * 61_000 + Int(lists.reduce(0, +)))
    let keys = try #require(reach["keys"] as? [[String: Any]])
    #expect((keys.first?["contexts"] as? [String])?.count == 30)
  }

  /// Sums of what logs claim do not end the program, and nothing moves more than an object can
  /// have.
  @Test func bytesThatCannotBeAreNotCounted() throws {
    let records = (1...125).map { number in
      LoggedRecord(
        number: number,
        identity: #"{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/r/s","#
          + #""accessKeyId":"ASIAXXXXXXXXXEXAMPLE"}"#,
        more: #","requestParameters":{"bucketName":"b","key":"k"},"additionalEventData":"#
          + #"{"bytesTransferredOut":\#(number == 1 ? 4_096 : 9_000_000_000_000_000).0}"#)
    }
    try folder.write(records.logFile, to: "log.json")
    let run = try Trailscan.run(
      ["reach", "log.json", "--key", "ASIAXXXXXXXXXEXAMPLE"], in: folder)
    run.expectSuccess()
    let buckets = try #require(try run.records().first?["buckets"] as? [[String: Any]])
    #expect(buckets.map { $0["bytesOut"] as? Int } == [4_096])
  }

  @Test func theIncidentOfTheSample() throws {
    let facts = folder.url.appending(path: "facts.yaml")
    try Data(
      """
      schema: trailscan.facts/1
      detected: 2026-04-14T10:05:00Z
      notified: 2026-04-14T10:12:00Z
      """.utf8
    ).write(to: facts)
    let run = try Trailscan.run(["incidents", Self.logs, "--facts", facts.path], in: folder)
    run.expectSuccess()
    let incident = try #require(try run.records().first)
    let metrics = try #require(incident["metrics"] as? [[String: Any]])
    #expect(metrics.prefix(3).map { $0["seconds"] as? Int } == [2_020, 420, 1_692])
    #expect(metrics.prefix(3).allSatisfy { $0["source"] as? String == "given" })
    #expect(incident.text("dataImpact") == "confirmed")
    #expect((incident["exposure"] as? [String: Any])?["isOpen"] as? Bool == true)
  }

  @Test func faultyFactsAreNamedWithTheirPlace() throws {
    let facts = folder.url.appending(path: "facts.yaml")
    try Data("schema: trailscan.facts/1\ndetectd: x\n".utf8).write(to: facts)
    try Trailscan.run(["incidents", Self.logs, "--facts", facts.path], in: folder)
      .expectUsageFault("facts.yaml:2:1", "detectd", "^")
  }

  @Test func theReportAnswersInItsFirstLine() throws {
    let run = try Trailscan.run(["report", Self.logs, "-q"], in: folder)
    let answer = try #require(run.lines.first { !$0.isEmpty && !$0.hasPrefix("#") })
    #expect(answer.hasPrefix("**NOT OVER:** runner `prod-runner`."))
    #expect(answer.contains("CONTRADICTED") && answer.contains("203.0.113.81"))
    #expect(run.output.contains("| Timestamp (UTC) | Event | Source / Evidence | Actor |"))
    let rows = [
      "initial compromise (estimated)", "first unauthorized API call", "detection alert",
      "IR team notified", "credential deactivated", "containment complete", "eradication complete",
      "recovery validated",
    ]
    for row in rows { #expect(run.output.contains("| \(row) |"), "\(row)") }
  }

  @Test func theLivePageTellsWhatWasCutOff() throws {
    let run = try Trailscan.run(
      ["sessions", Self.logs, "--live", "--at", "2026-04-14T11:00:00Z", "--format", "text"],
      in: folder)
    run.expectSuccess()
    #expect(run.output.contains("valid    3b4p0b"))
    #expect(run.output.contains("cut off  q1s675"))
    #expect(run.output.contains("A new trust policy, a new runner id"))
    #expect(!run.output.contains("The logs end at"))
  }

  @Test func theLivePageSaysWhereTheLogsEnd() throws {
    let run = try Trailscan.run(
      ["sessions", Self.logs, "--live", "--at", "2030-01-01", "--format", "text"], in: folder)
    run.expectSuccess()
    let words = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("The logs end at 2026-04-14T"))
    #expect(words.contains("to 2030-01-01T00:00:00Z is not in them."))
  }
}

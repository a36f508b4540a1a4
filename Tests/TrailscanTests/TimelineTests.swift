import Foundation
import Testing

/// The timeline as scripts read it: keys, vocabulary, order, folding, tables.
@Suite struct TimelineTests {
  private let folder: TestFolder
  private static let logs = Trailscan.sample + "/AWSLogs"
  private static let all = Result {
    try Trailscan.run(["timeline", logs], in: TestFolder())
  }

  init() throws { folder = try TestFolder() }

  private func entries() throws -> [Fields] { try Self.all.get().records() }

  private static let required: Set<String> = [
    "eventTime", "runner", "stage", "eventSource", "eventName", "awsRegion",
    "recipientAccountId", "outcome", "actor", "sourceIPAddress", "eventID", "count", "summary",
    "attribution", "findings", "steps", "source",
  ]
  private static let optional: Set<String> = [
    "errorCode", "session", "task", "resource", "userAgent", "sharedEventID", "lastEventTime",
  ]

  @Test func everyEntryHasTheKeysOfTheContract() throws {
    let entries = try entries()
    #expect(entries.count > 300)
    for entry in entries {
      let keys = Set(entry.object.keys)
      #expect(keys.isSuperset(of: Self.required), "\(Self.required.subtracting(keys))")
      #expect(keys.subtracting(Self.required).isSubset(of: Self.optional), "\(keys)")
      #expect(!entry.object.values.contains { $0 is NSNull || $0 as? String == "" })
      #expect(entry.text("source.file")?.hasPrefix(Self.logs) == true)
      #expect((entry.number("source.index") ?? -1) >= 0)
      #expect(entry["attribution.via"] is [String])
    }
  }

  @Test func theWordsAreThoseOfTheContract() throws {
    let stages: Set = [
      "login", "task", "identity", "storage", "key", "logging", "network", "response",
    ]
    let outcomes: Set = ["success", "denied", "throttled", "notFound", "error"]
    let methods: Set = [
      "subject", "accessKeyId", "roleSession", "taskId", "encryptionContext", "roleName",
      "resource", "inventory", "sourceIdentity", "sharedEventID",
    ]
    let confidences: Set = ["certain", "strong", "inferred"]
    for entry in try entries() {
      #expect(stages.contains(entry.text("stage") ?? ""), "\(entry.object)")
      #expect(outcomes.contains(entry.text("outcome") ?? ""), "\(entry.object)")
      #expect(methods.contains(entry.text("attribution.method") ?? ""), "\(entry.object)")
      #expect(confidences.contains(entry.text("attribution.confidence") ?? ""), "\(entry.object)")
      let time = entry.text("eventTime") ?? ""
      #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(time)")
    }
  }

  @Test func entriesStandInTheOrderOfTimeThenIssuingThenId() throws {
    let entries = try entries()
    let issuing: Set = ["AssumeRoleWithWebIdentity", "AssumeRole", "GetSessionToken"]
    let keys = entries.map { entry in
      (entry.text("eventTime") ?? "", issuing.contains(entry.name) ? "0" : "1", entry.id)
    }
    for (earlier, later) in zip(keys, keys.dropFirst()) {
      #expect(earlier <= later, "\(earlier) before \(later)")
    }
  }

  @Test func everyEntryIsAnEventOfTheInput() throws {
    let known = Set(try LogFolder.sample.get().texts.map { try Fields(json: $0).id })
    let ids = try entries().map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(known.isSuperset(of: ids))
  }

  @Test func aRunnerNarrowsTheTimelineToItsEntries() throws {
    for pattern in ["prod-runner", "prod-*,!prod-runner-2", "PROD-RUNNER"] {
      let run = try Trailscan.run(["timeline", Self.logs, "--runner", pattern], in: folder)
      run.expectSuccess()
      let expected = try Self.all.get().lines.filter {
        try Fields(json: $0).text("runner") == "prod-runner"
      }
      #expect(expected.count > 100)
      expectSame(run.output, expected.map { $0 + "\n" }.joined())
    }
  }

  @Test func foldingLosesNoCall() throws {
    let folded = try Trailscan.run(["timeline", Self.logs, "--fold"], in: folder).records()
    let plain = try Trailscan.run(["timeline", Self.logs, "--no-fold"], in: folder)
    expectSame(plain.output, try Self.all.get().output)
    let count = try plain.records().count
    #expect(folded.count < count)
    #expect(folded.compactMap { $0.number("count") }.reduce(0, +) == count)
    for entry in folded {
      #expect((entry.number("count") == 1) == (entry.text("lastEventTime") == nil))
      if let last = entry.text("lastEventTime") {
        #expect(last >= entry.text("eventTime") ?? "")
      }
    }
  }

  @Test(arguments: zip(["csv", "tsv"], [",", "\t"]))
  func aTableHasAHeaderAndARowForEachEntry(_ format: String, _ separator: String) throws {
    let run = try Trailscan.run(["timeline", Self.logs, "--format", format], in: folder)
    run.expectSuccess()
    let header = [
      "eventTime", "runner", "stage", "eventSource", "eventName", "awsRegion",
      "recipientAccountId", "outcome", "errorCode", "actor", "session", "task", "resource",
      "sourceIPAddress", "geo.country", "geo.city", "geo.asn", "geo.organization", "userAgent",
      "eventID", "sharedEventID", "count", "lastEventTime", "summary",
    ].joined(separator: separator)
    #expect(run.output.hasPrefix(header + separator), "\(run.lines.first ?? "")")
    #expect(run.output.split(whereSeparator: \.isNewline).count == (try entries().count) + 1)
  }

  @Test func oneDocumentOfJSONHoldsTheSameEntries() throws {
    let run = try Trailscan.run(["timeline", Self.logs, "--format", "json"], in: folder)
    let value = try JSONSerialization.jsonObject(with: run.outputBytes)
    let list = try #require(value as? [[String: Any]])
    #expect(list.map { $0["eventID"] as? String } == (try entries().map(\.id)))
  }

  @Test func aSelectionShowsAPartOfTheSameTimeline() throws {
    let run = try Trailscan.run(
      ["timeline", Self.logs, "--service", "iam", "--outcome", "denied"], in: folder)
    let expected = try Self.all.get().lines.filter {
      let entry = try Fields(json: $0)
      return entry.source == "iam.amazonaws.com" && entry.text("outcome") == "denied"
    }
    #expect(!expected.isEmpty)
    expectSame(run.output, expected.map { $0 + "\n" }.joined())
  }
}

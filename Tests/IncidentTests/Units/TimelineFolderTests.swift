import CloudTrail
import FleetModel
import Incident
import Testing

@Suite struct TimelineFolderTests {
  private func entry(
    _ seconds: Int64, runner: String = "a", call: String = "GetObject", resource: String? = "b/k/1",
    change: (inout TimelineEntry) -> Void = { _ in }
  ) -> TimelineEntry {
    var entry = TimelineEntry(
      eventTime: EventTime(seconds: seconds), runner: runner, stage: .storage,
      eventSource: "s3.amazonaws.com", eventName: call, awsRegion: "r", recipientAccountID: "1",
      outcome: .success, actor: "x", sourceIPAddress: "192.0.2.1", eventID: "\(seconds)",
      summary: "", attribution: Attribution(.accessKeyId, .certain),
      source: TimelineEntry.Source(file: "f", index: 0))
    entry.resource = resource
    change(&entry)
    return entry
  }

  @Test func aRunOfTheSameCallIsOneEntry() throws {
    let folded = TimelineFolder.folded([
      entry(0), entry(1, resource: "b/k/2"), entry(601, resource: "b/k/17") { $0.steps = ["s"] },
    ])
    try #require(folded.count == 1)
    #expect(folded[0].count == 3)
    #expect(folded[0].eventID == "0")
    #expect(folded[0].lastEventTime == EventTime(seconds: 601))
    #expect(folded[0].resource == "b/k/*")
    #expect(folded[0].steps == ["s"])
  }

  /// Lines of access logs may claim any number.
  @Test func bytesAddUpAsFarAsNumbersGo() {
    let folded = TimelineFolder.folded([
      entry(0) { $0.bytes = 7 }, entry(1) { $0.bytes = .max }, entry(2) { $0.bytes = 1 },
    ])
    #expect(folded.map(\.bytes) == [.max])
  }

  @Test func aPauseOrAnotherCallEndsARun() {
    #expect(TimelineFolder.folded([entry(0), entry(601)]).map(\.count) == [1, 1])
    #expect(
      TimelineFolder.folded([entry(0), entry(1, call: "PutObject"), entry(2)]).map(\.count)
        == [1, 1, 1])
  }

  @Test(arguments: 0..<8) func whatDiffersDoesNotFold(number: Int) {
    let changes: [(inout TimelineEntry) -> Void] = [
      { $0.stage = .key }, { $0.outcome = .denied }, { $0.errorCode = "x" }, { $0.session = "x" },
      { $0.task = "x" }, { $0.actor = "y" }, { $0.sourceIPAddress = "192.0.2.2" },
      { $0.attribution.confidence = .strong },
    ]
    #expect(TimelineFolder.folded([entry(0), entry(1, change: changes[number])]).count == 2)
  }

  @Test func runnersFoldApartAndNothingIsLost() {
    var generator = SeededGenerator(seed: 1)
    var time: Int64 = 0
    let entries = (0..<500).map { _ in
      time += Int64(generator.below(400))
      return entry(
        time, runner: generator.pick(["a", "b", "c"]), call: generator.pick(["X", "Y"]))
    }
    let folded = TimelineFolder.folded(entries)
    #expect(folded.reduce(0) { $0 + $1.count } == 500)
    #expect(folded.map(\.eventTime) == folded.map(\.eventTime).sorted())
    for runner in ["a", "b", "c"] {
      // Of one runner the runs follow one another without overlap.
      let runs = folded.filter { $0.runner == runner }
      for (before, after) in zip(runs, runs.dropFirst()) {
        #expect((before.lastEventTime ?? before.eventTime) <= after.eventTime)
      }
    }
    #expect(folded.count < 400)
  }
}

import CloudTrail
import FleetModel
import GzipStream
import Incident
import Testing

/// Events come in the order of time and id, each once, whatever their ids look like and however
/// many runs they were spooled in.
@Suite struct EventOrderTests {
  /// A record of one of few moments, and what puts it in order.
  private struct Made {
    var time: Int
    var isText: Bool
    var id: String
    var record: String
  }

  /// The identifier of a GUID, or of a made record; no two numbers share one.
  private static func id(_ number: Int, isText: Bool) -> String {
    let scattered = String(UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
    let digits = String(repeating: "0", count: 16 - scattered.count) + scattered
    if isText { return "made-\(digits.prefix(3))-\(number)" }
    return "\(digits.prefix(8))-0000-4000-8000-\(digits.suffix(8))\(1_000 + number)"
  }

  private static func made(_ count: Int, texts share: Int, _ generator: inout SeededGenerator)
    -> [Made]
  {
    let role = Story.role("ecs-task-manager", of: "acme")
    return (0..<count).map { number in
      let time = generator.below(12)
      let isText = generator.below(10) < share
      let id = id(number, isText: isText)
      var story = Story()
      story.add(
        "ecs", "DescribeTasks", at: "09:00:\(10 + time)",
        by: .session(role, "s", key: "ASIA1", created: "08:59:00"),
        more: ["eventID": "\"\(id)\""])
      return Made(time: time, isText: isText, id: id, record: story.records[0])
    }
  }

  @Test(arguments: [0, 1, 5, 10], [1, 3])
  func eventsOfOneMomentStandInTheOrderOfTheirIDs(texts: Int, jobs: Int) throws {
    var generator = SeededGenerator(seed: UInt64(10 * texts + jobs))
    let all = Self.made(400, texts: texts, &generator)
    let folder = try TemporaryFolder()
    // Every record stands in some file, every third one in another one as well.
    var files = Array(repeating: [String](), count: 6)
    for (number, one) in all.enumerated() {
      files[generator.below(6)].append(one.record)
      if number % 3 == 0 { files[generator.below(6)].append(one.record) }
    }
    for (number, records) in files.enumerated() {
      try folder.write(records.joined(separator: "\n"), as: "logs/\(number).ndjson")
    }
    let expected = all.sorted { a, b in
      if a.time != b.time { return a.time < b.time }
      return a.isText != b.isText ? b.isText : a.id < b.id
    }
    for memory in [2_000, 20_000, 1 << 20] {
      let found = try Analyzed([folder.file("logs")], jobs: jobs, memory: memory, in: folder)
      #expect(found.order == expected.map(\.id), "\(memory) bytes in memory")
      #expect(found.analysis.summary.duplicates == 134)
    }
  }
}

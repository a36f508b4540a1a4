import Foundation
import Testing

/// `events --annotate`: one more key, everything else as logged.
@Suite struct AnnotationTests {
  private let folder: TestFolder
  private static let logs = Trailscan.sample + "/AWSLogs"

  init() throws { folder = try TestFolder() }

  @Test func annotatingAddsExactlyOneKeyAtTheEnd() throws {
    let plain = try Trailscan.run(["events", "--all", Self.logs], in: folder)
    let run = try Trailscan.run(["events", "--all", "--annotate", Self.logs], in: folder)
    run.expectSuccess()
    #expect(run.lines.count == plain.lines.count)
    var count = 0
    for (line, before) in zip(run.lines, plain.lines) where line != before {
      count += 1
      #expect(line.hasPrefix(before.dropLast() + ",\"trailscan\":{"))
      let keys = Set(try Fields(json: line).object.keys)
      #expect(keys == Set(try Fields(json: before).object.keys).union(["trailscan"]))
    }
    let timeline = try Trailscan.run(["timeline", Self.logs], in: folder)
    #expect(count == timeline.lines.count)
    expectSame(run.error, plain.error)
  }

  @Test func theKeyTellsWhatTheTimelineTells() throws {
    let run = try Trailscan.run(["events", "--annotate", Self.logs], in: folder)
    let timeline = try Trailscan.run(["timeline", Self.logs], in: folder).records()
    let entries = Dictionary(timeline.map { ($0.id, $0) }) { first, _ in first }
    for record in try run.records() {
      guard record["trailscan"] != nil else {
        #expect(entries[record.id] == nil)
        continue
      }
      let entry = try #require(entries[record.id])
      for key in ["runner", "session", "task", "stage", "attribution.method"] {
        #expect(record.text("trailscan.\(key)") == entry.text(key), "\(key)")
      }
    }
  }

  /// An empty list says that nothing was found.
  @Test func theKeyNamesTheFindingsAndStepsOfTheTimeline() throws {
    let run = try Trailscan.run(["events", "--all", "--annotate", Self.logs], in: folder)
    let timeline = try Trailscan.run(["timeline", Self.logs], in: folder).records()
    let annotated = Dictionary(try run.records().map { ($0.id, $0) }) { first, _ in first }
    for key in ["findings", "steps"] {
      var named = 0
      for entry in timeline {
        let expected = try #require(entry[key] as? [String])
        #expect(annotated[entry.id]?["trailscan.\(key)"] as? [String] == expected)
        named += expected.count
      }
      #expect(named > 0, "\(key)")
    }
  }
}

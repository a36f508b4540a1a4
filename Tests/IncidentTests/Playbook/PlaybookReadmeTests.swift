import Foundation
import Incident
import Sigma
import Testing

/// `playbooks/README.md` against the program, and what of the logs a playbook keeps.
@Suite struct PlaybookReadmeTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test func namesEveryFieldAndSet() throws {
    let text = try String(
      contentsOf: Self.root.appending(path: "playbooks/README.md"), encoding: .utf8)
    let names = text.split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("| `") else { return nil }
      return line.split(separator: "`").dropFirst().first.map(String.init)
    }
    #expect(names.filter { $0.hasPrefix("trailscan.") }.sorted() == Playbook.fieldNames)
    #expect(
      names.filter { $0.hasPrefix("%") }.map { String($0.dropFirst().dropLast()) }.sorted()
        == Playbook.setNames)
  }

  /// What detectors note is explained value by value.
  @Test(arguments: [("trailscan.signals", 29), ("trailscan.firstSeen", 13)])
  func namesEveryValueOfDetectors(_ field: String, _ count: Int) throws {
    let text = try String(
      contentsOf: Self.root.appending(path: "playbooks/README.md"), encoding: .utf8)
    let section = try #require(text.components(separatedBy: "\n### `\(field)`\n").last)
    let names = section.components(separatedBy: "\n#")[0].split(separator: "\n").compactMap {
      line -> String? in
      line.hasPrefix("| `") ? line.split(separator: "`").dropFirst().first.map(String.init) : nil
    }
    #expect(names == Playbook.fieldValues[field])
    #expect(names.count == count)
  }

  @Test func namesEveryModifier() throws {
    let text = try String(
      contentsOf: Self.root.appending(path: "playbooks/README.md"), encoding: .utf8)
    let table = try #require(text.components(separatedBy: "\n| modifiers | |\n|---|---|\n").last)
    let names = table.split(separator: "\n").prefix { $0.hasPrefix("| `") }.flatMap { line in
      line.split(separator: "|")[0].split(separator: "`").filter { $0 != " " }.map(String.init)
    }
    #expect(names.sorted() == Detection.modifiers.sorted())
  }

  @Test func keepsNoBulkRecords() throws {
    var story = StepStory.ordinary()
    story.logs("StartQuery", at: "10:00:00")
    story.revoke(0, at: "10:01:00")
    var kept: Set<String> = []
    var seen: Set<String> = []
    _ = try story.analyze { event in
      seen.insert(event.call)
      if !event.raw.isEmpty { kept.insert(event.call) }
    }
    #expect(seen.isSuperset(of: ["GetObject", "Decrypt", "AssumeRole", "RunTask"]))
    #expect(kept.isSuperset(of: ["StartQuery", "PutRolePolicy"]))
    #expect(kept.isDisjoint(with: ["GetObject", "Decrypt", "RunTask"]), "\(kept)")
  }
}

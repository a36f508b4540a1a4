import Foundation
import Testing

/// `rules check`: counts on standard output, faults and warnings with a caret on standard error.
@Suite struct RulesCommandTests {
  private static let good = """
    title: Deleted Trail
    id: 5f0a5f0a-0000-4000-8000-000000000001
    logsource: {product: aws, service: cloudtrail}
    detection:
      selection: {eventSource: cloudtrail.amazonaws.com, eventName: DeleteTrail}
      condition: selection
    level: high
    """

  @Test func countsWhatCompiles() throws {
    let folder = try TestFolder()
    try folder.write(Self.good, to: "rules/a.yml")
    try folder.write("no rule", to: "rules/notes.txt")
    let run = try Trailscan.run(["rules", "check", "rules"], in: folder)
    #expect(run.code == 0 && run.error == "")
    expectSame(
      run.output,
      """
      read      1 file, 1 document
      compiled  1: 1 detection, 0 correlations
      not       0 with faults, 0 left out
      levels    0 critical, 1 high, 0 medium, 0 low, 0 informational
      asked     1, from medium on, unless --min-level says otherwise

      """)
  }

  @Test(arguments: [
    ([], "1, from medium on, unless --min-level says otherwise"),
    (["--min-level", "critical"], "0, from critical on"),
    (
      ["--min-level", "low", "--exclude-tag", "attack.impact"],
      "1, from low on, without attack.impact"
    ),
    (
      ["--exclude-tag", "Noise"],
      "0, from medium on, without Noise, unless --min-level says otherwise"
    ),
  ])
  func countsWhatWouldBeAsked(_ options: [String], _ words: String) throws {
    let folder = try TestFolder()
    try folder.write(Self.good + "\ntags: [noise]\n", to: "a.yml")
    let run = try Trailscan.run(["rules", "check", "a.yml"] + options, in: folder)
    #expect(run.output.hasSuffix("asked     \(words)\n"), "\(run.output)")
  }

  @Test func showsEveryFaultAndGoesOn() throws {
    let folder = try TestFolder()
    try folder.write(Self.good, to: "rules/a.yml")
    try folder.write(
      """
      title: Slips
      logsource: {product: aws, service: cloudtrail}
      detection:
        selection: {evntName: x, eventName|contians: y}
        timeframe: 5m
        condition: selection | count() > 3
      """, to: "rules/b.yml")
    try folder.write(
      "title: Other\nlogsource: {product: windows}\ndetection: {}", to: "rules/c.yaml")
    let run = try Trailscan.run(["rules", "check", "rules"], in: folder)
    #expect(run.code == 2)
    expectSame(
      run.error,
      """
      rules/b.yml:4:38: unknown modifier 'contians'; did you mean 'contains'?
        4 |   selection: {evntName: x, eventName|contians: y}
                                                 ^
      rules/b.yml:5:3: 'timeframe' is unsupported: write a correlation instead
        5 |   timeframe: 5m
              ^
      rules/b.yml:6:24: the aggregation '| count' is unsupported: write a correlation instead
        6 |   condition: selection | count() > 3
                                   ^
      warning: rules/c.yaml:2:12: left out: a rule about windows logs, not aws/cloudtrail
        2 | logsource: {product: windows}
                       ^
      trailscan: 3 faults

      """)
    #expect(run.output.contains("compiled  1: 1 detection,"))
    #expect(run.output.contains("not       1 with faults, 1 left out"))
  }

  @Test func warnsOfFieldsThatCloudTrailDoesNotHave() throws {
    let folder = try TestFolder()
    try folder.write(
      Self.good.replacing("eventSource:", with: "evntSource:"), to: "a.yml")
    let run = try Trailscan.run(["rules", "check", "a.yml"], in: folder)
    #expect(run.code == 0)
    expectSame(
      run.error,
      """
      warning: a.yml:5:15: CloudTrail has no field 'evntSource'; did you mean 'eventSource'?
        5 |   selection: {evntSource: cloudtrail.amazonaws.com, eventName: DeleteTrail}
                          ^

      """)
    #expect(try Trailscan.run(["rules", "check", "-q", "a.yml"], in: folder).error == "")
  }

  @Test func namesWhatCannotBeRead() throws {
    let folder = try TestFolder()
    let run = try Trailscan.run(["rules", "check", "absent"], in: folder)
    #expect(run.code == 2 && run.error.contains("absent"))
    try folder.write("title: \u{FF}", to: "a.yml")
    try Data([0x74, 0xFF]).write(to: folder.file("b.yml"))
    let bytes = try Trailscan.run(["rules", "check", "b.yml"], in: folder)
    #expect(bytes.output.hasPrefix("read      0 files, 1 unreadable, 0 documents\n"))
    #expect(bytes.code == 2 && bytes.error.contains("b.yml:1:2: the file is not UTF-8 text"))
  }

  @Test func nothingIsLeftOutInSilence() throws {
    let folder = try TestFolder()
    try folder.write("# none yet\n", to: "rules/a.yml")
    try folder.write("action: global\n---\n\(Self.good)\n---\n\(Self.good)", to: "rules/b.yml")
    let run = try Trailscan.run(["rules", "check", "rules"], in: folder)
    #expect(run.error.contains("warning: rules/a.yml:1:1: the file holds no rule"))
    #expect(run.error.contains("rules/b.yml:1:9: rule collections ('action: global')"))
    #expect(run.output.hasPrefix("read      2 files, 3 documents\n"), "\(run.output)")
    #expect(run.output.contains("not       3 with faults, 0 left out"), "\(run.output)")
  }

  @Test(.enabled(if: SharedData.isPresent, "no public rules beside the package"))
  func everyPublicRuleCompiles() throws {
    let folder = try TestFolder()
    let rules = try #require(SharedData.folder).appending(path: "sigma-rules").path
    let run = try Trailscan.run(["rules", "check", "-q", rules], in: folder)
    #expect(run.code == 0)
    // Both packs hold the same 55 rules of SigmaHQ; one more document repeats an id.
    #expect(run.output.contains("read      850 files, 857 documents"), "\(run.output)")
    #expect(run.output.contains("not       0 with faults"), "\(run.output)")
  }
}

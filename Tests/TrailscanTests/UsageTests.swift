import Testing

/// Wrong command lines, help and version.
@Suite struct UsageTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  @Test(arguments: [[], ["events"], ["sessions"]])
  func withoutAPathItSaysWhatToName(_ command: [String]) throws {
    try Trailscan.run(command, in: folder).expectUsageFault(
      "name the files or folders to read", "trailscan SampleLogs")
  }

  @Test func anUnknownOptionIsNamed() throws {
    try Trailscan.run(["events", "--bogus", "x"], in: folder).expectUsageFault(
      "--bogus", "trailscan events")
    try Trailscan.run([".", "--bogus"], in: folder).expectUsageFault(
      "--bogus", "trailscan timeline")
  }

  @Test func anOptionWithoutItsValueIsNamed() throws {
    try Trailscan.run(["events", "x", "--from"], in: folder).expectUsageFault("--from")
  }

  @Test func allThatIsWrongIsSaidAtOnce() throws {
    try Trailscan.run(
      [
        "events", "x", "--from", "nope", "--to", "nix", "--outcome", "zip", "--ip", "@no/list",
        "--ip", "1.2.3", "--where", "a|b: c",
      ], in: folder
    ).expectUsageFault("--from", "--to", "'zip'", "no/list", "'1.2.3'", "'b'")
  }

  @Test(arguments: [
    ["events", "x", "--last", "9223372036854775807s1s"],
    ["events", "x", "--last", "9223372036854775808s"],
    ["sessions", "x", "--at", "2026-03-02"],
    ["playbook", "show", "--format", "json"], ["playbook", "show", "-o", "x.html"],
  ])
  func whatWouldHaveNoEffectIsAFault(_ command: [String]) throws {
    let option = try #require(command.first { $0.hasPrefix("-") })
    try Trailscan.run(command, in: folder).expectUsageFault(option)
  }

  @Test func theLongestWindowIsOne() throws {
    try folder.write([LoggedRecord(number: 1)].logFile, to: "log")
    let run = try Trailscan.run(
      ["events", "log", "--around", "2026-03-02", "--window", "9223372036854775807s"], in: folder)
    run.expectSuccess()
    #expect(run.lines.count == 1)
  }

  @Test func anUnknownSubcommandIsNamed() throws {
    try Trailscan.run(["sesions", "logs"], in: folder).expectUsageFault(
      "'sesions' is neither a command nor a file", "sessions")
  }

  @Test func aFileMayHaveTheNameOfNoCommand() throws {
    try folder.write([LoggedRecord(number: 1)].logFile, to: "log")
    try Trailscan.run(["log"], in: folder).expectSuccess()
  }

  @Test func optionsMayStandBeforeThePath() throws {
    try folder.write([LoggedRecord(number: 1)].logFile, to: "log")
    let behind = try Trailscan.run(["log", "-q", "--format", "json"], in: folder)
    behind.expectSuccess()
    let before = try Trailscan.run(["-q", "--format", "json", "log"], in: folder)
    before.expectSuccess()
    #expect(before.output == behind.output)
    try Trailscan.run(["--bogus", "log"], in: folder).expectUsageFault("--bogus")
    #expect(try Trailscan.run(["-q", "--version"], in: folder).output.contains("inflates with"))
  }

  @Test(arguments: [["--help"], ["sessions", "-h"]])
  func helpGoesToStandardOutput(_ command: [String]) throws {
    let run = try Trailscan.run(command, in: folder)
    run.expectSuccess()
    #expect(run.output.contains("USAGE: trailscan"))
    expectSame(run.error, "")
  }

  /// A command that is read alone knows of no completions: the root answers, which has them all.
  @Test func completionsAreThoseOfTheRootWhereverTheyAreAskedFor() throws {
    let script = ["--generate-completion-script", "bash"]
    let ofRoot = try Trailscan.run(script, in: folder)
    ofRoot.expectSuccess()
    #expect(ofRoot.output.contains("timeline") && ofRoot.output.contains("--max-nesting"))
    let ofCommand = try Trailscan.run(["timeline"] + script, in: folder)
    ofCommand.expectSuccess()
    #expect(ofCommand.output == ofRoot.output)
  }

  @Test(arguments: ["timeline", "events", "sessions"])
  func theHelpOfACommandNamesTheProgramOnce(_ command: String) throws {
    let help = try Trailscan.run([command, "--help"], in: folder).output
    #expect(help.contains("USAGE: trailscan \(command) "))
  }

  @Test func theHelpOfEventsNamesEverySelector() throws {
    let help = try Trailscan.run(["events", "--help"], in: folder).output
    for option in [
      "--from", "--to", "--last", "--around", "--window", "--runner", "--event", "--service",
      "--account", "--region", "--principal", "--key", "--ip", "--resource", "--outcome",
      "--category", "--where", "--jobs", "--strict", "--max-record-size", "--max-nesting",
      "--max-inflation-ratio", "--max-file-size", "--format", "--output", "--force", "--color",
      "--progress", "--quiet", "--all", "--annotate", "--no-dedupe",
    ] {
      #expect(help.contains(option), "\(option)")
    }
  }

  @Test func aliasesOfOtherToolsAreHidden() throws {
    let help = try Trailscan.run(["events", "--help"], in: folder).output
    for option in ["--since", "--until", "--start-time", "--timeline-start"] {
      #expect(!help.contains(option), "\(option)")
    }
  }

  @Test func versionGoesToStandardOutput() throws {
    let run = try Trailscan.run(["--version"], in: folder)
    run.expectSuccess()
    #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+ \(.*\)\n/) != nil)
    expectSame(run.error, "")
  }

  @Test func aBucketIsExplained() throws {
    try Trailscan.run(["events", "s3://logs/AWSLogs"], in: folder).expectUsageFault(
      "s3://logs/AWSLogs", "aws s3 sync s3://logs/AWSLogs")
  }

  @Test func withoutASubcommandItPrintsTheTimeline() throws {
    try folder.copyOneHourOfSample()
    let short = try Trailscan.run(["logs"], in: folder)
    let long = try Trailscan.run(["timeline", "logs"], in: folder)
    short.expectSuccess()
    expectSame(short.output, long.output)
    expectSame(short.error, long.error)
  }

  @Test(
    arguments: zip(
      [
        ["--from", "yesterday"], ["--to", "2026-13-01"], ["--last", "24"], ["--window", "x"],
        ["--outcome", "failure"], ["--ip", "10.0.0.300"], ["--ip", "@none.txt"],
        ["--jobs", "0"], ["--max-record-size", "0"], ["--jobs", "two"], ["--format", "xml"],
        ["--color", "red"],
      ],
      [
        "yesterday", "2026-13-01", "'24'", "'x'", "failure", "10.0.0.300", "none.txt", "--jobs",
        "--max-record-size", "two", "xml", "red",
      ]))
  func aBadValueIsNamed(_ option: [String], _ part: String) throws {
    try folder.write([LoggedRecord(number: 1)].logFile, to: "a.json")
    let around = option == ["--window", "x"] ? ["--around", "2026-03-02"] : []
    try Trailscan.run(["events", "a.json"] + option + around, in: folder)
      .expectUsageFault(part)
  }

  /// A selector that names nothing, as an unset variable makes it, must not select everything.
  @Test(
    arguments: [
      "--runner", "--event", "--service", "--account", "--region", "--principal", "--key",
      "--descends-from", "--ip", "--resource", "--outcome", "--category",
    ], ["", ",", "!", "RunTask,!"])
  func aSelectorThatNamesNothingIsAFault(_ option: String, _ value: String) throws {
    for command in ["events", "timeline"] {
      try Trailscan.run([command, ".", option, value], in: folder)
        .expectUsageFault("\(option) takes something to select, not '\(value)'")
    }
  }

  @Test func aFileOfAddressesThatHoldsNoneIsAFault() throws {
    try folder.write("# none yet\n\n", to: "nets.txt")
    try Trailscan.run(["events", ".", "--ip", "@nets.txt"], in: folder)
      .expectUsageFault("--ip: nets.txt holds no address")
  }

  @Test(
    arguments: zip(
      [["events"], ["report"], ["explain"], ["playbook", "show"]],
      [
        "The only format is ndjson.",
        "Its formats are markdown, which auto stands for, html and json.",
        "Its formats are text, ndjson and json.", "The only format is markdown.",
      ]))
  func theHelpNamesTheFormatsOfACommandThatHasFewer(_ command: [String], _ words: String) throws {
    let help = try Trailscan.run(command + ["--help"], in: folder).output
    #expect(help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(words))
    let known = ["text", "ndjson", "json", "csv", "tsv", "markdown", "html"]
    let meant = Set(words.split { !$0.isLetter }.map(String.init))
    for format in known {
      let faults = try Trailscan.run(
        command + (command == ["explain"] ? ["abcdef"] : [])
          + (command == ["playbook", "show"] ? [] : ["none"]) + ["--format", format], in: folder
      ).error.contains("not '\(format)'")
      #expect(faults != meant.contains(format), "\(format)")
    }
  }

  @Test func anUnknownFormatNamesTheKnownOnes() throws {
    try Trailscan.run(["timeline", "x", "--format", "xml"], in: folder).expectUsageFault(
      "ndjson", "csv", "tsv", "markdown")
  }
}

import Foundation
import Testing

/// stdout is data and stderr is everything else; colour, closed pipes, formats.
@Suite struct StreamTests {
  private let folder: TestFolder
  private let sample = "logs"

  init() throws {
    folder = try TestFolder()
    try folder.copyOneHourOfSample()
  }

  @Test func theClosingLineGoesToStandardErrorAndIsTheOnlyOne() throws {
    let run = try Trailscan.run(["timeline", sample], in: folder)
    run.expectSuccess()
    #expect(run.errorLines.count == 1)
    _ = try run.expectAccount()
  }

  @Test(arguments: ["events", "timeline", "sessions", "runners", "coverage", "playbook run"])
  func quietSaysNothingAndAPipeGetsPlainNDJSON(_ command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    let run = try Trailscan.run(words + [sample, "--quiet"], in: folder)
    run.expectSuccess()
    expectSame(run.error, "")
    #expect(run.output.hasPrefix("{"))
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test func inAPipeNobodySeesProgress() throws {
    let run = try Trailscan.run(["timeline", sample], in: folder)
    #expect(!run.error.contains("\u{1B}") && !run.error.contains("\r"))
  }

  @Test func progressIsShownOnStandardErrorWhenAskedFor() throws {
    let plain = try Trailscan.run(["events", sample], in: folder)
    let run = try Trailscan.run(["events", sample, "--progress", "always"], in: folder)
    run.expectSuccess()
    expectSame(run.output, plain.output)
    run.expectError(["files"])
    #expect(run.error.contains("\r"))
    #expect(run.error.hasSuffix(plain.error))
  }

  @Test func colourIsGivenOnlyWhereAskedFor() throws {
    let text = ["sessions", sample, "--format", "text"]
    let plain = try Trailscan.run(text, in: folder)
    #expect(!plain.output.contains("\u{1B}"))
    let coloured = try Trailscan.run(text + ["--color", "always"], in: folder)
    #expect(coloured.output.contains("\u{1B}["))
    let never = try Trailscan.run(text + ["--color", "never"], in: folder)
    expectSame(never.output, plain.output)
    expectSame(
      coloured.output.replacing(/\u{1B}\[[0-9;]*m/, with: ""), plain.output)
  }

  @Test func noColorIsHeededAndAnExplicitWishGoesBeforeIt() throws {
    let text = ["sessions", sample, "--format", "text"]
    let environment = ["NO_COLOR": "1"]
    let plain = try Trailscan.run(text, in: folder, environment: environment)
    #expect(!plain.output.contains("\u{1B}"))
    let coloured = try Trailscan.run(
      text + ["--color", "always"], in: folder, environment: environment)
    #expect(coloured.output.contains("\u{1B}["))
  }

  @Test func escapesInTheLogsDoNotReachAPerson() throws {
    var record = LoggedRecord(
      number: 1, service: "sts.amazonaws.com", call: "AssumeRoleWithWebIdentity",
      identity: #"{"type":"WebIdentityUser","userName":"acme+\u001b[31mred","#
        + #""identityProvider":"arn:aws:iam::1:oidc-provider/oidc.humanitec.dev"}"#)
    record.more = #","userAgent":"\u001b]0;title\u0007\u009b31m""#
    try folder.write([record].logFile, to: "log.json")
    for format in ["text", "ndjson", "csv", "tsv", "markdown", "json"] {
      let run = try Trailscan.run(["timeline", "log.json", "--format", format], in: folder)
      run.expectSuccess()
      #expect(!run.output.isEmpty)
      let isPlain = run.output.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
          || "\r\n\t".unicodeScalars.contains($0)
      }
      #expect(isPlain, "\(format)")
    }
  }

  @Test func aClosedPipeEndsQuietlyAndQuickly() throws {
    for command in ["events --all", "events --all --no-dedupe", "timeline", "sessions"] {
      let start = ContinuousClock.now
      let run = try Trailscan.shell(
        "{ trailscan \(command) '\(sample)'; echo $? > code; } | head -n 1", in: folder)
      run.expectSuccess()
      #expect(run.lines.count == 1)
      #expect(ContinuousClock.now - start < .seconds(20))
      let code = try folder.text(of: "code")
      #expect(code == "0\n" || code == "141\n", "\(command): \(code)")
      #expect(!run.error.contains("roken"))
    }
  }

  @Test(arguments: ["events", "timeline", "sessions", "report"])
  func anUnknownFormatIsAFaultBeforeAnythingIsRead(_ command: String) throws {
    try Trailscan.run([command, "missing", "--format", "xml"], in: folder)
      .expectUsageFault("xml", "json")
  }

  @Test func eventsHasOneFormatOnly() throws {
    try Trailscan.run(["events", sample, "--format", "csv"], in: folder)
      .expectUsageFault("csv", "ndjson")
    let named = try Trailscan.run(["events", sample, "--format", "ndjson"], in: folder)
    expectSame(named.output, try Trailscan.run(["events", sample], in: folder).output)
  }

  @Test func theWidthOfTextFollowsColumns() throws {
    let run = try Trailscan.run(
      ["timeline", sample, "--format", "text"], in: folder, environment: ["COLUMNS": "72"])
    run.expectSuccess()
    #expect(
      run.lines.allSatisfy { $0.count <= 72 }, "\(run.lines.max { $0.count < $1.count } ?? "")")
  }
}

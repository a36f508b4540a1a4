import Foundation
import Testing

/// Real pipes with jq, as the documentation shows them.
@Suite(.enabled(if: Trailscan.isInstalled("jq"), "jq is not installed"))
struct PipeTests {
  private let folder: TestFolder

  init() throws {
    folder = try TestFolder()
    try folder.copyOneHourOfSample()
  }

  @Test func aTableOfWhoDidWhat() throws {
    let run = try Trailscan.shell(
      "trailscan events logs | jq -r '[.eventTime, .eventName, .userIdentity.arn] | @tsv'",
      in: folder)
    run.expectSuccess()
    let expected = try Trailscan.run(["events", "logs"], in: folder).records().map {
      "\($0.text("eventTime") ?? "")\t\($0.name)\t\($0.text("userIdentity.arn") ?? "")\n"
    }
    #expect(expected.count > 30)
    expectSame(run.output, expected.joined())
  }

  @Test func jqSelectsAsTheSelectorsDo() throws {
    let selected = try Trailscan.run(
      ["events", "logs", "--service", "s3", "--event", "GetObject"], in: folder)
    let run = try Trailscan.shell(
      "trailscan events logs | jq -c "
        + #"'select(.eventSource == "s3.amazonaws.com" and .eventName == "GetObject") | .eventID'"#,
      in: folder)
    run.expectSuccess()
    #expect(!run.lines.isEmpty)
    expectSame(run.output, try selected.records().map { "\"\($0.id)\"\n" }.joined())
  }

  @Test func whatJqTakesInAndGivesOutIsReadAgain() throws {
    let first = try Trailscan.run(["timeline", "logs"], in: folder)
    for filter in ["-c .", ".", "-s .", "-s '{Records: .}'"] {
      let run = try Trailscan.shell(
        "trailscan events --all logs | jq \(filter) | trailscan timeline -",
        in: folder)
      run.expectSuccess()
      #expect(try run.records().map(\.id) == first.records().map(\.id), "\(filter)")
    }
  }

  @Test func theFirstLineOfALongAnswer() throws {
    let run = try Trailscan.shell(
      "trailscan events --all logs | head -n 1 | jq -r .eventVersion", in: folder)
    run.expectSuccess()
    #expect(run.output.wholeMatch(of: /1\.\d+\n/) != nil)
  }

  @Test func everyNounIsAStreamOfObjects() throws {
    for command in ["timeline", "sessions", "runners", "coverage", "playbook run"] {
      let run = try Trailscan.shell(
        "trailscan \(command) logs | jq -e 'type == \"object\"' | sort -u", in: folder)
      run.expectSuccess()
      expectSame(run.output, "true\n")
    }
  }
}

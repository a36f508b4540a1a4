import Foundation
import Testing

/// `--runner`: what is said of those who were asked for, and of a name that no runner bears.
@Suite struct RunnerChoiceTests {
  private let folder: TestFolder
  private static let logs = Trailscan.sample + "/AWSLogs"

  init() throws { folder = try TestFolder() }

  /// A slip in the name must not pass for an all-clear, also where no notes are wanted.
  @Test(arguments: [
    ["timeline"], ["events"], ["runners"], ["sessions"], ["findings", "--fail-on", "low"],
    ["playbook", "run"], ["incidents"], ["reach"], ["report"],
  ])
  func aNameThatNoRunnerBearsIsTold(_ command: [String]) throws {
    let run = try Trailscan.run(
      command + [Self.logs, "--runner", "prod_runner,prod-*", "--runner", "!old", "-q"], in: folder)
    #expect(run.code == (command.contains("--fail-on") ? 1 : 0))
    expectSame(
      run.error,
      "warning: no runner is called 'prod_runner' or 'old'; there are prod-runner, prod-runner-2, "
        + "repo:acme/platform:ref:refs/heads/main, staging-runner\n")
  }

  @Test func aNameThatIsThereIsNotToldOf() throws {
    let run = try Trailscan.run(
      ["findings", Self.logs, "--runner", "STAGING-*,!prod-runner", "-q"], in: folder)
    run.expectSuccess()
    expectSame(run.error, "")
  }

  @Test(arguments: [
    ["runners", "--format", "text"], ["playbook", "run", "--format", "text"],
    ["incidents", "--format", "text"], ["findings", "--format", "text"], ["report"],
  ])
  func ofLogsWithRunnersNoPageSaysThatThereIsNone(_ command: [String]) throws {
    let run = try Trailscan.run(command + [Self.logs, "--runner", "nope"], in: folder)
    run.expectSuccess()
    let words = Self.words(run)
    #expect(words.contains("No runner that was asked for was seen. Those seen are prod-runner,"))
    for claim in ["No runner was seen", "nobody logged in", "looks like an incident"] {
      #expect(!words.contains(claim), "\(claim)")
    }
  }

  @Test func ofAHealthyRunnerNothingIsSaidOfOthers() throws {
    let asked = ["--runner", "staging-runner"]
    let page = try Trailscan.run(
      ["incidents", Self.logs, "--format", "text"] + asked, in: folder)
    let report = try Trailscan.run(["report", Self.logs] + asked, in: folder)
    let healthy = "Nothing in these logs looks like an incident of staging-runner."
    #expect(Self.words(page).contains("\(healthy) 3 other runners were not asked for."))
    #expect(Self.words(report).contains("\(healthy) 3 other runners were not asked for."))
    #expect(
      Self.words(report).contains(
        "**NO INCIDENT RECOGNISED** for runner `staging-runner` in these logs. 3 other runners were "
          + "not asked for."))
    let findings = try Trailscan.run(
      ["findings", Self.logs, "--format", "text"] + asked, in: folder)
    #expect(Self.words(findings).contains("No findings for the runners that were asked for."))
  }

  @Test func aCredentialThatIsNotThereIsAFaultOfEventsToo() throws {
    try Trailscan.run(["events", Self.logs, "--descends-from", "nope"], in: folder)
      .expectUsageFault("--descends-from: no credential in the input is called nope")
  }

  /// What the sessions of a runner touched, whether or not they are suspicious.
  @Test func theReachOfARunnerIsThatOfItsSessions() throws {
    let asked = [Self.logs, "--runner", "staging-runner"]
    let sessions = try Trailscan.run(["sessions"] + asked, in: folder).records()
    let reach = try Trailscan.run(["reach"] + asked, in: folder)
    reach.expectSuccess()
    let used = sessions.filter { ($0.number("events") ?? 0) > 0 }.compactMap { $0.text("session") }
    #expect(!used.isEmpty)
    #expect(Set(try reach.records().compactMap { $0.text("session") }).isSuperset(of: used))
  }

  /// The words of a page, wherever its lines end.
  private static func words(_ run: Run) -> String {
    run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

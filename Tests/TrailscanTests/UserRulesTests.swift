import Foundation
import Testing

/// `--rules`: the user's Sigma rules become findings beside trailscan's own.
@Suite struct UserRulesTests {
  private static func rule(_ name: String, _ selection: String, _ more: String = "level: high")
    -> String
  {
    """
    title: Title of \(name)
    name: \(name)
    logsource: {product: aws, service: cloudtrail}
    detection: {selection: \(selection), condition: selection}
    \(more)
    ---

    """
  }

  /// The findings of the sample whose ids begin with `user-`, by id.
  private static func findings(_ arguments: [String], _ rules: String, in folder: TestFolder) throws
    -> [String: [Fields]]
  {
    try folder.write(rules, to: "rules/mine.yml")
    let run = try Trailscan.run(
      ["findings", Trailscan.sample, "--rules", "rules", "--format", "ndjson"] + arguments,
      in: folder)
    run.expectSuccess()
    let records = try run.records().filter { $0.text("id")?.hasPrefix("user-") == true }
    return Dictionary(grouping: records) { $0.text("id") ?? "" }
  }

  private static func count(_ findings: [Fields]) -> Int {
    findings.reduce(0) { $0 + ($1.number("count") ?? 0) }
  }

  @Test func seesRecordsOfRunnersAndOfNobody() throws {
    let folder = try TestFolder()
    let found = try Self.findings(
      [],
      Self.rule(
        "user-guess", "{eventName: AssumeRoleWithWebIdentity, errorCode|startswith: AccessDenied}",
        "level: medium\ntags: [attack.initial-access, attack.t1078.004]")
        + Self.rule("user-stranger", "{userIdentity.arn|contains: ':assumed-role/app-a5a2/'}")
        + Self.rule("user-role", "{trailscan.sessionRoleKind: task, eventName: CreateUser}"),
      in: folder)
    let guesses = try #require(found["user-guess"])
    #expect(Self.count(guesses) == 7)
    #expect(guesses[0]["techniques"] as? [String] == ["T1078.004"])
    #expect(guesses[0]["tactics"] as? [String] == ["initial-access"])
    #expect(guesses[0].text("level") == "medium")
    // An application's records are on no timeline, and yet the rule sees every one of them.
    let strangers = try #require(found["user-stranger"])
    let logged = try Trailscan.shell(
      "trailscan events '\(Trailscan.sample)' --all -q | grep -c ':assumed-role/app-a5a2/'",
      in: folder)
    #expect("\(Self.count(strangers))\n" == logged.output)
    let roles = try #require(found["user-role"])
    #expect(roles.map { $0.text("runner") } == ["prod-runner"])
    #expect(roles[0].text("session") == "3b4p0b")
  }

  @Test func correlationsBecomeFindings() throws {
    let folder = try TestFolder()
    let found = try Self.findings(
      [],
      """
      title: Guessing
      name: user-burst
      correlation:
        type: event_count
        rules: [user-denied]
        group-by: [sourceIPAddress]
        timespan: 10m
        condition: {gte: 5}
      level: high
      ---

      """
        + Self.rule(
          "user-denied", "{eventName: AssumeRoleWithWebIdentity, errorCode: AccessDenied}"),
      in: folder)
    #expect(found.keys.sorted() == ["user-burst"])
    let burst = try #require(found["user-burst"]?.first)
    #expect(burst.number("count") == 6)
    #expect(burst.text("firstTime") == "2026-04-14T09:12:04Z")
  }

  /// What is probably a slip is shown where it stands: a few of them, and how to see the others.
  @Test func warningsAreShown() throws {
    let folder = try TestFolder()
    let slips = ["evntName", "sourceIP", "errCode", "region", "agent"]
    let rules = slips.enumerated().map { number, field in
      Self.rule("user-\(number)", "{\(field): a}")
    }
    try folder.write(
      rules.joined() + "title: of windows\nlogsource: {product: windows}\ndetection: {}\n",
      to: "rules/mine.yml")
    let command = ["findings", Trailscan.sample, "--rules", "rules"]
    let run = try Trailscan.run(command, in: folder)
    run.expectSuccess()
    let lines = run.error.split(separator: "\n").filter { !$0.hasPrefix("files: ") }
    #expect(lines.first == "trailscan: rules: 1 rule left out, 5 warnings")
    #expect(
      lines.dropFirst().first
        == "  rules/mine.yml:4:25: CloudTrail has no field 'evntName'; did you mean 'eventName'?")
    #expect(lines.count == 5)
    #expect(lines.last == "  … and 3 more; 'trailscan rules check rules' shows all")
    let quiet = try Trailscan.run(command + ["-q"], in: folder)
    #expect(!quiet.error.contains("rules"))
    let check = try Trailscan.run(["rules", "check", "rules"], in: folder)
    #expect(check.error.split(separator: "\n").count { $0.hasPrefix("warning: ") } == 6)
  }

  /// The inner correlation's guessing, then a login from the same address.
  @Test func correlationsOfCorrelationsBecomeFindings() throws {
    let folder = try TestFolder()
    let found = try Self.findings(
      [],
      """
      title: Guessing, then a login
      name: user-success
      correlation:
        type: temporal_ordered
        rules: [user-burst, user-login]
        group-by: [sourceIPAddress]
        timespan: 1h
      level: critical
      ---
      title: Guessing
      name: user-burst
      correlation:
        type: event_count
        rules: [user-denied]
        group-by: [sourceIPAddress]
        timespan: 10m
        condition: {gte: 5}
      level: low
      ---

      """
        + Self.rule(
          "user-denied", "{eventName: AssumeRoleWithWebIdentity, errorCode: AccessDenied}")
        + Self.rule("user-login", "{eventName: AssumeRoleWithWebIdentity, errorCode: null}"),
      in: folder)
    #expect(found.keys.sorted() == ["user-success"])
    let attack = try #require(found["user-success"]?.first)
    #expect(attack.number("count") == 7)
    #expect(attack.text("level") == "critical")
    #expect(attack.text("firstTime") == "2026-04-14T09:12:04Z")
    #expect(attack.text("lastTime") == "2026-04-14T09:31:20Z")
  }

  @Test func levelsAndTagsChoose() throws {
    let folder = try TestFolder()
    let rules =
      Self.rule("user-low", "{eventName: ListUsers}", "level: low")
      + Self.rule("user-medium", "{eventName: ListUsers}", "level: medium\ntags: [noise]")
      + Self.rule("user-high", "{eventName: ListUsers}")
    func ids(_ arguments: String...) throws -> [String] {
      try Self.findings(arguments, rules, in: folder).keys.sorted()
    }
    #expect(try ids() == ["user-high", "user-medium"])
    #expect(try ids("--min-level", "low") == ["user-high", "user-low", "user-medium"])
    #expect(try ids("--min-level", "high") == ["user-high"])
    #expect(try ids("--exclude-tag", "noise") == ["user-high"])
  }

  @Test func tagTimelinesAndReports() throws {
    let folder = try TestFolder()
    try folder.write(Self.rule("user-list", "{eventName: ListUsers}"), to: "mine.yml")
    let timeline = try Trailscan.run(
      [Trailscan.sample, "--rules", "mine.yml", "--event", "ListUsers", "--format", "ndjson"],
      in: folder)
    #expect(
      try timeline.records().contains {
        ($0["findings"] as? [String])?.contains("user-list") == true
      })
    let report = try Trailscan.run(
      ["report", Trailscan.sample, "--rules", "mine.yml", "-o", "-", "--format", "markdown"],
      in: folder)
    #expect(report.output.contains("Title of user-list"))
  }

  /// A rule whose matches can be graver than the rule is asked for them.
  @Test func levelsOfMatchesCountForTheLeastLevel() throws {
    let folder = try TestFolder()
    let found = try Self.findings(
      ["--min-level", "high"],
      Self.rule(
        "user-graded", "{eventName: [ListUsers, ListRoles]}",
        "level: low\ntrailscan: {levels: {high: {eventName: ListUsers}}, per: eventName}"),
      in: folder)
    #expect(found["user-graded"]?.map { $0.text("title") } == ["Title of user-graded: ListUsers"])
    #expect(found["user-graded"]?.map { $0.text("level") } == ["high"])
  }

  /// A value that a field of trailscan's own never has is a slip, not a rule that stays quiet.
  @Test func valuesThatNeverAreAreFaults() throws {
    let folder = try TestFolder()
    try folder.write(
      Self.rule("user-a", "{trailscan.signals: masDownload, trailscan.outcome: Denied}"),
      to: "mine.yml")
    let run = try Trailscan.run(["rules", "check", "mine.yml"], in: folder)
    #expect(run.code == 2)
    #expect(run.error.contains("mine.yml:4:44: 'masDownload' can match nothing"), "\(run.error)")
    #expect(run.error.contains("did you mean 'massDownload'?"))
    #expect(!run.error.contains("'Denied'"))
    let asked = try Trailscan.run(
      ["events", Trailscan.sample, "--where", "trailscan.outcome: denid"], in: folder)
    asked.expectUsageFault("--where:1:20", "did you mean 'denied'?")
  }

  @Test func whatIsNewMayBeAskedFor() throws {
    let folder = try TestFolder()
    let found = try Self.findings(
      [], Self.rule("user-new", "{trailscan.firstSeen: address}"), in: folder)
    #expect(found["user-new"]?.map { $0.text("firstTime") } == ["2026-04-14T09:31:20Z"])
  }

  /// A correlation is certain only when its time is over; its events are tagged all the same.
  @Test func correlationsTagTheirEvents() throws {
    let folder = try TestFolder()
    let correlation = """
      title: Look around
      name: user-around
      level: high
      correlation:
        {type: value_count, rules: [user-list], group-by: [userIdentity.accessKeyId], timespan: 10m,
          condition: {gte: 3, field: eventName}}
      ---

      """
    let rules =
      correlation
      + Self.rule(
        "user-list",
        "{eventSource: iam.amazonaws.com, userIdentity.arn|contains: ':assumed-role/prod-runner-ecs'}"
      )
    let found = try #require(try Self.findings([], rules, in: folder)["user-around"])
    let expected = Set(found.flatMap { $0["eventIDs"] as? [String] ?? [] })
    #expect(expected.count > 2)
    for jobs in ["1", "3"] {
      let entries = try Trailscan.run(
        [Trailscan.sample, "--rules", "rules", "--format", "ndjson", "--jobs", jobs], in: folder
      ).records()
      let tagged = entries.filter {
        ($0["findings"] as? [String])?.contains("user-around") == true
      }
      #expect(Set(tagged.map(\.id)) == expected)
    }
  }

  @Test func faultsEndTheRun() throws {
    let folder = try TestFolder()
    try folder.write(Self.rule("user-a", "{a|contians: b, trailscan.runer: x}"), to: "mine.yml")
    for command in ["findings", "timeline", "report"] {
      let run = try Trailscan.run([command, Trailscan.sample, "--rules", "mine.yml"], in: folder)
      #expect(run.code == 2 && run.output.isEmpty)
      #expect(run.error.contains("mine.yml:4:27: unknown modifier 'contians'"), "\(run.error)")
    }
  }
}

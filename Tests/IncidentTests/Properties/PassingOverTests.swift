import FleetModel
import GzipStream
import Incident
import Sigma
import Testing

private let manager = Story.role("ecs-task-manager", of: "prod")
private let prod = Caller.token("acme+prod")
private let app = Caller.Role(name: "app-1", id: "AROAAPP1")

/// What is nobody's is passed over while reading, or before it is judged; what is told is the same
/// as where every event is judged and asked about.
@Suite("Passing over what is nobody's") struct PassingOverTests {
  /// What an analysis tells, and of which events.
  private struct Told: Equatable {
    var timeline: [TimelineEntry] = []
    var observed: Set<String> = []
    var runners: [Runner]
    var findings: [Finding]
    var steps: [StepVerdict]
    var coverage: [CoverageEntry]
    var incidents: [IncidentCase]
    /// How many records were looked into.
    var selected: Int

    /// Analyses `files`; where `isWhole`, every event is judged.
    init(
      _ files: [LogFile], isWhole: Bool, rules: [RuleDocuments] = [], jobs: Int = 1,
      concludes: Bool = true, in folder: TemporaryFolder
    ) throws {
      var analyzer = Analyzer(
        playbook: try #require(Playbook.builtIn(named: "rotation")), temporaryFolder: folder.path)
      var diagnostics = Diagnostics()
      analyzer.detections =
        rules.isEmpty ? .builtIn : DetectionPack(loading: rules, diagnostics: &diagnostics)
      #expect(diagnostics.errors.isEmpty)
      analyzer.tellsAll = isWhole
      analyzer.listsSessions = false
      analyzer.concludes = concludes
      var timeline: [TimelineEntry] = []
      var observed: Set<String> = []
      let result = try analyzer.run(LogScan(files: files, jobs: jobs)) { observation in
        observed.insert(observation.eventID)
        if let entry = observation.entry { timeline.append(entry) }
      }
      self.timeline = timeline
      self.observed = observed
      runners = result.runners
      findings = result.findings
      steps = result.steps
      coverage = result.coverage
      incidents = result.incidents
      selected = result.summary.selected
    }

    /// What is told where nobody asks what it comes to in the end.
    var withoutConclusions: Told {
      var told = self
      (told.findings, told.steps, told.incidents) = ([], [], [])
      return told
    }

    func entry(_ id: String) -> TimelineEntry? { timeline.first { $0.eventID == id } }
  }

  /// What is told of a story, each record in a file of its own.
  private func told(
    _ story: Story, beside: [String: String] = [:], rules: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Told {
    let folder = try TemporaryFolder()
    for (number, record) in story.records.enumerated() {
      try folder.write(record + "\n", as: "logs/\(1_000 + number).ndjson")
    }
    for (name, text) in beside { try folder.write(text, as: "logs/\(name)") }
    let files = LogFinder.find([folder.file("logs").description]).files
    let own = rules.map { [RuleDocuments(SourceText(name: "own.yml", text: $0))] } ?? []
    let whole = try Told(files, isWhole: true, rules: own, in: folder)
    let told = try Told(files, isWhole: false, rules: own, in: folder)
    let other = try Told(files, isWhole: false, rules: own, jobs: 3, in: folder)
    #expect(other == told, sourceLocation: sourceLocation)
    let entries = try Told(files, isWhole: false, rules: own, concludes: false, in: folder)
    #expect(entries == told.withoutConclusions, sourceLocation: sourceLocation)
    #expect(told.timeline == whole.timeline, sourceLocation: sourceLocation)
    #expect(told.findings == whole.findings, sourceLocation: sourceLocation)
    #expect(told.steps == whole.steps, sourceLocation: sourceLocation)
    #expect(told.runners == whole.runners, sourceLocation: sourceLocation)
    #expect(told.coverage == whole.coverage, sourceLocation: sourceLocation)
    #expect(told.incidents == whole.incidents, sourceLocation: sourceLocation)
    return told
  }

  private func appSession(key: String = "ASIAAPP", via service: String? = nil) -> Caller {
    .session(app, "worker", key: key, created: "08:00:00", via: service)
  }

  @Test func aFleetIsToldAlike() throws {
    let folder = try TemporaryFolder()
    let files = LogFinder.find([try WrittenFleet.small.get().logs.description]).files
    let whole = try Told(files, isWhole: true, in: folder)
    let told = try Told(files, isWhole: false, in: folder)
    #expect(told.timeline.count > 300)
    let entries = try Told(files, isWhole: false, concludes: false, in: folder)
    #expect(!told.findings.isEmpty && !told.steps.isEmpty)
    #expect(entries == told.withoutConclusions)
    // Where all are told, fewer wait long enough to be marked as evidence of what comes later.
    #expect(told.timeline.map(\.unmarked) == whole.timeline.map(\.unmarked))
    for (entry, other) in zip(told.timeline, whole.timeline) {
      #expect(Set(entry.findings).isSuperset(of: other.findings))
    }
    #expect(told.findings == whole.findings)
    #expect(told.steps == whole.steps)
    #expect(told.runners == whole.runners)
    #expect(
      2 * (told.observed.count - told.timeline.count)
        < whole.observed.count - whole.timeline.count,
      "most of what is on no timeline is not asked about")
  }

  /// Objects in buckets that can be no runner's, and what rules ask only of runners.
  @Test func whatConcernsNoRunnerIsNotAskedAbout() throws {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let foreign = story.object("GetObject", "data", "a", by: appSession(), at: "09:10:00")
    let own = story.object("GetObject", "prod-state", "a", by: appSession(), at: "09:11:00")
    let role = story.add(
      "iam", "GetRole", at: "09:12:00", by: appSession(), request: #"{"roleName":"app-1"}"#)
    let ownRole = story.add(
      "iam", "GetRole", at: "09:13:00", by: appSession(),
      request: #"{"roleName":"\#(manager.name)"}"#)
    let secret = story.add(
      "secretsmanager", "GetSecretValue", at: "09:14:00", by: appSession(),
      request: #"{"secretId":"x"}"#)
    let found = try told(story)
    #expect(found.observed.isDisjoint(with: [foreign, role, secret]))
    #expect(found.observed.isSuperset(of: [own, ownRole]))
    #expect(found.entry(own)?.attribution == Attribution(.resource, .strong))
  }

  /// Rules know the roles of a runner by name, in whatever account they are.
  @Test func aRoleOfTheSameNameElsewhereIsAskedAbout() throws {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let other = story.add(
      "iam", "GetRole", at: "09:13:00", by: appSession(),
      request: #"{"roleName":"\#(manager.name.uppercased())"}"#,
      more: ["recipientAccountId": #""444455556666""#])
    let found = try told(story)
    #expect(found.entry(other) == nil)
    #expect(found.observed.contains(other))
  }

  /// A role that the runner takes at last, after its calls in the order of the files.
  @Test func objectsOfALateSessionAreReadAgain() throws {
    var story = Story()
    let runner = Caller.session(manager, "acme-prod", key: "ASIAA", created: "09:00:00")
    let read = story.object(
      "GetObject", "data", "a",
      by: .session(app, "x", key: "ASIALATE", created: "09:05:00"), at: "09:06:00")
    let other = story.object("GetObject", "data", "b", by: appSession(), at: "09:06:00")
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    story.assume(app, session: "x", key: "ASIALATE", by: runner, at: "09:05:00")
    let found = try told(story)
    #expect(found.entry(read)?.runner == "prod")
    #expect(!found.observed.contains(other))
  }

  /// The call that a KMS call on the runner's key was made for, by a session of nobody's.
  @Test func whatExplainsTheUseOfARunnersKeyIsReadAgain() throws {
    var story = Story()
    let runner = Caller.session(manager, "acme-prod", key: "ASIAA", created: "09:00:00")
    let read = story.object("GetObject", "data", "a", by: appSession(), at: "09:20:00")
    let use = story.keyUse(
      for: "data/a", by: appSession(key: "ASIAFAS", via: "AWS Internal"), at: "09:20:00")
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    story.object("GetObject", "prod-state", "a", by: runner, at: "09:10:00")
    story.keyUse(
      for: "prod-state/a",
      by: .session(manager, "acme-prod", key: "ASIAZ", created: "09:00:00", via: "AWS Internal"),
      at: "09:10:00")
    let found = try told(story)
    #expect(found.entry(use)?.attribution.via == [read])
    #expect(found.entry(use)?.runner == "prod")
  }

  /// The files of access logs lie in a bucket that nothing but a call names as a runner's.
  @Test func readersOfAccessLogsAreReadAgain() throws {
    var story = Story()
    let read = story.object("GetObject", "trail-logs", "prod/1", by: appSession(), at: "09:20:00")
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    story.add(
      "s3", "PutBucketLogging", at: "09:10:00",
      by: .session(manager, "acme-prod", key: "ASIAA", created: "09:00:00"),
      request:
        #"{"bucketName":"prod-state","BucketLoggingStatus":{"LoggingEnabled":{"TargetBucket":"trail-logs","TargetPrefix":"prod/"}}}"#
    )
    let found = try told(story)
    #expect(found.entry(read)?.runner == "prod")
    #expect(found.entry(read)?.stage == .response)
  }
}

extension PassingOverTests {
  /// Another application's task is no task of the runner's, whatever it does.
  @Test func tasksOfNobodyAreOutOfNobodysBounds() throws {
    var story = Story()
    let role = Caller.Role(name: "batch-task", id: "AROABATCH")
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let task = "0123456789abcdef0123456789abcdef"
    story.taskCredential(role, task: task, key: "ASIAT", at: "09:05:00")
    let caller = Caller.session(role, task, key: "ASIAT", created: "09:05:00")
    story.object("GetObject", "data", "a", by: caller, at: "09:06:00")
    story.object("DeleteObject", "data", "a", by: caller, at: "09:06:30")
    story.add(
      "secretsmanager", "GetSecretValue", at: "09:07:00", by: caller,
      request: #"{"secretId":"x"}"#)
    let found = try told(story)
    #expect(found.findings.filter { $0.id.hasPrefix("least-privilege") }.isEmpty)
  }

  /// A rule of the user's that asks for the session of anybody sees all its calls.
  @Test(arguments: ["s3.amazonaws.com", "secretsmanager.amazonaws.com", "dynamodb.amazonaws.com"])
  func rulesOfAnybodysSessionsSeeThem(service: String) throws {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let read = story.object("GetObject", "data", "a", by: appSession(), at: "09:06:00")
    let secret = story.add(
      "secretsmanager", "GetSecretValue", at: "09:07:00", by: appSession(),
      request: #"{"secretId":"x"}"#)
    let item = story.add("dynamodb", "GetItem", at: "09:08:00", by: appSession())
    let rule = """
      title: A reader
      name: reader
      level: high
      logsource: {product: aws, service: cloudtrail}
      detection:
        selection:
          eventSource: \(service)
          trailscan.sessionRole: app-1
        condition: selection
      """
    let ids = ["s3.amazonaws.com": read, "secretsmanager.amazonaws.com": secret]
    let found = try told(story, rules: rule)
    let finding = try #require(found.findings.first { $0.id == "reader" })
    #expect(finding.eventIDs == [ids[service] ?? item])
  }

  /// Rules are asked of the lines of an access log as of records; a line that repeats a record is
  /// not told again, whosever the record is.
  @Test(arguments: [("REQ1", 0), ("REQ2", 1)])
  func linesThatRepeatRecordsTellNothingNew(request: String, findings: Int) throws {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    story.object(
      "GetObject", "data", "a", by: appSession(), at: "09:20:00",
      more: ["requestID": #""REQ1""#])
    let line =
      #"79a59df900b949e5 data [02/Mar/2026:09:20:00 +0000] 198.51.100.7 "#
      + #"arn:aws:sts::111122223333:assumed-role/app-1/worker "# + request
      + #" REST.GET.OBJECT a "#
      + #""GET /data/a HTTP/1.1" 200 - 10 10 5 4 "-" "test" - x SigV4 ECDHE AuthHeader host TLSv1.2 - -"#
    let rule = """
      title: A line
      name: line
      level: high
      logsource: {product: aws, service: cloudtrail}
      detection:
        selection:
          eventSource: s3-access-log
          requestParameters.bucketName: data
        condition: selection
      """
    let found = try told(story, beside: ["2026-03-02-09-30-00-ABCDEF": line + "\n"], rules: rule)
    #expect(found.findings.count { $0.id == "line" } == findings)
  }

  /// The first reading does not keep what the second one looks for.
  @Test func objectsOfNobodyAreNotLookedInto() throws {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    for number in 0..<5 {
      story.object("GetObject", "data", "k\(number)", by: appSession(), at: "09:20:00")
    }
    let found = try told(story)
    #expect(found.selected == 1)
  }
}

extension PassingOverTests {
  /// Calls that name nothing, though on services that hold what is a runner's, are those of their
  /// callers alone.
  @Test func callsThatNameNothingAreReadAgainWhereTheyAreMissed() throws {
    var story = Story()
    let runner = Caller.session(manager, "acme-prod", key: "ASIAA", created: "09:00:00")
    let late = Caller.session(app, "x", key: "ASIALATE", created: "09:05:00")
    let missed = [
      story.add("sts", "GetCallerIdentity", at: "09:06:00", by: late),
      story.add("logs", "DescribeLogGroups", at: "09:07:00", by: late, request: #"{"limit":50}"#),
      story.add(
        "iam", "ListRoles", at: "09:08:00", by: late, error: "AccessDenied",
        more: ["errorMessage": #""not authorized""#]),
    ]
    story.add("sts", "GetCallerIdentity", at: "09:06:00", by: appSession())
    story.add("cloudtrail", "LookupEvents", at: "09:06:30", by: .user("eve"))
    story.add(
      "ssm", "UpdateInstanceInformation", at: "09:07:00", by: appSession(), error: "AccessDenied",
      more: ["errorMessage": #""not authorized""#])
    let login = story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let assumed = story.assume(app, session: "x", key: "ASIALATE", by: runner, at: "09:05:00")
    let found = try told(story)
    #expect(Set(found.timeline.map(\.eventID)) == Set(missed + [login, assumed]))
    #expect(found.selected == 5)
  }

  /// What another account logged of a call belongs to who made it, though it names nothing.
  @Test func whatAnotherAccountLoggedIsKept() throws {
    var story = Story()
    let shared = ["sharedEventID": #""aaaaaaaa-0000-4000-8000-000000000001""#]
    let runner = Caller.session(manager, "acme-prod", key: "ASIAA", created: "09:00:00")
    let elsewhere = Caller.Role(name: "deploy", id: "AROADEPLOY", account: "999999999999")
    let theirs = story.add(
      "sts", "AssumeRole", at: "09:10:00", by: .otherAccount(Caller.account),
      error: "AccessDenied",
      more: shared.merging(["recipientAccountId": #""999999999999""#]) { $1 })
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let mine = story.assume(
      elsewhere, session: "x", key: "ASIAX", by: runner, at: "09:10:00", more: shared)
    let found = try told(story)
    #expect(
      found.entry(theirs)?.attribution == Attribution(.sharedEventID, .certain, via: [mine]))
  }

  /// A denied command names nothing, and a detector looks at it whoever gave it.
  @Test func commandsOfAnybodyAreLookedAt() throws {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let command = story.add(
      "ecs", "ExecuteCommand", at: "09:06:00", by: appSession(), error: "AccessDeniedException")
    #expect(try told(story).observed.contains(command))
  }
}

extension TimelineEntry {
  /// Without the findings that it is evidence of.
  fileprivate var unmarked: TimelineEntry {
    var entry = self
    entry.findings = []
    return entry
  }
}

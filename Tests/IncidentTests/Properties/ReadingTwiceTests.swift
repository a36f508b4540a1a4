import CloudTrail
import FleetModel
import GzipStream
import Incident
import Testing

/// Calls that nothing but their session joins to a runner are passed over at first, and those that
/// are missing are read again: what is told is the same.
@Suite("Reading twice") struct ReadingTwiceTests {
  private let fleet: WrittenFleet

  init() throws { fleet = try WrittenFleet.small.get() }

  /// What an analysis tells, and of how many records.
  private struct Told: Equatable {
    var timeline: [TimelineEntry] = []
    var isSelected: [Bool] = []
    var runners: [Runner]
    var findings: [Finding]
    var steps: [StepVerdict]
    var selected: Int
    var records: Int
    var troubles: [Trouble]

    /// Analyses `files`; all bare calls are kept where the sessions are listed.
    init(
      _ files: [LogFile], jobs: Int = 2, listsSessions: Bool, isStrict: Bool = false,
      selection: RecordSelection? = nil, in folder: TemporaryFolder
    ) throws {
      var analyzer = Analyzer(
        playbook: try #require(Playbook.builtIn(named: "rotation")), temporaryFolder: folder.path)
      analyzer.detections = .builtIn
      analyzer.listsSessions = listsSessions
      analyzer.selection = selection
      var timeline: [TimelineEntry] = []
      var isSelected: [Bool] = []
      let scan = LogScan(files: files, jobs: jobs, isStrict: isStrict)
      let result = try analyzer.run(scan) { observation in
        if let entry = observation.entry {
          timeline.append(entry)
          isSelected.append(observation.isSelected)
        }
      }
      self.timeline = timeline
      self.isSelected = isSelected
      runners = result.runners
      findings = result.findings
      steps = result.steps
      selected = result.summary.selected
      records = result.summary.records
      troubles = result.summary.troubles
      let summary = result.summary
      #expect(
        summary.records
          == summary.selected + summary.notSelected + summary.duplicates + summary.undated
          + summary.malformed)
    }

    /// Without how many records were looked at.
    var withoutCounts: Told {
      var told = self
      told.selected = 0
      return told
    }
  }

  private var files: [LogFile] { LogFinder.find([fleet.logs.description]).files }

  @Test(arguments: [1, 2, 5]) func theSameIsTold(jobs: Int) throws {
    let folder = try TemporaryFolder()
    let all = try Told(files, listsSessions: true, in: folder)
    let twice = try Told(files, jobs: jobs, listsSessions: false, in: folder)
    #expect(all.timeline.count > 300)
    #expect(twice.withoutCounts == all.withoutCounts)
    #expect(twice.selected < all.selected, "nothing was passed over")
    #expect(try folder.path.entries().isEmpty, "spool files are removed")
  }

  /// What another account tells by a key alone, and an update of a record, are passed over at
  /// first: the login is read last.
  @Test func whatIsCompletedLaterIsTold() throws {
    let role = Story.role("ecs-task-manager", of: "prod")
    let caller = Caller.session(role, "acme-prod", key: "ASIAA", created: "09:00:00")
    var story = Story()
    let original = Story.id(99)
    story.add(
      "ecs", "ListTasks", at: "09:30:00", by: caller,
      more: ["addendum": #"{"reason":"UPDATED_DATA","originalEventID":"\#(original)"}"#])
    story.add(
      "ecs", "ListTasks", at: "09:30:00", by: caller, error: "AccessDenied",
      more: ["eventID": "\"\(original)\""])
    story.add(
      "secretsmanager", "GetSecretValue", at: "09:31:00",
      by: .otherAccount("111122223333", principal: "ASIAA"), error: "VpceAccessDenied")
    story.login(.token("acme+prod"), role, key: "ASIAA", at: "09:00:00")
    let folder = try TemporaryFolder()
    for (number, record) in story.records.enumerated() {
      try folder.write("{\"Records\":[\(record)]}", as: "logs/\(number).json")
    }
    let files = LogFinder.find([folder.file("logs").description]).files
    let all = try Told(files, jobs: 1, listsSessions: true, in: folder)
    let twice = try Told(files, jobs: 1, listsSessions: false, in: folder)
    #expect(all.timeline.map(\.outcome) == [.success, .success, .denied])
    #expect(twice.withoutCounts == all.withoutCounts)
  }

  /// What counts as looked at does not depend on who read what when.
  @Test func theCountsAreAlwaysTheSame() throws {
    let folder = try TemporaryFolder()
    let one = try Told(files, jobs: 1, listsSessions: false, in: folder)
    let three = try Told(files, jobs: 3, listsSessions: false, in: folder)
    let strict = try Told(files, listsSessions: false, isStrict: true, in: folder)
    #expect(three.selected == one.selected)
    #expect(strict.selected == one.selected)
  }

  /// The last first: a runner's calls come before the login that makes them its own.
  @Test func callsBeforeTheirLoginsAreReadAgain() throws {
    let folder = try TemporaryFolder()
    let records = try LogTexts(below: fleet.logs).records.sorted { Self.time($0) > Self.time($1) }
    for (number, part) in ["late", "middle", "early"].enumerated() {
      let size = (records.count + 2) / 3
      let slice = records[(number * size)..<min((number + 1) * size, records.count)]
      try folder.write(slice.joined(separator: "\n"), as: "logs/\(number)-\(part).ndjson")
    }
    let files = LogFinder.find([folder.file("logs").description]).files
    let all = try Told(files, jobs: 1, listsSessions: true, in: folder)
    let twice = try Told(files, jobs: 1, listsSessions: false, in: folder)
    #expect(twice.withoutCounts == all.withoutCounts)
    #expect(
      twice.selected == (try Told(self.files, listsSessions: false, in: folder)).selected,
      "what is missing at first is read again, whatever the order")
  }

  private static func time(_ record: String) -> Substring {
    record.firstRange(of: #""eventTime":""#).map { record[$0.upperBound...].prefix(20) } ?? ""
  }

  /// Of what is read again, as of all else, those are marked that the user asked for.
  @Test func selectionsHold() throws {
    let folder = try TemporaryFolder()
    var selection = RecordSelection()
    selection.regions = TextSelector(["eu-central-1"])
    let all = try Told(files, listsSessions: true, selection: selection, in: folder)
    let twice = try Told(files, listsSessions: false, selection: selection, in: folder)
    #expect(Set(all.isSelected) == [true, false])
    #expect(twice.withoutCounts == all.withoutCounts)
  }

  /// A record that is no JSON is told of, whoever called, whether or not anybody asks for what is
  /// in it, and once.
  @Test(arguments: ["ec2.amazonaws.com", "s3.amazonaws.com"], [true, false])
  func whatIsNoJSONIsToldOnce(service: String, isSelecting: Bool) throws {
    let folder = try TemporaryFolder()
    let session = try #require(
      try LogTexts(below: fleet.logs).records.first { record in
        record.contains(#""eventSource":"\#(service)""#) && record.contains(#""AssumedRole""#)
          && record.contains(#""requestParameters":{"#)
      })
    let broken = session.replacing(
      #""requestParameters":{"#, with: #""requestParameters":{"x":tru,"#)
    try folder.write(session + "\n" + broken, as: "one.ndjson")
    let files = LogFinder.find([folder.file("one.ndjson").description]).files
    var selection = RecordSelection()
    selection.regions = TextSelector(["nowhere-1"])
    let asked = isSelecting ? selection : nil
    let all = try Told(files, listsSessions: true, selection: asked, in: folder)
    let twice = try Told(files, listsSessions: false, selection: asked, in: folder)
    #expect(all.troubles.count == 1)
    #expect(all.records == 2)
    #expect(twice.withoutCounts == all.withoutCounts)
  }

  /// A file that is damaged is so once.
  @Test func damageIsToldOnce() throws {
    let folder = try TemporaryFolder()
    let records = try LogTexts(below: fleet.logs).records
    try folder.write(#"{"Records":["# + records.joined(separator: ","), as: "cut.json")
    let files = LogFinder.find([folder.file("cut.json").description]).files
    let all = try Told(files, listsSessions: true, in: folder)
    let twice = try Told(files, listsSessions: false, in: folder)
    #expect(all.troubles.count == 1)
    #expect(twice.withoutCounts == all.withoutCounts)
  }
}

import CloudTrail
import Evidence
import FleetModel
import Foundation
import GzipStream
import Incident
import Sigma
import Testing

/// Runners that Terraform lists, and where the logs show something else.
@Suite struct InventoryStoryTests {
  private static func inventory(_ text: String) throws -> InventoryFile {
    let bytes = Array(text.utf8)
    return InventoryFile(name: "terraform.tfstate", inventory: try Inventory(parsing: bytes.span))
  }

  private static func analyzed(
    _ change: (inout TerraformState) -> Void = { _ in },
    story: VerdictStory = VerdictStory(), playbook: String = "rotation"
  ) throws -> EvidenceStory.Outcome {
    var state = TerraformState(of: story.runner)
    change(&state)
    var evidence = EvidenceStory()
    evidence.story = story
    evidence.inventory = [try inventory(state.text)]
    return try evidence.analyzed(playbook: playbook)
  }

  /// What is made of a story and of what Terraform's outputs list.
  private static func analyzed(
    _ story: Story, listing outputs: String
  ) throws -> (result: Analyzer.Result, timeline: [TimelineEntry]) {
    let folder = try TemporaryFolder()
    try folder.write(#"{"Records":[\#(story.records.joined(separator: ","))]}"#, as: "log.json")
    var analyzer = Analyzer(profiles: RunnerProfile.all, temporaryFolder: folder.path)
    analyzer.inventory = [try inventory(outputs)]
    let found = LogFinder.find([folder.file("log.json").description]).files
    var timeline: [TimelineEntry] = []
    let result = try analyzer.run(LogScan(files: found, jobs: 1)) { observation in
      if let entry = observation.entry { timeline.append(entry) }
    }
    return (result, timeline)
  }

  @Test func aListedRunnerSaysSoAndTheOthersAreInferred() throws {
    let story = VerdictStory()
    let outcome = try Self.analyzed(story: story)
    let runner = try #require(outcome.result.runners.first { $0.name == "prod-runner" })
    let listing = try #require(runner.listing)
    #expect(listing.file == "terraform.tfstate")
    #expect(listing.roles.map(\.kind) == [.taskManager, .execution, .task])
    #expect(Set(listing.roles.compactMap(\.roleID)) == Set(story.runner.roles.map(\.role.id)))
    #expect(listing.subjects == [story.runner.subject])
    #expect(listing.buckets == [story.runner.tasks?.bucket.name])
    #expect(listing.clusters == [story.runner.tasks?.cluster])
    #expect(listing.subnets == [story.runner.tasks?.subnet])
    #expect(listing.conflicts == [])
    #expect(
      outcome.result.runners.filter { $0.name != "prod-runner" }.allSatisfy { $0.listing == nil })
  }

  /// The resource tells more of it than the output.
  @Test func aRoleThatAnOutputNamesTooIsListedOnce() throws {
    var evidence = EvidenceStory()
    evidence.story = VerdictStory()
    let owner = evidence.story.runner
    let role = try #require(owner.roles.first?.role)
    let outputs =
      #"{"humanitec_role_arn":{"sensitive":false,"type":"string","value":"\#(role.arn)"}}"#
    evidence.inventory = try [outputs, TerraformState(of: owner).text].map(Self.inventory)
    let runners = try evidence.analyzed(playbook: "rotation").result.runners
    let listing = try #require(runners.first { $0.name == "prod-runner" }?.listing)
    #expect(listing.roles.map(\.kind) == [.taskManager, .execution, .task])
    #expect(Set(listing.roles.compactMap(\.roleID)) == Set(owner.roles.map(\.role.id)))
  }

  @Test func anInventoryThatAgreesChangesNoVerdictAndNoTimeline() throws {
    var bare = EvidenceStory()
    bare.story = VerdictStory()
    let without = try bare.analyzed()
    let with = try Self.analyzed()
    #expect(with.timeline == without.timeline)
    #expect(with.result.sessions == without.result.sessions)
    #expect(with.result.summary == without.result.summary)
    #expect(with.result.steps.map(\.status) == without.result.steps.map(\.status))
  }

  @Test func aRoleThatWasMadeAgainIsAConflict() throws {
    let story = VerdictStory()
    let role = try #require(story.runner.tasks?.taskRole)
    let outcome = try Self.analyzed(
      { $0.roleIDs[role.name] = "AROANEWTASKROLE00001" }, story: story)
    let runner = try #require(outcome.result.runners.first { $0.name == "prod-runner" })
    let conflicts = try #require(runner.listing?.conflicts)
    #expect(conflicts.count == 1)
    #expect(conflicts[0].contains(role.id))
    #expect(conflicts[0].contains("AROANEWTASKROLE00001"))
  }

  @Test func aSubjectThatTheListedTrustDoesNotNameIsAConflict() throws {
    let outcome = try Self.analyzed { $0.subject = "acme+another" }
    let runner = try #require(outcome.result.runners.first { $0.name == "prod-runner" })
    #expect(
      runner.listing?.conflicts.contains { $0.contains("acme+prod-runner logged in") } == true)
  }

  @Test func rolesOfForeignNamesAreTheRunnersWhereTheyAreListed() throws {
    var story = Story()
    let role = FoundRole.role
    story.login(.token("acme+odd"), role, key: "ASIAODD", at: "09:00:00")
    story.runTask(
      ["0123456789abcdef0123456789abcdef"],
      by: .session(role, "acme-prod", key: "ASIAODD", created: "09:00:00"), at: "09:01:00")
    let outputs = #"""
      {"runner_id":{"sensitive":false,"type":"string","value":"odd"},
       "humanitec_role_arn":{"sensitive":false,"type":"string","value":"\#(role.arn)"},
       "s3_bucket":{"sensitive":false,"type":"string","value":"odd-bucket"}}
      """#
    let result = try Self.analyzed(story, listing: outputs).result
    #expect(result.runners.map(\.name) == ["odd"])
    #expect(result.runners.first?.tasks == 1)
    #expect(result.runners.first?.listing?.buckets == ["odd-bucket"])
    #expect(result.sessions.first?.roleKind == .taskManager)
  }

  /// What its profile names is its own, too, though no record tells of the runner itself.
  @Test func aRunnerThatIsOnlyListedOwnsWhatIsNamedLikeIt() throws {
    var story = Story()
    let read = story.object(
      "GetObject", "odd-artifacts", "a",
      by: .session(FoundRole.role, "x", key: "ASIAAPP", created: "08:00:00"), at: "09:00:00")
    let outputs = #"""
      {"runner_id":{"sensitive":false,"type":"string","value":"odd"},
       "humanitec_role_arn":{"sensitive":false,"type":"string","value":"arn:aws:iam::111122223333:role/odd-ecs"},
       "s3_bucket":{"sensitive":false,"type":"string","value":"odd-bucket"}}
      """#
    let timeline = try Self.analyzed(story, listing: outputs).timeline
    #expect(timeline.map(\.eventID) == [read])
    #expect(timeline.map(\.runner) == ["odd"])
  }

  @Test func theChecklistReadsWhatTheStateSays() throws {
    let bare = try EvidenceStory().analyzed(playbook: "security-checklist")
    #expect(try bare.verdict("force-destroy").status == .notAssessable)
    let outcome = try Self.analyzed(playbook: "security-checklist")
    for step in [
      "force-destroy", "versioning", "log-retention", "private-subnets", "container-insights",
    ] {
      let verdict = try outcome.verdict(step)
      #expect(verdict.status == .done, "\(step): \(verdict.note)")
      #expect(verdict.evidence.contains { $0.hasPrefix("terraform:module.ecs_runner.") }, "\(step)")
    }
    let destroying = try Self.analyzed({ $0.forceDestroy = true }, playbook: "security-checklist")
    #expect(try destroying.verdict("force-destroy").status == .contradicted)
  }

  @Test func aListedTrustPolicyThatAdmitsMoreLimitsStepFive() throws {
    let closed = try Self.analyzed().verdict("review-trust")
    #expect(!closed.note.contains("Terraform lists"))
    let open = try Self.analyzed {
      ($0.subject, $0.comparison) = ("acme+*", "StringLike")
    }.verdict("review-trust")
    #expect(open.note.contains("The trust policy that Terraform lists admits more than the runner"))
  }

  private enum FoundRole {
    static let role = Caller.Role(name: "legacy-deployer", id: "AROALEGACY")
  }

  @Test(
    .enabled(if: SharedData.isPresent, "the shared data is not here"),
    arguments: [
      "terraform.tfstate", "show-state.json", "show-plan.json", "output.json",
      "output-nested-module.json",
    ]) func theSharedFilesListTheirRunner(name: String) throws
  {
    let url = try #require(SharedData.folder).appending(path: "terraform/\(name)")
    let folder = try TemporaryFolder()
    try folder.write(#"{"Records":[]}"#, as: "log.json")
    var analyzer = Analyzer(profiles: RunnerProfile.all, temporaryFolder: folder.path)
    analyzer.inventory = [
      try Self.inventory(String(decoding: try Data(contentsOf: url), as: UTF8.self))
    ]
    let found = LogFinder.find([folder.file("log.json").description]).files
    let result = try analyzer.run(LogScan(files: found, jobs: 1)) { _ in }
    let runner = try #require(result.runners.first)
    #expect(result.runners.count == 1)
    #expect(runner.name == "prod-runner")
    #expect(runner.listing?.buckets == ["prod-runner-state"])
    #expect(
      runner.listing?.roles.contains { $0.arn.hasSuffix("prod-runner-ecs-task-manager-3f9a1c07") }
        == true)
    let planned = name == "show-plan.json" ? ["aws_iam_role prod-runner-r2-task-3f9a1c07"] : []
    #expect(runner.listing?.planned == planned)
  }
}

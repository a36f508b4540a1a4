/// The incident of `SampleLogs`: a stolen login of one of two runners, and an answer to it that
/// forgets something.
///
///     13 April   quiet: both runners and their neighbours at work
///     14 April   09:12 somebody guesses subjects, 09:31 gets in with a stolen token
///                09:36 starts a task of their own, 09:44 takes its credentials out of AWS
///                09:46 copies the bucket
///                10:21 responders begin: logs, access logs, revocation, a new runner id
///                11:02 the forgotten task role still reads the bucket
///                11:20 the key is rotated, 11:35 the trust policies are reviewed
package struct SampleIncident: Sendable {
  /// The seed of the committed sample.
  package static let seed: UInt64 = 20_260_414

  var scenario = Scenario(seed: seed)
  let place = Place("111122223333", "eu-central-1")
  /// The attacked runner.
  var production: RunnerModel
  /// The runner to which nothing happens.
  let staging: RunnerModel
  /// The workflow that applies the platform's Terraform.
  let deployer: RunnerModel
  /// Where S3 writes its access logs.
  let accessLogs: Bucket
  var neighbours: Neighbourhood

  private init() {
    let key = scenario.encryptionKey(in: place)
    production = scenario.humanitecRunner(
      "prod-runner", in: place, encryption: .customerKey(key, bucketKeys: false),
      path: "/platform/runners/")
    staging = scenario.humanitecRunner("staging-runner", in: place, path: "/platform/runners/")
    deployer = scenario.gitHubRunner(
      "repo:acme/platform:ref:refs/heads/main",
      role: scenario.role("platform-deployer", in: place.account), in: place)
    accessLogs = Bucket(
      account: place.account, region: place.region, name: "acme-access-logs",
      encryption: .storageManaged)
    neighbours = Neighbourhood(at: [place, place.global], perKind: 2, of: &scenario)
  }

  /// The whole story.
  package static func compose() -> Scenario { told().sample.scenario }

  /// The whole story, and the files that stand beside its logs: the access log of the attacked
  /// bucket, what the intruder's task wrote, and the Terraform state.
  package static func composeWithEvidence() -> (
    scenario: Scenario, files: [(name: String, text: String)]
  ) {
    var (sample, stolen) = told()
    guard let bucket = sample.production.tasks?.bucket else { return (sample.scenario, []) }
    let export = LogExport(
      of: stolen.task,
      [
        ("2026-04-14T09:39:10Z", "container started"),
        ("2026-04-14T09:43:58Z", "wget -qO- http://169.254.170.2/v2/credentials/5f1c"),
      ])
    let files = [
      ("beside/access-log.txt", sample.scenario.accessLog(of: bucket)),
      ("beside/\(export.folder)/000000", export.exported),
      ("beside/terraform.tfstate", TerraformState(of: sample.production).text),
    ]
    return (sample.scenario, files)
  }

  private static func told() -> (sample: SampleIncident, stolen: StolenAccess) {
    var sample = SampleIncident()
    sample.quietTime()
    let stolen = sample.attack()
    sample.respond(to: stolen)
    return (sample, stolen)
  }

  /// Jobs of both runners, the deployment that turned access logging on, and neighbours.
  private mutating func quietTime() {
    enableAccessLogging(at: "2026-04-13T06:10:00Z")
    for (number, time) in Self.productionJobs.enumerated() {
      var plan = JobPlan()
      plan.registers = number % 3 == 0
      plan.failsFirst = number == 3
      // One job runs so long that ECS renews its credentials.
      if number == 2 { plan.duration = 24_000 }
      scenario.job(plan, of: production, at: time)
    }
    for (number, time) in Self.stagingJobs.enumerated() {
      var plan = JobPlan()
      plan.reads = 2 + number % 2
      plan.writes = 1
      scenario.job(plan, of: staging, at: time)
    }
    for number in 0..<54 {
      let time = ("2026-04-13T06:00:00Z" as Timestamp) + number * 2010
      neighbours.makeNoise(at: time, in: &scenario)
      if number % 4 == 0 { neighbours.useStorage(at: time + 31, in: &scenario) }
    }
  }

  private static let productionJobs: [Timestamp] = [
    "2026-04-13T07:05:10Z", "2026-04-13T09:40:32Z", "2026-04-13T12:10:05Z",
    "2026-04-13T15:20:41Z", "2026-04-14T08:20:03Z",
  ]

  private static let stagingJobs: [Timestamp] = [
    "2026-04-13T08:00:12Z", "2026-04-13T13:15:08Z", "2026-04-14T07:30:19Z",
    "2026-04-14T09:50:56Z", "2026-04-14T11:30:27Z",
  ]

  private mutating func enableAccessLogging(at time: Timestamp) {
    let login = scenario.login(deployer, at: time)
    let terraform = Caller(login, from: Origin(deployer.origin.address, .terraform))
    for (number, runner) in [production, staging].enumerated() {
      guard let bucket = runner.tasks?.bucket else { continue }
      setLogging(of: bucket, by: terraform, at: time + 20 + number * 4)
    }
  }

  /// PutBucketLogging to the bucket of access logs.
  mutating func setLogging(
    of bucket: Bucket, by caller: Caller, at time: Timestamp, for runner: RunnerModel? = nil
  ) {
    scenario.bucketCall(
      "PutBucketLogging", on: bucket, marker: "logging",
      [
        "BucketLoggingStatus": [
          "xmlns": "http://s3.amazonaws.com/doc/2006-03-01/",
          "LoggingEnabled": [
            "TargetBucket": .string(accessLogs.name), "TargetPrefix": "\(bucket.name)/",
          ],
        ]
      ], by: caller, at: time, of: runner)
  }
}

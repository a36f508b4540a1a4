import CloudTrail
import Evidence
import FleetModel
import Incident

/// A runner at work, an intruder and responders, composed by the generator: the ground on which
/// each case of the verdict table tells what it is about.
///
///     06:00 – 14:00   neighbours in the runner's region and in us-east-1, every quarter of an hour
///     06:10 – 08:20   jobs of the runner, always from the same address
///     09:31           somebody logs in with its token from 203.0.113.77
///     09:38           and starts a task, whose credentials read the bucket from 203.0.113.80
///     10:00 –         what the case tells
struct VerdictStory {
  static let place = Place("111122223333", "eu-central-1")
  static let foreignAccount: Account = "999988887777"

  var scenario = Scenario(seed: 5)
  /// Files beside the records, by name.
  var files: [(name: String, text: String)] = []
  /// What people know of the incident.
  var facts = IncidentFacts()
  /// What Terraform lists.
  var inventory: [InventoryFile] = []
  let runner: RunnerModel
  let key: EncryptionKey?
  /// Somebody who answers the incident, and the pipeline that runs Terraform.
  let responder: FleetModel.Caller
  let terraform: FleetModel.Caller
  /// The bucket that receives access logs.
  let accessLogs: Bucket
  /// The intruder with the stolen login, and with the credentials of their task.
  var intruder = FleetModel.Caller.service("none.amazonaws.com")
  var thief = FleetModel.Caller.service("none.amazonaws.com")
  /// The task that they started.
  var rogue: RunningTask?
  /// The runner's own last task, with its credentials.
  var task: RunningTask
  var worker: FleetModel.Caller
  /// The runner's own last login.
  var control: FleetModel.Caller
  private let neighbour: FleetModel.Caller

  /// A moment of the day.
  static func at(_ clock: String) -> Timestamp {
    let seconds = clock.count == 5 ? ":00" : ""
    guard let time = Timestamp("2026-04-14T\(clock)\(seconds)Z") else {
      preconditionFailure("\(clock) is no time of day")
    }
    return time
  }

  /// The day before anything of a case; without a key of KMS, objects have keys of S3.
  init(hasKey: Bool = true, isAttacked: Bool = true) {
    let place = Self.place
    let key = hasKey ? scenario.encryptionKey(in: place) : nil
    self.key = key
    runner = scenario.humanitecRunner(
      "prod-runner", in: place,
      encryption: key.map { .customerKey($0, bucketKeys: false) } ?? .storageManaged)
    accessLogs = Bucket(
      account: place.account, region: place.region, name: "acme-access-logs",
      encryption: .storageManaged)
    responder = scenario.responder(
      "maria.keller", signIn: scenario.role("AWSReservedSSO_Responder_0a1b2c3d", in: place.account),
      role: scenario.role("incident-responder", in: place.account), at: Self.at("08:50"),
      from: Origin("198.51.100.200", .shell), in: place.region)
    let deployment = scenario.gitHubRunner(
      "repo:acme/platform:ref:refs/heads/main",
      role: scenario.role("platform-deployer", in: place.account), in: place)
    terraform = FleetModel.Caller(
      scenario.login(deployment, at: Self.at("08:55"), lifetime: 28_800),
      from: Origin("198.51.100.201", .terraform))
    neighbour = FleetModel.Caller(
      .user(
        User(
          account: place.account, name: "backup", id: "AIDABACKUP00EXAMPLE",
          accessKeyID: "AKIABACKUP000EXAMPLE")), from: Origin("198.51.100.210", .shell))
    for clock in ["06:10", "07:10"] { scenario.job(of: runner, at: Self.at(clock)) }
    let login = scenario.login(runner, at: Self.at("08:20"))
    control = FleetModel.Caller(login, from: runner.origin)
    task = scenario.runTask(runner, by: control, at: Self.at("08:20:04"))[0]
    let credentials = scenario.taskCredentials(task, at: Self.at("08:20:12"))
    scenario.startContainer(task, with: credentials.execution, at: Self.at("08:20:15"))
    worker = scenario.code(in: task, with: credentials.task)
    if let bucket = runner.tasks?.bucket {
      scenario.getObject("e/terraform.tfstate", in: bucket, by: worker, at: Self.at("08:20:30"))
      scenario.putObject("e/terraform.tfstate", in: bucket, by: worker, at: Self.at("08:20:50"))
    }
    makeNoise()
    if isAttacked { attack() }
  }

  private mutating func makeNoise() {
    for quarter in 0..<33 {
      let time = Self.at("06:00") + quarter * 900
      for place in [Self.place, Self.place.global] {
        scenario.call("DescribeInstances", of: "ec2", by: neighbour, at: time, in: place)
        scenario.call("CreateTags", of: "ec2", by: neighbour, at: time + 30, in: place)
      }
    }
  }

  private mutating func attack() {
    let shell = Origin("203.0.113.77", .attackerShell)
    let login = scenario.login(runner, at: Self.at("09:31:20"), from: shell, lifetime: 14_400)
    intruder = FleetModel.Caller(login, from: shell)
    let started = scenario.runTask(runner, by: intruder, at: Self.at("09:38:40"))[0]
    rogue = started
    let credentials = scenario.taskCredentials(started, at: Self.at("09:38:49"))
    thief = FleetModel.Caller(credentials.task, from: Origin("203.0.113.80", .attackerShell))
    steal(at: "09:46")
  }

  // MARK: The runner and the intruder

  /// The intruder reads an object.
  mutating func steal(at clock: String, error: Record.Failure? = nil) {
    read(by: thief, at: clock, error: error)
  }

  /// Somebody reads an object of the runner's bucket.
  mutating func read(by caller: FleetModel.Caller, at clock: String, error: Record.Failure? = nil) {
    guard let bucket = runner.tasks?.bucket else { return }
    guard let error else {
      scenario.getObject("e/terraform.tfstate", in: bucket, by: caller, at: Self.at(clock))
      return
    }
    scenario.failing(with: error) {
      _ = $0.getObject("e/terraform.tfstate", in: bucket, by: caller, at: Self.at(clock))
    }
  }

  /// Somebody writes an object of the runner's bucket.
  mutating func write(
    by caller: FleetModel.Caller, at clock: String, under encryption: Bucket.Encryption? = nil
  ) {
    guard var bucket = runner.tasks?.bucket else { return }
    if let encryption { bucket.encryption = encryption }
    scenario.putObject("e/terraform.tfstate", in: bucket, by: caller, at: Self.at(clock))
  }

  /// The denial that a policy of revocation causes.
  static let explicitDeny = Record.Failure(
    "AccessDenied",
    "User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: s3:GetObject "
      + "on resource: \"arn:aws:s3:::prod-runner-artifacts/e/terraform.tfstate\" with an explicit "
      + "deny in an identity-based policy")

  // MARK: What is no record

  /// The access log of the runner's bucket, beside records that lack what `isUnrecorded` picks.
  mutating func addAccessLog(without isUnrecorded: (Record) -> Bool = { _ in false }) {
    guard let bucket = runner.tasks?.bucket else { return }
    files.append(("access.log", scenario.accessLog(of: bucket, without: isUnrecorded)))
  }

  /// What a task wrote to its log group, as `aws logs tail` prints it.
  mutating func addLogExport(of task: RunningTask?, at clock: String, _ text: String) {
    guard let task else { return }
    files.append(("tail.txt", LogExport(of: task, [(Self.at(clock), text)]).tailed))
  }

  /// The Terraform state of the runner.
  mutating func list(_ change: (inout TerraformState) -> Void = { _ in }) {
    var state = TerraformState(of: runner)
    change(&state)
    let bytes = Array(state.text.utf8)
    guard let read = try? Inventory(parsing: bytes.span) else {
      preconditionFailure("the generator's state is no inventory")
    }
    inventory.append(InventoryFile(name: "terraform.tfstate", inventory: read))
  }

  /// A moment of the day as facts and records say it.
  static func moment(_ clock: String) -> EventTime { EventTime(seconds: Int64(at(clock).seconds)) }

  // MARK: Any call

  /// A call that the generator has no words of its own for.
  mutating func call(
    _ name: String, of service: String, _ request: JSON = .null, response: JSON = .null,
    by caller: FleetModel.Caller? = nil, at clock: String, global: Bool = false,
    error: Record.Failure? = nil
  ) {
    let place = global ? Self.place.global : Self.place
    let caller = caller ?? responder
    guard let error else {
      scenario.call(
        name, of: service, request, response: response, by: caller, at: Self.at(clock), in: place)
      return
    }
    scenario.failing(with: error) {
      _ = $0.call(name, of: service, request, by: caller, at: Self.at(clock), in: place)
    }
  }
}

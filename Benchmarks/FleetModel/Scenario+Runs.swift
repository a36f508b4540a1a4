/// What one ordinary job of a Humanitec runner does.
package struct JobPlan: Sendable {
  /// Objects it reads from the runner's bucket.
  package var reads = 3
  /// Objects it writes.
  package var writes = 2
  /// How long its task runs, in seconds; ECS renews the credentials of long ones.
  package var duration = 240
  /// True if the control plane registers a new task definition first.
  package var registers = false
  /// Another number of tasks than one.
  package var count = 1
  /// True where ECS first answers that it has no room.
  package var failsFirst = false
  /// True in accounts with the old ARN format.
  package var hasShortARN = false
  /// The session lasts this long, in seconds.
  package var loginLifetime = 3600

  /// A usual job.
  package init() {}
}

extension Scenario {
  /// One ordinary job from login to the end of its task: 12 events and more.
  package mutating func job(
    _ plan: JobPlan = JobPlan(), of runner: RunnerModel, at time: Timestamp
  ) {
    let login = login(runner, at: time, lifetime: plan.loginLifetime)
    let control = Caller(login, from: runner.origin)
    var request = TaskRequest()
    request.count = plan.count
    request.hasShortARN = plan.hasShortARN
    if plan.registers {
      request.definition = registerTaskDefinition(runner, by: control, at: time + 1)
    }
    if plan.failsFirst {
      var refused = request
      refused.failureReason = "RESOURCE:MEMORY"
      _ = runTask(runner, refused, by: control, at: time + 2)
    }
    let tasks = runTask(runner, request, by: control, at: time + 4)
    describeTasks(tasks, of: runner, by: control, at: time + 5)
    for task in tasks {
      work(plan, in: task, from: time + 4 + generator.number(in: 3...9))
    }
    describeTasks(
      tasks, of: runner, by: control, at: time + min(plan.duration, plan.loginLifetime - 30))
    if plan.registers, let definition = request.definition {
      deregisterTaskDefinition(definition, of: runner, by: control, at: time + 60)
    }
  }

  /// What happens inside one task: it starts, reads and writes its state, and lives on.
  private mutating func work(_ plan: JobPlan, in task: RunningTask, from time: Timestamp) {
    createNetworkInterface(for: task, at: time)
    var credentials = taskCredentials(task, at: time + 2)
    startContainer(task, with: credentials.execution, at: time + 4)
    let step = max(1, min(plan.duration, 200) / (plan.reads + plan.writes + 2))
    useBucket(plan, in: task, with: credentials.task, from: time + 12, step: step)
    if generator.chance(perMille: 300) { logsUseKey(of: task.runner, at: time + 14) }
    var renewal = 19_800
    while renewal < plan.duration {
      credentials = taskCredentials(task, at: time + renewal)
      var short = plan
      (short.reads, short.writes) = (1, 1)
      useBucket(short, in: task, with: credentials.task, from: time + renewal + 30, step: 40)
      renewal += 19_800
    }
  }

  private mutating func useBucket(
    _ plan: JobPlan, in task: RunningTask, with credential: Credential, from time: Timestamp,
    step: Int
  ) {
    guard let bucket = task.runner.tasks?.bucket else { return }
    let code = code(in: task, with: credential)
    let environment = "environments/\(generator.hex(8))"
    var now = time
    listObjects(in: bucket, prefix: environment + "/", by: code, at: now)
    for number in 0..<plan.reads {
      now = now + generator.number(in: 1...step)
      let name = number == 0 ? "terraform.tfstate" : "module-\(number).zip"
      getObject(
        "\(environment)/\(name)", in: bucket, size: generator.number(in: 4_000...90_000), by: code,
        at: now)
    }
    for number in 0..<plan.writes {
      now = now + generator.number(in: 1...step)
      let name = number == 0 ? "terraform.tfstate" : "plan-\(number).json"
      putObject(
        "\(environment)/\(name)", in: bucket, size: generator.number(in: 4_000...90_000), by: code,
        at: now)
    }
  }

  /// One run of a workflow or pod with web identity: login, some calls, and a chain of `depth`
  /// further roles, each assumed with the one before.
  package mutating func run(
    of runner: RunnerModel, through chain: [Role] = [], bucket: Bucket?, at time: Timestamp
  ) {
    let login = login(runner, at: time)
    var caller = Caller(login, from: runner.origin)
    getCallerIdentity(by: caller, at: time + 1, in: runner.place)
    var now = time + 3
    for role in chain {
      let next = assumeRole(
        role, session: login.sessionName, by: caller, at: now, in: runner.region)
      caller = Caller(next, from: runner.origin)
      now = now + generator.number(in: 1...20)
    }
    let place = Place(chain.last?.account ?? runner.account, runner.region)
    for _ in 0..<generator.number(in: 1...4) {
      now = now + generator.number(in: 1...30)
      if let bucket, bucket.account == place.account {
        putObject(
          "builds/\(generator.hex(10)).tar.gz", in: bucket, size: 812_331, by: caller, at: now)
      } else {
        var record = record(
          "DescribeRepositories", of: "ecr", by: caller, at: now, in: place)
        record.request = ["repositoryNames": ["shop/web"], "maxResults": 100]
        emit(record)
      }
    }
  }
}

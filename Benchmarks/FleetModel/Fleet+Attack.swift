extension Fleet {
  /// One whole attack on one runner: guesses, a stolen token, a task, its credentials, the bucket.
  mutating func attack(at time: Timestamp) {
    let spared = isChanging ? changed : 0
    let runner = runners[spared + attackTimes.count % (runners.count - spared)]
    let number = scenario.generator.number(in: 1...254)
    let origin = Origin("203.0.113.\(number)", .attackerShell)
    let login = scenario.planting("F07", on: runner, "Guesses, then a login from there") {
      scenario in
      scenario.planting("F06", on: runner, "Guessed subjects from one address") { scenario in
        for guess in 0..<7 {
          scenario.failedLogin(
            runner, subject: "initech+guess-\(guess)", at: time + guess * 50, from: origin)
        }
      }
      return scenario.planting("F04", on: runner, "A login from an address never seen before") {
        $0.login(runner, at: time + 900, from: origin)
      }
    }
    let attacker = Caller(login, from: origin)
    scenario.planting("S06", on: runner, "GetCallerIdentity, which the runner never needs") {
      _ = $0.getCallerIdentity(by: attacker, at: time + 930, in: runner.place)
    }
    chain(runner, by: attacker, at: time + 960)
    if let (task, credential) = startTask(runner, by: attacker, at: time + 1000) {
      copyBucket(of: runner, with: credential, at: time + 1200)
      respond(to: task, issuedBefore: time + 1100, at: time + 4600)
    }
  }

  /// A responder looks at the logs, stops the task and revokes the sessions of all three roles.
  /// That is late enough for no honest session of that time to be in use any more.
  private mutating func respond(
    to task: RunningTask, issuedBefore limit: Timestamp, at time: Timestamp
  ) {
    let runner = task.runner
    let staff = staff(of: runner.account)
    let responder = scenario.responder(
      "maria.keller", signIn: staff.signIn, role: staff.responder, at: time,
      from: Origin("198.51.100.200", .shell), in: runner.region)
    if let group = runner.tasks?.logGroup {
      let query = scenario.startQuery(
        [group], from: time - 7200, to: time, text: "fields @message | limit 50", on: runner,
        by: responder, at: time + 120)
      scenario.getQueryResults(query, on: runner, by: responder, at: time + 140)
    }
    scenario.stopTask(task, reason: "not ours", by: responder, at: time + 200)
    for (number, (_, role)) in runner.roles.enumerated() {
      scenario.revokeSessions(
        of: role, issuedBefore: limit, runner: runner, by: responder,
        at: time + 302 + number * 9)
    }
  }

  /// The task manager assumes the task role, which its trust permits, under a telling name.
  private mutating func chain(_ runner: RunnerModel, by attacker: Caller, at time: Timestamp) {
    guard let tasks = runner.tasks else { return }
    scenario.planting("S04", on: runner, "The task manager assumes the task role") { scenario in
      let credential = scenario.assumeRole(
        tasks.taskRole, session: "shell", by: attacker, at: time, in: runner.region,
        runner: runner)
      scenario.listObjects(
        in: tasks.bucket, by: Caller(credential, from: attacker.origin), at: time + 12)
    }
  }

  private mutating func startTask(
    _ runner: RunnerModel, by attacker: Caller, at time: Timestamp
  ) -> (RunningTask, Credential)? {
    var request = TaskRequest()
    request.command = [
      "sh", "-c", "curl http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI | sh",
    ]
    request.hasPublicAddress = true
    let rogue = request
    let task = scenario.planting("E02", on: runner, "A command that steals credentials") {
      $0.planting("E05", on: runner, "A task with a public address") {
        $0.runTask(runner, rogue, by: attacker, at: time).first
      }
    }
    guard let task else { return nil }
    scenario.createNetworkInterface(for: task, at: time + 5)
    let credentials = scenario.taskCredentials(task, at: time + 8)
    scenario.startContainer(task, with: credentials.execution, at: time + 10)
    return (task, credentials.task)
  }

  private mutating func copyBucket(
    of runner: RunnerModel, with credential: Credential, at time: Timestamp
  ) {
    guard let bucket = runner.tasks?.bucket else { return }
    let number = scenario.generator.number(in: 1...254)
    let thief = Caller(credential, from: Origin("203.0.113.\(number)", .attackerShell))
    scenario.planting("S01", on: runner, "Credentials of a task outside AWS") { scenario in
      scenario.planting("D02", on: runner, "The whole bucket listed") {
        _ = $0.listObjects(in: bucket, by: thief, at: time)
      }
      scenario.planting("D01", on: runner, "The bucket copied") { scenario in
        for number in 0..<60 {
          scenario.getObject(
            "environments/\(number)/terraform.tfstate", in: bucket, size: 3_000_000 + number * 7919,
            by: thief, at: time + 20 + number * 4)
        }
      }
      scenario.planting("I05", on: runner, "A try to make a user") {
        _ = $0.denied(
          "CreateUser", of: "iam", on: "arn:aws:iam::\(runner.account.id):user/helper", by: thief,
          at: time + 300, in: runner.place.global)
      }
    }
  }
}

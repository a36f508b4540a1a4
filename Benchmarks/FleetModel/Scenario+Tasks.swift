/// What a call of RunTask asks for beyond the usual.
package struct TaskRequest: Sendable {
  /// How many tasks.
  package var count = 1
  /// Another task definition than the runner's family, e.g. `humanitec_prod-runner:7`.
  package var definition: String?
  /// Another command for the container.
  package var command: [String] = []
  /// The image in the response, where the task definition names another one than usual.
  package var image: String?
  /// Another role for the code in the task.
  package var taskRole: Role?
  /// True for a public address.
  package var hasPublicAddress = false
  /// Another security group than the runner's.
  package var securityGroup: String?
  /// True for a shell into the task.
  package var enablesExec = false
  /// Why ECS starts nothing although the call succeeds, e.g. `RESOURCE:MEMORY`.
  package var failureReason: String?
  /// True in accounts whose task ARNs have the old, short format.
  package var hasShortARN = false

  /// The usual request.
  package init() {}
}

extension Scenario {
  /// RunTask; returns the started tasks, none where the request fails with a reason.
  package mutating func runTask(
    _ runner: RunnerModel, _ request: TaskRequest = TaskRequest(), by caller: Caller,
    at time: Timestamp
  ) -> [RunningTask] {
    guard let tasks = runner.tasks else { preconditionFailure("\(runner.name) has no cluster") }
    var record = record("RunTask", of: "ecs", by: caller, at: time, in: runner.place)
    let definition = request.definition ?? "\(tasks.family):\(generator.number(in: 3...60))"
    var started: [RunningTask] = []
    if request.failureReason == nil {
      for _ in 0..<request.count {
        started.append(runningTask(runner, tasks, request, record: record))
      }
    }
    let text = overrides(request)
    record.request = runTaskParameters(tasks, definition: definition, request, overrides: text)
    record.response = [
      "tasks": .array(
        started.map { taskJSON($0, tasks, request, definition: definition, overrides: text) }),
      "failures": .array(request.failureReason.map { [failure($0, runner, tasks)] } ?? []),
    ]
    let attribution =
      Attribution(caller.actor, source: record.source)
      ?? Attribution(runner.name, .task, why: .resource)
    var withTask = attribution
    if started.count == 1 { withTask.task = started[0].id }
    emit(record, withTask)
    for task in started { ledger.add(task) }
    return started
  }

  private mutating func runningTask(
    _ runner: RunnerModel, _ tasks: RunnerTasks, _ request: TaskRequest, record: Record
  ) -> RunningTask {
    let id = request.hasShortARN ? generator.uuid() : generator.hex(32)
    let folder = request.hasShortARN ? "" : "\(tasks.cluster)/"
    return RunningTask(
      id: id,
      arn: "arn:aws:ecs:\(runner.region.name):\(runner.account.id):task/\(folder)\(id)",
      runner: runner, taskRole: request.taskRole ?? tasks.taskRole,
      executionRole: tasks.executionRole,
      address: generator.privateAddress(network: tasks.network), attachment: generator.uuid(),
      runTaskEventID: record.eventID,
      startedBy: record.actor.credential?.accessKeyID, startedAt: record.time)
  }

  private func failure(_ reason: String, _ runner: RunnerModel, _ tasks: RunnerTasks) -> JSON {
    [
      "arn": .string(tasks.clusterARN(runner.account, runner.region)), "reason": .string(reason),
      "detail": "The request could not be placed",
    ]
  }

  /// The overrides as CloudTrail shows them: values of the environment are hidden since 2023.
  private func overrides(_ request: TaskRequest) -> JSON {
    var container: JSON = ["name": "main"]
    if !request.command.isEmpty {
      container = container.adding("command", .array(request.command.map(JSON.string)))
    }
    container = container.adding(
      "environment",
      [
        ["name": "RUNNER_JOB", "value": "HIDDEN_DUE_TO_SECURITY_REASONS"],
        ["name": "RUNNER_TOKEN", "value": "HIDDEN_DUE_TO_SECURITY_REASONS"],
      ])
    let overrides: JSON = ["containerOverrides": [container]]
    return overrides.adding("taskRoleArn", request.taskRole.map { .string($0.arn) })
  }

  private mutating func runTaskParameters(
    _ tasks: RunnerTasks, definition: String, _ request: TaskRequest, overrides: JSON
  ) -> JSON {
    let parameters: JSON = [
      "cluster": .string(tasks.cluster), "taskDefinition": .string(definition),
      "count": .integer(request.count), "launchType": "FARGATE",
      "networkConfiguration": [
        "awsvpcConfiguration": [
          "subnets": [.string(tasks.subnet)],
          "securityGroups": [.string(request.securityGroup ?? tasks.securityGroup)],
          "assignPublicIp": request.hasPublicAddress ? "ENABLED" : "DISABLED",
        ]
      ],
      "overrides": overrides, "enableECSManagedTags": false,
      "enableExecuteCommand": .bool(request.enablesExec),
      "clientToken": .string(generator.uuid()),
    ]
    return parameters
  }

  private mutating func taskJSON(
    _ task: RunningTask, _ tasks: RunnerTasks, _ request: TaskRequest, definition: String,
    overrides: JSON
  ) -> JSON {
    let prefix = "arn:aws:ecs:\(task.runner.region.name):\(task.runner.account.id)"
    return [
      "taskArn": .string(task.arn),
      "clusterArn": .string(tasks.clusterARN(task.runner.account, task.runner.region)),
      "taskDefinitionArn": "\(prefix):task-definition/\(definition)",
      "overrides": overrides, "lastStatus": "PROVISIONING", "desiredStatus": "RUNNING",
      "cpu": "512", "memory": "1024",
      "containers": [
        [
          "containerArn": "\(prefix):container/\(generator.uuid())",
          "taskArn": .string(task.arn), "name": "main",
          "image": .string(request.image ?? tasks.image),
          "lastStatus": "PENDING", "networkInterfaces": [], "cpu": "512", "memory": "1024",
        ]
      ],
      "version": 1, "createdAt": .string(task.startedAt.spelledOut),
      "group": "family:\(definition.prefix { $0 != ":" })", "launchType": "FARGATE",
      "platformVersion": "1.4.0", "platformFamily": "Linux",
      "attachments": [
        [
          "id": .string(task.attachment), "type": "ElasticNetworkInterface",
          "status": "PRECREATED",
          "details": [["name": "subnetId", "value": .string(tasks.subnet)]],
        ]
      ],
      "tags": [], "enableExecuteCommand": .bool(request.enablesExec),
    ]
  }
}

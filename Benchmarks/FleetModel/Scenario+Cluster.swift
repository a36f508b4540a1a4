extension Scenario {
  /// RegisterTaskDefinition; returns `family:revision`.
  package mutating func registerTaskDefinition(
    _ runner: RunnerModel, family: String? = nil, image: String? = nil, command: [String] = [],
    logs: Bool = true, by caller: Caller, at time: Timestamp
  ) -> String {
    guard let tasks = runner.tasks else { preconditionFailure("\(runner.name) has no cluster") }
    var record = record("RegisterTaskDefinition", of: "ecs", by: caller, at: time, in: runner.place)
    let family = family ?? tasks.family
    let revision = generator.number(in: 2...60)
    let definition = taskDefinition(
      runner, tasks, family: family, image: image ?? tasks.image, command: command, logs: logs)
    record.request = definition
    record.response = [
      "taskDefinition": definition.adding("revision", .integer(revision)).adding(
        "taskDefinitionArn",
        "arn:aws:ecs:\(runner.region.name):\(runner.account.id):task-definition/\(family):\(revision)"
      ).adding("status", "ACTIVE").adding("registeredAt", .string(time.spelledOut))
    ]
    emit(record, ownOrResource(caller, runner, record.source))
    return "\(family):\(revision)"
  }

  private func taskDefinition(
    _ runner: RunnerModel, _ tasks: RunnerTasks, family: String, image: String, command: [String],
    logs: Bool
  ) -> JSON {
    var container: JSON = ["name": "main", "image": .string(image), "essential": true]
    if !command.isEmpty {
      container = container.adding("command", .array(command.map(JSON.string)))
    }
    if logs {
      container = container.adding(
        "logConfiguration",
        [
          "logDriver": "awslogs",
          "options": [
            "awslogs-group": .string(tasks.logGroup),
            "awslogs-region": .string(runner.region.name), "awslogs-stream-prefix": "ecs",
          ],
        ])
    }
    return [
      "family": .string(family), "taskRoleArn": .string(tasks.taskRole.arn),
      "executionRoleArn": .string(tasks.executionRole.arn), "networkMode": "awsvpc",
      "containerDefinitions": [container], "requiresCompatibilities": ["FARGATE"], "cpu": "512",
      "memory": "1024",
    ]
  }

  /// DescribeTasks, with which the control plane follows its task.
  @discardableResult package mutating func describeTasks(
    _ tasks: [RunningTask], of runner: RunnerModel, by caller: Caller, at time: Timestamp
  ) -> String {
    var record = record("DescribeTasks", of: "ecs", by: caller, at: time, in: runner.place)
    record.request = [
      "cluster": .string(runner.tasks?.cluster ?? "default"),
      "tasks": .array(tasks.map { .string($0.arn) }),
    ]
    var attribution = ownOrResource(caller, runner, record.source)
    attribution.task = tasks.first?.id ?? attribution.task
    return emit(record, attribution)
  }

  /// ListTasks on the runner's cluster.
  @discardableResult package mutating func listTasks(
    of runner: RunnerModel, by caller: Caller, at time: Timestamp
  ) -> String {
    var record = record("ListTasks", of: "ecs", by: caller, at: time, in: runner.place)
    record.request = ["cluster": .string(runner.tasks?.cluster ?? "default")]
    return emit(record, ownOrResource(caller, runner, record.source))
  }

  /// StopTask.
  @discardableResult package mutating func stopTask(
    _ task: RunningTask, reason: String, by caller: Caller, at time: Timestamp
  ) -> String {
    var record = record("StopTask", of: "ecs", by: caller, at: time, in: task.runner.place)
    record.request = [
      "cluster": .string(task.runner.tasks?.cluster ?? "default"), "task": .string(task.id),
      "reason": .string(reason),
    ]
    record.response = [
      "task": [
        "taskArn": .string(task.arn), "desiredStatus": "STOPPED", "lastStatus": "RUNNING",
        "stopCode": "UserInitiated", "stoppedReason": .string(reason),
      ]
    ]
    var attribution = ownOrResource(caller, task.runner, record.source, why: .taskId)
    attribution.task = task.id
    return emit(record, attribution)
  }

  /// DeregisterTaskDefinition of `family:revision`.
  @discardableResult package mutating func deregisterTaskDefinition(
    _ definition: String, of runner: RunnerModel, by caller: Caller, at time: Timestamp
  ) -> String {
    var record = record(
      "DeregisterTaskDefinition", of: "ecs", by: caller, at: time, in: runner.place)
    record.request = ["taskDefinition": .string(definition)]
    record.response = ["taskDefinition": ["family": .string(definition), "status": "INACTIVE"]]
    return emit(record, ownOrResource(caller, runner, record.source))
  }

  /// Whose event a call on a resource of `runner` is: the calling runner's own; a responder's
  /// work on `runner`; or somebody's use of its resource.
  func ownOrResource(
    _ caller: Caller, _ runner: RunnerModel, _ source: String, why: Reason = .resource
  ) -> Attribution {
    if let own = Attribution(caller.actor, source: source) { return own }
    let isResponder = caller.actor.credential?.isResponder ?? false
    return Attribution(runner.name, isResponder ? .response : Stage(source: source), why: why)
  }
}

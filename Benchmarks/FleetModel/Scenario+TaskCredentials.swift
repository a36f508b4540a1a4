extension Scenario {
  /// How long credentials of a task last: six hours in real logs.
  package static let taskCredentialLifetime = 21_600

  /// ECS assumes the task role and the execution role: two events in one second whose sessions
  /// bear the same name, the task's id. Called again for the same task it is a renewal.
  package mutating func taskCredentials(_ task: RunningTask, at time: Timestamp) -> TaskCredentials
  {
    let executionFirst = generator.chance(perMille: 700)
    if executionFirst {
      let execution = issue(task.executionRole, kind: .execution, for: task, at: time)
      return TaskCredentials(
        task: issue(task.taskRole, kind: .task, for: task, at: time), execution: execution)
    }
    let code = issue(task.taskRole, kind: .task, for: task, at: time)
    return TaskCredentials(
      task: code, execution: issue(task.executionRole, kind: .execution, for: task, at: time))
  }

  private mutating func issue(
    _ role: Role, kind: SessionKind, for task: RunningTask, at time: Timestamp
  ) -> Credential {
    var record = record(
      "AssumeRole", of: "sts", by: .service("ecs-tasks.amazonaws.com"), at: time,
      in: task.runner.place)
    let credential = Credential(
      accessKeyID: generator.temporaryKeyID(), role: role, sessionName: task.id, issuedAt: time,
      expiresAt: time + Self.taskCredentialLifetime, kind: kind, issuingEventID: record.eventID,
      runner: task.runner.name, roleKind: task.runner.roles.first { $0.role == role }?.kind,
      task: task.id)
    record.request = ["roleArn": .string(role.arn), "roleSessionName": .string(task.id)]
    record.response = ["credentials": credentialsJSON(credential)]
    record.resources = [roleResource(role)]
    record.sharedEventID = generator.uuid()
    emit(
      record,
      Attribution(
        task.runner.name, .identity, why: .taskId, task: task.id, role: credential.roleKind),
      issuing: credential.accessKeyID)
    ledger.add(credential, parent: task.startedBy)
    return credential
  }

  /// ECS makes the task's network interface through its service-linked role.
  @discardableResult package mutating func createNetworkInterface(
    for task: RunningTask, at time: Timestamp
  ) -> String {
    guard let tasks = task.runner.tasks else { preconditionFailure("a task has a cluster") }
    let service = "ecs.amazonaws.com"
    let linked = Role(
      account: task.runner.account, path: "/aws-service-role/\(service)/",
      name: "AWSServiceRoleForECS", id: "AROAECSLINKED0EXAMPLE")
    let actor = Actor.serviceLinked(
      linked, session: "ecs-eni-provisioning", service: service, since: time - 90)
    var record = record(
      "CreateNetworkInterface", of: "ec2", by: Caller(actor, from: .service(service)), at: time,
      in: task.runner.place)
    let prefix = "arn:aws:ecs:\(task.runner.region.name):\(task.runner.account.id)"
    record.request = [
      "subnetId": .string(tasks.subnet),
      "description": "\(prefix):attachment/\(task.attachment)",
      "groupSet": ["items": [["groupId": .string(tasks.securityGroup)]]],
      "privateIpAddressesSet": [:],
    ]
    record.response = [
      "requestId": .string(generator.uuid()), "networkInterface": interface(task, tasks),
    ]
    return emit(
      record, Attribution(task.runner.name, .network, why: .resource, task: task.id))
  }

  private mutating func interface(_ task: RunningTask, _ tasks: RunnerTasks) -> JSON {
    [
      "networkInterfaceId": .string(generator.resourceID("eni")),
      "subnetId": .string(tasks.subnet), "availabilityZone": "\(task.runner.region.name)a",
      "ownerId": .string(task.runner.account.id), "requesterManaged": true, "status": "pending",
      "privateIpAddress": .string(task.address), "sourceDestCheck": true,
      "interfaceType": "interface",
      "groupSet": ["items": [["groupId": .string(tasks.securityGroup), "groupName": "tasks"]]],
      "privateIpAddressesSet": [
        "item": [["privateIpAddress": .string(task.address), "primary": true]]
      ],
      "ipv6AddressesSet": [:], "tagSet": [:],
    ]
  }

  /// ECS starts the container with the execution role: image pull, log stream.
  package mutating func startContainer(
    _ task: RunningTask, with credential: Credential, at time: Timestamp
  ) {
    guard let tasks = task.runner.tasks else { preconditionFailure("a task has a cluster") }
    let origin = Origin(task.address, .agent, through: tasks.interfaceEndpoint)
    let caller = Caller(credential, from: origin)
    emit(record("GetAuthorizationToken", of: "ecr", by: caller, at: time, in: task.runner.place))
    var stream = record(
      "CreateLogStream", of: "logs", by: caller, at: time + 2, in: task.runner.place)
    stream.request = [
      "logGroupName": .string(tasks.logGroup), "logStreamName": "ecs/main/\(task.id)",
    ]
    emit(stream)
  }

  /// The caller that the code in `task` is, with the credentials it has at the time.
  package func code(in task: RunningTask, with credential: Credential) -> Caller {
    Caller(
      credential, from: Origin(task.address, .task, through: task.runner.tasks?.storageEndpoint))
  }
}

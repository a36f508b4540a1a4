extension TruthEvent {
  /// The line of `truth/events.ndjson`.
  ///
  /// Service and call have names of their own: with CloudTrail's, the line would pass for a record.
  package var json: JSON {
    let head: JSON = [
      "eventID": .string(eventID), "eventTime": .string(time.iso),
      "account": .string(place.account.id), "region": .string(place.region.name),
      "service": .string(source), "call": .string(name),
    ]
    return head.adding("errorCode", errorCode.map(JSON.string))
      .adding("runner", .string(attribution.runner))
      .adding("session", attribution.session.map(JSON.string))
      .adding("issued", issued.map(JSON.string))
      .adding("task", attribution.task.map(JSON.string))
      .adding("stage", .string(attribution.stage.rawValue))
      .adding("why", .string(attribution.why.rawValue))
      .adding("role", attribution.role.map { .string($0.rawValue) })
  }
}

extension TruthSession {
  /// The line of `truth/sessions.ndjson`.
  package var json: JSON {
    let head: JSON = [
      "session": .string(credential.accessKeyID), "runner": .string(credential.runner ?? ""),
      "kind": .string(credential.kind.rawValue), "roleArn": .string(credential.role.arn),
      "roleId": .string(credential.role.id), "roleSessionName": .string(credential.sessionName),
      "issuedBy": .string(credential.issuingEventID),
      "issuedAt": .string(credential.issuedAt.iso),
      "expiresAt": .string(credential.expiresAt.iso),
    ]
    return head.adding("parent", parent.map(JSON.string))
      .adding("task", credential.task.map(JSON.string)).adding("events", .integer(events))
  }
}

extension RunningTask {
  /// The line of `truth/tasks.ndjson`.
  package var json: JSON {
    let object: JSON = [
      "task": .string(id), "taskArn": .string(arn), "runner": .string(runner.name),
      "runTask": .string(runTaskEventID), "startedAt": .string(startedAt.iso),
      "taskRoleArn": .string(taskRole.arn), "executionRoleArn": .string(executionRole.arn),
      "address": .string(address),
    ]
    return object.adding("startedBy", startedBy.map(JSON.string))
  }
}

extension TruthRunner {
  /// The line of `truth/runners.ndjson`.
  package var json: JSON {
    var roles: [JSON] = []
    for (kind, role) in model.roles {
      roles.append([
        "kind": .string(kind.rawValue), "roleArn": .string(role.arn), "roleId": .string(role.id),
      ])
    }
    let object: JSON = [
      "runner": .string(model.name), "account": .string(model.account.id),
      "region": .string(model.region.name), "provider": .string(model.provider),
      "subject": .string(model.subject), "roles": .array(roles),
      "formerRoleIds": .array(formerRoleIDs.map(JSON.string)),
    ]
    return object.adding("retiredAt", retiredAt.map { .string($0.iso) })
      .adding("resources", model.tasks.map { resources($0) })
  }

  private func resources(_ tasks: RunnerTasks) -> JSON {
    let object: JSON = [
      "cluster": .string(tasks.clusterARN(model.account, model.region)),
      "bucket": .string(tasks.bucket.name), "logGroup": .string(tasks.logGroup),
      "family": .string(tasks.family),
    ]
    return object.adding("key", tasks.key.map { .string($0.arn) })
  }
}

extension PlantedAttack {
  /// The line of `truth/attacks.ndjson`.
  package var json: JSON {
    [
      "id": .string(id), "runner": .string(runner), "title": .string(title),
      "eventIDs": .array(eventIDs.map(JSON.string)),
    ]
  }
}

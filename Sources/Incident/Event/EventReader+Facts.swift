internal import CloudTrail

extension EventReader {
  /// Notes what the record tells about identities.
  mutating func readFacts(
    _ bytes: Span<UInt8>, _ service: WatchedService, _ event: inout Event
  ) {
    switch (service, strings.text(event.name)) {
    case (.sts, let call): readIssuance(bytes, call, &event)
    case (.ecs, "RunTask"), (.ecs, "StartTask"): readTaskStart(bytes, &event)
    case (.ecs, "RegisterTaskDefinition"): readDefinition(bytes, event)
    case (.ecs, "ExecuteCommand"): event.isIssuing = event.errorCode == .none
    case (.kms, _): readKeyUse(event)
    case (.logs, "StartQuery"): readQuery(bytes, event)
    case (.s3, "PutBucketLogging"): readLogTarget(bytes, event)
    case (.iam, "AttachRolePolicy"): noteAttachment(map, bytes, event)
    case (.cloudtrail, "CreateTrail"), (.cloudtrail, "UpdateTrail"):
      noteTrailBucket(map, bytes, Field.s3BucketName)
    default: break
    }
  }

  /// Calls that issue credentials of no role (AWS STS API reference).
  private static let roleless: Set = ["AssumeRoot", "GetSessionToken", "GetFederationToken"]

  private mutating func readIssuance(_ bytes: Span<UInt8>, _ call: String, _ event: inout Event) {
    noteLogin(event)
    let request = record.node(.request)
    let response = record.node(.response)
    let isAssuming = call.hasPrefix("AssumeRole")
    guard event.errorCode == .none, isAssuming || Self.roleless.contains(call),
      isAssuming || response.map({ map.nodes[$0].kind == .object }) == true
    else { return }
    event.isIssuing = true
    let principal = principals.principals[event.principal]
    let credentials = map.member(Field.credentials, of: response, in: bytes)
    let assumed = map.member(Field.assumedRoleUser, of: response, in: bytes)
    let issuance =
      Issuance(
        time: event.time, eventID: event.id, eventName: common.shared(call) ?? call,
        caller: event.principal,
        roleArn: common.shared(map.text(Field.roleArn, of: request, in: bytes)),
        roleSessionName: common.shared(map.text(Field.roleSessionName, of: request, in: bytes)),
        accessKeyID: map.text(Field.accessKeyID, of: credentials, in: bytes),
        expiration: map.text(Field.expiration, of: credentials, in: bytes)
          .flatMap { EventTime(responseDate: $0) },
        durationSeconds: map.text(Field.durationSeconds, of: request, in: bytes)
          .flatMap { Int64($0) },
        assumedRoleID: map.text(Field.assumedRoleID, of: assumed, in: bytes),
        subject: common.shared(
          map.text(Field.subject, of: response, in: bytes)
            ?? (principal.type == "WebIdentityUser" ? principal.userName : nil)),
        provider: common.shared(
          principal.provider ?? map.text(Field.provider, of: response, in: bytes)),
        audience: common.shared(map.text(Field.audience, of: response, in: bytes)),
        sourceIdentity: map.text(Field.sourceIdentity, of: request, in: bytes)
          ?? map.text(Field.sourceIdentity, of: response, in: bytes),
        service: principal.isService ? common.shared(principal.invokedBy) : nil,
        sharedEventID: event.sharedID, accountID: strings.optionalText(event.account),
        place: FactPlace(of: event))
    bareCalls.note(issuance, by: principal)
    facts.issuances.append(issuance)
  }

  private mutating func noteLogin(_ event: Event) {
    guard principals.traits[event.principal].contains(.isWebIdentity) else { return }
    let principal = principals.principals[event.principal]
    let role = event.mentions.first { $0.kind == .role }.map { strings.text($0.name) }
    facts.logins.insert(
      LoginAttempt(subject: principal.userName, provider: principal.provider, role: role))
  }

  private mutating func readTaskStart(_ bytes: Span<UInt8>, _ event: inout Event) {
    guard event.errorCode == .none else { return }
    let request = record.node(.request)
    let response = record.node(.response)
    let tasks = map.member(Field.tasks, of: response, in: bytes)
    let ids = (tasks.map { Array(map.children(of: $0)) } ?? []).compactMap { task in
      map.text(Field.taskArn, of: task, in: bytes).map(ResourceName.task)
    }
    event.startedNothing = ids.isEmpty
    noteNetwork(map, bytes, request, event)
    guard !ids.isEmpty else { return }
    let overrides = map.member(Field.overrides, of: request, in: bytes)
    let first = tasks.flatMap { map.children(of: $0).first { _ in true } }
    facts.taskStarts.append(
      TaskStart(
        time: event.time, eventID: event.id, caller: event.principal,
        account: strings.text(event.account), taskIDs: ids,
        cluster: (map.text(Field.clusterArn, of: first, in: bytes)
          ?? map.text(Field.cluster, of: request, in: bytes)).map(ResourceName.cluster),
        taskDefinition: (map.text(Field.taskDefinitionArn, of: first, in: bytes)
          ?? map.text(Field.taskDefinition, of: request, in: bytes))
          .map(ResourceName.taskDefinition),
        taskRoleArn: map.text(Field.taskRoleArn, of: overrides, in: bytes),
        executionRoleArn: map.text(Field.executionRoleArn, of: overrides, in: bytes),
        attachments: attachments(bytes, of: tasks), place: FactPlace(of: event)))
  }

  /// The tasks by the ids of their network attachments.
  private func attachments(_ bytes: Span<UInt8>, of tasks: Int?) -> [String: String] {
    var found: [String: String] = [:]
    for task in tasks.map({ Array(map.children(of: $0)) }) ?? [] {
      guard let arn = map.text(Field.taskArn, of: task, in: bytes),
        let list = map.member(Field.attachments, of: task, in: bytes)
      else { continue }
      for attachment in map.children(of: list) {
        if let id = map.text(Field.attachmentID, of: attachment, in: bytes) {
          found[id] = ResourceName.task(arn)
        }
      }
    }
    return found
  }

  private mutating func readQuery(_ bytes: Span<UInt8>, _ event: Event) {
    let response = record.node(.response)
    guard let id = map.text(Field.queryID, of: response, in: bytes) else { return }
    facts.queries[id] = event.mentions.filter { $0.kind == .logGroup }.map {
      QueriedGroup(name: strings.text($0.name), account: strings.text($0.account))
    }
  }

  private mutating func readLogTarget(_ bytes: Span<UInt8>, _ event: Event) {
    let request = record.node(.request)
    let status = map.member(Field.bucketLoggingStatus, of: request, in: bytes)
    let enabled = map.member(Field.loggingEnabled, of: status, in: bytes)
    guard event.errorCode == .none, let bucket = map.text(Field.bucketName, of: request, in: bytes),
      let target = map.text(Field.targetBucket, of: enabled, in: bytes)
    else { return }
    let prefix = map.text(Field.targetPrefix, of: enabled, in: bytes) ?? ""
    facts.logTargets.insert(LogTarget(bucket: bucket, target: target, prefix: prefix))
  }

  private mutating func readDefinition(_ bytes: Span<UInt8>, _ event: Event) {
    guard event.errorCode == .none else { return }
    let request = record.node(.request)
    noteImages(map, bytes, request, event)
    let response = record.node(.response)
    let registered = map.member(Field.taskDefinition, of: response, in: bytes)
    let containers = map.member(Field.containerDefinitions, of: request, in: bytes)
    let groups = (containers.map { Array(map.children(of: $0)) } ?? []).compactMap {
      logGroup(bytes, ofContainer: $0, event)
    }
    guard
      let name = map.text(Field.taskDefinitionArn, of: registered, in: bytes)
        ?? map.text(Field.family, of: request, in: bytes)
    else { return }
    facts.taskDefinitions.append(
      TaskDefinition(
        time: event.time, eventID: event.id, caller: event.principal,
        account: strings.text(event.account), name: ResourceName.taskDefinition(name),
        taskRoleArn: map.text(Field.taskRoleArn, of: request, in: bytes),
        executionRoleArn: map.text(Field.executionRoleArn, of: request, in: bytes),
        logGroups: groups, place: FactPlace(of: event)))
  }

  /// Where a container writes its logs; nil where that is no log group. The options of the driver
  /// are those of "Send Amazon ECS logs to CloudWatch" in the ECS developer guide.
  private func logGroup(_ bytes: Span<UInt8>, ofContainer container: Int, _ event: Event)
    -> TaskDefinition.LogGroup?
  {
    let configuration = map.member(Field.logConfiguration, of: container, in: bytes)
    let options = map.member(Field.options, of: configuration, in: bytes)
    guard let name = map.text(Field.awslogsGroup, of: options, in: bytes) else { return nil }
    let region = map.text(Field.awslogsRegion, of: options, in: bytes)
    return TaskDefinition.LogGroup(name: name, region: region ?? strings.text(event.region))
  }

  private mutating func readKeyUse(_ event: Event) {
    guard event.errorCode == .none, let bucket = ResourceName.bucket(arn: event.contextArn),
      let key = event.mentions.first(where: { $0.kind == .key })
    else { return }
    facts.keyUses.insert(
      KeyUse(key: strings.text(key.name), bucket: bucket, principal: event.principal))
  }
}

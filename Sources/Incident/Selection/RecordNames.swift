package import CloudTrail

/// The names in a record by which a user may ask for it.
package enum RecordNames {
  /// Everything that names the caller: ARN, user name, principal id, the issuing role, the
  /// subject of a web identity, the service.
  package static func principals(_ map: JSONMap, _ bytes: Span<UInt8>) -> [String] {
    guard let identity = map.member(Field.userIdentity, of: 0, in: bytes) else { return [] }
    let context = map.member("sessionContext", of: identity, in: bytes)
    let issuer = map.member("sessionIssuer", of: context, in: bytes)
    var names: [String] = []
    for field: FieldName in ["arn", "userName", "principalId", "invokedBy"] {
      if let name = map.text(field, of: identity, in: bytes) { names.append(name) }
    }
    for field: FieldName in ["arn", "userName", "principalId"] {
      if let name = map.text(field, of: issuer, in: bytes) { names.append(name) }
    }
    // The last part of an ARN is the name people know.
    return names + names.compactMap { $0.split(separator: "/").last.map(String.init) }
  }

  /// Access keys: the one used, the one issued, the one acted upon.
  package static func keys(_ map: JSONMap, _ bytes: Span<UInt8>) -> [String] {
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    let response = map.member(Field.responseElements, of: 0, in: bytes)
    let places = [
      map.member(Field.userIdentity, of: 0, in: bytes), request,
      map.member(Field.credentials, of: response, in: bytes),
      map.member("accessKey", of: response, in: bytes),
    ]
    return places.compactMap { map.text(Field.accessKeyID, of: $0, in: bytes) }
  }

  /// How the call ended: a RunTask without a started task and a failed login to the console did not
  /// succeed, though their records have no error code.
  package static func outcome(_ map: JSONMap, _ bytes: Span<UInt8>) -> Outcome {
    let outcome = Outcome(errorCode: map.text(Field.errorCode, of: 0, in: bytes))
    guard outcome == .success else { return outcome }
    let response = map.member(Field.responseElements, of: 0, in: bytes)
    switch map.text(Field.eventName, of: 0, in: bytes) {
    case "RunTask" where map.text(Field.eventSource, of: 0, in: bytes) == "ecs.amazonaws.com":
      let tasks = map.member(Field.tasks, of: response, in: bytes)
      let isStarted = tasks.map { map.children(of: $0).contains { _ in true } } ?? false
      return isStarted ? .success : .error
    case "ConsoleLogin":
      return map.text("ConsoleLogin", of: response, in: bytes) == "Failure" ? .denied : .success
    default: return .success
    }
  }

  /// `eventCategory`, or what it would be in a record older than version 1.07.
  package static func category(_ map: JSONMap, _ bytes: Span<UInt8>) -> String {
    if let category = map.text(Field.eventCategory, of: 0, in: bytes) { return category }
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    let isObjectCall =
      map.text(Field.bucketName, of: request, in: bytes) != nil
      && map.text(Field.key, of: request, in: bytes) != nil
    return isObjectCall ? "Data" : "Management"
  }

  /// Buckets, `bucket/key`, ARNs, key ids, tasks, roles, log groups …
  package static func resources(_ map: JSONMap, _ bytes: Span<UInt8>) -> [String] {
    var names: [String] = []
    if let list = map.member(Field.resources, of: 0, in: bytes) {
      for resource in map.children(of: list) {
        names += [Field.resourceARN, Field.oldResourceARN].compactMap {
          map.text($0, of: resource, in: bytes)
        }
      }
    }
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    if let bucket = map.text(Field.bucketName, of: request, in: bytes) {
      names.append(bucket)
      if let key = map.text(Field.key, of: request, in: bytes) { names.append("\(bucket)/\(key)") }
    }
    for field in requestFields { names += map.texts(field, of: request, in: bytes) }
    let response = map.member(Field.responseElements, of: 0, in: bytes)
    if let tasks = map.member(Field.tasks, of: response, in: bytes) {
      names += map.children(of: tasks).compactMap { map.text(Field.taskArn, of: $0, in: bytes) }
    }
    for (member, name) in responseARNs {
      let node = map.member(member, of: response, in: bytes)
      if let arn = map.text(name, of: node, in: bytes) { names.append(arn) }
    }
    // A task or role may be asked for by the last part of its ARN.
    return names
      + names.filter { $0.hasPrefix("arn:") }.compactMap {
        $0.split(separator: "/").last.map(String.init)
      }
  }

  /// What the answer to a call on one thing tells of it.
  private static let responseARNs: [(member: FieldName, name: FieldName)] = [
    ("task", Field.taskArn), (Field.taskDefinition, Field.taskDefinitionArn),
    (Field.cluster, Field.clusterArn), ("role", "arn"),
  ]

  private static let requestFields = [
    Field.keyID, Field.roleArn, Field.roleName, Field.cluster, Field.task, Field.tasks,
    Field.taskDefinition, Field.family, Field.logGroupName, Field.logGroupNames,
    Field.logGroupIdentifier, Field.logGroupIdentifiers, Field.policyArn, Field.oidcProviderArn,
  ]
}

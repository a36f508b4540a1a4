internal import CloudTrail

/// What one record tells of the reach of a session.
struct ReachFact: Sendable {
  /// What was done to an object.
  enum ObjectUse: Sendable {
    case read, write, delete, list, other
  }

  /// One thing that the record names.
  enum Target: Sendable {
    case object(bucket: String, key: String?, ObjectUse, bytesOut: Int, bytesIn: Int)
    case key(String, contexts: [String])
    case item(SessionReach.Item.Kind, String)
  }

  /// Nil where the record has none.
  var id: EventID?
  /// What both records of a call into another account share.
  var sharedID: EventID?
  /// The account that logged it.
  var account: String
  var session: Int
  var time: EventTime
  /// `s3:GetObject`
  var call: String
  var isDenied: Bool
  var targets: [Target]
}

/// Reads what a record names, of the services whose data matters.
struct ReachReader {
  let map: JSONMap
  private let service: String
  private let call: String

  init(_ map: JSONMap, service: String, call: String) {
    self.map = map
    self.service = service
    self.call = call
  }

  /// The targets of the record in `map`.
  func targets(_ bytes: Span<UInt8>) -> [ReachFact.Target] {
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    switch service {
    case "s3": return object(request, bytes)
    case "kms": return key(request, bytes)
    case "secretsmanager", "ssm": return secrets(request, bytes)
    case "ecs": return tasks(request, bytes)
    case "ecr": return items(.image, ["repositoryName", "repositoryNames"], request, bytes)
    case "logs": return items(.logGroup, ["logGroupName", "logGroupNames"], request, bytes)
    case "sts": return items(.role, ["roleArn"], request, bytes)
    case "iam": return items(.identity, ["userName", "roleName", "policyArn"], request, bytes)
    default: return []
    }
  }

  private func object(_ request: Int?, _ bytes: Span<UInt8>) -> [ReachFact.Target] {
    let resources = map.member(Field.resources, of: 0, in: bytes)
    guard let bucket = ResourceReader.bucket(map, bytes, request, resources) else { return [] }
    let additional = map.member(Field.additionalEventData, of: 0, in: bytes)
    func count(_ name: FieldName) -> Int {
      TransferredBytes.read(map.text(name, of: additional, in: bytes))
    }
    let key = map.text(Field.key, of: request, in: bytes)
    let target = ReachFact.Target.object(
      bucket: bucket, key: key, use(hasKey: key != nil),
      bytesOut: count("bytesTransferredOut"), bytesIn: count("bytesTransferredIn"))
    return [target] + copied(request, bytes)
  }

  /// The object that a copy reads; how many bytes that are, the record does not tell.
  private func copied(_ request: Int?, _ bytes: Span<UInt8>) -> [ReachFact.Target] {
    guard WatchedService.isCopy(named: call),
      let source = map.text(Field.copySource, of: request, in: bytes),
      let (bucket, key) = ResourceName.object(ofCopySource: source)
    else { return [] }
    return [.object(bucket: bucket, key: key, .read, bytesOut: 0, bytesIn: 0)]
  }

  private func use(hasKey: Bool) -> ReachFact.ObjectUse {
    if call.hasPrefix("List") { return .list }
    if call.hasPrefix("Delete"), call.holds("Object") { return .delete }
    guard hasKey else { return .other }
    if ["GetObject", "SelectObjectContent", "GetObjectTorrent"].contains(call) { return .read }
    let writes = [
      "PutObject", "CopyObject", "UploadPart", "UploadPartCopy", "CompleteMultipartUpload",
      "RestoreObject",
    ]
    return writes.contains(call) ? .write : .other
  }

  private func key(_ request: Int?, _ bytes: Span<UInt8>) -> [ReachFact.Target] {
    let resources = map.member(Field.resources, of: 0, in: bytes).map { list in
      map.children(of: list).compactMap { map.text(Field.resourceARN, of: $0, in: bytes) }
    }
    let named =
      (resources ?? []).first { $0.holds(":kms:") }
      ?? map.text(Field.keyID, of: request, in: bytes)
    guard let named else { return [] }
    var contexts: [String] = []
    if let context = map.member(Field.encryptionContext, of: request, in: bytes),
      map.nodes[context].kind == .object
    {
      for child in map.children(of: context) {
        contexts.append(map.text(of: child, in: bytes) ?? map.keyText(of: child, in: bytes) ?? "")
      }
    }
    return [.key(named, contexts: contexts)]
  }

  private func secrets(_ request: Int?, _ bytes: Span<UInt8>) -> [ReachFact.Target] {
    let names = (["secretId", "secretIdList", "name", "names", "path"] as [FieldName])
      .flatMap { map.texts($0, of: request, in: bytes) }
    return names.map { name in
      service == "ssm"
        ? .item(.parameter, SecretName.parameter(name))
        : .item(.secret, SecretName.secret(name))
    }
  }

  private func tasks(_ request: Int?, _ bytes: Span<UInt8>) -> [ReachFact.Target] {
    let response = map.member(Field.responseElements, of: 0, in: bytes)
    let started = map.member(Field.tasks, of: response, in: bytes).map {
      Array(map.children(of: $0))
    }
    var targets: [ReachFact.Target] = []
    for task in started ?? [] {
      if let arn = map.text(Field.taskArn, of: task, in: bytes) {
        targets.append(.item(.task, ResourceName.task(arn)))
      }
      targets += images(map.member("containers", of: task, in: bytes), bytes)
    }
    targets += images(map.member(Field.containerDefinitions, of: request, in: bytes), bytes)
    let named =
      map.texts(Field.task, of: request, in: bytes) + map.texts(Field.tasks, of: request, in: bytes)
    return targets + named.map { .item(.task, ResourceName.task($0)) }
  }

  private func images(_ list: Int?, _ bytes: Span<UInt8>) -> [ReachFact.Target] {
    guard let list else { return [] }
    return map.children(of: list).compactMap { container in
      map.text("image", of: container, in: bytes).map { .item(.image, $0) }
    }
  }

  private func items(
    _ kind: SessionReach.Item.Kind, _ names: [FieldName], _ request: Int?, _ bytes: Span<UInt8>
  ) -> [ReachFact.Target] {
    var found = names.flatMap { map.texts($0, of: request, in: bytes) }
    if found.isEmpty, let message = map.text(Field.errorMessage, of: 0, in: bytes),
      let denied = ResourceName.denied(message), denied != "*"
    {
      found = [denied]
    }
    return found.map { .item(kind, $0) }
  }
}

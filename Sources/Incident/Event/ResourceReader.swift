internal import CloudTrail

/// Reads which resources a record names, by the shapes of each service.
///
/// Field names: the services' API references as CloudTrail renders them (lower camel case; IAM
/// and STS name roles, ECS names or ARNs, KMS ids, ARNs or aliases). A denied call often has no
/// request parameters; then the sentence of the denial names the resource.
enum ResourceReader {
  /// The members of a record that tell most of its resources and their use, by node; nil where
  /// there is none.
  struct Parts {
    let request: Int?
    let response: Int?
    let additional: Int?
    let resources: Int?
    let errorMessage: Int?
  }

  /// Notes the resources of the record in `map`, whose `parts` are found, on `event`.
  static func read(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ parts: Parts, _ service: WatchedService?,
    into event: inout Event, _ strings: inout StringTable
  ) {
    switch service {
    case .s3: readS3(map, bytes, parts, &event, &strings)
    case .kms: readKMS(map, bytes, parts, &event, &strings)
    case .sts, .iam: readIdentity(map, bytes, parts.request, &event, &strings)
    case .ecs: readECS(map, bytes, parts, &event, &strings)
    case .logs: readLogs(map, bytes, parts.request, &event, &strings)
    case .ec2: readEC2(map, bytes, parts.request, &event, &strings)
    case .cloudtrail, .athena, .accessAnalyzer, nil: break
    }
    if event.resource.isEmpty { readGeneric(map, bytes, parts, &event) }
    guard event.mentions.isEmpty else { return }
    if let mention = mention(ofArn: event.resource, in: event.account, &strings) {
      event.mentions.append(mention)
    } else if service == .iam, event.errorCode != .none,
      let name = parts.errorMessage.flatMap({ map.text(of: $0, in: bytes) })
        .flatMap(ResourceName.deniedRole)
    {
      event.mentions.append(
        Mention(.role, strings.intern("\(strings.text(event.account))/\(name)")))
    }
  }

  private static func readS3(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ parts: Parts, _ event: inout Event,
    _ strings: inout StringTable
  ) {
    guard let bucket = bucket(map, bytes, parts.request, parts.resources) else { return }
    event.mentions.append(Mention(.bucket, strings.intern(bucket), in: event.account))
    if WatchedService.isCopy(event.name),
      let source = map.text(Field.copySource, of: parts.request, in: bytes)
        .flatMap(ResourceName.bucket(ofCopySource:))
    {
      event.mentions.append(Mention(.sourceBucket, strings.intern(source), in: event.account))
    }
    let key = map.text(Field.key, of: parts.request, in: bytes)
    let prefix = map.text(Field.prefix, of: parts.request, in: bytes)
    if let applied = map.text(Field.encryptionApplied, of: parts.additional, in: bytes) {
      event.encryption = strings.intern(applied)
    }
    event.bytesOut = Int64(
      TransferredBytes.read(map.text(Field.bytesTransferredOut, of: parts.additional, in: bytes)))
    event.resource = bucket
    if let name = key ?? prefix { event.resource += "/" + name }
  }

  /// The bucket that a call to S3 is about, by its `request` and `resources`. One that is reached
  /// through an access point stands among the resources alone (Amazon S3 user guide, "Monitoring
  /// and logging access points").
  static func bucket(_ map: JSONMap, _ bytes: Span<UInt8>, _ request: Int?, _ resources: Int?)
    -> String?
  {
    guard let named = map.text(Field.bucketName, of: request, in: bytes) else { return nil }
    guard ResourceName.isAccessPoint(named) else { return named }
    // ARNs of access points have an account, those of buckets and objects none.
    let listed = arns(map, bytes, resources).first { JSONText.contains($0, bucketPart) }
    return listed.flatMap(ResourceName.bucket(arn:)) ?? named
  }

  private static let bucketPart = Array(":s3:::".utf8)

  private static func readKMS(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ parts: Parts, _ event: inout Event,
    _ strings: inout StringTable
  ) {
    let listed = arns(map, bytes, parts.resources).filter { JSONText.contains($0, kmsPart) }
    let details = map.member(Field.serviceEventDetails, of: 0, in: bytes)
    // Replicas of a multi-Region key have its id, too: the ARN tells which one was asked for.
    let asked = map.texts(Field.keyID, of: parts.request, in: bytes).filter { key in
      !key.hasPrefix("mrk-") || !listed.contains { $0.hasSuffix(":key/\(key)") }
    }
    let keys = listed + asked + map.texts(Field.keyID, of: details, in: bytes)
    event.resource = keys.first ?? ""
    for key in keys { event.mentions.append(Mention(.key, strings.intern(key))) }
    let context = map.member(Field.encryptionContext, of: parts.request, in: bytes)
    event.contextArn = map.text(Field.s3Arn, of: context, in: bytes) ?? ""
    if let arn = map.text(Field.logsArn, of: context, in: bytes) {
      event.contextArn = arn
      mention(.logGroup, arn, ResourceName.logGroup(arn), &event, &strings)
    }
  }

  private static let kmsPart = Array(":kms:".utf8)

  private static func readIdentity(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ request: Int?, _ event: inout Event,
    _ strings: inout StringTable
  ) {
    if let arn = map.text(Field.roleArn, of: request, in: bytes) {
      event.resource = arn
      if let role = ResourceName.role(arn: arn) {
        event.mentions.append(Mention(.role, strings.intern(role)))
      }
    } else if let name = map.text(Field.roleName, of: request, in: bytes) {
      event.resource = name
      event.mentions.append(
        Mention(.role, strings.intern("\(strings.text(event.account))/\(name)")))
    } else {
      for field in [Field.oidcProviderArn, Field.policyArn, Field.userName]
      where event.resource.isEmpty {
        event.resource = map.text(field, of: request, in: bytes) ?? ""
      }
    }
  }

  private static func readECS(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ parts: Parts, _ event: inout Event,
    _ strings: inout StringTable
  ) {
    let request = parts.request
    if let cluster = map.text(Field.cluster, of: request, in: bytes) {
      mention(.cluster, cluster, ResourceName.cluster(cluster), &event, &strings)
    }
    if let definition = map.text(Field.taskDefinition, of: request, in: bytes)
      ?? map.text(Field.family, of: request, in: bytes)
    {
      let name = ResourceName.taskDefinition(definition)
      mention(.taskDefinition, definition, name, &event, &strings)
      event.resource = name
    }
    let named =
      map.texts(Field.task, of: request, in: bytes)
      + map.texts(Field.tasks, of: request, in: bytes)
    let started = map.member(Field.tasks, of: parts.response, in: bytes).map { list in
      map.children(of: list).compactMap { map.text(Field.taskArn, of: $0, in: bytes) }
    }
    for task in named + (started ?? []) {
      event.mentions.append(Mention(.task, strings.intern(ResourceName.task(task))))
    }
    if let task = (named + (started ?? [])).first { event.resource = task }
  }

  private static let groupFields = [
    Field.logGroupName, Field.logGroupNames, Field.logGroupIdentifier, Field.logGroupIdentifiers,
  ]

  private static func readLogs(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ request: Int?, _ event: inout Event,
    _ strings: inout StringTable
  ) {
    var first: String?
    for field in groupFields {
      for text in map.texts(field, of: request, in: bytes) {
        let group = ResourceName.logGroup(text)
        first = first ?? group
        mention(.logGroup, text, group, &event, &strings)
      }
    }
    event.resource = first ?? ""
    if let query = map.text(Field.queryID, of: request, in: bytes) {
      event.mentions.append(Mention(.query, strings.intern(query)))
    }
  }

  /// ECS names the attachment of the task for which it makes a network interface.
  private static func readEC2(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ request: Int?, _ event: inout Event,
    _ strings: inout StringTable
  ) {
    guard let text = map.text(Field.description, of: request, in: bytes),
      let attachment = text.behind(":attachment/")
    else { return }
    event.resource = text
    event.mentions.append(Mention(.attachment, strings.intern(String(attachment))))
  }

  /// Notes what bears `name`, which is unique within an account: that of the ARN where `text` is
  /// one, else the one that logged the call.
  private static func mention(
    _ kind: Mention.Kind, _ text: String, _ name: String, _ event: inout Event,
    _ strings: inout StringTable
  ) {
    let account = ResourceName.account(ofArn: text).map { strings.intern($0) } ?? event.account
    event.mentions.append(Mention(kind, strings.intern(name), in: account))
  }

  /// The first resource listed, or the one that a denial names.
  private static func readGeneric(
    _ map: JSONMap, _ bytes: Span<UInt8>, _ parts: Parts, _ event: inout Event
  ) {
    if let arn = arns(map, bytes, parts.resources).first {
      event.resource = arn
    } else if let message = parts.errorMessage.flatMap({ map.text(of: $0, in: bytes) }) {
      event.resource = ResourceName.denied(message) ?? ""
    }
  }

  /// The ARNs in `resources`.
  private static func arns(_ map: JSONMap, _ bytes: Span<UInt8>, _ resources: Int?) -> [String] {
    guard let list = resources, map.nodes[list].kind == .array else { return [] }
    return map.children(of: list).compactMap { resource in
      map.text(Field.resourceARN, of: resource, in: bytes)
        ?? map.text(Field.oldResourceARN, of: resource, in: bytes)
    }
  }
}

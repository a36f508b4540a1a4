internal import CloudTrail

/// What detections must know of a runner beyond its identity: with what its tasks are started,
/// which policies its roles have, and where CloudTrail delivers.
extension EventReader {
  /// Notes the subnets and security groups that tasks are started with.
  mutating func noteNetwork(_ map: JSONMap, _ bytes: Span<UInt8>, _ request: Int?, _ event: Event) {
    let network = map.member(Field.networkConfiguration, of: request, in: bytes)
    let settings = map.member(Field.awsvpcConfiguration, of: network, in: bytes)
    for subnet in map.texts(Field.subnets, of: settings, in: bytes) {
      facts.taskTraits.insert(TaskTrait(kind: .subnet, name: subnet, caller: event.principal))
    }
    for group in map.texts(Field.securityGroups, of: settings, in: bytes) {
      facts.taskTraits.insert(TaskTrait(kind: .securityGroup, name: group, caller: event.principal))
    }
  }

  /// Notes whether the call came through a VPC endpoint. One of another account than the caller's
  /// vouches for no address.
  func noteEndpoint(_ event: inout Event, _ bytes: Span<UInt8>) {
    guard record.isThroughEndpoint(bytes) else { return }
    let owner = map.text(Field.vpcEndpointAccountID, of: 0, in: bytes)
    let caller = principals.principals[event.principal].accountID
    event.isThroughEndpoint = owner == nil || caller == nil || owner == caller
  }

  /// Notes the images of a task definition.
  mutating func noteImages(_ map: JSONMap, _ bytes: Span<UInt8>, _ request: Int?, _ event: Event) {
    guard let list = map.member(Field.containerDefinitions, of: request, in: bytes) else { return }
    for container in map.children(of: list) {
      guard let image = map.text(Field.image, of: container, in: bytes) else { continue }
      facts.taskTraits.insert(TaskTrait(kind: .image, name: image, caller: event.principal))
    }
  }

  /// Notes the managed policy of a role.
  mutating func noteAttachment(_ map: JSONMap, _ bytes: Span<UInt8>, _ event: Event) {
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    guard event.errorCode == .none, let policy = map.text(Field.policyArn, of: request, in: bytes)
    else { return }
    for mention in event.mentions where mention.kind == .role {
      facts.attachments.insert(Attachment(role: strings.text(mention.name), policy: policy))
    }
  }

  /// Notes a bucket that receives the files of CloudTrail.
  mutating func noteTrailBucket(_ map: JSONMap, _ bytes: Span<UInt8>, _ field: FieldName) {
    let request = map.member(Field.requestParameters, of: 0, in: bytes)
    if let bucket = map.text(field, of: request, in: bytes) { facts.trailBuckets.insert(bucket) }
  }
}

internal import CloudTrail

extension ResourceReader {
  /// What an ARN names, in a form that can be compared; nil for what can be no runner's. `account`
  /// logged the call: ARNs of buckets name none.
  ///
  /// The forms are those of the service authorization reference, "Resource types defined by" IAM,
  /// S3, KMS, ECS and CloudWatch Logs.
  static func mention(ofArn arn: String, in account: StringID, _ strings: inout StringTable)
    -> Mention?
  {
    if let role = ResourceName.role(arn: arn) { return Mention(.role, strings.intern(role)) }
    if let bucket = ResourceName.bucket(arn: arn) {
      return Mention(.bucket, strings.intern(bucket), in: account)
    }
    guard let resource = ResourceName.resource(ofArn: arn),
      let end = resource.firstIndex(where: { $0 == "/" || $0 == ":" })
    else { return nil }
    func within(_ kind: Mention.Kind, _ name: String) -> Mention {
      let own = ResourceName.account(ofArn: arn).map { strings.intern($0) } ?? account
      return Mention(kind, strings.intern(name), in: own)
    }
    switch (ResourceName.service(ofArn: arn), resource[...end]) {
    case ("kms", "key/"): return Mention(.key, strings.intern(arn))
    case ("ecs", "task/"): return Mention(.task, strings.intern(ResourceName.task(arn)))
    case ("ecs", "cluster/"): return within(.cluster, ResourceName.cluster(arn))
    case ("ecs", "task-definition/"):
      return within(.taskDefinition, ResourceName.taskDefinition(arn))
    case ("logs", "log-group:"): return within(.logGroup, ResourceName.logGroup(arn))
    default: return nil
    }
  }
}

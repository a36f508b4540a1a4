internal import CloudTrail
internal import Evidence

/// Makes records of the objects of an inventory, so that rules can ask about them.
///
/// A state does not say of which time it is: its objects are told behind the last record.
enum InventoryRecords {
  /// The types that rules may ask about.
  private static let types: Set<String> = [
    "aws_iam_role", "aws_s3_bucket", "aws_s3_bucket_versioning",
    "aws_s3_bucket_server_side_encryption_configuration", "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_logging", "aws_ecs_cluster", "aws_kms_key", "aws_cloudwatch_log_group",
    "aws_iam_openid_connect_provider", "aws_vpc_endpoint", "aws_subnet", "aws_security_group",
    "aws_security_group_rule", "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
  ]

  /// The events of everything that is listed and in use.
  static func events(
    of files: [InventoryFile], at time: EventTime, _ reader: inout EventReader
  ) -> [Event] {
    files.flatMap { file in
      let asked = file.inventory.resources.filter(isAsked)
      let owners = roles(of: asked)
      return asked.compactMap { resource -> Event? in
        var event = event(of: resource, in: file.name, at: time, &reader)
        // What bears no name of a runner is that of the roles beside it.
        if event?.mentions.isEmpty == true,
          let role = owners[resource.module] ?? (owners.count == 1 ? owners.first?.value : nil)
        {
          event?.mentions.append(Mention(.role, reader.strings.intern(role)))
        }
        return event
      }
    }
  }

  /// A role of each module that has any.
  private static func roles(of resources: [Inventory.Resource]) -> [String: String] {
    var found: [String: String] = [:]
    for resource in resources where resource.type == "aws_iam_role" {
      if let role = resource.texts["arn"].flatMap(ResourceName.role(arn:)) {
        found[resource.module] = min(found[resource.module] ?? role, role)
      }
    }
    return found
  }

  private static func isAsked(_ resource: Inventory.Resource) -> Bool {
    !resource.isData && !resource.isDeposed && !resource.isPlanned
      && (types.contains(resource.type) || resource.type.hasSuffix("_serverless_ecs_runner"))
  }

  private static func event(
    of resource: Inventory.Resource, in file: String, at time: EventTime,
    _ reader: inout EventReader
  ) -> Event? {
    var record = RecordText()
    record.member("eventTime", time.description)
    record.member("eventSource", EvidenceRecord.Source.terraform.rawValue)
    record.member("eventName", resource.type)
    record.member("eventID", "terraform:\(resource.address)")
    record.member(
      "recipientAccountId", resource.texts["arn"].flatMap(ResourceName.account(ofArn:)))
    record.object("userIdentity") {
      $0.member("type", "Terraform")
      $0.member("userName", file)
    }
    record.json("requestParameters", resource.attributes)
    guard
      var event = reader.read(
        evidence: record.finished, service: EvidenceRecord.Source.terraform.rawValue, task: nil,
        file: 0, index: 0)
    else { return nil }
    for (kind, name) in names(in: resource) {
      event.mentions.append(Mention(kind, reader.strings.intern(name), in: event.account))
    }
    event.resource = resource.texts["arn"] ?? resource.address
    return event
  }

  /// What the object is, or is about, by the names that rules know.
  private static func names(in resource: Inventory.Resource) -> [(Mention.Kind, String)] {
    let texts = resource.texts
    switch resource.type {
    case "aws_iam_role":
      return texts["arn"].flatMap(ResourceName.role(arn:)).map { [(.role, $0)] } ?? []
    case "aws_ecs_cluster": return texts["name"].map { [(.cluster, $0)] } ?? []
    case "aws_kms_key": return texts["arn"].map { [(.key, $0)] } ?? []
    case "aws_cloudwatch_log_group": return texts["name"].map { [(.logGroup, $0)] } ?? []
    case let type where type.hasSuffix("_serverless_ecs_runner"):
      let arns = MappedRecord(resource.attributes)?.texts(of: "runner_configuration.auth.role_arn")
      return (arns ?? []).compactMap(ResourceName.role(arn:)).map { (.role, $0) }
    default:
      guard resource.type.hasPrefix("aws_s3_bucket") else { return [] }
      return (texts["bucket"] ?? texts["id"]).map { [(.bucket, $0)] } ?? []
    }
  }
}

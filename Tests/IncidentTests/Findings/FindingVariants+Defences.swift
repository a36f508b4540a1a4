import Incident

extension FindingCase {
  /// What protects the runner: its security groups, and the trail that sees it.
  static let defences: [FindingCase] = [
    FindingCase("N01", .high) {
      $0.allow("Egress", StepStory.permission(443), StepStory.permission(-1, protocol: "-1"))
    } not: {
      $0.allow("Egress", StepStory.permission(443), StepStory.permission(443, to: "10.0.0.0/16"))
    },
    FindingCase("N01", .high) {
      $0.allow("Egress", StepStory.permission(-1, protocol: "-1", to: "203.0.113.0/24"))
    } not: {
      $0.allow("Egress", StepStory.permission(443, to: "203.0.113.0/24"))
    },
    FindingCase("N01", .high) {
      $0.allow(
        "Ingress", StepStory.permission(22, to: "0.0.0.0/1"),
        StepStory.permission(22, to: "128.0.0.0/1"))
    } not: {
      $0.allow("Ingress", StepStory.permission(22, to: "10.0.0.0/8"))
    },
    FindingCase("L04", .high) {
      $0.select(
        StepStory.management(), StepStory.data(#""notStartsWith":["\#(StepStory.objectArns)"]"#))
    } not: {
      $0.select(StepStory.management(), StepStory.data())
      $0.select(
        StepStory.management(), StepStory.data(#""notStartsWith":["arn:aws:s3:::acme-trail/"]"#))
    },
    FindingCase("L04", .high) {
      $0.select(StepStory.management(), StepStory.data(#""startsWith":["arn:aws:s3:::payroll/"]"#))
    } not: {
      $0.select(
        StepStory.management(), StepStory.data(#""startsWith":["\#(StepStory.objectArns)"]"#))
    },
    FindingCase("L04", .high) {
      $0.select(
        StepStory.management(#"{"field":"readOnly","equals":["false"]}"#), StepStory.data())
    } not: {
      $0.select(StepStory.management(), StepStory.data())
    },
    FindingCase("L04", .high) {
      $0.selectPlainly("arn:aws:s3:::payroll/")
    } not: {
      $0.selectPlainly(StepStory.objectArns)
      $0.selectPlainly("arn:aws:s3")
    },
  ]
}

extension StepStory {
  static let objectArns = "arn:aws:s3:::\(bucket)/"

  /// A permission for one port, or all.
  static func permission(
    _ port: Int, protocol name: String = "tcp", to range: String = "0.0.0.0/0"
  ) -> String {
    #"{"ipProtocol":"\#(name)","fromPort":\#(port),"toPort":\#(port),"groups":{},"ipRanges":{"items":[{"cidrIp":"\#(range)"}]}}"#
  }

  /// AuthorizeSecurityGroupIngress or -Egress for the group of the runner's tasks.
  mutating func allow(_ direction: String, _ permissions: String...) {
    let items = permissions.joined(separator: ",")
    call(
      "ec2", "AuthorizeSecurityGroup\(direction)",
      #"{"groupId":"sg-a","ipPermissions":{"items":[\#(items)]}}"#)
  }

  /// An advanced event selector for management events.
  static func management(_ more: String = "") -> String {
    #"{"fieldSelectors":[{"field":"eventCategory","equals":["Management"]}\#(more.isEmpty ? "" : ",")\#(more)]}"#
  }

  /// One for data events of S3, with a condition for the ARNs of objects.
  static func data(_ condition: String = "") -> String {
    let arns = condition.isEmpty ? "" : #",{"field":"resources.ARN",\#(condition)}"#
    return
      #"{"fieldSelectors":[{"field":"eventCategory","equals":["Data"]},{"field":"resources.type","equals":["AWS::S3::Object"]}\#(arns)]}"#
  }

  /// PutEventSelectors with advanced selectors.
  mutating func select(_ selectors: String...) {
    let list = selectors.joined(separator: ",")
    call(
      "cloudtrail", "PutEventSelectors",
      #"{"trailName":"main","advancedEventSelectors":[\#(list)]}"#)
  }

  /// PutEventSelectors for objects whose ARNs begin so.
  mutating func selectPlainly(_ beginning: String) {
    call(
      "cloudtrail", "PutEventSelectors",
      #"{"trailName":"main","eventSelectors":[{"readWriteType":"All","includeManagementEvents":true,"dataResources":[{"type":"AWS::S3::Object","values":["\#(beginning)"]}],"excludeManagementEventSources":[]}]}"#
    )
  }
}

import Incident

extension FindingCase {
  /// What protects the runner: its security groups.
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
  ]
}

extension StepStory {
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
}

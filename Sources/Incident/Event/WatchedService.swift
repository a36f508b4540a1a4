internal import CloudTrail

/// The services that the reading of records knows, by fixed numbers in the table of every reader.
enum WatchedService: UInt32, CaseIterable {
  case iam = 1
  case sts, ecs, kms, s3, logs, cloudtrail, athena, accessAnalyzer, ec2

  /// Calls that services make on what may be a runner's; their numbers follow those of services.
  private static let worksForOthers = ["RotateKey", "RunTask", "StopTask"]

  /// Calls to S3 that name a second bucket; their numbers follow.
  private static let copies = ["CopyObject", "UploadPartCopy"]

  /// Gives the services and calls their numbers in an empty table.
  static func intern(in strings: inout StringTable) {
    precondition(strings.count == 1, "the numbers of services are given first")
    for service in allCases {
      let id = strings.intern(service.name)
      precondition(id.number == service.rawValue, "a service has another number")
    }
    for call in worksForOthers + copies { _ = strings.intern(call) }
  }

  /// The service with this number; nil for all others.
  init?(_ id: StringID) {
    guard id.number <= Self.ec2.rawValue else { return nil }
    self.init(rawValue: id.number)
  }

  /// The service that `eventSource` names so; nil for all others.
  init?(name: String) {
    guard let service = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = service
  }

  /// True for a call that a service makes for others.
  static func isWorkForOthers(_ call: StringID) -> Bool {
    let first = ec2.rawValue + 1
    return call.number >= first && call.number < first + UInt32(worksForOthers.count)
  }

  /// True for a call that copies an object out of a bucket.
  static func isCopy(_ call: StringID) -> Bool {
    let first = ec2.rawValue + 1 + UInt32(worksForOthers.count)
    return call.number >= first && call.number < first + UInt32(copies.count)
  }

  /// True for the name of such a call.
  static func isCopy(named call: String) -> Bool { copies.contains(call) }

  /// True for services whose calls by people and other roles can touch a runner or answer an
  /// incident.
  var isTouching: Bool { self != .ec2 }

  /// The name as `eventSource` tells it.
  var name: String {
    switch self {
    case .iam: "iam.amazonaws.com"
    case .sts: "sts.amazonaws.com"
    case .ecs: "ecs.amazonaws.com"
    case .kms: "kms.amazonaws.com"
    case .s3: "s3.amazonaws.com"
    case .logs: "logs.amazonaws.com"
    case .cloudtrail: "cloudtrail.amazonaws.com"
    case .athena: "athena.amazonaws.com"
    case .accessAnalyzer: "access-analyzer.amazonaws.com"
    case .ec2: "ec2.amazonaws.com"
    }
  }
}

import FleetModel
import Incident

extension FindingCase {
  private static let selectors =
    #"{"trailName":"main","eventSelectors":[{"readWriteType":"All","includeManagementEvents":INCLUDE,"dataResources":[{"type":"AWS::S3::Object","values":["arn:aws:s3"]}],"excludeManagementEventSources":[]}]}"#

  static let logging: [FindingCase] = [
    FindingCase("L01", .critical) {
      $0.call("cloudtrail", "StopLogging", #"{"name":"main"}"#)
    } not: {
      $0.call("cloudtrail", "StartLogging", #"{"name":"main"}"#)
    },
    FindingCase("L02", .critical) {
      $0.call("cloudtrail", "DeleteTrail", #"{"name":"main"}"#)
    } not: {
      $0.call("cloudtrail", "GetTrail", #"{"name":"main"}"#)
    },
    FindingCase("L03", .high) {
      $0.call("cloudtrail", "UpdateTrail", #"{"name":"main","isMultiRegionTrail":false}"#)
    } not: {
      $0.call("cloudtrail", "UpdateTrail", #"{"name":"main","isMultiRegionTrail":true}"#)
    },
    FindingCase("L04", .high) {
      $0.call("cloudtrail", "PutEventSelectors", selectors.replacing("INCLUDE", with: "false"))
    } not: {
      $0.call("cloudtrail", "PutEventSelectors", selectors.replacing("INCLUDE", with: "true"))
    },
    FindingCase("L05", .critical) {
      $0.onBucket("PutBucketLifecycle", StepStory.expiry(1), bucket: StepStory.trail)
    } not: {
      $0.onBucket("PutBucketLifecycle", StepStory.expiry(1), bucket: "payroll")
    },
    FindingCase("L06", .high) {
      $0.call("cloudtrail", "DeleteEventDataStore")
    } not: {
      $0.call(
        "cloudtrail", "PutInsightSelectors",
        #"{"trailName":"main","insightSelectors":[{"insightType":"ApiCallRateInsight"}]}"#)
    },
    FindingCase("L07", .high) {
      $0.logs("DeleteLogGroup", by: .user("eve"), at: "11:00:00")
    } not: {
      $0.logs("PutRetentionPolicy", #","retentionInDays":365"#, by: .user("eve"), at: "11:00:00")
      $0.logs("DeleteLogGroup", by: .user("eve"), at: "11:00:00", group: "/shop")
    },
    FindingCase("L08", .high) {
      $0.call("guardduty", "UpdateDetector", #"{"detectorId":"x","enable":false}"#)
    } not: {
      $0.call("guardduty", "UpdateDetector", #"{"detectorId":"x","enable":true}"#)
    },
    FindingCase("L09", .high) {
      $0.call("ec2", "DeleteFlowLogs")
    } not: {
      $0.call("ec2", "DescribeFlowLogs")
    },
    FindingCase("L10", .critical) {
      var chain = StepStory.digests()
      chain.delivered.append((StepStory.delivered(99), StepStory.digestStart + 5_400))
      $0.beside = StepStory.files(chain)
    } not: {
      $0.beside = StepStory.files(StepStory.digests())
    },
    FindingCase("L11", .medium) {
      $0.tick(hours: 0..<48)
      $0.tick(hours: 56..<72)
    } not: {
      $0.tick(hours: 0..<48)
      $0.tick(hours: 50..<72)
    },
  ]

  static let rest: [FindingCase] = [
    FindingCase("N01", .high) {
      $0.call("ec2", "AuthorizeSecurityGroupIngress", StepStory.rule("sg-a", "0.0.0.0/0"))
    } not: {
      $0.call("ec2", "AuthorizeSecurityGroupIngress", StepStory.rule("sg-a", "10.0.0.0/16"))
      $0.call("ec2", "AuthorizeSecurityGroupIngress", StepStory.rule("sg-web", "0.0.0.0/0"))
    },
    FindingCase("N02", .medium) {
      $0.call("ec2", "DeleteVpcEndpoints")
    } not: {
      $0.call("ec2", "DescribeVpcEndpoints")
    },
    FindingCase("N03", .high) {
      $0.call("ec2", "CreateRoute", StepStory.route("igw-1"))
    } not: {
      $0.call("ec2", "CreateRoute", StepStory.route("nat-1"))
    },
    FindingCase("N04", .medium) {
      $0.getObject(by: .user("eve"), at: "11:00:00", error: "VpceAccessDenied")
      $0.makeLastForeign(.user("eve"))
    } not: {
      $0.getObject(by: .user("eve"), at: "11:00:00", error: "VpceAccessDenied")
    },
    FindingCase("O01", .high) { story in
      story.pushes(by: .terraform)
      story.push(by: .user("eve"), at: "11:00:00")
    } not: { story in
      story.pushes(by: .terraform)
      story.push(by: .terraform, at: "11:00:00")
      story.push("shop", by: .user("eve"), at: "11:00:00")
    },
    FindingCase("O02", .high) {
      $0.call("secretsmanager", "GetSecretValue", #"{"secretId":"prod/db"}"#, by: StepStory.worker)
    } not: {
      $0.define(by: StepStory.manager, at: "10:00:00", container: StepStory.secret("prod/db"))
      $0.call("secretsmanager", "GetSecretValue", #"{"secretId":"prod/db"}"#, by: StepStory.worker)
    },
    FindingCase("O03", .high) {
      $0.call("ssm", "StartSession", StepStory.target)
    } not: {
      $0.shell(at: "10:59:58")
      $0.call("ssm", "StartSession", StepStory.target)
    },
    FindingCase("O04", .high) {
      $0.call("ec2", "RunInstances", by: StepStory.worker)
    } not: {
      $0.call("ec2", "RunInstances", by: .user("eve"))
    },
    FindingCase("O05", .high) {
      $0.call("organizations", "LeaveOrganization")
    } not: {
      $0.call("organizations", "DescribeOrganization")
    },
  ]
}

extension StepStory {
  static let target =
    #"{"target":"ecs:prod-runner-cluster-0a1b2c3d_\#(task.dropLast(2))09_\#(task.dropLast(2))09-123"}"#

  static func rule(_ group: String, _ range: String) -> String {
    #"{"groupId":"\#(group)","ipPermissions":{"items":[{"fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"\#(range)"}]}}]}}"#
  }

  static func route(_ gateway: String) -> String {
    #"{"routeTableId":"rtb-1","destinationCidrBlock":"0.0.0.0/0","gatewayId":"\#(gateway)"}"#
  }

  /// PutImage into a repository.
  mutating func push(_ repository: String = "jobs", by caller: Caller, at time: String) {
    call(
      "ecr", "PutImage", #"{"repositoryName":"\#(repository)","imageTag":"v1"}"#, by: caller,
      at: time)
  }

  /// The pushes that make a habit.
  mutating func pushes(by caller: Caller) {
    for minute in 0..<4 { push(by: caller, at: "10:0\(minute):00") }
  }

  static let digestStart = Timestamp(stringLiteral: "2026-04-14T05:07:31Z")

  /// The key of a log file of the trail, by number.
  static func delivered(_ number: Int) -> String {
    let clock = "0\(6 + number / 50)\(number % 50 + 10)"
    return "AWSLogs/\(account)/CloudTrail/\(region)/2026/04/14/"
      + "\(account)_CloudTrail_\(region)_20260414T\(clock)Z_\(number).json.gz"
  }

  /// Eight hours of digests that list twelve files.
  static func digests() -> DigestChain {
    var chain = DigestChain(
      VerdictStory.place, from: digestStart, to: digestStart + 8 * 3_600)
    chain.delivered = (0..<12).map { (delivered($0), digestStart + 3_600 + 60 * $0) }
    return chain
  }

  /// The digests, and the twelve files.
  static func files(_ chain: DigestChain) -> [(name: String, text: String)] {
    chain.files.map { ($0.key, $0.text) } + (0..<12).map { (delivered($0), #"{"Records":[]}"#) }
  }

  /// Two records an hour in a region of their own, for hours behind the story's day.
  mutating func tick(hours: Range<Int>) {
    for hour in hours {
      let (day, clock) = (15 + hour / 24, hour % 24)
      for minute in ["10", "40"] {
        add(
          "DescribeInstances", of: "ec2", by: .user("neighbour"),
          at: "2026-04-\(day)T\(clock < 10 ? "0" : "")\(clock):\(minute):00Z", in: "eu-west-1",
          readOnly: true)
      }
    }
  }
}

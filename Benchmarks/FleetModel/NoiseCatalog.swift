/// Calls that fill real logs and concern no runner: who makes them, how often, with what content.
struct NoiseCall: Sendable {
  var caller: Neighbour.Kind
  var weight: Int
  var service: String
  var name: String
  var request: JSON
  var response: JSON = .null
  var isData = false
}

extension NoiseCall {
  /// The calls outside the four audited families.
  static let catalog: [NoiseCall] =
    machineRoom + observation + NoiseCall.people + NoiseCall.programs

  private static let filters: JSON = [
    "filterSet": [
      "items": [
        ["name": "vpc-id", "valueSet": ["items": [["value": "vpc-04ae35a334cd7ef4f"]]]],
        ["name": "tag:Environment", "valueSet": ["items": [["value": "produção"]]]],
      ]
    ]
  ]

  private static let machineRoom: [NoiseCall] = [
    NoiseCall(
      caller: .instance, weight: 80, service: "ssm", name: "UpdateInstanceInformation",
      request: [
        "instanceId": "i-0dbc91f429e48eeed", "agentVersion": "3.3.1611.0",
        "agentStatus": "Active", "platformType": "Linux", "platformName": "Amazon Linux",
        "platformVersion": "2023", "iPAddress": "10.200.16.20",
        "computerName": "ip-10-200-16-20.eu-central-1.compute.internal",
        "agentName": "amazon-ssm-agent", "availabilityZone": "eu-central-1a",
        "availabilityZoneId": "euc1-az2", "sSMConnectionChannel": "ssmmessages",
      ]),
    NoiseCall(
      caller: .instance, weight: 20, service: "ssm", name: "ListInstanceAssociations",
      request: ["instanceId": "i-0dbc91f429e48eeed", "maxResults": 20]),
    NoiseCall(
      caller: .user, weight: 60, service: "ec2", name: "DescribeInstances",
      request: filters.adding("maxResults", 1000).adding("instancesSet", [:])),
    NoiseCall(
      caller: .user, weight: 50, service: "ec2", name: "DescribeSecurityGroups",
      request: filters.adding("securityGroupSet", [:]).adding("securityGroupIdSet", [:])),
    NoiseCall(
      caller: .user, weight: 40, service: "ec2", name: "DescribeRouteTables",
      request: filters.adding("routeTableIdSet", [:])),
    NoiseCall(
      caller: .user, weight: 30, service: "ec2", name: "DescribeNetworkInterfaces",
      request: filters.adding("networkInterfaceIdSet", [:])),
    NoiseCall(
      caller: .user, weight: 20, service: "rds", name: "DescribeDBInstances",
      request: ["dBInstanceIdentifier": "orders-primary", "includeShared": false]),
    NoiseCall(
      caller: .user, weight: 20, service: "elasticloadbalancing", name: "DescribeTargetHealth",
      request: [
        "targetGroupArn":
          "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/web/943f017f100becff"
      ]),
  ]

  private static let observation: [NoiseCall] = [
    NoiseCall(
      caller: .user, weight: 40, service: "monitoring", name: "DescribeAlarms",
      request: ["stateValue": "ALARM", "maxRecords": 100]),
    NoiseCall(
      caller: .function, weight: 20, service: "monitoring", name: "PutMetricAlarm",
      request: [
        "alarmName": "queue \"orders\" too long {prod}", "namespace": "AWS/SQS",
        "metricName": "ApproximateNumberOfMessagesVisible",
        "comparisonOperator":
          "GreaterThanThreshold", "threshold": .decimal("1.0E3"), "evaluationPeriods": 3,
        "period": 60, "statistic": "Average", "treatMissingData": "notBreaching",
      ]),
    NoiseCall(
      caller: .function, weight: 40, service: "config", name: "PutEvaluations",
      request: [
        "evaluations": [
          [
            "complianceResourceType": "AWS::S3::Bucket", "complianceResourceId": "acme-exports",
            "complianceType": "COMPLIANT", "orderingTimestamp": "Apr 14, 2026, 8:00:11 AM",
          ]
        ],
        "resultToken": "HIDDEN_DUE_TO_SECURITY_REASONS", "testMode": false,
      ], response: ["failedEvaluations": []]),
    NoiseCall(
      caller: .user, weight: 20, service: "guardduty", name: "ListFindings",
      request: [
        "detectorId": "12abc34d567e8fa901bc2d34e56789f0",
        "findingCriteria": [
          "criterion": ["severity": ["gte": 4], "service.archived": ["eq": ["false"]]]
        ],
        "maxResults": 50,
      ]),
    NoiseCall(
      caller: .user, weight: 20, service: "cloudtrail", name: "LookupEvents",
      request: [
        "lookupAttributes": [
          ["attributeKey": "EventSource", "attributeValue": "kms.amazonaws.com"],
          ["attributeKey": "EventName", "attributeValue": "RunTask"],
        ], "maxResults": 50,
      ]),
    NoiseCall(
      caller: .person, weight: 20, service: "health", name: "DescribeEventAggregates",
      request: [
        "filter": [
          "eventStatusCodes": ["open", "upcoming"],
          "startTimes": [["from": "Apr 7, 2026, 8:12:23 AM"]],
        ], "aggregateField": "eventTypeCategory",
      ]),
  ]
}

import Incident
import Testing

/// Step 1: Review CloudWatch Logs for unauthorized access.
@Suite struct ReviewLogsTests {
  private static let over = #","startTime":1776146400,"endTime":1776168000"#
  private static let longAgo = #","startTime":1773000000,"endTime":1773600000"#

  private static let cases: [StepCase] = [
    StepCase("a query over the incident", .done, notes: ["Seen: log events were queried"]) {
      $0.logs("StartQuery", over, at: "10:00:00")
    },
    StepCase("events filtered without a period", .done) {
      $0.logs("FilterLogEvents", at: "10:00:00")
    },
    StepCase("Container Insights of the runner's cluster", .done) {
      $0.logs(
        "StartQuery", at: "10:00:00",
        group: "/aws/ecs/containerinsights/prod-runner-cluster-0a1b2c3d/performance")
    },
    StepCase("only hours before the incident", .partial, missing: ["log groups"]) {
      $0.logs("StartQuery", longAgo, at: "10:00:00")
    },
    StepCase("only the streams listed", .partial, notes: ["only the streams"]) {
      $0.logs("DescribeLogStreams", at: "10:00:00")
    },
    StepCase("the log group of somebody else", .notSeen) {
      $0.logs("StartQuery", at: "10:00:00", group: "/aws/ecs/other-runner")
    },
    StepCase("results of a query that nobody started on its logs", .notSeen) {
      $0.add(
        "GetQueryResults", of: "logs", by: .responder, at: "10:00:00",
        request: #"{"queryId":"f7a1"}"#, readOnly: true)
    },
    StepCase("a look by the runner itself", .notSeen) {
      $0.logs(
        "FilterLogEvents",
        by: .session(0, key: "ASIALOGIN09", name: "acme-prod-runner", issued: "09:00:00"),
        at: "10:00:00")
    },
    StepCase(
      "a trail of write calls", .notAssessable, missing: ["read-only calls"],
      logs: [.global, .keys]
    ) { story in
      story.records.removeAll()
      for hour in 6..<14 {
        story.add(
          "RunInstances", of: "ec2", by: .user("u"),
          at: hour < 10 ? "0\(hour):10:00" : "\(hour):10:00")
      }
      story.runTask(
        StepStory.task, by: .session(0, key: "ASIAX", name: "s", issued: "06:00:00"), at: "06:20:00"
      )
    },
    StepCase(
      "hours missing", .notAssessable,
      missing: ["from 2026-04-14T11:00:00Z to 2026-04-14T12:00:00Z"],
      logs: [.all, .gap]),
    StepCase("logs written to another region, and read there", .done) {
      $0.define(logsIn: "us-east-1")
      $0.logs("FilterLogEvents", at: "10:00:00")
      $0.replaceLast(
        #""awsRegion":"\#(StepStory.region)""#, with: #""awsRegion":"us-east-1""#)
    },
    StepCase("logs written to another region, and a namesake read here", .notSeen) {
      $0.define(logsIn: "us-east-1")
      $0.logs("FilterLogEvents", at: "10:00:00")
    },
    StepCase(
      "logs written to a region of which there are none", .notAssessable,
      missing: ["any record of account 111122223333 in us-west-2"]
    ) { $0.define(logsIn: "us-west-2") },
    StepCase(
      "a query, then the group deleted", .contradicted, notes: ["Logs were deleted", "maria"],
      contradictions: 1
    ) {
      $0.logs("StartQuery", over, at: "10:00:00")
      $0.logs("DeleteLogGroup", at: "10:30:00")
    },
    StepCase("the retention cut below the incident", .contradicted, notes: ["retention"]) {
      $0.logs("StartQuery", over, at: "10:00:00")
      $0.login(at: "09:40:00", key: "ASIAOLD")
      $0.logs("PutRetentionPolicy", #","retentionInDays":0"#, at: "10:30:00")
    },
    StepCase("times that no clock shows", .done) {
      $0.logs("StartQuery", #","startTime":-1e300,"endTime":1e300"#, at: "10:00:00")
      $0.logs("PutRetentionPolicy", #","retentionInDays":-9223372036854775808"#, at: "10:30:00")
    },
    StepCase("a long retention", .done) {
      $0.logs("StartQuery", over, at: "10:00:00")
      $0.logs("PutRetentionPolicy", #","retentionInDays":90"#, at: "10:30:00")
    },
    StepCase("a task without logs", .partial, missing: ["without logs"]) {
      $0.logs("StartQuery", over, at: "10:00:00")
      $0.add(
        "RegisterTaskDefinition", of: "ecs",
        by: .session(0, key: "ASIALOGIN09", name: "acme-prod-runner", issued: "09:00:00"),
        at: "10:10:00",
        request: #"{"family":"humanitec_x","containerDefinitions":[{"name":"a","image":"b"}]}"#)
    },
  ]

  @Test(arguments: cases) func judges(_ story: StepCase) throws {
    try story.check("review-logs")
  }
}

extension StepStory {
  /// The runner registers a task definition whose logs go to a region.
  fileprivate mutating func define(logsIn region: String) {
    let options = #"{"awslogs-group":"\#(Self.group)","awslogs-region":"\#(region)"}"#
    add(
      "RegisterTaskDefinition", of: "ecs",
      by: .session(0, key: "ASIALOGIN07", name: "acme-prod-runner", issued: "07:00:00"),
      at: "07:00:20",
      request:
        #"{"family":"humanitec_x","containerDefinitions":[{"name":"main","image":"ghcr.io/humanitec/x:1","logConfiguration":{"logDriver":"awslogs","options":\#(options)}}]}"#,
      from: "203.0.113.10")
  }
}

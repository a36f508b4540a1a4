import FleetModel
import Incident

/// Steps 1 and 2: the reviews of logs.
extension VerdictTable {
  static let reviewLogs: VerdictGroup = {
    var rows = VerdictGroup("E1", "Review CloudWatch Logs", step: "review-logs")
    rows.add("done", "a query over the hours of the incident", .done) { $0.query(at: "10:05") }
    for name in ["FilterLogEvents", "GetLogEvents", "StartLiveTail"] {
      rows.add("done", "\(name) on the runner's group", .done) { $0.logs(name, at: "10:05") }
    }
    rows.add("done", "an export over the hours of the incident", .done) {
      $0.logs(
        "CreateExportTask", ["from": 1_776_146_400_000, "to": 1_776_160_800_000], at: "10:05")
    }
    rows.add("done", "a group named by ARN", .done) {
      $0.call(
        "FilterLogEvents", of: "logs",
        [
          "logGroupIdentifier":
            "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/ecs/prod-runner:*"
        ], at: "10:05")
    }
    rows.add("done", "the group of Container Insights", .done) { story in
      let cluster = story.runner.tasks?.cluster ?? ""
      story.query(group: "/aws/ecs/containerinsights/\(cluster)/performance", at: "10:05")
    }
    rows.add("weak", "only hours before the incident were read", .partial, says: ["only hours"]) {
      $0.query(from: "06:00", to: "07:00", at: "10:05")
    }
    rows.add("weak", "only streams were listed", .partial, says: ["only the streams"]) {
      $0.logs("DescribeLogStreams", at: "10:05")
    }
    rows.add("weak", "only the group was looked up", .partial, says: ["only the streams"]) {
      $0.call(
        "DescribeLogGroups", of: "logs", ["logGroupNamePrefix": "/aws/ecs/prod-runner"],
        at: "10:05")
    }
    rows.add("not seen", "nobody looked", .notSeen, says: ["which cover the time"])
    rows.add("not seen", "another group was read", .notSeen) {
      $0.query(group: "/aws/lambda/other", at: "10:05")
    }
    rows.add("not seen", "the runner itself read its logs", .notSeen) {
      $0.logs("GetLogEvents", by: $0.worker, at: "10:05")
    }
    rows.add(
      "no source", "a trail of write calls only", .notAssessable, says: ["read-only calls"],
      without: .reads
    ) { $0.query(at: "10:05") }
    rows.add(
      "no source", "two hours are not in the logs", .notAssessable, says: ["11:00", "13:00"],
      without: .hours)
    rows.add("limit", "a task without logs was registered", .partial, says: ["without logs"]) {
      _ = $0.scenario.registerTaskDefinition(
        $0.runner, image: "docker.io/x/y", logs: false, by: $0.intruder,
        at: VerdictStory.at("09:36"))
      $0.query(at: "10:05")
    }
    addDestroyed(to: &rows)
    addExports(to: &rows)
    addIntruders(to: &rows)
    addNamesakes(to: &rows)
    return rows
  }()

  /// Log groups that have nothing but their name in common with those of the runner.
  private static func addNamesakes(to rows: inout VerdictGroup) {
    rows.add("trap", "a group of the same name in another region was read", .notSeen) {
      $0.call(
        "FilterLogEvents", of: "logs", ["logGroupName": "/aws/ecs/prod-runner"], at: "10:05",
        global: true)
    }
    rows.add("trap", "a group of the same name in another account was read", .notSeen) {
      let arn = "arn:aws:logs:eu-central-1:999988887777:log-group:/aws/ecs/prod-runner"
      $0.call("FilterLogEvents", of: "logs", ["logGroupIdentifier": .string(arn)], at: "10:05")
    }
  }

  /// Log events that are at hand, exported beside the records.
  private static func addExports(to rows: inout VerdictGroup) {
    rows.add("done, by an export", "log events of the incident are at hand", .done, says: ["hand"])
    {
      $0.addLogExport(of: $0.rogue, at: "09:40:10", "wget -O- http://169.254.170.2/v2/credentials/")
    }
    rows.add("trap", "at hand are log events of earlier hours alone", .notSeen) {
      $0.addLogExport(of: $0.task, at: "08:21", "fine")
    }
    rows.add("trap", "at hand are log events of a task that the runner never started", .notSeen) {
      var task = $0.task
      task.id = String(repeating: "ab", count: 16)
      $0.addLogExport(of: task, at: "09:40", "http://169.254.170.2/v2/credentials/")
    }
    rows.add(
      "contradicted", "log events are at hand, and the group was deleted", .contradicted,
      says: ["were deleted"]
    ) {
      $0.addLogExport(of: $0.rogue, at: "09:40:10", "fine")
      $0.logs("DeleteLogGroup", by: $0.thief, at: "10:30")
    }
    rows.add(
      "weak", "results of a query over other hours were fetched", .partial, says: ["results"]
    ) {
      $0.query(from: "06:00", to: "07:00", at: "10:05")
      $0.call("GetQueryResults", of: "logs", ["queryId": "q"], at: "10:06")
    }
  }

  private static func addDestroyed(to rows: inout VerdictGroup) {
    for name in ["DeleteLogGroup", "DeleteLogStream"] {
      rows.add("contradicted", "\(name) after a review", .contradicted, says: ["were deleted"]) {
        $0.query(at: "10:05")
        $0.logs(name, ["logStreamName": "ecs/main/1"], by: $0.thief, at: "10:30")
      }
    }
    rows.add("contradicted", "retention cut to less than a day", .contradicted, says: ["cut"]) {
      $0.logs("PutRetentionPolicy", ["retentionInDays": 0], at: "10:30")
    }
    rows.add("trap", "a retention of 30 days keeps the incident", .done) {
      $0.query(at: "10:05")
      $0.logs("PutRetentionPolicy", ["retentionInDays": 30], at: "10:30")
    }
    rows.add("contradicted", "forwarding of the logs ended", .contradicted, says: ["forwarding"]) {
      $0.logs("DeleteSubscriptionFilter", ["filterName": "siem"], at: "10:30")
    }
    rows.add("contradicted", "the key taken from the group", .contradicted, says: ["taken from"]) {
      $0.logs("DisassociateKmsKey", at: "10:30")
    }
    for (name, words) in [("DisableKey", "disabled"), ("ScheduleKeyDeletion", "deleted")] {
      rows.add("contradicted", "\(name) of the group's key", .contradicted, says: [words]) {
        $0.logs("AssociateKmsKey", ["kmsKeyId": .string($0.key?.arn ?? "")], at: "07:30")
        $0.query(at: "10:05")
        $0.kms(name, at: "10:30")
      }
    }
    rows.add("undone", "the group's key enabled again", .done) {
      $0.logs("AssociateKmsKey", ["kmsKeyId": .string($0.key?.arn ?? "")], at: "07:30")
      $0.query(at: "10:05")
      $0.kms("DisableKey", at: "10:30")
      $0.kms("EnableKey", at: "10:40")
    }
  }

  static let reviewAccessLogs: VerdictGroup = {
    var rows = VerdictGroup("E2", "Review S3 access logs", step: "review-access-logs")
    rows.add("done", "access logs read", .done) {
      $0.setLogging(true, at: "07:30")
      $0.readAccessLogs(at: "10:05")
    }
    rows.add("done", "access logs queried with Athena", .done) {
      $0.setLogging(true, at: "07:30")
      $0.readAccessLogs("prod-runner/other", by: $0.worker, at: "08:30")
      $0.call(
        "StartQueryExecution", of: "athena",
        ["queryString": "SELECT * FROM logs WHERE bucket = 'prod-runner-artifacts'"],
        at: "10:05")
    }
    rows.add(
      "weak", "logs of CloudTrail queried with Athena for its bucket", .partial,
      says: ["only logs of CloudTrail"]
    ) {
      $0.setLogging(true, at: "07:30")
      $0.call(
        "StartQueryExecution", of: "athena",
        [
          "queryString":
            "SELECT * FROM t WHERE requestparameters LIKE '%prod-runner-artifacts%'"
        ], at: "10:05")
    }
    rows.add("weak", "access logs only listed", .partial, says: ["only listed"]) {
      $0.setLogging(true, at: "07:30")
      $0.scenario.listObjects(
        in: $0.accessLogs, prefix: "prod-runner/", by: $0.responder, at: VerdictStory.at("10:05"),
        of: $0.runner)
    }
    rows.add("weak", "only the setting read", .partial, says: ["only the logging setting"]) {
      $0.setLogging(true, at: "07:30")
      $0.bucket("GetBucketLogging", by: $0.responder, at: "10:05")
    }
    rows.add("not seen", "logging is on, nobody looked", .notSeen) {
      $0.setLogging(true, at: "07:30")
      // Somebody's read of another object shows that the bucket's data events are logged.
      $0.readAccessLogs("other/1", at: "10:05")
    }
    rows.add(
      "no source", "nobody looked, and two hours are not in the logs", .notAssessable,
      says: ["11:00", "13:00"], without: .hours
    ) {
      $0.setLogging(true, at: "07:30")
      $0.readAccessLogs("other/1", at: "10:05")
    }
    rows.add("not applicable", "a bucket that never had access logs", .notApplicable) {
      $0.bucket("CreateBucket", at: "06:05")
    }
    rows.add("no source", "whether logging is on is not known", .notAssessable, says: ["whether"])
    rows.add(
      "no source", "no data events of the bucket of access logs", .notAssessable,
      says: ["S3 data events"]
    ) { $0.setLogging(true, at: "07:30") }
    rows.add("contradicted", "logging switched off", .contradicted, says: ["switched off"]) {
      $0.setLogging(true, at: "07:30")
      $0.setLogging(false, by: $0.thief, at: "10:05")
    }
    rows.add("undone", "switched off, then on again", .notSeen) {
      $0.setLogging(true, at: "07:30")
      $0.readAccessLogs("other/1", at: "10:00")
      $0.setLogging(false, at: "10:05")
      $0.setLogging(true, at: "10:10")
    }
    rows.add("contradicted", "an access log deleted", .contradicted, says: ["were deleted"]) {
      $0.setLogging(true, at: "07:30")
      $0.scenario.deleteObject(
        "prod-runner/2026-04-14-09-50-00-0123456789ABCDEF", in: $0.accessLogs, by: $0.thief,
        at: VerdictStory.at("10:05"), of: $0.runner)
    }
    for name in ["DeleteObjects", "PutBucketLifecycle"] {
      rows.add("contradicted", "\(name) on the target bucket", .contradicted, says: ["expire"]) {
        $0.setLogging(true, at: "07:30")
        $0.bucket(name, on: $0.accessLogs, by: $0.thief, at: "10:05")
      }
    }
    addLines(to: &rows)
    return rows
  }()

  /// Lines of access logs that are given beside the records.
  private static func addLines(to rows: inout VerdictGroup) {
    rows.add(
      "done, by its lines", "lines of the incident are at hand, which show that logging is on",
      .done, says: ["lines of the incident are at hand"]
    ) { $0.addAccessLog() }
    rows.add("trap", "no line is at hand, which proves nothing", .notAssessable, says: ["whether"])
    {
      $0.files = [("access.log", "")]
    }
    rows.add(
      "contradicted", "a line of a session that should be dead, which the trail lacks",
      .contradicted, says: ["should be dead", "203.0.113.80"]
    ) {
      $0.revoke(at: "10:05")
      $0.steal(at: "10:40")
      $0.addAccessLog { $0.origin.address == "203.0.113.80" }
    }
    rows.add(
      "contradicted", "the same line, judged for step 3", .contradicted,
      says: ["should be dead still succeed"], step: "update-runner-id"
    ) {
      $0.rotate()
      $0.steal(at: "10:40")
      $0.addAccessLog { $0.origin.address == "203.0.113.80" }
    }
    rows.add(
      "trap", "a line that repeats a record is not a second use", .done, step: "update-runner-id"
    ) {
      $0.rotate()
      $0.steal(at: "10:40", error: VerdictStory.explicitDeny)
      $0.addAccessLog()
    }
  }
}

extension VerdictStory {
  /// Somebody reads an access log of the runner's bucket, or another object beside it.
  mutating func readAccessLogs(
    _ key: String = "prod-runner/2026-04-14-09-50-00-0123456789ABCDEF",
    by caller: FleetModel.Caller? = nil,
    at clock: String
  ) {
    scenario.getObject(
      key, in: accessLogs, by: caller ?? responder, at: Self.at(clock), of: runner)
  }
}

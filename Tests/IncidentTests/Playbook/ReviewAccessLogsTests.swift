import Incident
import Testing

/// Step 2: Review S3 bucket access logs (if enabled).
@Suite struct ReviewAccessLogsTests {
  private static let on =
    #","logging":"","BucketLoggingStatus":{"LoggingEnabled":{"TargetBucket":"acme-access-logs","TargetPrefix":"prod-runner-state/"}}"#
  private static let off = #","logging":"","BucketLoggingStatus":{"xmlns":"x"}"#
  private static let work = StepStory.Caller.session(
    2, key: "ASIATASK09", name: "0123456789abcdef0123456789abcd09", issued: "09:00:50")
  private static let line = "prod-runner-state/2026-04-14-10-00-11-ABCDEF0123456789"

  private static let cases: [StepCase] = [
    StepCase("nothing tells whether it is enabled", .notAssessable, missing: ["PutBucketLogging"]),
    StepCase("a bucket made without it", .notApplicable, notes: ["substitute"]) {
      $0.bucket("CreateBucket", at: "06:30:00")
    },
    StepCase(
      "a bucket made without it, but hours are missing", .notAssessable, missing: ["T11:00:00Z"],
      logs: [.all, .gap]
    ) {
      $0.bucket("CreateBucket", at: "06:30:00")
    },
    StepCase("enabled, and a log line read", .done, notes: ["access logs were read"]) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.getObject(by: .responder, at: "10:30:00", bucket: "acme-access-logs", key: line)
    },
    StepCase("enabled, and the access logs of another bucket read", .notSeen) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.getObject(by: .responder, at: "10:30:00", bucket: "acme-access-logs", key: "other/x")
    },
    StepCase("enabled, and queried with Athena", .done, notes: ["queried with Athena"]) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.query("SELECT * FROM logs WHERE bucket = 'prod-runner-state'")
    },
    StepCase("enabled, and queried by the bucket that receives them", .done) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.query("SELECT key FROM logs WHERE \"$path\" LIKE 's3://acme-access-logs/%'")
    },
    StepCase(
      "enabled, and the logs of CloudTrail queried", .partial, notes: ["only logs of CloudTrail"],
      missing: ["access logs of the runner's bucket"]
    ) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.query("SELECT * FROM trail WHERE requestparameters LIKE '%prod-runner-state%'")
    },
    StepCase("enabled, and the logs of CloudTrail queried for the other bucket", .partial) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.query("SELECT * FROM cloudtrail_logs WHERE resources LIKE '%acme-access-logs%'")
    },
    StepCase("only listed", .partial) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.add(
        "ListObjects", of: "s3", by: .responder, at: "10:30:00",
        request: #"{"bucketName":"acme-access-logs","prefix":"prod-runner-state/"}"#,
        readOnly: true, more: #","eventCategory":"Data""#)
    },
    StepCase("the access logs of another bucket listed", .notSeen) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.add(
        "ListObjects", of: "s3", by: .responder, at: "10:30:00",
        request: #"{"bucketName":"acme-access-logs","prefix":"other/"}"#,
        readOnly: true, more: #","eventCategory":"Data""#)
    },
    StepCase("only the setting read", .partial, missing: ["access logs of the runner's bucket"]) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.bucket("GetBucketLogging", #","logging":"""#, by: .responder, at: "10:30:00")
    },
    StepCase(
      "enabled, nothing read, no data events of the target", .notAssessable,
      missing: ["S3 data events of the bucket acme-access-logs"]
    ) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
    },
    StepCase("enabled, nothing read, data events of the target", .notSeen) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.getObject(by: .user("backup"), at: "06:40:00", bucket: "acme-access-logs", key: "other/y")
    },
    StepCase(
      "enabled, nothing read, data events of the target, but hours are missing", .notAssessable,
      missing: ["T11:00:00Z"], logs: [.all, .gap]
    ) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.getObject(by: .user("backup"), at: "06:40:00", bucket: "acme-access-logs", key: "other/y")
    },
    StepCase(
      "enabled for a bucket in another region, of which hours are missing", .notAssessable,
      missing: ["records of account 111122223333 in eu-west-1 from"]
    ) {
      let here = #""awsRegion":"\#(StepStory.region)""#
      let there = #""awsRegion":"eu-west-1""#
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.replaceLast(here, with: there)
      $0.getObject(by: .user("backup"), at: "06:40:00", bucket: "acme-access-logs", key: "other/y")
      $0.replaceLast(here, with: there)
      $0.getObject(by: work, at: "09:02:00")
      $0.replaceLast(here, with: there)
    },
    StepCase("switched off", .contradicted, notes: ["switched off", "ci"], contradictions: 1) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.getObject(by: .responder, at: "10:30:00", bucket: "acme-access-logs", key: line)
      $0.bucket("PutBucketLogging", off, at: "10:40:00")
    },
    StepCase("switched off and on again", .done) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.getObject(by: .responder, at: "10:30:00", bucket: "acme-access-logs", key: line)
      $0.bucket("PutBucketLogging", off, at: "10:40:00")
      $0.bucket("PutBucketLogging", on, at: "10:50:00")
    },
    StepCase("access logs deleted", .contradicted, contradictions: 1) {
      $0.bucket("PutBucketLogging", on, at: "06:30:00")
      $0.add(
        "DeleteObject", of: "s3", by: .user("mallory"), at: "10:40:00",
        request: #"{"bucketName":"acme-access-logs","key":"\#(line)"}"#,
        more: #","eventCategory":"Data""#)
    },
  ]

  @Test(arguments: cases) func judges(_ story: StepCase) throws {
    try story.check("review-access-logs")
  }
}

extension StepStory {
  /// A responder queries a table with Athena.
  fileprivate mutating func query(_ text: String) {
    let quoted = text.replacing("\"", with: "\\\"")
    add(
      "StartQueryExecution", of: "athena", by: .responder, at: "10:30:00",
      request: #"{"queryString":"\#(quoted)"}"#)
  }
}

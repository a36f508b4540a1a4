import GzipStream
import Incident

/// The folder of one account's trail: log files with CloudTrail's names, and digests of them.
///
/// Times are `HH:MM` of one day.
struct TrailFolder {
  static let account = "111122223333"
  private let folder: TemporaryFolder
  private var listed: [String: [String]] = [:]

  init() throws { folder = try TemporaryFolder() }

  private static func name(
    _ region: String, _ delivered: String, _ unique: String, _ kind: String = "CloudTrail"
  ) -> String {
    "\(account)_\(kind)_\(region)_20260302T\(delivered.replacing(":", with: ""))Z_\(unique).json.gz"
  }

  /// The key of a log file in the bucket.
  static func key(_ region: String, _ delivered: String, _ unique: String = "0123456789abcdef")
    -> String
  {
    "AWSLogs/\(account)/CloudTrail/\(region)/2026/03/02/\(name(region, delivered, unique))"
  }

  /// Writes a log file, delivered at `delivered`, with a record at each of `times`.
  func log(
    _ region: String, _ delivered: String, records times: [String],
    _ unique: String = "0123456789abcdef"
  ) throws {
    var story = Story()
    for time in times {
      story.add(
        "ecs", "ListTasks", at: "\(time):00", by: .user("ada"),
        more: [
          "awsRegion": #""\#(region)""#, "readOnly": "true",
          "eventID": #""\#(region)-\#(delivered)-\#(time)""#,
        ])
    }
    try folder.write(
      #"{"Records":[\#(story.records.joined(separator: ","))]}"#,
      as: Self.key(region, delivered, unique))
  }

  /// Writes a file of network activity, delivered at `delivered`, with a call to KMS at each of
  /// `times` that the policy of a VPC endpoint denied.
  func networkActivity(_ region: String, _ delivered: String, records times: [String]) throws {
    var story = Story()
    for time in times {
      story.add(
        "kms", "ListKeys", at: "\(time):00", by: .user("ada"), error: "VpceAccessDenied",
        more: [
          "awsRegion": #""\#(region)""#, "eventType": #""AwsVpceEvent""#, "readOnly": "true",
          "eventCategory": #""NetworkActivity""#, "eventID": #""\#(region)-net-\#(time)""#,
        ])
    }
    let kind = "CloudTrail-NetworkActivity"
    try folder.write(
      #"{"Records":[\#(story.records.joined(separator: ","))]}"#,
      as: "AWSLogs/\(Self.account)/\(kind)/\(region)/2026/03/02/"
        + Self.name(region, delivered, "0123456789abcdef", kind))
  }

  /// Writes a file as it stands.
  func write(_ text: String, as key: String) throws { try folder.write(text, as: key) }

  /// Writes the digest of the time from `start` to `end`, which lists `keys`.
  func digest(_ region: String, _ start: String, _ end: String, lists keys: [String] = []) throws {
    let object =
      "AWSLogs/\(Self.account)/CloudTrail-Digest/\(region)/2026/03/02/\(Self.account)"
      + "_CloudTrail-Digest_\(region)_trail_us-east-1_20260302T\(end.replacing(":", with: ""))31Z.json.gz"
    let files = keys.map { key in
      #"""
      {"s3Bucket":"logs","s3Object":"\#(key)","hashValue":"00","hashAlgorithm":"SHA-256",
       "oldestEventTime":"2026-03-02T\#(start):40Z","newestEventTime":"2026-03-02T\#(end):01Z"}
      """#
    }
    try folder.write(
      #"""
      {"awsAccountId":"\#(Self.account)","digestStartTime":"2026-03-02T\#(start):31Z",
       "digestEndTime":"2026-03-02T\#(end):31Z","digestS3Bucket":"logs","digestS3Object":"\#(object)",
       "previousDigestS3Object":null,"logFiles":[\#(files.joined(separator: ","))]}
      """#, as: object)
  }

  /// The coverage of everything written.
  func coverage(jobs: Int = 1) throws -> [CoverageEntry] { try analyzed(jobs: jobs).coverage }

  func analyzed(jobs: Int = 1) throws -> Analysis {
    try Analyzed([folder.file("AWSLogs")], jobs: jobs, in: folder).analysis
  }
}

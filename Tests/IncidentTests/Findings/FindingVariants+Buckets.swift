import Incident

extension FindingCase {
  private static let own = StepStory.account
  private static let other = "999988887777"

  /// Who is let into the runner's bucket, and what becomes of its objects.
  static let buckets: [FindingCase] = [
    FindingCase("D15", .high) {
      $0.onBucket("CompleteMultipartUpload", #","key":"env/1.tfstate""#, extra: StepStory.ofData)
    } not: {
      $0.onBucket(
        "CompleteMultipartUpload", #","key":"env/1.tfstate""#, by: StepStory.worker,
        extra: StepStory.ofData)
      $0.onBucket(
        "CompleteMultipartUpload", #","key":"x""#, bucket: "payroll", extra: StepStory.ofData)
    },
    FindingCase("D15", .high) {
      $0.copy(from: "junk/x")
    } not: {
      // Written anew under another key, and carried away.
      $0.copy(from: "\(StepStory.bucket)/env/1.tfstate")
      $0.copy(from: "\(StepStory.bucket)/env/1.tfstate", to: "payroll")
    },
    FindingCase("D16", .medium) {
      $0.onBucket("ListObjects", #","prefix":"env/""#, extra: StepStory.signed("QueryString"))
    } not: {
      $0.onBucket("ListObjects", #","prefix":"env/""#, extra: StepStory.signed("AuthHeader"))
      $0.onBucket(
        "ListObjects", #","prefix":"env/""#, bucket: "payroll",
        extra: StepStory.signed("QueryString"))
    },
    FindingCase("D17", .high) {
      $0.copy(from: "%2F\(StepStory.bucket)%2Fenv%2F1.tfstate", to: "payroll")
    } not: {
      $0.copy(from: "backups/\(StepStory.bucket)/env/1.tfstate", to: "payroll")
      $0.copy(from: "\(StepStory.bucket)-docs/a.txt", to: "payroll")
    },
    FindingCase("D03", .critical) {
      $0.readThroughAccessPoint(of: "payroll", by: StepStory.worker)
    } not: {
      $0.readThroughAccessPoint(of: StepStory.bucket, by: StepStory.worker)
    },
    FindingCase("D04", .critical) {
      $0.readThroughAccessPoint(of: StepStory.bucket, by: .user("eve"))
      $0.makeLastForeign(.user("eve"))
    } not: {
      $0.readThroughAccessPoint(of: "payroll", by: .user("eve"))
      $0.makeLastForeign(.user("eve"))
    },
    FindingCase("D07", .critical) {
      $0.open(under: StepStory.equals("aws:PrincipalAccount", other))
    } not: {
      $0.open(under: StepStory.equals("aws:PrincipalAccount", own))
      $0.open(under: StepStory.equals("aws:PrincipalOrgID", "o-example"))
    },
    FindingCase("D07", .critical) {
      $0.open(under: StepStory.equals("aws:PrincipalAccount", other, by: "StringNotEquals"))
    } not: {
      $0.open(under: StepStory.equals("aws:SourceVpce", "vpce-1"))
    },
    FindingCase("D07", .critical) {
      $0.open(under: StepStory.equals("aws:PrincipalAccount", own, by: "StringEqualsIfExists"))
    } not: {
      $0.open(under: StepStory.equals("aws:PrincipalAccount", own, by: "StringEqualsIgnoreCase"))
    },
    FindingCase("D07", .critical) {
      $0.open(
        under: StepStory.equals(
          "aws:PrincipalArn", "arn:aws:iam::\(other):role/*", by: "StringLike"))
    } not: {
      $0.open(
        under: StepStory.equals("aws:PrincipalArn", "arn:aws:iam::\(own):role/*", by: "ArnLike"))
    },
    FindingCase("D07", .critical) {
      $0.open(to: #"{\"CanonicalUser\":\"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8\"}"#)
    } not: {
      $0.open(to: #"{\"Service\":\"logging.s3.amazonaws.com\"}"#)
    },
    FindingCase("D13", .critical) {
      $0.replicate(to: StepStory.destination("ok", own), StepStory.destination("evil", other))
    } not: {
      $0.replicate(to: StepStory.destination("ok", own), StepStory.destination("copy", own))
    },
    FindingCase("D13", .critical) {
      $0.replicate(to: StepStory.destination("ok", own), StepStory.destination("evil"))
    } not: {
      $0.replicate(to: StepStory.destination("ok", own))
    },
    FindingCase("D08", .critical) {
      $0.onBucket("PutBucketAcl", #","x-amz-grant-full-control":"\#(StepStory.anybody)""#)
    } not: {
      $0.onBucket("PutBucketAcl", #","x-amz-grant-full-control":"id=\"79a59df900b949e5\"""#)
    },
    FindingCase("D08", .critical) {
      $0.onBucket("PutObjectAcl", #","key":"x","x-amz-grant-write-acp":"\#(StepStory.anybody)""#)
    } not: {
      $0.onBucket("PutObjectAcl", #","key":"x""#)
    },
    FindingCase("D12", .high) {
      $0.expire(#""Expiration":{"Date":"2026-04-15T00:00:00Z"}"#)
    } not: {
      $0.expire(#""Expiration":{"Date":"2026-05-15T00:00:00Z"}"#)
      $0.expire(#""AbortIncompleteMultipartUpload":{"DaysAfterInitiation":1}"#)
    },
    FindingCase("D12", .high) {
      $0.expire(#""NoncurrentVersionExpiration":{"NoncurrentDays":1}"#)
    } not: {
      $0.expire(#""Expiration":{"Days":1}"#, status: "Disabled")
    },
  ]
}

extension StepStory {
  static let ofData = #","eventCategory":"Data""#

  /// Data of a request that was signed so.
  static func signed(_ method: String) -> String {
    ofData + #","additionalEventData":{"AuthenticationMethod":"\#(method)"}"#
  }

  /// GetObject through an access point, by its alias and by its ARN.
  mutating func readThroughAccessPoint(of bucket: String, by caller: Caller) {
    let arn = "arn:aws:s3:\(Self.region):\(Self.account):accesspoint/state"
    let resources =
      #","resources":[{"type":"AWS::S3::AccessPoint","ARN":"\#(arn)"},{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::\#(bucket)/env/1.tfstate"},{"type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::\#(bucket)"}]"#
    for name in [arn, "state-abcdefghijk-s3alias"] {
      onBucket(
        "GetObject", #","key":"env/1.tfstate""#, bucket: name, by: caller,
        extra: Self.ofData + resources)
    }
  }

  /// CopyObject onto a state of the runner, or into another bucket.
  mutating func copy(from source: String, to bucket: String = bucket) {
    onBucket(
      "CopyObject", #","key":"env/1.tfstate","x-amz-copy-source":"\#(source)""#, bucket: bucket,
      extra: Self.ofData)
  }

  /// PutBucketPolicy.
  mutating func open(to principal: String = #"\"*\""#, under condition: String = "") {
    let statement =
      #"{\"Effect\":\"Allow\",\"Principal\":\#(principal),\"Action\":\"s3:*\",\"Resource\":\"*\"\#(condition)}"#
    onBucket("PutBucketPolicy", #","bucketPolicy":"{\"Statement\":[\#(statement)]}""#)
  }

  /// A condition of a policy, as a string inside a request.
  static func equals(_ key: String, _ value: String, by comparison: String = "StringEquals")
    -> String
  {
    #",\"Condition\":{\"\#(comparison)\":{\"\#(key)\":\"\#(value)\"}}"#
  }

  static let anybody = "uri=http://acs.amazonaws.com/groups/global/AllUsers"

  /// PutBucketLifecycle with a second rule beside one that keeps for a year.
  mutating func expire(_ rule: String, status: String = "Enabled") {
    onBucket(
      "PutBucketLifecycle",
      #","LifecycleConfiguration":{"Rule":[{"Status":"Enabled","Expiration":{"Days":365}},{"Status":"\#(status)",\#(rule)}]}"#
    )
  }

  /// A rule of a replication.
  static func destination(_ bucket: String, _ account: String? = nil) -> String {
    let owner = account.map { #","Account":"\#($0)""# } ?? ""
    return #"{"Destination":{"Bucket":"arn:aws:s3:::\#(bucket)"\#(owner)}}"#
  }

  /// PutBucketReplication.
  mutating func replicate(to rules: String...) {
    onBucket(
      "PutBucketReplication",
      #","ReplicationConfiguration":{"Rule":[\#(rules.joined(separator: ","))]}"#)
  }
}

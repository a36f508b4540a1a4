import Incident

extension FindingCase {
  static let storage: [FindingCase] = [
    FindingCase("D01", .high) { story in
      for number in 0..<10 {
        story.getObject(by: StepStory.worker, at: "11:0\(number):00", key: "env/\(number).tfstate")
      }
    } not: { story in
      for number in 0..<20 {
        let minute = number * 3
        story.getObject(
          by: StepStory.worker, at: "11:\(minute < 10 ? "0" : "")\(minute):00",
          key: "env/\(number).tfstate")
      }
    },
    FindingCase("D02", .medium) {
      $0.onBucket("ListObjects", by: StepStory.worker)
    } not: {
      $0.onBucket("ListObjects", #","prefix":"env/1/""#, by: StepStory.worker)
    },
    FindingCase("D03", .critical) {
      $0.getObject(by: StepStory.worker, at: "11:00:00", bucket: "payroll")
    } not: {
      $0.getObject(by: StepStory.worker, at: "11:00:00")
    },
    FindingCase("D04", .critical) {
      $0.getObject(by: .user("eve"), at: "11:00:00")
      $0.makeLastForeign(.user("eve"))
    } not: {
      $0.getObject(by: .user("eve"), at: "11:00:00", error: "AccessDenied")
      $0.makeLastForeign(.user("eve"))
      $0.getObject(by: .user("eve"), at: "11:01:00")
    },
    FindingCase("D05", .critical) {
      $0.onBucket("DeleteObject", #","key":"env/1.tfstate","versionId":"abc""#)
    } not: {
      $0.onBucket("DeleteObject", #","key":"x""#, bucket: "payroll")
    },
    FindingCase("D06", .critical) {
      $0.onBucket("DeleteBucket")
    } not: {
      $0.onBucket("DeleteBucket", bucket: "payroll")
    },
    FindingCase("D07", .critical) {
      $0.onBucket("PutBucketPolicy", #","bucketPolicy":"\#(StepStory.policy(#"\"*\""#))""#)
    } not: {
      $0.onBucket(
        "PutBucketPolicy",
        #","bucketPolicy":"\#(StepStory.policy(#"{\"AWS\":\"arn:aws:iam::111122223333:role/app\"}"#))""#
      )
    },
    FindingCase("D08", .critical) {
      $0.onBucket("PutObjectAcl", #","key":"x","x-amz-acl":"public-read""#)
    } not: {
      $0.onBucket("PutObjectAcl", #","key":"x","x-amz-acl":"bucket-owner-full-control""#)
    },
    FindingCase("D09", .high) {
      $0.onBucket("PutBucketPublicAccessBlock", StepStory.block("false"))
    } not: {
      $0.onBucket("PutBucketPublicAccessBlock", StepStory.block("true"))
    },
    FindingCase("D10", .critical) {
      $0.onBucket(
        "CopyObject", #","key":"x","x-amz-server-side-encryption-customer-algorithm":"AES256""#)
    } not: {
      $0.onBucket(
        "CopyObject",
        #","key":"x","x-amz-server-side-encryption-aws-kms-key-id":"\#(StepStory.key)""#)
    },
    FindingCase("D11", .high) {
      $0.onBucket("PutBucketVersioning", #","VersioningConfiguration":{"Status":"Suspended"}"#)
    } not: {
      $0.onBucket("PutBucketVersioning", #","VersioningConfiguration":{"Status":"Enabled"}"#)
    },
    FindingCase("D12", .high) {
      $0.onBucket("PutBucketLifecycle", StepStory.expiry(1))
    } not: {
      $0.onBucket("PutBucketLifecycle", StepStory.expiry(90))
    },
    FindingCase("D13", .critical) {
      $0.onBucket("PutBucketReplication", StepStory.replication("999988887777"))
    } not: {
      $0.onBucket("PutBucketReplication", StepStory.replication(StepStory.account))
    },
    FindingCase("D14", .medium) {
      $0.onBucket("PutBucketLogging", #","BucketLoggingStatus":{}"#)
    } not: {
      $0.onBucket(
        "PutBucketLogging", #","BucketLoggingStatus":{"LoggingEnabled":{"TargetBucket":"logs"}}"#)
    },
    FindingCase("D15", .high) {
      $0.onBucket("PutObject", #","key":"env/1.tfstate""#, extra: #","eventCategory":"Data""#)
    } not: {
      $0.onBucket(
        "PutObject", #","key":"env/1.tfstate""#, by: StepStory.worker,
        extra: #","eventCategory":"Data""#)
    },
    FindingCase("D16", .medium) {
      $0.onBucket(
        "GetObject", #","key":"x""#, by: StepStory.worker,
        extra: #","additionalEventData":{"AuthenticationMethod":"QueryString"}"#)
    } not: {
      $0.onBucket(
        "GetObject", #","key":"x""#, by: StepStory.worker,
        extra: #","additionalEventData":{"AuthenticationMethod":"AuthHeader"}"#)
    },
    FindingCase("D17", .high) {
      $0.onBucket(
        "CopyObject", #","key":"x","x-amz-copy-source":"\#(StepStory.bucket)/env/1.tfstate""#,
        bucket: "payroll")
    } not: {
      $0.onBucket("CopyObject", #","key":"x","x-amz-copy-source":"shop/1""#, bucket: "payroll")
      $0.onBucket("CopyObject", #","key":"x","x-amz-copy-source":"\#(StepStory.bucket)/y""#)
    },
    FindingCase("D18", .high) {
      $0.onBucket("PutObjectRetention", #","key":"x","x-amz-bypass-governance-retention":"true""#)
    } not: {
      $0.onBucket("PutObjectRetention", #","key":"x""#)
    },
  ]

  static let keys: [FindingCase] = [
    FindingCase("K01", .critical) {
      $0.onKey("ScheduleKeyDeletion")
    } not: {
      $0.onKey("ScheduleKeyDeletion", key: StepStory.otherKey)
    },
    FindingCase("K02", .high) {
      $0.onKey("DisableKey")
    } not: {
      $0.onKey("EnableKey")
    },
    FindingCase("K03", .critical) {
      $0.onKey(
        "PutKeyPolicy",
        #","policy":"\#(StepStory.policy(#"{\"AWS\":\"arn:aws:iam::999988887777:root\"}"#))""#)
    } not: {
      $0.onKey(
        "PutKeyPolicy",
        #","policy":"\#(StepStory.policy(#"{\"AWS\":\"arn:aws:iam::111122223333:root\"}"#))""#)
    },
    FindingCase("K04", .critical) {
      $0.onKey("CreateGrant", #","granteePrincipal":"arn:aws:iam::999988887777:role/x""#)
    } not: {
      $0.onKey(
        "CreateGrant",
        #","granteePrincipal":"arn:aws:iam::111122223333:role/\#(StepStory.roles[2])""#)
    },
    FindingCase("K05", .medium) {
      $0.onKey("DisableKeyRotation")
    } not: {
      $0.onKey("EnableKeyRotation")
    },
    FindingCase("K06", .high) {
      $0.onKey("Decrypt", by: StepStory.worker)
    } not: {
      $0.useKey(by: StepStory.worker, at: "11:00:00")
    },
    FindingCase("K07", .high) {
      $0.onKey("Decrypt")
      $0.makeLastForeign(.user("eve"))
    } not: {
      $0.onKey("Decrypt")
    },
    FindingCase("K08", .high) {
      $0.onKey("DeleteImportedKeyMaterial")
    } not: {
      $0.onKey("DeleteImportedKeyMaterial", key: StepStory.otherKey)
    },
    FindingCase("K09", .medium) { story in
      story.decrypts(25, at: "11")
    } not: { story in
      story.decrypts(10, at: "11")
    },
  ]
}

extension StepStory {
  static let otherKey =
    "arn:aws:kms:eu-central-1:111122223333:key/99999999-2222-3333-4444-555555555555"

  static func block(_ value: String) -> String {
    #","PublicAccessBlockConfiguration":{"BlockPublicAcls":\#(value),"BlockPublicPolicy":\#(value),"IgnorePublicAcls":\#(value),"RestrictPublicBuckets":\#(value)}"#
  }

  static func expiry(_ days: Int) -> String {
    #","LifecycleConfiguration":{"Rule":{"ID":"x","Status":"Enabled","Expiration":{"Days":\#(days)}}}"#
  }

  static func replication(_ account: String) -> String {
    #","ReplicationConfiguration":{"Rule":{"Destination":{"Bucket":"arn:aws:s3:::copy","Account":"\#(account)"}}}"#
  }

  /// Data keys of so many objects, decrypted within minutes for the runner's last task.
  mutating func decrypts(_ count: Int, at hour: String) {
    for number in 0..<count {
      let second = number * 10
      let time = "\(hour):0\(second / 60):\(second % 60 < 10 ? "0" : "")\(second % 60)"
      useKey(by: Self.worker, at: time)
      replaceLast("env/1.tfstate", with: "env/\(number).tfstate")
    }
  }
}

import Incident
import Testing

/// Step 4: Rotate KMS keys if necessary.
@Suite struct RotateKeysTests {
  private static let newKey =
    "arn:aws:kms:eu-central-1:111122223333:key/99999999-2222-3333-4444-555555555555"
  private static let work = StepStory.Caller.session(
    2, key: "ASIATASK09", name: "0123456789abcdef0123456789abcd09", issued: "09:00:50")

  private static func encryption(_ key: String) -> String {
    #","encryption":"","ServerSideEncryptionConfiguration":{"Rule":{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"\#(key)"}}}"#
  }

  private static let cases: [StepCase] = [
    StepCase("requested and done", .done, notes: ["reports the rotation on demand as done"]) {
      $0.kms("RotateKeyOnDemand", at: "10:00:00")
      $0.rotated(at: "10:06:00")
    },
    StepCase("old data decrypted afterwards, which is normal", .done) {
      $0.kms("RotateKeyOnDemand", at: "10:00:00")
      $0.rotated(at: "10:06:00")
      $0.useKey(by: work, at: "11:00:00")
      $0.useKey("GenerateDataKey", by: work, at: "11:01:00")
    },
    StepCase("only requested", .partial, missing: [StepStory.key]) {
      $0.kms("RotateKeyOnDemand", key: "11111111-2222-3333-4444-555555555555", at: "10:00:00")
    },
    StepCase("rotated by schedule", .partial, notes: ["by schedule"]) {
      $0.rotated("AUTOMATIC", at: "10:06:00")
    },
    StepCase("only the yearly rotation enabled", .partial, notes: ["yearly"]) {
      $0.kms("EnableKeyRotation", at: "10:00:00")
    },
    StepCase("the replica of its key in another region is to be deleted", .notSeen) {
      $0.useKey(key: StepStory.shared(in: StepStory.region), by: work, at: "09:10:00")
      $0.deleteShared(in: "us-west-2", at: "10:00:00")
    },
    StepCase("its own replica is to be deleted", .contradicted, notes: ["DANGER"]) {
      $0.useKey(key: StepStory.shared(in: StepStory.region), by: work, at: "09:10:00")
      $0.deleteShared(in: StepStory.region, at: "10:00:00")
    },
    StepCase("another key rotated", .notSeen) {
      $0.kms("RotateKeyOnDemand", key: newKey, at: "10:00:00")
    },
    StepCase("the bucket switched to another key", .done, notes: ["switched to another key"]) {
      $0.bucket("PutBucketEncryption", encryption(newKey), at: "10:00:00")
      $0.useKey("GenerateDataKey", key: newKey, by: work, at: "10:30:00")
      $0.useKey("Decrypt", by: work, at: "10:31:00")
    },
    StepCase(
      "a key of another account, of which there is no record", .notAssessable,
      missing: ["any record of account 444455556666 in eu-central-1"]
    ) {
      let key = StepStory.key.replacing(StepStory.account, with: "444455556666")
      $0.useKey(key: key, by: work, at: "09:02:00")
    },
    StepCase(
      "a key and bucket in another region, of which hours are missing", .notAssessable,
      missing: ["records of account 111122223333 in eu-west-1 from"]
    ) { story in
      story.useKey(
        key: StepStory.key.replacing(StepStory.region, with: "eu-west-1"), by: work, at: "09:02:00")
      story.replaceLast(
        #""awsRegion":"\#(StepStory.region)""#, with: #""awsRegion":"eu-west-1""#)
    },
    StepCase("the same key set again", .notSeen) {
      $0.bucket("PutBucketEncryption", encryption(StepStory.key), at: "10:00:00")
    },
    StepCase(
      "new data under the old key", .contradicted, notes: ["under the old key"], contradictions: 1
    ) {
      $0.bucket("PutBucketEncryption", encryption(newKey), at: "10:00:00")
      $0.useKey("GenerateDataKey", key: newKey, by: work, at: "10:30:00")
      $0.useKey("GenerateDataKey", by: work, at: "10:40:00")
    },
    StepCase("the key to be deleted", .contradicted, notes: ["DANGER"], contradictions: 1) {
      $0.kms("RotateKeyOnDemand", at: "10:00:00")
      $0.rotated(at: "10:06:00")
      $0.kms("ScheduleKeyDeletion", #","pendingWindowInDays":7"#, at: "10:10:00")
    },
    StepCase("the deletion taken back", .done) {
      $0.kms("RotateKeyOnDemand", at: "10:00:00")
      $0.rotated(at: "10:06:00")
      $0.kms("ScheduleKeyDeletion", #","pendingWindowInDays":7"#, at: "10:10:00")
      $0.kms("CancelKeyDeletion", at: "10:20:00")
    },
    StepCase("the key disabled", .contradicted, notes: ["DANGER"], contradictions: 1) {
      $0.kms("DisableKey", at: "10:10:00")
    },
    StepCase("a grant to another account", .contradicted, notes: ["grant"], contradictions: 1) {
      $0.kms(
        "CreateGrant", #","granteePrincipal":"arn:aws:iam::999988887777:role/x""#, at: "10:10:00")
    },
    StepCase("a grant within the account", .notSeen) {
      $0.kms(
        "CreateGrant", #","granteePrincipal":"arn:aws:iam::111122223333:role/x""#, at: "10:10:00")
    },
    StepCase("the key policy opened", .contradicted, notes: ["key policy"], contradictions: 1) {
      $0.kms(
        "PutKeyPolicy",
        #","policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}""#,
        at: "10:10:00")
    },
    StepCase("the key policy narrowed", .partial, notes: ["access to the key was cut"]) {
      $0.kms(
        "PutKeyPolicy",
        #","policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}""#,
        at: "10:10:00")
    },
    StepCase("nothing done", .notSeen, missing: [StepStory.key]),
    StepCase(
      "no KMS events, objects under a key", .notAssessable, missing: ["calls to KMS"],
      logs: [.global, .reads, .objects]),
    StepCase(
      "no KMS events, nothing known", .notAssessable, missing: ["calls to KMS"],
      logs: [.global, .reads]),
    StepCase(
      "objects under keys of S3", .notApplicable, notes: ["keys of S3 itself"],
      logs: [.global, .reads, .objects], encryption: "Default_SSE_S3"),
  ]

  @Test(arguments: cases) func judges(_ story: StepCase) throws {
    try story.check("rotate-keys")
  }
}

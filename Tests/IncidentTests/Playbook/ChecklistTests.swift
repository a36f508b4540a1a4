import Incident
import Testing

/// The security checklist: what the last change of a setting says of it.
@Suite struct ChecklistTests {
  private static func encryption(_ algorithm: String) -> String {
    #","encryption":"","ServerSideEncryptionConfiguration":{"Rule":{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"\#(algorithm)"}}}"#
  }

  private static func versioning(_ status: String) -> String {
    #","versioning":"","VersioningConfiguration":{"Status":"\#(status)"}"#
  }

  private static let cases: [(String, StepCase)] = [
    (
      "versioning",
      StepCase("nothing known", .notAssessable, missing: ["the Terraform state"])
    ),
    (
      "versioning",
      StepCase("enabled", .done) {
        $0.bucket("PutBucketVersioning", versioning("Enabled"), at: "07:30:00")
      }
    ),
    (
      "versioning",
      StepCase("enabled, then suspended", .contradicted, contradictions: 1) {
        $0.bucket("PutBucketVersioning", versioning("Enabled"), at: "07:30:00")
        $0.bucket("PutBucketVersioning", versioning("Suspended"), at: "08:30:00")
      }
    ),
    (
      "versioning",
      StepCase("suspended, then enabled", .done) {
        $0.bucket("PutBucketVersioning", versioning("Suspended"), at: "07:30:00")
        $0.bucket("PutBucketVersioning", versioning("Enabled"), at: "08:30:00")
      }
    ),
    (
      "storage-encryption",
      StepCase("a key of KMS", .done) {
        $0.bucket("PutBucketEncryption", encryption("aws:kms"), at: "07:30:00")
      }
    ),
    (
      "storage-encryption",
      StepCase("keys of S3", .contradicted, contradictions: 1) {
        $0.bucket("PutBucketEncryption", encryption("AES256"), at: "07:30:00")
      }
    ),
    (
      "log-retention",
      StepCase("90 days", .done) {
        $0.logs("PutRetentionPolicy", #","retentionInDays":90"#, by: .terraform, at: "07:30:00")
      }
    ),
    (
      "log-retention",
      StepCase("30 days", .contradicted, contradictions: 1) {
        $0.logs("PutRetentionPolicy", #","retentionInDays":30"#, by: .terraform, at: "07:30:00")
      }
    ),
    (
      "force-destroy",
      StepCase("a bucket that withstood", .done) {
        $0.bucket("DeleteBucket", by: .terraform, at: "07:30:00")
        $0.replaceLast(
          #""requestParameters""#, with: #""errorCode":"BucketNotEmpty","requestParameters""#)
      }
    ),
    (
      "permissions-boundary",
      StepCase("one role of three", .partial, missing: ["execution role", "task role"]) {
        $0.role(
          "PutRolePermissionsBoundary", StepStory.roles[0],
          #","permissionsBoundary":"arn:aws:iam::111122223333:policy/b""#, at: "07:30:00")
      }
    ),
    (
      "role-paths",
      StepCase("made without a path", .contradicted, contradictions: 1) {
        $0.role("CreateRole", StepStory.roles[0], #","path":"/""#, by: .terraform, at: "06:30:00")
      }
    ),
    (
      "thumbprint",
      StepCase("changed to another", .contradicted, contradictions: 1) {
        $0.iam(
          "UpdateOpenIDConnectProviderThumbprint",
          #"{"openIDConnectProviderArn":"\#(StepStory.provider)","thumbprintList":["0000"]}"#,
          at: "07:30:00")
      }
    ),
    (
      "private-subnets",
      StepCase("a public address", .contradicted, contradictions: 1) {
        $0.runTask(
          StepStory.task,
          by: .session(0, key: "ASIALOGIN09", name: "acme-prod-runner", issued: "09:00:00"),
          at: "09:30:00")
        $0.replaceLast(
          #""taskDefinition""#,
          with:
            #""networkConfiguration":{"awsvpcConfiguration":{"assignPublicIp":"ENABLED","securityGroups":["sg-1"]}},"taskDefinition""#
        )
      }
    ),
    (
      "security-groups",
      StepCase("opened after the runner used it", .contradicted, contradictions: 1) {
        $0.runTask(
          StepStory.task,
          by: .session(0, key: "ASIALOGIN09", name: "acme-prod-runner", issued: "09:00:00"),
          at: "09:30:00")
        $0.replaceLast(
          #""taskDefinition""#,
          with:
            #""networkConfiguration":{"awsvpcConfiguration":{"securityGroups":["sg-1"]}},"taskDefinition""#
        )
        $0.add(
          "AuthorizeSecurityGroupIngress", of: "ec2", by: .user("mallory"), at: "09:40:00",
          request: #"{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"-1"}]}}"#)
      }
    ),
  ]

  @Test(arguments: cases) func judges(_ step: String, _ story: StepCase) throws {
    try story.check(step, of: "security-checklist")
  }
}

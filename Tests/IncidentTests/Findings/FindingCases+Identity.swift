import Incident

extension FindingCase {
  private static let role = StepStory.roles[2]

  static let identity: [FindingCase] = [
    FindingCase("I01", .critical) {
      $0.role(
        "UpdateAssumeRolePolicy", StepStory.roles[0],
        #","policyDocument":"\#(StepStory.trust(subject: "*", comparison: "StringLike"))""#,
        at: "11:00:00")
    } not: {
      $0.role(
        "UpdateAssumeRolePolicy", StepStory.roles[0], #","policyDocument":"\#(StepStory.trust())""#,
        at: "11:00:00")
    },
    FindingCase("I02", .critical) {
      $0.role(
        "AttachRolePolicy", role, #","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess""#,
        at: "11:00:00")
    } not: {
      $0.revoke(2, at: "11:00:00")
      $0.role(
        "PutRolePolicy", role,
        #","policyName":"prod-runner-task-s3-policy","policyDocument":"{}""#, at: "11:01:00")
    },
    FindingCase("I03", .high) {
      $0.role("DeleteRolePermissionsBoundary", role, at: "11:00:00")
    } not: {
      $0.role("DeleteRolePermissionsBoundary", "orders-worker", at: "11:00:00")
    },
    FindingCase("I04", .critical) {
      $0.iam("CreateOpenIDConnectProvider", #"{"url":"https://evil.example"}"#, at: "11:00:00")
    } not: {
      $0.iam("GetOpenIDConnectProvider", "{}", at: "11:00:00")
    },
    FindingCase("I05", .critical) {
      $0.iam("CreateAccessKey", #"{"userName":"helper"}"#, by: StepStory.worker, at: "11:00:00")
    } not: {
      $0.iam("CreateAccessKey", #"{"userName":"helper"}"#, by: .user("eve"), at: "11:00:00")
    },
    FindingCase("I06", .high) {
      $0.iam(
        "CreateRole", #"{"roleName":"helper"}"#, by: StepStory.manager, at: "11:00:00",
        error: "AccessDenied")
    } not: {
      $0.iam("ListRoles", "{}", by: StepStory.manager, at: "11:00:00")
    },
    FindingCase("I07", .high) {
      $0.attach(at: "10:00:00")
      $0.iam(
        "SetDefaultPolicyVersion", #"{"policyArn":"\#(StepStory.managed)","versionId":"v1"}"#,
        by: .user("eve"), at: "11:00:00")
    } not: {
      $0.attach(at: "10:00:00")
      $0.iam(
        "SetDefaultPolicyVersion",
        #"{"policyArn":"arn:aws:iam::111122223333:policy/shop","versionId":"v1"}"#,
        by: .user("eve"), at: "11:00:00")
    },
    FindingCase("I08", .medium) {
      $0.call(
        "ecs", "RunTask", "null", by: StepStory.manager, error: "AccessDeniedException",
        message:
          "User: x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/admin"
      )
    } not: {
      $0.call(
        "ecs", "RunTask", "null", by: StepStory.manager, error: "AccessDeniedException",
        message: "User: x is not authorized to perform: ecs:RunTask on resource: y")
    },
    FindingCase("I09", .medium) {
      $0.iam("ListRoles", "{}", by: StepStory.manager, at: "11:00:00", error: "AccessDenied")
    } not: {
      $0.iam("ListRoles", "{}", by: .responder, at: "11:00:00")
    },
    FindingCase("I10", .high) {
      $0.call("rolesanywhere", "CreateTrustAnchor")
    } not: {
      $0.call("rolesanywhere", "ListTrustAnchors")
    },
    FindingCase("I11", .high) {
      $0.revoke(2, at: "10:00:00")
      $0.role("DeleteRolePolicy", role, #","policyName":"AWSRevokeOlderSessions""#, at: "11:00:00")
    } not: {
      $0.revoke(2, at: "10:00:00")
      $0.role("DeleteRolePolicy", role, #","policyName":"other""#, at: "11:00:00")
    },
  ]
}

extension StepStory {
  static let managed = "arn:aws:iam::111122223333:policy/runner-extra"

  /// A managed policy for the task role.
  mutating func attach(at time: String) {
    role("AttachRolePolicy", Self.roles[2], #","policyArn":"\#(Self.managed)""#, at: time)
  }
}

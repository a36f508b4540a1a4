import Incident
import Testing

/// Step 5: Review IAM role trust policies.
@Suite struct ReviewTrustTests {
  private static func read(
    _ story: inout StepStory, _ roles: [Int] = [0, 1, 2], provider: Bool = true
  ) {
    for role in roles { story.role("GetRole", StepStory.roles[role], at: "10:0\(role):00") }
    if provider {
      story.iam(
        "GetOpenIDConnectProvider", #"{"openIDConnectProviderArn":"\#(StepStory.provider)"}"#,
        at: "10:05:00", readOnly: true)
    }
  }

  private static func change(
    _ story: inout StepStory, _ role: Int, _ document: String, at time: String
  ) {
    story.role(
      "UpdateAssumeRolePolicy", StepStory.roles[role], #","policyDocument":"\#(document)""#,
      at: time)
  }

  private static let ecs =
    #"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"}}]}"#
  private static let both =
    #"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\",\"AWS\":\"arn:aws:iam::111122223333:role/platform/prod-runner-ecs-task-manager-0a1b2c3d\"}}]}"#

  private static func principal(_ name: String) -> String {
    #"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":\"\#(name)\"}}]}"#
  }

  private static let cases: [StepCase] = [
    StepCase("every role and the provider read", .done) { read(&$0) },
    StepCase("all roles read at once", .done) {
      $0.iam("GetAccountAuthorizationDetails", "{}", at: "10:00:00", readOnly: true)
      read(&$0, [])
    },
    StepCase("two read, one changed", .done) {
      read(&$0, [0, 1])
      change(&$0, 2, both, at: "10:10:00")
    },
    StepCase("one role not read", .partial, missing: ["task role prod-runner-task-0a1b2c3d"]) {
      read(&$0, [0, 1])
    },
    StepCase("the provider not read", .partial, missing: ["oidc-provider/oidc.humanitec.dev"]) {
      read(&$0, provider: false)
    },
    StepCase("only a refresh of Terraform", .partial, notes: ["Terraform read the role"]) { story in
      for role in 0..<3 {
        story.role("GetRole", StepStory.roles[role], by: .terraform, at: "10:0\(role):00")
      }
    },
    StepCase("only the list of roles", .partial, notes: ["only listed"]) {
      $0.iam("ListRoles", "{}", at: "10:00:00", readOnly: true)
    },
    StepCase("nothing done", .notSeen),
    StepCase(
      "us-east-1 not in the logs", .notAssessable, missing: ["us-east-1"],
      logs: [.reads, .keys, .objects]),
    StepCase(
      "opened to everybody after the review", .contradicted, notes: ["everybody", "maria"],
      contradictions: 1
    ) {
      read(&$0)
      change(&$0, 2, principal("*"), at: "10:30:00")
    },
    StepCase("opened to another account", .contradicted, notes: ["outside account"]) {
      read(&$0)
      change(&$0, 2, principal("arn:aws:iam::999988887777:root"), at: "10:30:00")
    },
    StepCase("opened to another role", .contradicted, notes: ["unexpected principal"]) {
      read(&$0)
      change(&$0, 2, principal("arn:aws:iam::111122223333:role/admin"), at: "10:30:00")
    },
    StepCase("a deleted principal left", .contradicted, notes: ["deleted principal"]) {
      read(&$0)
      change(&$0, 2, principal("AROAEXAMPLE"), at: "10:30:00")
    },
    StepCase("any subject of the organisation", .contradicted, notes: ["acme+*"]) {
      read(&$0)
      change(&$0, 0, StepStory.trust(subject: "acme+*", comparison: "StringLike"), at: "10:30:00")
    },
    StepCase("tokens without a subject", .contradicted, notes: ["ForAllValues"]) {
      read(&$0)
      change(&$0, 0, StepStory.trust(comparison: "ForAllValues:StringEquals"), at: "10:30:00")
    },
    StepCase("a condition only if it exists", .contradicted, notes: ["IfExists"]) {
      read(&$0)
      change(&$0, 0, StepStory.trust(comparison: "StringEqualsIfExists"), at: "10:30:00")
    },
    StepCase("another provider", .contradicted, notes: ["token.actions"]) {
      read(&$0)
      change(
        &$0, 0,
        StepStory.trust().replacing(
          "oidc-provider/oidc.humanitec.dev",
          with: "oidc-provider/token.actions.githubusercontent.com"),
        at: "10:30:00")
    },
    StepCase("opened and closed again", .done) {
      read(&$0)
      change(&$0, 2, principal("*"), at: "10:30:00")
      change(&$0, 2, both, at: "10:40:00")
    },
    StepCase("the expected trust policies set again", .done) {
      read(&$0)
      change(&$0, 0, StepStory.trust(), at: "10:30:00")
      change(&$0, 1, ecs, at: "10:31:00")
      change(&$0, 2, both, at: "10:32:00")
    },
    StepCase(
      "somebody else assumes the task role", .contradicted, notes: ["assumed a role"],
      contradictions: 1
    ) {
      read(&$0)
      $0.add(
        "AssumeRole", of: "sts", by: .user("mallory"), at: "10:40:00",
        request:
          #"{"roleArn":"arn:aws:iam::111122223333:role/prod-runner-task-0a1b2c3d","roleSessionName":"x"}"#,
        response: #"{"credentials":{"accessKeyId":"ASIAMALLORY"}}"#, readOnly: true)
    },
    StepCase("the task manager assumes the task role, which the module permits", .done) {
      read(&$0)
      $0.add(
        "AssumeRole", of: "sts",
        by: .session(0, key: "ASIALOGIN09", name: "acme-prod-runner", issued: "09:00:00"),
        at: "10:40:00",
        request:
          #"{"roleArn":"arn:aws:iam::111122223333:role/prod-runner-task-0a1b2c3d","roleSessionName":"x"}"#,
        response: #"{"credentials":{"accessKeyId":"ASIACHAIN"}}"#, readOnly: true)
    },
    StepCase("a foreign subject logs in", .contradicted, notes: ["foreign subject", "acme+evil"]) {
      read(&$0)
      $0.login(at: "10:40:00", key: "ASIAEVIL", subject: "acme+evil")
    },
    StepCase("open since before the incident", .partial, missing: ["before the incident"]) {
      $0.role(
        "CreateRole", StepStory.roles[2],
        #","assumeRolePolicyDocument":"\#(principal("*"))""#, by: .terraform,
        at: "2026-04-12T10:00:00Z")
      $0.revoke(2, at: "10:00:00")
      read(&$0)
    },
    StepCase("the new runner id admits the old subject", .contradicted, contradictions: 1) {
      read(&$0)
      $0.role(
        "CreateRole", "prod-runner-2-ecs-task-manager-0a1b2c3d",
        #","assumeRolePolicyDocument":"\#(StepStory.trust())""#, by: .terraform, at: "10:20:00")
    },
  ]

  @Test(arguments: cases) func judges(_ story: StepCase) throws {
    try story.check("review-trust")
  }
}

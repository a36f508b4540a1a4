import Incident
import Testing

/// Whether a trust policy lets the runner's subject in, which is judged for step 3 and step 5.
@Suite struct TrustAdmissionTests {
  private static let principal = #""Principal":{"Federated":"\#(StepStory.provider)"}"#
  private static let host = "oidc.humanitec.dev"
  private static let old = "acme+prod-runner"

  private static func allow(
    _ conditions: String, action: String = #""Action":"sts:AssumeRoleWithWebIdentity""#,
    principal: String = principal, effect: String = "Allow"
  ) -> String {
    #"{"Effect":"\#(effect)",\#(action),\#(principal),"Condition":{\#(conditions)}}"#
  }

  private static func deny(_ conditions: String, principal: String = principal) -> String {
    allow(conditions, principal: principal, effect: "Deny")
  }

  private static func subject(_ subject: String, _ comparison: String = "StringEquals") -> String {
    #""\#(comparison)":{"\#(host):sub":"\#(subject)"}"#
  }

  private static func both(_ subject: String) -> String {
    #""StringEquals":{"\#(host):aud":"sts.amazonaws.com","\#(host):sub":"\#(subject)"}"#
  }

  private static let others = #""NotIpAddress":{"aws:SourceIp":["198.51.100.0/24"]}"#

  /// Policies that leave the old subject in.
  /// Policies that leave the old subject in.
  private static let open: [[String]] = [
    [allow(both(old)), deny(others, principal: #""Principal":"*""#)],
    [allow(both(old)), deny(subject(old, "StringNotEquals"))],
    [allow(both(old)), deny(subject("acme+other"))],
    [allow(both(old)), deny(both(old) + "," + others)],
    [allow(both(old)), deny(both(old), principal: #""Principal":{"Federated":"other"}"#)],
    [allow(both(old), action: #""Action":"sts:AssumeRoleWith*""#)],
    [allow(both(old), action: #""Action":["sts:TagSession","sts:*Identity"]"#)],
    [allow(both(old), action: #""Action":"*""#)],
    [allow(both(old), action: #""NotAction":"sts:TagSession""#)],
    [allow(subject("acme+prod-*", "StringLike"))],
    [allow(subject("acme+other", "StringNotEquals"))],
    [allow(subject("ACME+prod-runner", "StringEqualsIgnoreCase"))],
    [allow(both("acme+other")), allow(both(old))],
  ]

  /// Policies that keep it out, for a new subject.
  private static let shut: [[String]] = [
    [allow(both("acme+other"))],
    [allow(both("acme+other")), deny(subject(old))],
    [allow(subject("acme+*", "StringLike")), deny(subject(old))],
    [allow(subject("acme+*", "StringLike")), deny(subject("acme+other", "StringNotEquals"))],
    // What the statement that allows asks for as well always holds.
    [allow(both(old)), allow(both("acme+other")), deny(both(old))],
    [
      allow(both("acme+other")),
      allow(both(old), action: #""NotAction":"sts:AssumeRoleWithWebIdentity""#),
    ],
    [
      allow(both("acme+other")),
      allow(
        "", action: #""Action":"sts:*""#,
        principal: #""Principal":{"Service":"ecs-tasks.amazonaws.com"}"#),
    ],
  ]

  private static func story(_ statements: [String]) -> StepStory {
    var story = StepStory.ordinary()
    for role in 0..<3 { story.revoke(role, at: "10:0\(role):00") }
    let document = #"{"Statement":[\#(statements.joined(separator: ","))]}"#
      .replacing("\"", with: "\\\"")
    story.role(
      "UpdateAssumeRolePolicy", StepStory.roles[0], #","policyDocument":"\#(document)""#,
      at: "10:20:00")
    return story
  }

  @Test(arguments: open) func leavesTheOldSubjectIn(_ statements: [String]) throws {
    let verdict = try Self.story(statements).verdict("update-runner-id")
    #expect(verdict.status == .partial)
    #expect(verdict.missing.contains { $0.hasPrefix("a new runner id") }, "\(verdict.missing)")
  }

  @Test(arguments: shut) func keepsTheOldSubjectOut(_ statements: [String]) throws {
    let verdict = try Self.story(statements).verdict("update-runner-id")
    #expect(verdict.status == .done, "\(verdict.missing)")
  }

  @Test(arguments: [
    (#""Action":"sts:AssumeRoleWith*""#, "every subject (no condition on sub)"),
    (#""NotAction":"sts:TagSession""#, "every action but some (NotAction)"),
  ])
  func tellsWhatIsOpen(action: String, words: String) throws {
    let verdict = try Self.story([Self.allow("", action: action)]).verdict("review-trust")
    #expect(verdict.status == .contradicted)
    #expect(verdict.note.contains(words), "\(verdict.note)")
  }
}

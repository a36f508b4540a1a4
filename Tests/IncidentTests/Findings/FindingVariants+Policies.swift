import Incident

extension FindingCase {
  /// Policies for the runner's roles.
  static let policies: [FindingCase] = [
    FindingCase("I02", .critical) {
      $0.permit("x-task-s3-policy", StepStory.everything)
    } not: {
      $0.permit("prod-runner-task-s3-policy", StepStory.objects())
      $0.permit(
        "prod-runner-ecs-task-manager-policy",
        StepStory.allowing("ecs:RunTask", "iam:PassRole", on: "*"), role: 0)
    },
    FindingCase("I02", .critical) {
      $0.permit("prod-runner-task-s3-policy", StepStory.everything)
    } not: {
      $0.permit("prod-runner-task-s3-policy", StepStory.objects(in: "prod-runner-artifacts"))
    },
    FindingCase("I02", .critical) {
      $0.permit("prod-runner-task-s3-policy", StepStory.objects(in: "payroll"))
    } not: {
      $0.permit("prod-runner-task-s3-policy", StepStory.objects())
    },
    FindingCase("I02", .critical) {
      $0.permit(
        "prod-runner-task-s3-policy",
        StepStory.allowing("s3:*", on: "arn:aws:s3:::prod-runner-state"))
    } not: {
      $0.permit("AWSRevokeOlderSessions", StepStory.outdated)
    },
    FindingCase("I02", .critical) {
      $0.permit("AWSRevokeOlderSessions", StepStory.everything + "," + StepStory.outdated)
    } not: {
      $0.permit("quarantine", StepStory.nothing)
    },
    FindingCase("I02", .critical) {
      $0.role(
        "AttachRolePolicy", StepStory.roles[2],
        #","policyArn":"arn:aws-cn:iam::aws:policy/PowerUserAccess""#, at: "11:00:00")
    } not: {
      $0.role(
        "AttachRolePolicy", StepStory.roles[2],
        #","policyArn":"arn:aws:iam::aws:policy/AWSDenyAll""#, at: "11:00:00")
    },
    FindingCase("I01", .critical) {
      $0.trust(2, services: "ecs-tasks.amazonaws.com", "ec2.amazonaws.com")
    } not: {
      $0.trust(1, services: "ecs-tasks.amazonaws.com")
      $0.trust(2, services: "ecs-tasks.amazonaws.com")
    },
    FindingCase("I01", .critical) {
      $0.trust(0, services: "ecs-tasks.amazonaws.com")
    } not: {
      $0.role(
        "UpdateAssumeRolePolicy", StepStory.roles[0], #","policyDocument":"\#(StepStory.trust())""#,
        at: "11:00:00")
    },
  ]
}

extension StepStory {
  /// Opens a role to services.
  @discardableResult mutating func trust(_ role: Int, services: String...) -> String {
    let list = services.map { #"\"\#($0)\""# }.joined(separator: ",")
    return self.role(
      "UpdateAssumeRolePolicy", Self.roles[role],
      #","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Principal\":{\"Service\":[\#(list)]}}]}""#,
      by: .user("eve"), at: "11:00:00")
  }

  static let everything = allowing("*", on: "*")
  static let nothing = #"{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}"#
  /// Ends the sessions that were issued before 1970, which are none.
  static let outdated =
    String(nothing.dropLast())
    + #",\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\"1970-01-02T00:00:00Z\"}}}"#

  /// A statement of a policy, as a string inside a request.
  static func allowing(_ actions: String..., on resource: String) -> String {
    let list = actions.map { #"\"\#($0)\""# }.joined(separator: ",")
    return #"{\"Effect\":\"Allow\",\"Action\":[\#(list)],\"Resource\":\"\#(resource)\"}"#
  }

  /// The statement of the module for a bucket.
  static func objects(in bucket: String = bucket) -> String {
    allowing("s3:GetObject", "s3:PutObject", "s3:ListBucket", on: "arn:aws:s3:::\(bucket)/*")
  }

  /// PutRolePolicy with these statements.
  @discardableResult mutating func permit(
    _ name: String, _ statements: some StringProtocol, role: Int = 2
  ) -> String {
    self.role(
      "PutRolePolicy", Self.roles[role],
      #","policyName":"\#(name)","policyDocument":"{\"Statement\":[\#(statements)]}""#,
      by: .user("eve"), at: "11:00:00")
  }
}

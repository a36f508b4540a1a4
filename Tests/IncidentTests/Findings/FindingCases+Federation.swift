import Incident

extension FindingCase {
  private static let stranger = "198.51.199.9"

  static let federation: [FindingCase] = [
    FindingCase("F01", .critical) {
      $0.login(at: "11:00:00", key: "ASIAX")
      $0.replaceLast(
        StepStory.provider, with: "arn:aws:iam::111122223333:oidc-provider/evil.example")
    } not: {
      $0.login(at: "11:00:00", key: "ASIAX")
    },
    FindingCase("F02", .critical) {
      $0.login(at: "11:00:00", key: "ASIAX", subject: "initech+prod-runner")
    } not: {
      $0.login(at: "11:00:00", key: "ASIAX", subject: "initech+prod-runner", error: "AccessDenied")
    },
    FindingCase("F03", .high) {
      $0.login(at: "11:00:00", key: "ASIAX")
      $0.replaceLast(
        #""audience":"sts.amazonaws.com""#, with: #""audience":"https://evil.example""#)
    } not: {
      $0.login(at: "11:00:00", key: "ASIAX")
    },
    FindingCase("F04", .high) {
      $0.login(at: "11:00:00", key: "ASIAX", from: stranger)
    } not: {
      $0.login(at: "11:00:00", key: "ASIAX")
    },
    FindingCase("F05", .medium) {
      $0.login(at: "11:00:00", key: "ASIAX")
      $0.replaceLast(
        #""roleSessionName":"acme-prod-runner""#, with: #""roleSessionName":"botocore-1""#)
    } not: {
      $0.login(at: "11:00:00", key: "ASIAX")
    },
    FindingCase("F06", .high) { story in
      for number in 0..<3 {
        story.login(
          at: "11:0\(number):00", key: "", subject: "initech+guess-\(number)", from: stranger,
          error: "AccessDenied")
      }
    } not: { story in
      for number in 0..<4 {
        story.login(at: "11:0\(number):00", key: "", from: stranger, error: "AccessDenied")
      }
    },
    FindingCase("F07", .critical) { story in
      for number in 0..<5 {
        story.login(at: "11:0\(number):00", key: "", from: stranger, error: "AccessDenied")
      }
      story.login(at: "12:00:00", key: "ASIAX", from: stranger)
    } not: { story in
      for number in 0..<5 {
        story.login(at: "11:0\(number):00", key: "", from: stranger, error: "AccessDenied")
      }
      story.login(at: "12:00:00", key: "ASIAX")
    },
    FindingCase("F08", .medium) { story in
      for number in 0..<5 {
        story.login(
          at: "11:0\(number):00", key: "", from: stranger, error: "InvalidIdentityToken")
      }
    } not: { story in
      for number in 0..<5 {
        story.login(
          at: "1\(number % 4):0\(number):00", key: "", from: stranger, error: "InvalidIdentityToken"
        )
      }
    },
    FindingCase("F09", .medium) {
      $0.login(at: "11:00:00", key: "ASIAX")
    } not: {
      $0.login(at: "11:00:00", key: "ASIAX")
      $0.limitLogin(at: 11)
    },
    FindingCase("F10", .high) {
      $0.login(at: "11:00:00", key: "ASIAX", role: 2)
    } not: {
      $0.login(at: "11:00:00", key: "ASIAX", role: 0)
    },
    FindingCase("F11", .critical) {
      $0.login(
        at: "10:30:00", key: "ASIANEW", subject: "acme+prod-runner-2",
        roleName: "prod-runner-2-ecs-task-manager-0a1b2c3d")
      $0.login(at: "12:00:00", key: "ASIAX")
    } not: {
      $0.login(
        at: "10:30:00", key: "ASIANEW", subject: "acme+prod-runner-2",
        roleName: "prod-runner-2-ecs-task-manager-0a1b2c3d")
      $0.login(at: "12:00:00", key: "", error: "AccessDenied")
    },
    FindingCase("F12", .low) {
      $0.login(at: "11:00:00", key: "ASIAX")
    } not: {
      $0.login(at: "11:00:00", key: "ASIAX")
      $0.replaceLast("aws-cli/2.15.0", with: "aws-sdk-go-v2/2.0.0")
    },
  ]
}

import Incident
import Testing

/// A login is never a finding by itself, however it comes: it takes a habit that it breaks, or what
/// somebody does with it.
@Suite struct LegitimateLoginTests {
  typealias Tell = @Sendable (inout StepStory) -> Void

  /// Logins that are in order, told behind a morning, or behind nothing.
  private static let logins: [(String, Tell)] = [
    ("as always", { $0.login(at: "11:00:00", key: "ASIA11") }),
    (
      "from another address each time",
      { story in
        for number in 0..<8 {
          story.login(
            at: "11:0\(number):00", key: "ASIA11\(number)", from: "203.0.113.\(20 + number)")
        }
      }
    ),
    (
      "after a token that had run out",
      { story in
        story.login(at: "11:00:00", key: "", error: "ExpiredTokenException")
        story.login(at: "11:00:05", key: "ASIA11")
      }
    ),
    (
      "after a wrong configuration was repaired",
      { story in
        for number in 0..<4 {
          story.login(at: "11:0\(number):00", key: "", error: "AccessDenied")
        }
        story.login(at: "11:06:00", key: "ASIA11")
      }
    ),
    (
      "by a workflow on several branches",
      { story in
        for (number, branch) in ["main", "next", "fix"].enumerated() {
          story.login(
            at: "11:0\(number):00", key: "ASIA11\(number)",
            subject: "repo:acme/platform:ref:refs/heads/\(branch)", roleName: "platform-deploy",
            from: "203.0.113.\(60 + number)")
          story.replaceLast(StepStory.provider, with: github)
        }
      }
    ),
  ]

  private static let github =
    "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"

  @Test(arguments: logins.map(\.0)) func isNoFinding(_ name: String) throws {
    let tell = try #require(Self.logins.first { $0.0 == name }).1
    // In a trail that has seen no login yet, and, where the address is its own, in one that has.
    var stories = [StepStory()]
    if !name.contains("another address") { stories.append(.usual()) }
    for var story in stories {
      tell(&story)
      story.limitLogin(at: 11)
      story.records = story.records.map {
        $0.replacing("8:00:00 PM", with: "12:00:00 PM")
          .replacing("aws-cli/2.15.0", with: "aws-sdk-go-v2/1.36.3")
      }
      let found = try story.analyze(files: 1, findings: .builtIn).findings
      #expect(found.map { "\($0.id) \($0.why)" } == [])
    }
  }
}

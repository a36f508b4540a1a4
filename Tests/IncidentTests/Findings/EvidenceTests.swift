import Incident
import Testing

/// Earlier events that a detector builds on, and what is usual from another time.
@Suite struct EvidenceTests {
  private static let stranger = "198.51.199.9"

  private static func guessing() -> StepStory {
    var story = StepStory.usual()
    for number in 0..<6 {
      story.login(
        at: "11:0\(number):00", key: "", subject: "initech+guess-\(number)", from: stranger,
        error: "AccessDenied")
    }
    return story
  }

  /// The first guesses are no finding yet; on the timeline they are evidence all the same.
  @Test func earlierEventsAreMarkedOnTheTimeline() throws {
    var marked: [String] = []
    var order: [String] = []
    let result = try Self.guessing().analyze(files: 1, findings: .builtIn) { event in
      order.append("\(event.time)")
      if event.entry?.findings.contains("F06") == true { marked.append(event.eventID) }
    }
    let finding = try #require(result.findings.first { $0.id == "F06" })
    #expect(finding.count == 6)
    #expect(marked == finding.eventIDs)
    #expect(order == order.sorted())
  }

  /// Both accounts of a call log it: that is one call, and both records are evidence of it.
  @Test func whatTwoAccountsLogIsCountedOnce() throws {
    var story = StepStory.usual()
    for recipient in [StepStory.account, "999988887777"] {
      story.assume("admin", "x", by: StepStory.worker, account: "999988887777")
      story.replaceLast(
        #""recipientAccountId":"\#(StepStory.account)""#,
        with: #""recipientAccountId":"\#(recipient)","sharedEventID":"f0e1d2c3-0000-4000-8000-0""#)
    }
    story.replaceLast(
      StepStory.worker.identity,
      with: """
        {"type":"AWSAccount","principalId":"AROARUNNERROLE000002:x",\
        "accountId":"\(StepStory.account)"}
        """)
    let finding = try #require(try story.findings().first { $0.id == "S05" })
    #expect(finding.count == 1)
    #expect(finding.eventIDs.count == 2)
  }

  /// The role that a task definition names in another account is no measure here.
  @Test func aDefinitionIsThatOfItsAccount() throws {
    let role = "arn:aws:iam::\(StepStory.account):role/\(StepStory.roles[2])"
    func found(registeredIn account: String) throws -> [String] {
      var story = StepStory.usual()
      story.define(by: .user("eve"), at: "10:30:00", role: "elsewhere")
      story.replaceLast(
        #""recipientAccountId":"\#(StepStory.account)""#,
        with: #""recipientAccountId":"\#(account)""#)
      story.start(
        by: StepStory.manager, at: "11:00:00",
        more: StepStory.network + #","overrides":{"taskRoleArn":"\#(role)"}"#)
      return try story.findings().map(\.id)
    }
    #expect(try found(registeredIn: StepStory.account).contains("E03"))
    #expect(try !found(registeredIn: "444455556666").contains("E03"))
  }

  @Test func whatIsUsualElsewhereIsNotNew() throws {
    var story = StepStory.ordinary()
    story.login(at: "11:00:00", key: "ASIAX", from: Self.stranger)
    // Two logins make no habit: nothing can be new.
    #expect(!(try story.findings().contains { $0.id == "F04" }))
    let usual = try StepStory.usual().clean()
    #expect(usual.names == ["prod-runner"])
    #expect(try story.findings(usual).contains { $0.id == "F04" })
    var elsewhere = StepStory.usual()
    elsewhere.login(at: "10:00:00", key: "ASIAY", from: Self.stranger)
    // Out of the ordinary in a time that may not be clean; in one that is, nothing is.
    let known = try elsewhere.analyze(files: 1, findings: .builtIn).usual
    #expect(try story.findings(known).contains { $0.id == "F04" })
    #expect(!(try story.findings(elsewhere.clean()).contains { $0.id == "F04" }))
    // The exception makes nothing else usual, from the first event on.
    var third = StepStory()
    third.login(at: "11:00:00", key: "ASIAX", from: "203.0.199.9")
    #expect(try third.findings(elsewhere.clean()).contains { $0.id == "F04" })
  }

  /// What both accounts log of a read moved its bytes once.
  @Test func bytesOfACallAreCountedOnce() throws {
    func found(megabytes: Int) throws -> Bool {
      var story = StepStory.usual()
      for number in 0..<2 {
        for recipient in [StepStory.account, "999988887777"] {
          story.getObject(
            by: StepStory.worker, at: "11:0\(number):00", key: "env/\(number).tfstate")
          story.replaceLast(
            #""bytesTransferredOut":12.0"#,
            with: #""bytesTransferredOut":\#(megabytes * 1_048_576).0"#)
          story.replaceLast(
            #""recipientAccountId":"\#(StepStory.account)""#,
            with: #""recipientAccountId":"\#(recipient)","#
              + #""sharedEventID":"f0e1d2c3-0000-4000-8000-00000000000\#(number)""#)
        }
      }
      return try story.findings().contains { $0.id == "D01" }
    }
    #expect(try !found(megabytes: 30))
    #expect(try found(megabytes: 60))
  }

  /// How much is read in a clean time is usual, be it by one session.
  @Test func muchMayBeReadInACleanTime() throws {
    func story(_ hour: String) -> StepStory {
      var story = StepStory.usual()
      for number in 0..<10 {
        story.getObject(
          by: StepStory.worker, at: "\(hour):0\(number):00", key: "env/\(number).tfstate")
      }
      return story
    }
    #expect(try story("11").findings().contains { $0.id == "D01" })
    let clean = try story("10").clean()
    #expect(!(try story("11").findings(clean).contains { $0.id == "D01" }))
  }

  /// What a clean morning tells of definitions, pushes and networks holds for the logs of another.
  @Test func aCleanMorningTeaches() throws {
    var clean = StepStory.usual()
    clean.pushes(by: .terraform)
    let usual = try clean.clean()
    func found(_ tell: (inout StepStory) -> Void) throws -> [String: Finding.Level] {
      var story = StepStory.ordinary()
      tell(&story)
      let levels = { (findings: [Finding]) in
        Dictionary(findings.map { ($0.id, $0.level) }, uniquingKeysWith: max)
      }
      let without = levels(try story.findings())
      return levels(try story.findings(usual)).filter { without[$0.key] == nil }
    }
    let bare = try found { $0.define(by: StepStory.manager, at: "11:00:00", logs: false) }
    #expect(bare["E18"] == .medium)
    let secret = try found {
      $0.define(by: StepStory.manager, at: "11:00:00", container: StepStory.secret("prod/db"))
    }
    #expect(secret["E15"] == .medium)
    let pushed = try found {
      $0.define(by: StepStory.manager, at: "10:00:00", image: StepStory.ecrImage)
      $0.push(by: .user("eve"), at: "11:00:00")
    }
    #expect(pushed["O01"] == .high)
    let near = try found { $0.login(at: "11:00:00", key: "ASIAX", from: "203.0.199.9") }
    #expect(near["F04"] == .medium)
    let far = try found { $0.login(at: "11:00:00", key: "ASIAX", from: Self.stranger) }
    #expect(far["F04"] == .high)
  }
}

extension StepStory {
  fileprivate func findings(_ baseline: Baseline = Baseline()) throws -> [Finding] {
    try analyze(files: 1, findings: .builtIn, baseline: baseline).findings
  }

  /// What is usual where nothing of this is an attack.
  fileprivate func clean() throws -> Baseline {
    try analyze(files: 1, findings: .builtIn, isClean: true).usual
  }
}

import CloudTrail
import Incident
import Testing

private let manager = Story.role("ecs-task-manager", of: "prod")
private let prod = Caller.token("acme+prod")

/// Which runners there are, and whose a login is.
@Suite struct RunnerStoryTests {
  @Test func aRoleMadeAgainUnderItsNameIsAnotherOne() throws {
    var story = Story()
    let again = Story.role("ecs-task-manager", of: "prod", id: "AROANEW")
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    story.login(prod, again, key: "ASIAB", at: "10:00:00")
    // Same name, same second: the id tells whose it is.
    let use = story.add(
      "ecs", "ListTasks", at: "10:01:00",
      by: .session(again, "acme-prod", key: nil, created: "10:00:00"))
    let found = try story.analyzed()
    #expect(found.runners.map(\.name) == ["prod"])
    #expect(found.runners[0].roles.map(\.roleID) == [manager.id, "AROANEW"])
    #expect(found.key(of: use) == "ASIAB")
  }

  @Test func aNewRunnerIDRetiresTheOldOne() throws {
    var story = Story()
    let next = Story.role("ecs-task-manager", of: "prod-2")
    let other = Story.role("ecs-task-manager", of: "dev", suffix: "99999999")
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    story.login(.token("acme+dev"), other, key: "ASIAC", at: "09:30:00")
    story.login(.token("acme+prod-2"), next, key: "ASIAB", at: "10:00:00")
    let runners = try story.analyzed().runners
    #expect(runners.map(\.name) == ["dev", "prod", "prod-2"])
    #expect(runners.map(\.isCurrent) == [true, false, true])
  }

  @Test(arguments: [true, false]) func runnersOfOneNameAreNamedByAccount(isDenied: Bool) throws {
    var story = Story()
    // Names of roles that tell nothing: the subjects do.
    let roles = ["111122223333", "444455556666"].map {
      Caller.Role(name: "ci", id: "AROA\($0)", account: $0)
    }
    story.login(
      .token("acme+prod", account: roles[0].account), roles[0], key: "ASIAA", at: "09:00:00")
    let second = story.login(
      .token("acme+prod", account: roles[1].account), roles[1],
      key: isDenied ? nil : "ASIAB", at: "09:10:00")
    let found = try story.analyzed()
    #expect(found.runners.map(\.name) == ["prod@111122223333", "prod@444455556666"])
    #expect(found.entry(second)?.runner == "prod@444455556666")
    #expect(found.session(key: "ASIAA")?.runner == "prod@111122223333")
  }

  @Test func workflowsThatShareARoleAreToldBySubject() throws {
    let role = Caller.Role(name: "deploy", id: "AROADEPLOY")
    let host = "token.actions.githubusercontent.com"
    let subjects = ["repo:acme/shop:ref:refs/heads/main", "repo:acme/shop:pull_request"]
    var story = Story()
    var uses: [String] = []
    for (number, subject) in subjects.enumerated() {
      let time = "09:00:0\(number)"
      story.login(
        .token(subject, host: host), role, session: "GitHubActions", key: "ASIA\(number)", at: time)
      uses.append(
        story.object(
          "PutObject", "builds", "x",
          by: .session(role, "GitHubActions", key: "ASIA\(number)", created: time),
          at: "09:05:00"))
    }
    let found = try story.analyzed()
    #expect(found.runners.map(\.name) == subjects.sorted())
    #expect(uses.map { found.entry($0)?.runner } == subjects)
    #expect(found.runners.map(\.profile) == ["web-identity", "web-identity"])
  }

  @Test func aServiceAccountIsARunner() throws {
    var story = Story()
    let subject = "system:serviceaccount:argo:executor"
    let role = Caller.Role(name: "pipelines", id: "AROAPIPE")
    let host = "oidc.eks.us-west-2.amazonaws.com/id/A8242F25BFBB8F98F5321B2AE63C8B5C"
    story.login(
      .token(subject, host: host), role, session: "1699456147945229070", key: "ASIAA",
      at: "09:00:00")
    let runner = try #require(try story.analyzed().runners.first)
    #expect(runner.name == subject)
    #expect(runner.providers == ["arn:aws:iam::111122223333:oidc-provider/\(host)"])
  }

  @Test func aSubjectIsUniqueWithinItsIssuer() throws {
    var story = Story()
    let subject = "system:serviceaccount:kube-system:external-dns"
    let logins = [("AAAA", "111122223333"), ("BBBB", "444455556666")].map { cluster, account in
      let host = "oidc.eks.eu-central-1.amazonaws.com/id/\(cluster)"
      return story.login(
        .token(subject, host: host, account: account),
        Caller.Role(name: "dns", id: "AROA\(cluster)", account: account), key: "ASIA\(cluster)",
        at: "09:00:00")
    }
    let found = try story.analyzed()
    let names = ["AAAA", "BBBB"].map { "\(subject)@oidc.eks.eu-central-1.amazonaws.com/id/\($0)" }
    #expect(found.runners.map(\.name) == names)
    #expect(logins.map { found.entry($0)?.runner } == names)
  }

  @Test func aSubjectOfOneIssuerIsTheSameInEveryAccount() throws {
    var story = Story()
    let subject = "repo:acme/shop:ref:refs/heads/main"
    for account in ["111122223333", "444455556666"] {
      story.login(
        .token(subject, host: "token.actions.githubusercontent.com", account: account),
        Caller.Role(name: "deploy", id: "AROA\(account)", account: account),
        key: "ASIA\(account)", at: "09:00:00")
    }
    #expect(try story.analyzed().runners.map(\.name) == [subject])
  }

  /// Records spell an issuer in several ways, and some leave it out.
  @Test func howAnIssuerIsWrittenTellsNoRunnersApart() throws {
    var story = Story()
    let subject = "repo:acme/shop:ref:refs/heads/main"
    let host = "token.actions.githubusercontent.com"
    let role = Caller.Role(name: "deploy", id: "AROADEPLOY", account: Caller.account)
    let providers = [
      "arn:aws:iam::111122223333:oidc-provider/\(host)", host, "https://\(host)",
      "https://\(host)/", nil,
    ]
    for (number, provider) in providers.enumerated() {
      let named = provider.map { #","identityProvider":"\#($0)""# } ?? ""
      let caller = Caller(json: #"{"type":"WebIdentityUser","userName":"\#(subject)"\#(named)}"#)
      story.login(caller, role, key: "ASIA\(number)", at: "09:00:0\(number)")
      story.login(caller, role, key: nil, at: "09:01:0\(number)")
    }
    #expect(try story.analyzed().runners.map(\.name) == [subject])
  }

  @Test func failedLoginsShowWhoTried() throws {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let own = story.login(prod, manager, key: nil, at: "09:01:00")
    let guess = story.login(.token("evil+x"), manager, key: nil, at: "09:02:00")
    let blank = story.login(
      Caller(json: #"{"type":"WebIdentityUser"}"#), manager, key: nil, at: "09:03:00",
      more: ["errorCode": #""InvalidIdentityToken""#])
    let alone = story.login(
      .token("repo:acme/x:ref:y", host: "token.actions.githubusercontent.com"),
      Caller.Role(name: "ci", id: "AROACI"), key: nil, at: "09:04:00")
    let found = try story.analyzed()
    #expect(found.entry(own)?.attribution == Attribution(.subject, .strong))
    #expect(found.entry(guess)?.attribution == Attribution(.roleName, .strong))
    #expect(found.entry(guess)?.runner == "prod")
    #expect(found.entry(blank)?.attribution == Attribution(.roleName, .inferred))
    #expect(found.entry(blank)?.runner == "prod")
    #expect(found.entry(alone)?.runner == "repo:acme/x:ref:y")
    #expect([own, guess, blank].map { found.entry($0)?.outcome } == [.denied, .denied, .error])
    #expect(found.sessions.count == 1, "nothing was issued")
    let runner = try #require(found.runners.first { $0.name == "prod" })
    #expect(runner.subjects == ["acme+prod"])
    #expect(runner.refusedSubjects == ["evil+x"])
    #expect(runner.providers.count == 1)
  }

  @Test func aNameWithWildcardsClaimsNothing() throws {
    var story = Story()
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    story.login(
      .token("evil+*"), Caller.Role(name: "any", id: "AROAANY"), key: nil, at: "09:01:00")
    let write = story.add(
      "s3", "PutBucketPolicy", at: "09:02:00", by: .user("ana"),
      request: #"{"bucketName":"prod-state"}"#)
    let other = story.add(
      "s3", "PutBucketPolicy", at: "09:03:00", by: .user("ana"),
      request: #"{"bucketName":"dev-state"}"#)
    let found = try story.analyzed()
    #expect(found.entry(write)?.runner == "prod")
    #expect(found.entry(other) == nil)
  }

  @Test func aForeignLoginToTheRunnersRoleIsOnItsTimeline() throws {
    var story = Story()
    let foreign = story.login(
      .token("repo:evil/x:ref:y", host: "token.actions.githubusercontent.com"), manager,
      session: "GitHubActions", key: "ASIAX", at: "09:00:00")
    let found = try story.analyzed()
    #expect(found.entry(foreign)?.runner == "prod")
    #expect(found.entry(foreign)?.attribution == Attribution(.roleName, .strong))
    #expect(found.session(key: "ASIAX")?.subject == "repo:evil/x:ref:y")
    // Whoever was let in is one of its subjects, to everybody's alarm.
    #expect(found.runners.first { $0.name == "prod" }?.subjects == ["repo:evil/x:ref:y"])
  }

  @Test func theRolesOfThoseWhoAnswerAreNotTheRunners() throws {
    var story = Story()
    let responder = Caller.Role(name: "incident-responder", id: "AROARESP")
    story.login(prod, manager, key: "ASIAA", at: "09:00:00")
    let answer = story.add(
      "iam", "PutRolePolicy", at: "10:00:00",
      by: .session(responder, "maria", key: "ASIAM", created: "09:50:00"),
      request: #"{"roleName":"\#(manager.name)","policyName":"x","policyDocument":"{}"}"#)
    let found = try story.analyzed()
    #expect(found.entry(answer)?.runner == "prod")
    #expect(found.runners.map { $0.roles.map(\.roleID) } == [[manager.id]])
  }
}

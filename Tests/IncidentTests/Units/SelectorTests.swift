import CloudTrail
import Incident
import Testing

@Suite struct SelectorTests {
  @Test(arguments: [
    ([], "x", true), (["a"], "a", true), (["a"], "A", true), (["a"], "ab", false),
    (["a*"], "ab", true), (["?b"], "ab", true), (["?b"], "b", false), (["a,b"], "b", true),
    (["a", "b"], "b", true), (["!a"], "b", true), (["!a"], "a", false),
    (["a*,!ab"], "ab", false), (["a*,!ab"], "ac", true), (["!a,!b"], "b", false),
    (["arn:aws:iam::*:role/x"], "arn:aws:iam::1:role/x", true),
  ])
  func textsAreAccepted(values: [String], text: String, isAccepted: Bool) {
    #expect(TextSelector(values).accepts(text) == isAccepted)
    #expect(TextSelector(values).isEmpty == values.isEmpty)
  }

  @Test func oneRefusedNameOfSeveralRefuses() {
    let selector = TextSelector(["a*", "!ab"])
    #expect(selector.accepts(anyOf: ["x", "ac"]))
    #expect(!selector.accepts(anyOf: ["ac", "ab"]))
    #expect(!selector.accepts(anyOf: []))
    #expect(TextSelector(["!a"]).accepts(anyOf: []))
  }

  @Test(arguments: [
    (["10.0.0.0/8"], "10.255.0.1", true), (["10.0.0.0/8"], "11.0.0.1", false),
    (["10.1.2.3"], "10.1.2.3", true), (["2001:db8::/32"], "2001:db8:ffff::1", true),
    (["2001:db8::/32"], "2001:db9::1", false), (["::1"], "0:0:0:0:0:0:0:1", true),
    (["0.0.0.0/0"], "s3.amazonaws.com", false), (["0.0.0.0/0"], "AWS Internal", false),
    (["!10.0.0.0/8"], "192.0.2.1", true), (["!10.0.0.0/8"], "10.0.0.1", false),
    (["!10.0.0.0/8"], "AWS Internal", true), (["10.0.0.0/8", "!10.1.0.0/16"], "10.1.9.9", false),
    (["10.0.0.0/8"], "::ffff:10.0.0.1", true),
  ])
  func addressesAreAccepted(values: [String], address: String, isAccepted: Bool) throws {
    #expect(try AddressSelector.read(values).get().accepts(address) == isAccepted)
  }

  @Test(arguments: ["x", "10.0.0.0/33", "10.0.0", "2001:db8::/129", "", "!", "10.0.0.0/-1"])
  func otherTextsAreNoAddresses(text: String) {
    guard case .failure(let bad) = AddressSelector.read(["10.0.0.1", text]) else {
      Issue.record("\(text) was read")
      return
    }
    #expect(bad.text == text)
  }
}

/// Which records a selection accepts, part by part.
@Suite struct RecordSelectionTests {
  private static let manager = Story.role("ecs-task-manager", of: "prod", path: "/x/")
  private static let caller = Caller.session(
    manager, "acme-prod", key: "ASIAA", created: "09:00:00")

  /// What `selection` says of the one record of `story`.
  private func accepts(_ change: (inout RecordSelection) -> Void, _ story: Story) throws -> Bool {
    var selection = RecordSelection()
    selection.scope = .everything
    change(&selection)
    let bytes = Array(story.records[0].utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    var answers: [Bool] = []
    var reader = RecordReader()
    reader.buffer.append(contentsOf: bytes)
    reader.end()
    try reader.drain { span, mark in
      answers.append(
        selection.mayAccept(span, mark)
          && (!selection.needsFields || selection.accepts(map, bytes.span)))
    }
    try #require(answers.count == 1)
    return answers[0]
  }

  private func story(_ add: (inout Story) -> Void) -> Story {
    var story = Story()
    add(&story)
    return story
  }

  @Test(arguments: [
    ("sts", "AssumeRoleWithWebIdentity", true), ("sts", "AssumeRole", false),
    ("ecs", "RunTask", true), ("ecs", "StopTask", false), ("s3", "Anything", true),
    ("kms", "Anything", true), ("iam", "CreateRole", false), ("s3x", "GetObject", false),
    ("km2", "Decrypt", false), ("ecr", "RunTask", false),
  ])
  func theFamiliesAreTheDefault(service: String, call: String, isIn: Bool) throws {
    let story = story { $0.add(service, call, at: "09:00:00", by: Self.caller) }
    #expect(try accepts({ $0.scope = .families }, story) == isIn)
    #expect(try accepts({ _ in }, story))
  }

  @Test func timesAreHalfOpen() throws {
    let story = story { $0.add("s3", "X", at: "09:00:00", by: Self.caller) }
    let time = try #require(EventTime(year: 2_026, month: 3, day: 2, hour: 9))
    #expect(try accepts({ $0.from = time }, story))
    #expect(try !accepts({ $0.to = time }, story))
    #expect(try accepts({ $0.to = time.advanced(by: 1) }, story))
    #expect(try !accepts({ $0.from = time.advanced(by: 1) }, story))
    let undated = self.story {
      $0.add("s3", "X", at: "09:00:00", by: Self.caller, more: ["eventTime": #""?""#])
    }
    #expect(try !accepts({ $0.from = EventTime(seconds: 0) }, undated))
  }

  @Test(arguments: [
    "s3", "s3.amazonaws.com", "S3", "!kms",
  ])
  func servicesAreNamedWholeOrShort(text: String) throws {
    let story = story { $0.add("s3", "X", at: "09:00:00", by: Self.caller) }
    #expect(try accepts({ $0.services = TextSelector([text]) }, story))
    #expect(try !accepts({ $0.services = TextSelector(["kms"]) }, story))
  }

  @Test(arguments: [
    ("Invoke20150331", "Invoke", true), ("ListFunctions20150331v2", "ListFunctions", true),
    ("GetObject", "GetObj*", true), ("GetObject", "!GetObject", false),
    ("CreateX2020", "CreateX", false), ("20150331", "", false),
  ])
  func callsAreNamedWithoutTheirVersion(call: String, text: String, isIn: Bool) throws {
    let story = story { $0.add("lambda", call, at: "09:00:00", by: Self.caller) }
    #expect(try accepts({ $0.events = TextSelector([text.isEmpty ? "x" : text]) }, story) == isIn)
  }

  @Test(arguments: [
    "arn:aws:sts::111122223333:assumed-role/prod-ecs-task-manager-0a1b2c3d/acme-prod", "acme-prod",
    "AROAprodecs-task-manager:acme-prod", "prod-ecs-task-manager-*",
    "arn:aws:iam::111122223333:role/x/prod-ecs-task-manager-0a1b2c3d", "AROAprodecs-task-manager",
  ])
  func callersAreNamedByAnyOfTheirNames(text: String) throws {
    let story = story { $0.add("s3", "X", at: "09:00:00", by: Self.caller) }
    #expect(try accepts({ $0.principals = TextSelector([text]) }, story))
    #expect(try !accepts({ $0.principals = TextSelector(["!\(text)"]) }, story))
    #expect(try !accepts({ $0.principals = TextSelector(["nobody"]) }, story))
  }

  @Test func keysAreFoundAsUsedIssuedAndTarget() throws {
    let used = story { $0.add("s3", "X", at: "09:00:00", by: Self.caller) }
    let issued = story {
      $0.assume(Self.manager, session: "x", key: "ASIAB", by: Self.caller, at: "09:00:00")
    }
    let target = story {
      $0.add(
        "iam", "UpdateAccessKey", at: "09:00:00", by: .user("ana"),
        request: #"{"accessKeyId":"AKIAX"}"#)
    }
    let made = story {
      $0.add(
        "iam", "CreateAccessKey", at: "09:00:00", by: .user("ana"),
        response: #"{"accessKey":{"accessKeyId":"AKIAY"}}"#)
    }
    for (story, key) in [(used, "ASIAA"), (issued, "ASIAB"), (target, "AKIAX"), (made, "AKIAY")] {
      #expect(try accepts({ $0.keys = TextSelector([key]) }, story))
      #expect(try !accepts({ $0.keys = TextSelector(["AKIAZ"]) }, story))
    }
  }

  @Test func outcomesCategoriesAndResources() throws {
    var tasks = Story()
    tasks.runTask([], by: Self.caller, at: "09:00:00")
    #expect(try accepts({ $0.outcomes = TextSelector(["error"]) }, tasks))
    var started = Story()
    started.runTask(["abc"], by: Self.caller, at: "09:00:00")
    #expect(try accepts({ $0.outcomes = TextSelector(["success"]) }, started))
    #expect(try accepts({ $0.resources = TextSelector(["abc"]) }, started))
    #expect(try accepts({ $0.resources = TextSelector([Story.taskArn("abc")]) }, started))
    for (answer, outcome) in [("Failure", "denied"), ("Success", "success")] {
      var console = Story()
      console.add(
        "signin", "ConsoleLogin", at: "09:00:00", by: .user("ana"),
        response: #"{"ConsoleLogin":"\#(answer)"}"#)
      #expect(try accepts({ $0.outcomes = TextSelector([outcome]) }, console))
    }
    var read = Story()
    read.object(
      "GetObject", "b", "k/1", by: Self.caller, at: "09:00:00", more: ["eventCategory": nil])
    #expect(try accepts({ $0.categories = TextSelector(["data"]) }, read))
    for name in ["b", "b/k/1", "b/k/*"] {
      #expect(try accepts({ $0.resources = TextSelector([name]) }, read))
    }
    #expect(try !accepts({ $0.resources = TextSelector(["k"]) }, read))
    #expect(try accepts({ $0.accounts = TextSelector(["111122223333"]) }, read))
    #expect(try !accepts({ $0.regions = TextSelector(["us-*"]) }, read))
    #expect(
      try accepts({ $0.addresses = try? AddressSelector.read(["198.51.100.0/24"]).get() }, read))
  }
}

import CloudTrail
import Sigma
import Testing

/// Loading rules: what they carry, what is refused, and how they find each other.
@Suite struct RuleSetTests {
  private static func load(_ texts: String...) -> (RuleSet, Diagnostics) {
    var diagnostics = Diagnostics()
    let sources = texts.enumerated().map { number, text in
      SourceText(name: "\(number).yml", text: text)
    }
    let vocabulary = RuleVocabulary(
      placeholders: ["known"], contextFields: ["trailscan.known"])
    let rules = RuleSet(loading: sources, vocabulary: vocabulary, diagnostics: &diagnostics)
    return (rules, diagnostics)
  }

  private static func rule(_ title: String, _ more: String = "", level: String = "low") -> String {
    """
    title: \(title)
    logsource: {product: aws, service: cloudtrail}
    detection: {selection: {eventName: \(title)}, condition: selection}
    level: \(level)
    \(more)
    """
  }

  @Test func keepsWhatPeopleShouldKnow() throws {
    let (rules, diagnostics) = Self.load(
      """

      title: Deleted Trail
      id: 0000
      name: deleted_trail
      status: test
      description: Somebody deleted it.
      references: [https://a.example]
      tags: [attack.defense_evasion, attack.T1562.008, cve.2020-1, attack.t1562]
      logsource: {product: aws, service: cloudtrail}
      detection: {selection: {eventName: DeleteTrail}, condition: selection}
      falsepositives: Tests
      level: HIGH
      """)
    #expect(diagnostics.errors.isEmpty && diagnostics.warnings.isEmpty)
    let rule = try #require(rules.rules.first)
    #expect(rule.identifier == "0000" && rule.name == "deleted_trail" && rule.level == .high)
    #expect(rule.techniques == ["T1562.008", "T1562"] && rule.tactics == ["defense-evasion"])
    #expect(rule.falsePositives == ["Tests"] && rule.references == ["https://a.example"])
    #expect(rule.status == "test" && rule.description == "Somebody deleted it.")
    #expect(rule.file == "0.yml" && rule.place == SourcePlace(line: 2, column: 1))
  }

  @Test(arguments: [
    ("- a", "1:1 expected a rule, found a list"),
    ("title: a", "1:1 the rule has neither a detection nor a correlation"),
    (
      "action: global\ntitle: a\n---\ndetection: {}",
      "1:9 rule collections ('action: global') are unsupported; write each rule out"
    ),
    (rule("a", "x: {", level: "low"), "5:5 not YAML: did not find expected node content"),
    (
      rule("a", level: "hihg"),
      "4:8 unknown level 'hihg'; did you mean 'high'?; levels are informational, low, medium, high, critical"
    ),
    ("title: [a]\ndetection: {s: {a: b}, condition: s}", "1:8 'title' must be a text, not a list"),
    (
      "title: a\ndetection: {s: {a|expand: '%unknown%'}, condition: s}",
      "2:27 nothing is known to stand for '%unknown%'; did you mean 'known'?"
    ),
    (
      "title: a\ndetection: {s: {trailscan.knwn: b}, condition: s}",
      "2:17 unknown field 'trailscan.knwn'; did you mean 'trailscan.known'?"
    ),
    (
      "title: a\ncorrelation: {type: event_count, rules: b, timespan: 1m, condition: {gte: 1}}",
      "2:41 unknown rule 'b'"
    ),
    (
      "title: a\ncorrelation: {type: event_cont, rules: b, timespan: 1m, condition: {gte: 1}}",
      "2:21 unknown correlation type 'event_cont'; did you mean 'event_count'?; types are event_count, "
        + "value_count, value_sum, value_avg, value_percentile, value_median, temporal, temporal_ordered"
    ),
    (
      "title: a\ncorrelation: {type: temporal, rules: [b], timespan: 1x}",
      "2:53 '1x' is no timespan such as 30s, 5m, 1h, 2d or 1w"
    ),
    (
      "title: a\ncorrelation: {type: event_count, rules: b, timespan: 1m}",
      "2:14 the correlation has no condition"
    ),
    (
      "title: a\ncorrelation: {type: value_count, rules: b, timespan: 1m, condition: {gte: 1}}",
      "2:69 a value_count needs the field to look at"
    ),
    (
      "title: a\ncorrelation: {type: event_count, rules: b, timespan: 1m, condition: {gte: 1, lt: 3}}",
      "2:69 the condition needs one of gt, gte, lt, lte, eq, neq, not 2 of them"
    ),
    (
      "title: a\ncorrelation: {typ: temporal, type: temporal, rules: b, timespan: 1m}",
      "2:15 unknown key 'typ' in the correlation; did you mean 'type'?"
    ),
  ])
  func refuses(_ text: String, _ message: String) {
    let (rules, diagnostics) = Self.load(text)
    let messages = diagnostics.errors.map { "\($0.place.line):\($0.place.column) \($0.reason)" }
    #expect(messages == [message])
    #expect(rules.rules.isEmpty)
  }

  @Test func takesRulesAboutTheWholeProduct() {
    let (rules, diagnostics) = Self.load(
      "title: a\nlogsource: {product: aws}\ndetection: {s: {a: b}, condition: s}",
      "title: b\nlogsource: {product: aws, service: route53}\ndetection: {}",
      "title: c\nlogsource: {product: aws, category: dns}\ndetection: {}")
    #expect(rules.rules.map(\.title) == ["a"] && diagnostics.warnings.count == 2)
  }

  @Test func namesFieldsThatCloudTrailDoesNotHave() {
    let rule = """
      title: a
      name: a
      detection:
        s: {evntName: b, userIdentity.arn|fieldref: userIdentity.user, requestParameters.x.y: c}
        condition: s
      ---
      title: c
      correlation:
        type: value_count
        rules: a
        group-by: [sourceIpAddress, who]
        aliases: {who: {a: userIdentity.accessKeyID}}
        timespan: 5m
        condition: {gte: 2, field: status}
      """
    var diagnostics = Diagnostics()
    let set = RuleSet(
      loading: [SourceText(name: "a", text: rule)],
      vocabulary: RuleVocabulary(checksFields: true), diagnostics: &diagnostics)
    #expect(set.rules.count == 2 && set.documents == 2 && diagnostics.errors.isEmpty)
    #expect(
      diagnostics.warnings.map { "\($0.place.line):\($0.place.column) \($0.reason)" } == [
        "4:7 CloudTrail has no field 'evntName'; did you mean 'eventName'?",
        "4:47 CloudTrail has no field 'userIdentity.user'",
        "11:14 CloudTrail has no field 'sourceIpAddress'; did you mean 'sourceIPAddress'?",
        "14:30 CloudTrail has no field 'status'",
        "12:19 CloudTrail has no field 'userIdentity.accessKeyID'; "
          + "did you mean 'userIdentity.accessKeyId'?",
      ])
  }

  @Test func leavesOutWithAWarning() {
    let windows = "title: w\nlogsource: {product: windows, category: ps}\ndetection: {}"
    let (rules, diagnostics) = Self.load(
      Self.rule("a", "id: X"), windows, Self.rule("b", "id: x\nfalspositives: c"))
    #expect(rules.rules.map(\.title) == ["a"])
    #expect(diagnostics.errors.isEmpty)
    #expect(
      diagnostics.warnings.map { "\($0.file):\($0.place.line) \($0.reason)" } == [
        "1.yml:2 left out: a rule about windows/ps logs, not aws/cloudtrail",
        "2.yml:6 unknown key 'falspositives'; did you mean 'falsepositives'?",
        "2.yml:5 left out: the id is that of 'a' in 0.yml:1",
      ])
  }

  @Test func oneBadRuleDoesNotTakeOthersWithIt() {
    let (rules, diagnostics) = Self.load(Self.rule("a") + "\n---\ntitle: b", Self.rule("c"))
    #expect(rules.rules.map(\.title) == ["a", "c"])
    #expect(diagnostics.errors.count == 1)
  }

  private static let correlation = """
    title: Many
    id: many
    correlation:
      type: event_count
      rules: [Title A, name_b, id-c]
      group-by: [who]
      timespan: 1m
      condition: {gte: 2}
    level: high
    ---

    """

  @Test func findsRulesByIdNameAndTitle() throws {
    let (rules, diagnostics) = Self.load(
      Self.correlation + Self.rule("Title A"),
      Self.rule("B", "name: name_b") + "\n---\n" + Self.rule("C", "id: ID-C"))
    #expect(diagnostics.errors.isEmpty)
    #expect(
      diagnostics.warnings.map(\.reason) == [
        "'Title A' is a title; a rule is referred to by id or name"
      ])
    let correlation = try #require(rules.rules[0].correlation)
    #expect(correlation.rules == [1, 2, 3])
    #expect(rules.rules.indices.map(rules.isFinding) == [true, false, false, false])
    let ambiguous = Self.load(
      Self.correlation + Self.rule("Title A"), Self.rule("Title A"), Self.rule("B", "name: name_b"),
      Self.rule("c", "id: id-c"))
    #expect(ambiguous.1.errors.map(\.reason) == ["several rules are called 'Title A'"])
    #expect(ambiguous.0.rules.count == 4)
  }

  @Test func aRuleThatIsPublishedTwiceStaysAFinding() {
    let (rules, diagnostics) = Self.load(
      Self.rule("Title A", "id: 1"), Self.rule("B", "name: name_b"), Self.rule("C", "id: id-c"),
      Self.correlation + Self.rule("Title A", "id: 1"))
    #expect(diagnostics.errors.isEmpty && rules.rules.count == 4)
    #expect(rules.rules.indices.map(rules.isFinding) == [true, false, false, true])
  }

  @Test func filtersByLevelAndTag() throws {
    let (all, _) = Self.load(
      Self.correlation + Self.rule("Title A"), Self.rule("B", "name: name_b"),
      Self.rule("C", "id: id-c"), Self.rule("D"), Self.rule("E", "tags: [Noise]", level: "high"))
    let rules = all.selecting(RuleFilter(minimumLevel: .high, excludedTags: ["noise"]))
    #expect(rules.rules.count == 6)
    #expect(rules.rules.indices.map(rules.isFinding) == [true, false, false, false, false, false])
    // A base rule is asked though it is below the level; D and E are not.
    #expect(try ["Title A", "B", "D", "E"].map { try matches(rules, $0) } == [[1], [2], [], []])
    #expect(try matches(all, "D") == [4])
  }

  private func matches(_ rules: RuleSet, _ eventName: String) throws -> [Int] {
    let bytes = Array(#"{"eventName":"\#(eventName)"}"#.utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    var found: [RuleSet.Match] = []
    rules.matches(of: map, bytes.span, context: UnknownContext(), into: &found)
    return found.map(\.rule)
  }

  @Test func takesWhatCorrelationsWantToKnow() throws {
    let (rules, diagnostics) = Self.load(
      """
      title: c
      correlation:
        type: value_count
        rules: [a, b]
        group-by: [who]
        aliases: {who: {a: x.y, b: z}}
        timespan: 5m
        condition: {gte: 2, field: eventName}
      """, Self.rule("a", "name: a"), Self.rule("b", "name: b"))
    #expect(diagnostics.errors.isEmpty)
    let bytes = Array(#"{"eventName":"a","x":[{"y":"u"},{"y":"v"}]}"#.utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    let inputs = rules.correlationInputs(
      rule: 1, time: 7, eventID: "e", map, bytes.span, context: UnknownContext())
    #expect(
      inputs == [
        CorrelationInput(
          correlation: 0, rule: 1, time: 7, eventID: "e", group: ["u,v"], values: ["a"])
      ])
  }

  @Test func whatLacksTheGroupBelongsToNone() throws {
    let (rules, _) = Self.load(
      """
      title: c
      correlation: {type: event_count, rules: a, group-by: [x, y], timespan: 5m, condition: {gte: 1}}
      """, Self.rule("a", "name: a"))
    for (json, count) in [
      (#"{"eventName":"a","x":1,"y":2}"#, 1), (#"{"eventName":"a","x":1}"#, 0),
      (#"{"eventName":"a","x":1,"y":null}"#, 0),
    ] {
      let bytes = Array(json.utf8)
      var map = JSONMap()
      try map.read(bytes.span)
      let inputs = rules.correlationInputs(
        rule: 1, time: 7, eventID: "e", map, bytes.span, context: UnknownContext())
      #expect(inputs.count == count, "\(json)")
    }
  }
}

import Sigma
import Testing

/// Correlations that count what other correlations found.
@Suite struct NestedCorrelationTests {
  private static let bases = ["a", "b"].map { name in
    "title: \(name)\nname: \(name)\ndetection: {s: {e: \(name)}, condition: s}\n"
  }

  /// Three of `a` within ten seconds, by caller and address.
  private static let burst = """
    title: Burst
    name: burst
    correlation:
      type: event_count
      rules: [a]
      group-by: [who, from]
      timespan: 10s
      condition: {gte: 3}

    """

  /// A correlation over others.
  private static func outer(
    _ type: String, _ rules: String, _ more: String = "", groupBy: String = "who",
    name: String = "outer"
  ) -> String {
    """
    title: \(name)
    name: \(name)
    correlation:
      type: \(type)
      rules: [\(rules)]
      group-by: [\(groupBy)]
      timespan: 60s
      \(more)

    """
  }

  private static func load(_ texts: [String]) -> (RuleSet, Diagnostics) {
    var diagnostics = Diagnostics()
    let sources = texts.enumerated().map { SourceText(name: "\($0).yml", text: $1) }
    return (RuleSet(loading: sources, diagnostics: &diagnostics), diagnostics)
  }

  /// Events as `rule time address`, of one caller, named e0, e1 …
  private static func inputs(_ rules: RuleSet, _ text: String) -> [CorrelationInput] {
    text.split(separator: ",").enumerated().flatMap { number, event in
      let parts = event.split(separator: " ").map(String.init)
      return rules.rules.indices.filter { rules.rules[$0].name == parts[0] }.flatMap { rule in
        rules.rules.enumerated().compactMap { place, other -> CorrelationInput? in
          guard let correlation = other.correlation, correlation.rules.contains(rule) else {
            return nil
          }
          let group = correlation.groupBy.map { $0 == "who" ? "me" : parts[2] }
          return CorrelationInput(
            correlation: place, rule: rule, time: Int64(parts[1]) ?? 0, eventID: "e\(number)",
            group: group, values: [])
        }
      }
    }
  }

  /// What a tracker finds that is told of its progress after each event.
  private static func tracked(_ rules: RuleSet, _ inputs: [CorrelationInput])
    -> Set<CorrelationMatch>
  {
    var tracker = rules.correlationTracker()
    var found: [CorrelationMatch] = []
    for input in inputs.sorted(by: { $0.time < $1.time }) {
      found += tracker.matches(before: input.time)
      tracker.take(input)
    }
    found += tracker.finish()
    #expect(Set(found).count == found.count, "each match is told once")
    return Set(found)
  }

  private static func words(_ rules: RuleSet, _ matches: some Sequence<CorrelationMatch>)
    -> [String]
  {
    matches.map {
      "\(rules.rules[$0.correlation].title) \($0.firstTime)-\($0.lastTime) "
        + $0.eventIDs.joined(separator: " ")
    }.sorted()
  }

  @Test(arguments: [
    // A burst, then `b`: the burst counts at its last event.
    (
      "temporal_ordered", "burst, b", "", "a 0 x,a 1 x,a 2 x,b 50 x",
      ["Burst 0-2 e0 e1 e2", "outer 0-50 e0 e1 e2 e3"]
    ),
    ("temporal_ordered", "burst, b", "", "b 0 x,a 1 x,a 2 x,a 3 x", ["Burst 1-3 e1 e2 e3"]),
    (
      "temporal_ordered", "burst, b", "", "a 0 x,a 1 x,a 9 x,b 69 x",
      ["Burst 0-9 e0 e1 e2", "outer 0-69 e0 e1 e2 e3"]
    ),
    ("temporal_ordered", "burst, b", "", "a 0 x,a 1 x,a 8 x,b 69 x", ["Burst 0-8 e0 e1 e2"]),
    (
      "temporal", "b, burst", "", "b 0 x,a 1 x,a 2 x,a 3 x",
      ["Burst 1-3 e1 e2 e3", "outer 0-3 e0 e1 e2 e3"]
    ),
    // Bursts from two addresses.
    (
      "event_count", "burst", "condition: {gte: 2}", "a 0 x,a 1 x,a 2 x,a 2 y,a 3 y,a 4 y",
      ["Burst 0-2 e0 e1 e2", "Burst 2-4 e3 e4 e5", "outer 0-4 e0 e1 e2 e3 e4 e5"]
    ),
    (
      "event_count", "burst", "condition: {gte: 2}", "a 0 x,a 1 x,a 2 x,a 3 x,a 4 x",
      ["Burst 0-4 e0 e1 e2 e3 e4"]
    ),
    (
      "value_count", "burst", "condition: {gte: 2, field: from}",
      "a 0 x,a 1 x,a 2 x,a 30 x,a 31 x,a 32 x,a 40 y,a 41 y,a 42 y",
      [
        "Burst 0-2 e0 e1 e2", "Burst 30-32 e3 e4 e5", "Burst 40-42 e6 e7 e8",
        "outer 0-42 e0 e1 e2 e3 e4 e5 e6 e7 e8",
      ]
    ),
  ])
  func whatTheInnerOneFoundIsAnEvent(
    _ type: String, _ names: String, _ condition: String, _ events: String, _ expected: [String]
  ) {
    let texts = [Self.outer(type, names, condition), Self.burst] + Self.bases
    for _ in 0..<4 {
      // Files in any order.
      let (rules, diagnostics) = Self.load(texts.shuffled())
      #expect(diagnostics.errors.isEmpty)
      let inputs = Self.inputs(rules, events)
      let matches = rules.correlationMatches(among: inputs.shuffled())
      #expect(Self.words(rules, matches) == expected)
      #expect(Self.tracked(rules, inputs) == Set(matches))
    }
  }

  /// Long times, several groups, three levels: a tracker finds what the whole would show.
  @Test func aTrackerWaitsForInnerOnes() {
    let (rules, diagnostics) = Self.load(
      [
        Self.outer("event_count", "middle, b", "condition: {gte: 3}", name: "top"),
        Self.outer("temporal", "burst, b", name: "middle"), Self.burst,
      ] + Self.bases)
    #expect(diagnostics.errors.isEmpty)
    var generator = SystemRandomNumberGenerator()
    var found: Set<String> = []
    for _ in 0..<20 {
      let events = (0..<300).map { _ in
        let rule = ["a", "a", "a", "b"].randomElement(using: &generator) ?? "a"
        let time = Int.random(in: 0..<1_500, using: &generator)
        return "\(rule) \(time) \(["x", "y"].randomElement(using: &generator) ?? "x")"
      }
      let inputs = Self.inputs(rules, events.joined(separator: ","))
      let matches = rules.correlationMatches(among: inputs)
      #expect(Self.tracked(rules, inputs) == Set(matches))
      found.formUnion(matches.map { rules.rules[$0.correlation].title })
    }
    #expect(found == ["top", "middle", "Burst"])
  }

  @Test func generateSaysWhetherTheInnerOneIsAFinding() {
    for (generate, isFinding) in [("", false), ("generate: true", true)] {
      let (rules, _) = Self.load(
        [Self.outer("temporal", "burst, b", generate), Self.burst] + Self.bases)
      #expect(rules.rules.indices.map(rules.isFinding) == [true, isFinding, false, isFinding])
    }
  }

  /// What only an outer one wants is asked nevertheless.
  @Test func innerOnesBelowTheLevelAreAsked() throws {
    let (all, _) = Self.load(
      [Self.outer("temporal", "burst, b") + "level: high\n", Self.burst + "level: low\n"]
        + Self.bases)
    let rules = all.selecting(RuleFilter(minimumLevel: .high))
    #expect(rules.rules.indices.map(rules.isUsed) == [true, true, true, true])
    #expect(rules.rules.indices.map(rules.isFinding) == [true, false, false, false])
    #expect(rules.correlationFields(of: 2) == ["who", "from"])
    #expect(rules.longestTimespan == 70)
    let none = all.selecting(RuleFilter(minimumLevel: .critical))
    #expect(!none.rules.indices.contains(where: none.isUsed))
  }

  @Test func circlesAreFaults() {
    let (rules, diagnostics) = Self.load(
      [
        Self.outer("temporal", "a, second", name: "first"),
        Self.outer("temporal", "third, b", name: "second"),
        Self.outer("temporal", "first", name: "third"),
        Self.outer("temporal", "second, b", name: "victim"),
        Self.outer("temporal", "self", name: "self"),
      ] + Self.bases)
    #expect(rules.rules.map(\.title) == ["a", "b"])
    #expect(
      diagnostics.errors.map { "\($0.file):\($0.place.line):\($0.place.column) \($0.reason)" } == [
        "0.yml:5:14 a correlation cannot count itself: "
          + "'first' counts 'second' counts 'third' counts 'first'",
        "1.yml:5:11 a correlation cannot count itself: "
          + "'second' counts 'third' counts 'first' counts 'second'",
        "2.yml:5:11 a correlation cannot count itself: "
          + "'third' counts 'first' counts 'second' counts 'third'",
        "4.yml:5:11 a correlation cannot count itself: 'self' counts 'self'",
        "3.yml:5:11 'second' has a fault and cannot be counted",
      ])
  }

  @Test func whatAnInnerOneCannotTellIsAFault() {
    let (rules, diagnostics) = Self.load(
      [Self.outer("event_count", "burst", "condition: {gte: 2}", groupBy: "account"), Self.burst]
        + Self.bases)
    #expect(rules.rules.map(\.title) == ["Burst", "a", "b"])
    #expect(
      diagnostics.errors.map(\.reason) == [
        "the correlation 'Burst' does not group by 'account', which is asked of it"
      ])
  }

  @Test func aliasesNameWhatTheInnerOneGroupsBy() {
    let (rules, diagnostics) = Self.load(
      [
        Self.outer(
          "temporal", "burst, b", "aliases: {who: {burst: from, b: sourceIPAddress}}"), Self.burst,
      ] + Self.bases)
    #expect(diagnostics.errors.isEmpty)
    let inputs = (0..<3).map {
      CorrelationInput(
        correlation: 1, rule: 2, time: $0, eventID: "e\($0)", group: ["me", "192.0.2.1"], values: []
      )
    }
    let last = CorrelationInput(
      correlation: 0, rule: 3, time: 9, eventID: "e9", group: ["192.0.2.1"], values: [])
    let matches = rules.correlationMatches(among: inputs + [last])
    #expect(Self.words(rules, matches) == ["Burst 0-2 e0 e1 e2", "outer 0-9 e0 e1 e2 e9"])
  }
}

import Sigma
import Testing

/// Windows over matches: each kind, its edges, and any order of arrival.
@Suite struct CorrelationTests {
  /// A correlation over rules `a` (1), `b` (2) and `c` (3), with a window of 10 seconds.
  private static func rules(_ type: String, _ condition: String, of names: String = "a, b, c")
    throws -> RuleSet
  {
    let bases = ["a", "b", "c"].map { name in
      "---\ntitle: \(name)\nname: \(name)\ndetection: {s: {e: \(name)}, condition: s}\n"
    }
    let text = """
      title: correlation
      correlation:
        type: \(type)
        rules: [\(names)]
        group-by: who
        timespan: 10s
        \(condition)

      """
    var diagnostics = Diagnostics()
    let source = SourceText(name: "c.yml", text: text + bases.joined())
    let rules = RuleSet(loading: [source], diagnostics: &diagnostics)
    #expect(diagnostics.errors.map(\.description) == [])
    return rules
  }

  /// Events as `rule time value`, named e0, e1 …, of one group.
  private static func inputs(_ text: String, group: String = "me") -> [CorrelationInput] {
    text.split(separator: ",").enumerated().map { number, event in
      let parts = event.split(separator: " ")
      return CorrelationInput(
        correlation: 0, rule: ["a": 1, "b": 2, "c": 3][parts[0]] ?? 0, time: Int64(parts[1]) ?? 0,
        eventID: "e\(number)", group: [group], values: parts.dropFirst(2).map(String.init))
    }
  }

  private static func times(_ matches: [CorrelationMatch]) -> [String] {
    matches.map { "\($0.firstTime)-\($0.lastTime)/\($0.eventIDs.count)" }
  }

  @Test(arguments: [
    ("event_count", "condition: {gte: 3}", "a 0,a 5,a 10", ["0-10/3"]),
    ("event_count", "condition: {gte: 3}", "a 0,a 5,a 11", []),
    ("event_count", "condition: {gt: 1}", "a 0,b 1,a 30,c 40,a 41", ["0-1/2", "30-41/3"]),
    ("event_count", "condition: {eq: 2}", "a 0,a 1,a 2", ["0-1/2"]),
    ("event_count", "condition: {eq: 2}", "a 0,a 0,a 0", []),
    ("event_count", "condition: {neq: 1}", "a 0,a 20,a 21", ["20-21/2"]),
    ("event_count", "condition: {lte: 1}", "a 0,a 5,a 30", ["0-0/1", "30-30/1"]),
    ("event_count", "condition: {lt: 2}", "a 0,a 5", ["0-0/1"]),
    ("value_count", "condition: {gte: 2, field: v}", "a 0 x,a 1 X,a 2 y", ["0-2/3"]),
    ("value_count", "condition: {gte: 2, field: v}", "a 0 x,a 11 y", []),
    ("value_count", "condition: {gte: 3, field: v}", "a 0 x y,a 5 z", ["0-5/2"]),
    ("value_sum", "condition: {gt: 9, field: v}", "a 0 4,a 1 5,a 2 x,a 3 1", ["0-3/4"]),
    ("value_sum", "condition: {gte: 0, field: v}", "a 0,a 1", []),
    ("value_avg", "condition: {gte: 5, field: v}", "a 0 4,a 1 6,a 2 1", ["0-1/2"]),
    (
      "value_percentile", "condition: {gte: 9, field: v, percentile: 90}",
      "a 0 1,a 1 9,a 2 2", ["0-2/3"]
    ),
    ("value_median", "condition: {eq: 2, field: v}", "a 0 1,a 1 9,a 2 2", ["0-2/3"]),
    ("temporal", "", "c 0,a 4,b 10", ["0-10/3"]),
    ("temporal", "", "c 0,a 4,b 11", []),
    ("temporal", "condition: {gte: 2}", "c 0,a 4,a 20", ["0-4/2"]),
    ("temporal_ordered", "", "a 0,b 5,c 10", ["0-10/3"]),
    ("temporal_ordered", "", "b 0,a 5,c 6", []),
    ("temporal_ordered", "", "c 3,b 3,a 3", ["3-3/3"]),
    ("temporal_ordered", "", "a 0,a 2,b 5,c 11", ["2-11/3"]),
    ("temporal_ordered", "", "a 0,b 5,c 11", []),
    ("temporal_ordered", "", "a 0,b 1,c 2,c 9,a 20,b 21,c 22", ["0-9/4", "20-22/3"]),
  ])
  func measuresWindows(
    _ type: String, _ condition: String, _ events: String, _ expected: [String]
  ) throws {
    let rules = try Self.rules(type, condition)
    var inputs = Self.inputs(events)
    let matches = rules.correlationMatches(among: inputs)
    #expect(Self.times(matches) == expected)
    // Any order, and any event twice.
    for _ in 0..<5 {
      inputs.shuffle()
      #expect(rules.correlationMatches(among: inputs + inputs.prefix(2)) == matches)
    }
    // In the order of time, forgetting on the way.
    var tracker = rules.correlationTracker()
    for input in inputs.sorted(by: { $0.time < $1.time }) { tracker.take(input) }
    #expect(tracker.finish() == matches)
  }

  @Test func sameRuleTwiceInOrderNeedsTwoEvents() throws {
    let rules = try Self.rules("temporal_ordered", "", of: "a, a, b")
    #expect(rules.correlationMatches(among: Self.inputs("a 0,b 1")).isEmpty)
    #expect(Self.times(rules.correlationMatches(among: Self.inputs("a 0,a 0,b 1"))) == ["0-1/3"])
  }

  @Test func keepsGroupsApart() throws {
    let rules = try Self.rules("event_count", "condition: {gte: 2}")
    let mixed = Self.inputs("a 0", group: "me") + Self.inputs("a 1", group: "you")
    #expect(rules.correlationMatches(among: mixed).isEmpty)
    let both = Self.inputs("a 0,a 1", group: "me") + Self.inputs("b 2,b 3", group: "You")
    let matches = rules.correlationMatches(among: both)
    #expect(matches.map(\.group) == [["me"], ["You"]])
    #expect(matches.map(\.eventIDs) == [["e0", "e1"], ["e0", "e1"]])
  }

  /// Many groups over a long time: the tracker finds what the whole would show.
  @Test func aTrackerForgetsNothingThatMatters() throws {
    for kind in ["event_count", "temporal_ordered"] {
      let condition = kind == "event_count" ? "condition: {gte: 3}" : ""
      let rules = try Self.rules(kind, condition, of: "a, b")
      var generator = SystemRandomNumberGenerator()
      var inputs: [CorrelationInput] = []
      for number in 0..<2_000 {
        inputs.append(
          CorrelationInput(
            correlation: 0, rule: Int.random(in: 1...2, using: &generator),
            time: Int64.random(in: 0..<20_000, using: &generator), eventID: "e\(number)",
            group: ["g\(Int.random(in: 0..<4, using: &generator))"], values: []))
      }
      let whole = rules.correlationMatches(among: inputs)
      #expect(whole.count > 10)
      var tracker = rules.correlationTracker()
      for input in inputs.sorted(by: { $0.time < $1.time }) { tracker.take(input) }
      #expect(tracker.finish() == whole)
    }
  }
}

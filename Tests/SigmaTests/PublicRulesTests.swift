import CloudTrail
import Sigma
import Testing

/// Every public rule for CloudTrail loads, matches a record made for it, and no record made
/// against it.
@Suite(.enabled(if: SharedRules.isPresent, "the public rules are not beside the package"))
struct PublicRulesTests {
  struct Pack: Sendable, CustomTestStringConvertible {
    let path: String
    let files: Int
    let rules: Int
    let correlations: Int
    let repeated: Int
    var testDescription: String { path }
  }

  static let packs = [
    Pack(path: "sigmahq", files: 57, rules: 57, correlations: 0, repeated: 0),
    Pack(path: "suzaku", files: 793, rules: 799, correlations: 5, repeated: 1),
  ]

  @Test(arguments: packs)
  func loads(_ pack: Pack) throws {
    var diagnostics = Diagnostics()
    let sources = try SharedRules.sources(pack.path)
    let set = RuleSet(loading: sources, diagnostics: &diagnostics)
    #expect(sources.count == pack.files)
    #expect(diagnostics.errors.map(\.description) == [])
    #expect(set.rules.count == pack.rules)
    #expect(set.rules.count { $0.correlation != nil } == pack.correlations)
    // One document repeats the id of a rule in another file: left out, and said so.
    let leftOut = diagnostics.warnings.filter { $0.reason.hasPrefix("left out") }
    #expect(leftOut.count == pack.repeated)
    print("\(pack.path): \(sources.count)/\(pack.files) files, \(set.rules.count) rules")
  }

  /// The table: what was loaded, compiled, matched by what is made for it, and left alone by what
  /// is made against it.
  @Test(arguments: packs)
  func matchesWhatIsMadeForIt(_ pack: Pack) throws {
    var diagnostics = Diagnostics()
    let sources = try SharedRules.sources(pack.path)
    let set = RuleSet(loading: sources, diagnostics: &diagnostics)
    let documents = try Self.documents(of: sources)
    var matched: Set<Int> = []
    var spared: Set<Int> = []
    var samples = 0
    for (number, rule) in set.rules.enumerated() {
      let node = try #require(documents["\(rule.file):\(rule.place.line)"])
      let answers =
        try rule.correlation == nil
        ? self.answers(set, number, node) : answers(set, number, correlation: node, documents)
      samples += answers.count
      #expect(answers.filter { !$0.isRight }.map(\.what) == [], "\(rule.file)")
      if answers.contains(where: { $0.wanted && $0.isRight }) { matched.insert(number) }
      if answers.contains(where: { !$0.wanted && $0.isRight }) { spared.insert(number) }
    }
    #expect(matched.count == pack.rules && spared.count == pack.rules)
    let files = Set(set.rules.map(\.file))
    let wholly = { (good: Set<Int>) in
      files.count
        - Set(set.rules.indices.filter { !good.contains($0) }.map { set.rules[$0].file }).count
    }
    print(
      """
      | pack | files loaded | compiled | positive matched | negative not matched | samples |
      | \(pack.path) | \(sources.count)/\(pack.files) | \(files.count)/\(pack.files) \
      | \(wholly(matched))/\(pack.files) | \(wholly(spared))/\(pack.files) | \(samples) |
      """)
    #expect(files.count == pack.files && wholly(matched) == pack.files)
  }

  /// One question to the engine.
  private struct Answer {
    let what: String
    let wanted: Bool
    let isRight: Bool
  }

  private static func documents(of sources: [SourceText]) throws -> [String: YAMLNode] {
    var documents: [String: YAMLNode] = [:]
    for source in sources {
      for node in try YAMLReader.documents(of: source) {
        documents["\(source.name):\(node.place.line)"] = node
      }
    }
    return documents
  }

  private func answers(_ set: RuleSet, _ rule: Int, _ node: YAMLNode) throws -> [Answer] {
    let detection = try #require(node["detection"])
    return try RuleSampler(detection: detection).allSamples().map { sample in
      Answer(
        what: sample.json, wanted: sample.mustMatch,
        isRight: try answer(set, rule, sample.json) == sample.mustMatch)
    }
  }

  private func answers(
    _ set: RuleSet, _ rule: Int, correlation node: YAMLNode, _ documents: [String: YAMLNode]
  ) throws -> [Answer] {
    let correlation = try #require(node["correlation"])
    let bases = try correlation["rules"]?.oneOrMany.map { name in
      let base = documents.values.first {
        $0["detection"] != nil && ($0["title"]?.text == name.text || $0["id"]?.text == name.text)
      }
      return try #require(base?["detection"])
    }
    let sampler = try #require(CorrelationSampler(correlation, bases: bases ?? []))
    let positive = try matches(set, rule, sampler.positive)
    let negatives = try sampler.negatives.map { negative in
      Answer(
        what: negative.flaw, wanted: false,
        isRight: try matches(set, rule, negative.events) == 0)
    }
    return [Answer(what: "positive", wanted: true, isRight: positive == 1)] + negatives
  }

  /// How often a correlation matches among events, which come in the wrong order.
  private func matches(_ set: RuleSet, _ rule: Int, _ events: [CorrelationSampler.Event]) throws
    -> Int
  {
    var inputs: [CorrelationInput] = []
    for (number, event) in events.enumerated().reversed() {
      let bytes = Array(event.json.utf8)
      var map = JSONMap()
      try map.read(bytes.span)
      var found: [RuleSet.Match] = []
      set.matches(of: map, bytes.span, context: UnknownContext(), into: &found)
      for match in found {
        inputs += set.correlationInputs(
          rule: match.rule, time: event.second, eventID: "e\(number)", map, bytes.span,
          context: UnknownContext())
      }
    }
    return set.correlationMatches(among: inputs).count { $0.correlation == rule }
  }

  /// Real records, every third of them: the index leaves out nothing that matches.
  @Test func indexMissesNoRealMatch() throws {
    var diagnostics = Diagnostics()
    let sources = try Self.packs.flatMap { try SharedRules.sources($0.path) }
    let set = RuleSet(loading: sources, diagnostics: &diagnostics)
    var matches = 0
    for bytes in try SharedRules.realRecords().enumerated().filter({ $0.offset % 3 == 0 }) {
      var map = JSONMap()
      try map.read(bytes.element.span)
      var found: [RuleSet.Match] = []
      set.matches(of: map, bytes.element.span, context: UnknownContext(), into: &found)
      let direct = set.rules.indices.filter { rule in
        set.rules[rule].detection?.evaluate(map, bytes.element.span, context: UnknownContext())
          == .yes
      }
      #expect(found.map(\.rule) == direct)
      matches += found.count
    }
    #expect(matches > 10)
  }

  /// The answer through the index and without it must agree.
  private func answer(_ set: RuleSet, _ rule: Int, _ json: String) throws -> Bool {
    let bytes = Array(json.utf8)
    var map = JSONMap()
    try map.read(bytes.span)
    var found: [RuleSet.Match] = []
    set.matches(of: map, bytes.span, context: UnknownContext(), into: &found)
    let isFound = found.contains { $0.rule == rule && $0.truth == .yes }
    let truth = set.rules[rule].detection?.evaluate(map, bytes.span, context: UnknownContext())
    #expect(isFound == (truth == .yes))
    return isFound
  }
}

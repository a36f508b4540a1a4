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

  @Test(arguments: packs)
  func matchesWhatIsMadeForIt(_ pack: Pack) throws {
    var diagnostics = Diagnostics()
    let set = RuleSet(loading: try SharedRules.sources(pack.path), diagnostics: &diagnostics)
    var documents: [String: YAMLNode] = [:]
    for source in try SharedRules.sources(pack.path) {
      for node in try YAMLReader.documents(of: source) {
        documents["\(source.name):\(node.place.line)"] = node
      }
    }
    var matched = 0
    var spared = 0
    for (number, rule) in set.rules.enumerated() where rule.detection != nil {
      let node = try #require(documents["\(rule.file):\(rule.place.line)"]?["detection"])
      let samples = RuleSampler(detection: node).samples()
      let wrong = try samples.filter { sample in
        try answer(set, number, sample.json) != sample.mustMatch
      }
      #expect(wrong.map(\.json) == [], "\(rule.file)")
      if samples.contains(where: \.mustMatch) { matched += 1 }
      if samples.contains(where: { !$0.mustMatch }) { spared += 1 }
    }
    let detections = pack.rules - pack.correlations
    #expect(matched == detections && spared == detections)
    print("\(pack.path): matched \(matched)/\(detections), not matched \(spared)/\(detections)")
  }

  /// Real records, every tenth of them: the index leaves out nothing that matches.
  @Test func indexMissesNoRealMatch() throws {
    var diagnostics = Diagnostics()
    let sources = try Self.packs.flatMap { try SharedRules.sources($0.path) }
    let set = RuleSet(loading: sources, diagnostics: &diagnostics)
    var matches = 0
    for bytes in try SharedRules.realRecords().enumerated().filter({ $0.offset % 10 == 0 }) {
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

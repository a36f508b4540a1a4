package import Sigma

/// The rules that findings come from: the pack inside the program and the user's, in one set.
///
/// Immutable; any number of threads may use it. What a rule looks for is Sigma, with the
/// `trailscan.` fields and the placeholders of playbooks; what it takes the identity graph to see
/// is noted by detectors in code and asked for as `trailscan.signals` and `trailscan.firstSeen`.
///
///     playbooks/detections.yaml ─┐
///     --rules DIR ───────────────┴─► RuleSet ─► DetectionRule ─► RecordKeeper   (while scanning)
///                                                            └─► FindingEngine  (in order of time)
package struct DetectionPack: Sendable {
  /// All rules, by number; correlations among them.
  package let ruleSet: RuleSet
  /// The detections that can lead to findings, in the order of the set.
  let rules: [DetectionRule]
  /// What is to be kept for their sake while scanning.
  let watched: WatchedRules

  /// The ids that its findings can have, in the order of the set.
  package var ids: [String] { ruleSet.rules.map(\.identifier) }

  /// Reads rules; those with a fault are left out, and the faults noted.
  ///
  /// Rules inside the program come first, unless `includesBuiltIn` is false; `filter` chooses among
  /// the others. A playbook's own rules count beside them, in the place of those of the same name.
  package init(
    loading texts: [RuleDocuments] = [], includesBuiltIn: Bool = true, of playbook: Playbook? = nil,
    filter: RuleFilter? = nil, diagnostics: inout Diagnostics
  ) {
    let own = [playbook?.detections].compactMap { $0 }
    let builtIn = includesBuiltIn ? Self.builtInTexts(without: own) : []
    let all = builtIn + own + texts
    let vocabulary = RuleVocabulary(
      placeholders: Set(RunnerSet.allCases.map(\.name)),
      contextFields: Set(ContextField.allCases.map(\.name)),
      contextValues: ContextField.possibleValues, checksFields: true)
    var set = RuleSet(loading: all, vocabulary: vocabulary, diagnostics: &diagnostics)
    if let filter {
      let others = Set(texts.map(\.source.name))
      set = set.selecting { !others.contains($0.file) || filter.accepts($0) }
    }
    ruleSet = set
    var compiler = DetectionPackCompiler(
      sources: all.map(\.source), packName: Self.builtInName)
    rules = set.rules.indices.compactMap { compiler.rule($0, of: set) }
    watched = WatchedRules(rules.enumerated().map { WatchedCall($1, number: $0) })
    diagnostics.add(compiler.diagnostics)
  }

  /// The rules inside the program but for those whose names the rules of a playbook have.
  private static func builtInTexts(without own: [RuleDocuments]) -> [RuleDocuments] {
    let names = Set(own.flatMap { $0.nodes ?? [] }.compactMap { $0["name"]?.text })
    let privileges = Playbook.builtInDetections(named: "least-privilege")
    let pack = builtInText
    return [
      PlainYAML.documents(of: pack).map { RuleDocuments(pack, nodes: $0) } ?? RuleDocuments(pack)
    ]
      + [privileges].compactMap { $0 }.map { texts in
        let nodes = texts.nodes ?? []
        return RuleDocuments(
          texts.source, nodes: nodes.filter { !names.contains($0["name"]?.text ?? "") })
      }
  }

  /// The pack inside the program.
  package static let builtIn: DetectionPack = {
    var diagnostics = Diagnostics()
    let pack = DetectionPack(diagnostics: &diagnostics)
    precondition(diagnostics.errors.isEmpty, "the detections inside the program have faults")
    return pack
  }()

  /// Reads the pack inside the program, so that it is there when it is asked for.
  package static func prepare() { _ = builtIn }

  private static let builtInName = "built-in detections.yaml"

  /// The text of the pack inside the program.
  package static var builtInText: SourceText {
    SourceText(
      name: builtInName,
      text: String(decoding: PackageResources.detections_yaml, as: UTF8.self))
  }
}

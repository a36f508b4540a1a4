/// A detection rule as published: what it looks for, and what people should know about it.
package struct Rule: Sendable {
  /// What a rule looks for.
  package enum Body: Sendable {
    /// One record.
    case detection(Detection)
    /// Several matches of other rules together.
    case correlation(Correlation)
  }

  /// The name for people.
  package let title: String
  /// The id, usually a UUID; nil where the author gave none.
  package let id: String?
  /// The short name that correlations may refer to.
  package let name: String?
  /// `stable`, `test`, `experimental` …, as written.
  package let status: String?
  /// How grave a match is; `medium` where the author did not say.
  package let level: Level
  /// What the rule looks for, in the author's words.
  package let description: String?
  /// Harmless reasons for a match.
  package let falsePositives: [String]
  /// Where to read more.
  package let references: [String]
  /// All tags as written, in lower case.
  package let tags: [String]
  /// What the rule looks for, compiled.
  package let body: Body
  /// The file the rule stands in.
  package let file: String
  /// Where the rule begins in its file.
  package let place: SourcePlace
  /// True where another document has the same id and was left out.
  let isRepeated: Bool
  /// What the key `trailscan` holds: Sigma lets every program have a key of its own.
  package let ownKeys: YAMLNode?

  /// The gravest level that a match can have: the rule's, or one that its key `trailscan` gives to
  /// some of the matches.
  var highestLevel: Level {
    let others = (ownKeys?["levels"]?.pairs ?? []).compactMap {
      Level(rawValue: $0.key.text ?? "")
    }
    return others.reduce(level, max)
  }

  /// What stands for the rule in output: its id, else its name, else its title.
  package var identifier: String { id ?? name ?? title }

  /// The MITRE ATT&CK techniques of the tags, such as `T1078.004`.
  package var techniques: [String] {
    attackTags.filter { $0.first == "t" && $0.dropFirst().first?.isNumber == true }
      .map { $0.uppercased() }
  }

  /// The MITRE ATT&CK tactics of the tags, such as `initial-access`.
  package var tactics: [String] {
    attackTags.filter { tag in !tag.contains { $0.isNumber } }
      .map { tag in String(tag.map { $0 == "_" ? "-" : $0 }) }
  }

  private var attackTags: [Substring] {
    tags.filter { $0.hasPrefix("attack.") }.map { $0.dropFirst("attack.".count) }
  }

  /// The detection; nil for a correlation.
  package var detection: Detection? {
    if case .detection(let detection) = body { detection } else { nil }
  }

  /// The correlation; nil for a detection.
  package var correlation: Correlation? {
    if case .correlation(let correlation) = body { correlation } else { nil }
  }
}

/// Which rules of a set are wanted.
package struct RuleFilter: Sendable {
  /// The least level.
  package var minimumLevel: Level
  /// Tags that leave a rule out.
  package var excludedTags: Set<String>

  /// By default all rules from `medium`: most public rules below are noise by design.
  package init(minimumLevel: Level = .medium, excludedTags: Set<String> = []) {
    self.minimumLevel = minimumLevel
    self.excludedTags = Set(excludedTags.map { $0.lowercased() })
  }

  /// True where the rule is wanted.
  package func accepts(_ rule: Rule) -> Bool {
    rule.highestLevel >= minimumLevel && excludedTags.isDisjoint(with: rule.tags)
  }
}

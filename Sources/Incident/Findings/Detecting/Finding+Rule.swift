internal import CloudTrail
internal import Sigma

extension Finding {
  /// Takes over what a rule says of every match.
  mutating func describe(_ rule: Rule) {
    techniques = rule.techniques
    tactics = rule.tactics
    benign = rule.falsePositives
  }
}

extension DetectionRule {
  /// What it says of each of its findings; the events are missing.
  var finding: Finding {
    var finding = Finding(
      id: id, title: rule.title, level: level, time: EventTime(seconds: 0), eventID: "",
      why: rule.description ?? rule.title, next: options.next)
    finding.eventIDs = []
    finding.describe(rule)
    return finding
  }
}

extension Rule {
  /// What to do next where the rule does not say it.
  var standardAdvice: String {
    let reading = references.first.map { " The rule refers to \($0)." } ?? ""
    return "Look at what the same caller did before and after, and ask whose work it was." + reading
  }
}

extension Finding.Level {
  /// The level of a rule.
  init(_ level: Level) {
    switch level {
    case .informational: self = .informational
    case .low: self = .low
    case .medium: self = .medium
    case .high: self = .high
    case .critical: self = .critical
    }
  }

  /// One level less.
  var lowered: Self {
    switch self {
    case .critical: .high
    case .high: .medium
    case .medium: .low
    case .low, .informational: .informational
    }
  }
}

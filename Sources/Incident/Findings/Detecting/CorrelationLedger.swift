internal import CloudTrail
internal import Sigma

/// What correlations count, and what they find.
struct CorrelationLedger {
  /// Whose event it was.
  private struct Owner {
    var runner: String?
    var session: String?
  }

  private let ruleSet: RuleSet
  private var tracker: CorrelationTracker
  private var owners: [String: Owner] = [:]

  /// A ledger for the correlations of a set.
  init(_ ruleSet: RuleSet) {
    self.ruleSet = ruleSet
    tracker = ruleSet.correlationTracker()
  }

  /// Notes a match of a rule that correlations count.
  mutating func note(
    _ rule: DetectionRule, _ view: EventView, _ context: EventContext, runner: String?
  ) {
    let inputs = view.correlationInputs(rule, of: ruleSet, context)
    guard !inputs.isEmpty else { return }
    for input in inputs { tracker.take(input) }
    owners[view.eventID] = Owner(runner: runner, session: view.sessionID)
  }

  /// The findings of all correlations.
  mutating func findings() -> [Finding] {
    tracker.finish().map { match in
      let rule = ruleSet.rules[match.correlation]
      let owner = match.eventIDs.first.flatMap { owners[$0] }
      var finding = Finding(
        id: rule.identifier, title: rule.title, level: Finding.Level(rule.level),
        time: EventTime(seconds: match.firstTime), eventID: "",
        why: rule.description ?? rule.title, next: rule.ownKeys?["next"]?.text ?? "")
      finding.lastTime = EventTime(seconds: match.lastTime)
      finding.eventIDs = Array(match.eventIDs.prefix(FindingTally.limit))
      finding.count = match.eventIDs.count
      finding.runner = owner?.runner
      finding.session = owner?.session
      finding.describe(rule)
      return finding
    }
  }
}

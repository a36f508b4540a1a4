internal import CloudTrail
internal import Sigma

/// What correlations count, as long as it can matter.
struct CorrelationLedger {
  /// Whose event it was, and from where.
  private struct Owner: Hashable {
    var runner: String?
    var session: String?
    var actor: String
    var address: String
  }

  private let ruleSet: RuleSet
  private var tracker: CorrelationTracker
  private var owners: [Owner] = []
  private var numbers: [Owner: Int] = [:]

  init(_ ruleSet: RuleSet) {
    self.ruleSet = ruleSet
    tracker = ruleSet.correlationTracker()
  }

  /// Notes a match of a rule that correlations count, by its place in the set; matches come in the
  /// order of time.
  mutating func note(
    _ rule: Int, _ view: EventView, _ context: EventContext, runner: String?
  ) {
    for var input in view.correlationInputs(rule, of: ruleSet, context) {
      input.label = number(
        of: Owner(
          runner: runner, session: view.sessionID, actor: view.actor, address: view.address))
      tracker.take(input)
    }
  }

  private mutating func number(of owner: Owner) -> Int {
    if let number = numbers[owner] { return number }
    owners.append(owner)
    numbers[owner] = owners.count - 1
    return owners.count - 1
  }

  /// The findings that are certain before `time`, each told once.
  mutating func findings(before time: EventTime) -> [Finding] {
    // Asked for every event: `findings(of:)` reads the whole ledger, which would be copied first.
    let matches = tracker.matches(before: time.seconds)
    return matches.isEmpty ? [] : findings(of: matches)
  }

  /// All others; nothing can be noted afterwards.
  mutating func findings() -> [Finding] { findings(of: tracker.finish()) }

  private func findings(of matches: [CorrelationMatch]) -> [Finding] {
    matches.lazy.filter { ruleSet.isFinding($0.correlation) }.map { match in
      let rule = ruleSet.rules[match.correlation]
      var finding = Finding(
        id: rule.identifier, title: rule.title, level: Finding.Level(rule.level),
        time: EventTime(seconds: match.firstTime), eventID: "",
        why: rule.description ?? rule.title,
        next: rule.ownKeys?["next"]?.text ?? rule.standardAdvice)
      finding.lastTime = EventTime(seconds: match.lastTime)
      finding.eventIDs = Array(match.eventIDs.prefix(FindingTally.limit))
      finding.count = match.eventIDs.count
      finding.runner = owners[match.label].runner
      finding.session = owners[match.label].session
      finding.actors = [owners[match.label].actor].filter { !$0.isEmpty }
      finding.sourceIPAddresses = [owners[match.label].address].filter { !$0.isEmpty }
      finding.describe(rule)
      return finding
    }
  }
}

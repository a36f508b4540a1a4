internal import CloudTrail
internal import Sigma

/// What rules still ask of an event once its call, its end and its caller are known.
///
/// What is left asks only for what differs from event to event. One thread.
struct QuestionTable {
  /// What a rule still asks.
  struct Question: Sendable {
    /// The place of the rule among those that were settled.
    var rule: Int
    var detection: Detection
    var needs: PlaybookRule.RecordNeed
    /// What an event must name for the answer to be yes.
    var names: NamedParts
    /// Fields one of which must hold a name of the runner; nil = nothing tells.
    var boundBy: [String]?
  }

  private struct Kind {
    var rules: [OpenRule]
    /// What is asked in each state that was met: few are.
    var known: [(state: EventState, questions: [Question])] = []
  }

  private var kinds: [Kind] = []

  /// Learns the next kinds, with what their rules ask.
  mutating func learn(_ news: [[OpenRule]], beginsAnew: Bool) {
    if beginsAnew { kinds = [] }
    kinds += news.map { Kind(rules: $0) }
  }

  /// What is asked of events of this kind in this state, in the order of the rules.
  mutating func questions(_ kind: Int32, _ state: EventState) -> [Question] {
    let number = Int(kind)
    if kinds[number].rules.isEmpty { return [] }
    for known in kinds[number].known where known.state == state { return known.questions }
    let found = Self.settle(kinds[number].rules, state)
    kinds[number].known.append((state, found))
    return found
  }

  private static func settle(_ rules: [OpenRule], _ state: EventState) -> [Question] {
    var facts: StateFacts?
    return rules.compactMap { rule in
      guard admits(rule.by, state) else { return nil }
      if let question = rule.question { return question }
      let known = facts ?? StateFacts(state)
      facts = known
      let left = known.settle(rule.detection)
      return left.settledAnswer == .no ? nil : Question(rule: rule.number, left)
    }
  }

  private static func admits(_ callers: PlaybookRule.Caller, _ state: EventState) -> Bool {
    switch callers {
    case .runner: state.contains(.isRunner)
    case .responders: state.contains(.mayRespond)
    case .anyone: true
    }
  }
}

extension QuestionTable.Question {
  /// What `rule` asks with `detection`.
  init(rule: Int, _ detection: Detection) {
    self.rule = rule
    self.detection = detection
    needs = PlaybookRule.RecordNeed(of: detection)
    names = NamedParts(needed: detection)
    boundBy = detection.boundFields(RunnerSet.isBinding)?.sorted()
  }
}

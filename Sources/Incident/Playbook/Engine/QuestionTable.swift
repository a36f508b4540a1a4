internal import Sigma

/// What the rules of an engine still ask of an event once its kind and its state are known.
///
/// What its kind settles has been settled (`KindSettler`); what is left behind its state asks only
/// for what differs from event to event. One thread.
struct QuestionTable {
  /// What a rule still asks.
  ///
  /// Nothing changes it, and it is handed about by reference: it is asked of many events.
  final class Question: Sendable {
    /// The place of the rule among those that were settled.
    let rule: Int
    let detection: Detection
    let needs: PlaybookRule.RecordNeed
    /// What an event must name for the answer to be yes.
    let names: NamedParts
    /// Fields one of which must hold a name of the runner; nil = nothing tells.
    let boundBy: [String]?
    /// Captures one of which must have learned something of the runner for the answer to be yes;
    /// empty = none need have.
    let captures: [String]
    /// True where the answer is no unless a detector in code noted something of the event.
    let needsNotes: Bool

    /// What `rule` asks with `detection`.
    init(rule: Int, _ detection: Detection) {
      self.rule = rule
      self.detection = detection
      needs = PlaybookRule.RecordNeed(of: detection)
      names = NamedParts(needed: detection)
      boundBy = detection.boundFields(RunnerSet.isBinding)?.sorted()
      captures = Self.captures(in: detection)
      needsNotes = detection.needsValue(ofAny: ContextField.namesOfNotes)
    }

    private static let prefix = "captured."

    private static func captures(in detection: Detection) -> [String] {
      let names = detection.references.filter { $0.kind == .placeholder }.map(\.name)
        .filter { $0.hasPrefix(prefix) }
      guard !names.isEmpty, detection.boundFields({ $0.hasPrefix(prefix) }) != nil else {
        return []
      }
      return names.map { String($0.dropFirst(prefix.count)) }
    }
  }

  private struct Kind {
    var rules: [OpenRule]
    /// What is asked in each state that was met: few are.
    var known: [(state: EventState, questions: [Question])] = []
    /// What is asked in any; nil where that differs.
    var always: [Question]?

    init(_ rules: [OpenRule]) {
      self.rules = rules
      if rules.allSatisfy({ $0.by == .anyone && $0.question != nil }) {
        always = rules.compactMap(\.question)
      }
    }
  }

  private var kinds: [Kind] = []
  /// How many states of kinds are remembered, and how many can be.
  private var count = 0
  private let limit: Int

  /// A table that has learned of no kinds, and remembers so many states of kinds.
  init(limit: Int) { self.limit = limit }

  /// Learns the next kinds, with what their rules ask.
  mutating func learn(_ news: [[OpenRule]], beginsAnew: Bool) {
    if beginsAnew { (kinds, count) = ([], 0) }
    kinds += news.map(Kind.init)
  }

  /// What is asked of events of this kind in this state, in the order of the rules; nothing where
  /// there is no kind.
  mutating func questions(_ kind: Int?, _ state: @autoclosure () -> EventState) -> [Question] {
    guard let kind else { return [] }
    if let always = kinds[kind].always { return always }
    let state = state()
    for known in kinds[kind].known where known.state == state { return known.questions }
    let found = Self.settle(kinds[kind].rules, state)
    if count == limit { forget() }
    kinds[kind].known.append((state, found))
    count += 1
    return found
  }

  private mutating func forget() {
    for index in kinds.indices { kinds[index].known = [] }
    count = 0
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

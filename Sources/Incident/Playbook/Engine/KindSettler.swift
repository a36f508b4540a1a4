internal import Sigma

/// A rule as it is asked for kinds of events.
struct AskedRule: Sendable {
  var detection: Detection
  var calls: CallIndex
  /// Whose calls it asks about.
  var by: PlaybookRule.Caller
  /// True where it can only match what a session did.
  var needsSession = false
  /// False where events of a kind are none of its business, whatever else they tell.
  var isAsked: @Sendable (KindFacts) -> Bool
}

/// The rules of both engines; nil is never asked.
struct AskedRules: Sendable {
  var steps: [AskedRule?]
  var detections: [AskedRule?]
}

/// What a rule asks of events of a kind.
struct OpenRule: Sendable {
  /// Its place among the rules.
  var number: Int
  var by: PlaybookRule.Caller
  /// What is left of it.
  var detection: Detection
  /// The question that is left; nil where the state of an event settles more of it.
  var question: QuestionTable.Question?
}

/// Settles rules for each kind of events that is met, on the thread that judges events, so that the
/// engines find it done.
///
///     (s3 GetObject, no error, called by a task role) ─► 100 rules ─► 2 questions
///
/// Kinds are numbered as they come. What is settled goes to the other thread with the events.
struct KindSettler {
  /// What the rules ask of events of a kind.
  struct SettledKind: Sendable {
    var steps: [OpenRule]
    var detections: [OpenRule]
  }

  /// Kinds that were met and have not been handed over, in the order of their numbers.
  struct News: Sendable {
    /// True where the numbers begin anew, and none of those before is used any more.
    var beginsAnew = false
    var kinds: [SettledKind] = []
  }

  private let rules: AskedRules
  /// How many kinds are remembered; behind that all are settled anew.
  private let limit: Int
  private var numbers: [EventKind: Int] = [:]
  private var recent = RecentAnswers<EventKind, Int>()
  private var news = News()
  /// The rules that name a call, which kinds of events have in common.
  private var admitting: [Call: Admitted] = [:]

  private struct Call: Hashable {
    var source: StringID
    var name: StringID
  }

  /// The places of rules.
  private struct Admitted {
    var steps: [Int]
    var detections: [Int]
  }

  /// A settler of `rules`, for so many kinds.
  init(_ rules: AskedRules, limit: Int) {
    self.rules = rules
    self.limit = limit
  }

  /// The number of the kind of an event; `tables` are always the same.
  mutating func kind(of event: JudgedEvent, _ tables: EventTables) -> Int {
    let kind = EventKind(event, tables)
    if let known = recent.answer(to: kind) { return known }
    let number = number(of: kind, tables)
    recent.note(number, to: kind)
    return number
  }

  private mutating func number(of kind: EventKind, _ tables: EventTables) -> Int {
    if let known = numbers[kind] { return known }
    let number = numbers.count
    numbers[kind] = number
    news.kinds.append(settle(kind, tables))
    return number
  }

  /// What was settled since this was asked for last.
  mutating func takeNews() -> News {
    let taken = news
    news = News()
    if numbers.count >= limit {
      numbers = [:]
      recent.forget()
      admitting = [:]
      news.beginsAnew = true
    }
    return taken
  }

  private mutating func settle(_ kind: EventKind, _ tables: EventTables) -> SettledKind {
    let admitted = admitting(Call(source: kind.source, name: kind.name), tables)
    if admitted.steps.isEmpty, admitted.detections.isEmpty {
      return SettledKind(steps: [], detections: [])
    }
    let facts = KindFacts(kind, tables)
    return SettledKind(
      steps: Self.open(rules.steps, admitted.steps, kind, facts),
      detections: Self.open(rules.detections, admitted.detections, kind, facts))
  }

  private static func open(
    _ rules: [AskedRule?], _ admitted: [Int], _ kind: EventKind, _ facts: KindFacts
  ) -> [OpenRule] {
    admitted.compactMap { number in
      guard let rule = rules[number], !rule.needsSession || kind.session != .noSession,
        rule.isAsked(facts)
      else { return nil }
      let left = facts.settle(rule.detection)
      if left.settledAnswer == .no { return nil }
      let question =
        StateFacts.settleMore(of: left) ? nil : QuestionTable.Question(rule: number, left)
      return OpenRule(number: number, by: rule.by, detection: left, question: question)
    }
  }

  /// The places of the rules that name a call.
  private mutating func admitting(_ call: Call, _ tables: EventTables) -> Admitted {
    if let found = admitting[call] { return found }
    let asked = CallIndex.ServiceCall(
      tables.strings.text(call.source), tables.strings.text(call.name))
    func places(_ rules: [AskedRule?]) -> [Int] {
      rules.indices.filter { rules[$0]?.calls.admits(asked) == true }
    }
    let found = Admitted(steps: places(rules.steps), detections: places(rules.detections))
    admitting[call] = found
    return found
  }
}

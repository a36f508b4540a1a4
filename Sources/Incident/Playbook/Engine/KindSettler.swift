internal import CloudTrail
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
  /// Kinds that were met and have not been handed over.
  struct News: Sendable {
    /// True where the numbers begin anew, and none of those before is used any more.
    var beginsAnew = false
    /// By kind, then by list of rules.
    var kinds: [[[OpenRule]]] = []
  }

  /// How many kinds are remembered; behind that all are settled anew.
  private static let limit = 1 << 15

  private let lists: [[AskedRule?]]
  /// What calls each rule speaks of.
  private let calls: [[CallIndex?]]
  private var numbers: [EventKind: Int32] = [:]
  private var news = News()
  /// The rules that name a call, which kinds of events have in common.
  private var admitting: [Call: [[Int]]] = [:]

  private struct Call: Hashable {
    var source: StringID
    var name: StringID
  }

  /// A settler of lists of rules; nil is never asked.
  init(_ lists: [[AskedRule?]]) {
    self.lists = lists
    calls = lists.map { $0.map { $0?.calls } }
  }

  /// The number of the kind of an event; `tables` are always the same.
  mutating func kind(of event: JudgedEvent, _ tables: EventTables) -> Int32 {
    let kind = EventKind(event, tables)
    if let known = numbers[kind] { return known }
    let number = Int32(numbers.count)
    numbers[kind] = number
    news.kinds.append(settle(kind, tables))
    return number
  }

  /// What was settled since this was asked for last.
  mutating func takeNews() -> News {
    let taken = news
    news = News()
    if numbers.count >= Self.limit {
      numbers = [:]
      admitting = [:]
      news.beginsAnew = true
    }
    return taken
  }

  private mutating func settle(_ kind: EventKind, _ tables: EventTables) -> [[OpenRule]] {
    let admitted = admitting(Call(source: kind.source, name: kind.name), tables)
    if admitted.allSatisfy(\.isEmpty) { return lists.map { _ in [] } }
    let facts = KindFacts(kind, tables)
    return admitted.indices.map { list in
      admitted[list].compactMap { number in
        guard let rule = lists[list][number], !rule.needsSession || kind.session != .noSession,
          rule.isAsked(facts)
        else { return nil }
        let left = facts.settle(rule.detection)
        if left.settledAnswer == .no { return nil }
        let question =
          StateFacts.settleMore(of: left) ? nil : QuestionTable.Question(rule: number, left)
        return OpenRule(number: number, by: rule.by, detection: left, question: question)
      }
    }
  }

  /// The places of the rules that name a call.
  private mutating func admitting(_ call: Call, _ tables: EventTables) -> [[Int]] {
    if let found = admitting[call] { return found }
    let asked = CallIndex.ServiceCall(
      tables.strings.text(call.source), tables.strings.text(call.name))
    let found = calls.map { calls in
      calls.indices.filter { calls[$0]?.admits(asked) == true }
    }
    admitting[call] = found
    return found
  }
}

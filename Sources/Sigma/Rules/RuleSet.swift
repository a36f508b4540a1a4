package import CloudTrail
internal import GzipStream

/// The rules of many files, checked against each other.
///
/// The index over them is made when a record is matched against the whole set for the first time;
/// an analysis, which settles rules by kinds of events, never does.
///
/// A rule is named by its place in `rules`; detections and correlations use the same numbers.
package struct RuleSet: Sendable {
  /// One rule that a record matches.
  package struct Match: Hashable, Sendable {
    /// The rule, by its place in the set.
    package let rule: Int
    /// `yes`, or `maybe` where the context does not know enough.
    package let truth: Truth
  }

  /// All rules, in the order of files and documents.
  package let rules: [Rule]
  /// How many documents were read for them, good or bad.
  package let documents: Int
  /// For each rule whether it is wanted for its own sake.
  private let isWanted: [Bool]
  /// The correlations that are asked in which each rule counts, by their places in the set.
  private let users: [[Int]]
  /// For each rule whether its matches only feed correlations.
  private let isOnlyCounted: [Bool]
  private let detections: [(rule: Int, detection: Detection)]
  private let index = IndexOnDemand()

  init(_ rules: [Rule], isWanted: [Bool], documents: Int) {
    self.rules = rules
    self.documents = documents
    self.isWanted = isWanted
    let isAsked = Self.asked(rules, isWanted)
    var users = Array(repeating: [Int](), count: rules.count)
    var isCounted = Array(repeating: false, count: rules.count)
    var isGenerated = isCounted
    for (number, rule) in rules.enumerated() {
      guard let correlation = rule.correlation else { continue }
      for base in Set(correlation.rules) {
        isCounted[base] = true
        if correlation.generatesMatches { isGenerated[base] = true }
        if isAsked[number] { users[base].append(number) }
      }
    }
    self.users = users
    isOnlyCounted = rules.indices.map { rule in
      isCounted[rule] && !isGenerated[rule] && !rules[rule].isRepeated
    }
    detections = rules.enumerated().compactMap { number, rule in
      guard isWanted[number] || !users[number].isEmpty else { return nil }
      return rule.detection.map { (number, $0) }
    }
  }

  /// For each rule whether it is asked: for its own sake, or for that of a correlation that is.
  private static func asked(_ rules: [Rule], _ isWanted: [Bool]) -> [Bool] {
    var isAsked = isWanted
    var open = rules.indices.filter { isWanted[$0] }
    while let number = open.popLast() {
      for base in rules[number].correlation?.rules ?? [] where !isAsked[base] {
        isAsked[base] = true
        open.append(base)
      }
    }
    return isAsked
  }

  /// The same rules with the same numbers, of which only those match that `filter` accepts, or
  /// that an accepted correlation counts.
  package func selecting(_ filter: RuleFilter) -> RuleSet {
    selecting(where: filter.accepts)
  }

  /// The same for any choice of rules.
  package func selecting(where isWanted: (Rule) -> Bool) -> RuleSet {
    RuleSet(rules, isWanted: rules.map(isWanted), documents: documents)
  }

  /// The fields that correlations want to know of the matches of a rule.
  package func correlationFields(of rule: Int) -> [String] {
    users[rule].flatMap { number -> [String] in
      guard let correlation = rules[number].correlation else { return [] }
      let names = correlation.groupBy + [correlation.condition.field].compactMap { $0 }
      return names.map { correlation.field($0, of: rule) }
    }
  }

  /// True where no rule is wanted at all.
  package var isEmpty: Bool { detections.isEmpty }

  /// True where the rule is asked at all: for its own sake, or for a correlation.
  package func isUsed(_ rule: Int) -> Bool {
    isWanted[rule] || !users[rule].isEmpty
  }

  /// True where a correlation counts matches of the rule.
  package func isCounted(_ rule: Int) -> Bool { !users[rule].isEmpty }

  /// The correlations that count matches of a rule, by their places in the set.
  func users(of rule: Int) -> [Int] { users[rule] }

  /// True where a match of the rule is a finding by itself.
  ///
  /// A rule that only feeds correlations is none, unless one of them says `generate: true`, or
  /// the rule is published a second time, by itself.
  package func isFinding(_ rule: Int) -> Bool {
    isWanted[rule] && !isOnlyCounted[rule]
  }

  /// Appends the rules whose detection answers `yes` or `maybe` for a record, in ascending order.
  package func matches(
    of map: JSONMap, _ bytes: Span<UInt8>, context: some MatchContext, into found: inout [Match]
  ) {
    var candidates: [Int] = []
    index.of(detections.lazy.map(\.detection)).candidates(of: map, bytes, into: &candidates)
    for candidate in candidates {
      let truth = detections[candidate].detection.evaluate(map, bytes, context: context)
      if truth != .no { found.append(Match(rule: detections[candidate].rule, truth: truth)) }
    }
  }

  /// What the correlations want to know of a record that `rule` matches; none where none counts it,
  /// or where the record lacks a field that they group by.
  ///
  /// `time` is that of the event in seconds since 1970.
  package func correlationInputs(
    rule: Int, time: Int64, eventID: String, _ map: JSONMap, _ bytes: Span<UInt8>,
    context: some MatchContext
  ) -> [CorrelationInput] {
    users[rule].compactMap { number in
      guard let correlation = rules[number].correlation else { return nil }
      var group: [String] = []
      for name in correlation.groupBy {
        let field = correlation.field(name, of: rule)
        let texts = FieldValues.texts(of: field, map, bytes, context: context) ?? []
        if texts.isEmpty { return nil }
        group.append(texts.joined(separator: ","))
      }
      let counted = correlation.condition.field.flatMap { name in
        FieldValues.texts(
          of: correlation.field(name, of: rule), map, bytes, context: context)
      }
      return CorrelationInput(
        correlation: number, rule: rule, time: time, eventID: eventID, group: group,
        values: counted ?? [])
    }
  }
}

/// An index that is made once it is asked for; making it looks into every rule.
private final class IndexOnDemand: Sendable {
  private let made = Guarded<DetectionIndex?>(nil)

  /// The index over `detections`, which are the same each time.
  func of(_ detections: some Collection<Detection>) -> DetectionIndex {
    made.withLock { known in
      let index = known ?? DetectionIndex(Array(detections))
      known = index
      return index
    }
  }
}

/// A rule about several matches of other rules: how many, how many different, in which order.
package struct Correlation: Sendable {
  /// What is looked at.
  package enum Kind: String, CaseIterable, Sendable {
    /// How many events there are.
    case eventCount = "event_count"
    /// How many different values a field has.
    case valueCount = "value_count"
    /// The sum of a field.
    case valueSum = "value_sum"
    /// The mean of a field.
    case valueAverage = "value_avg"
    /// A percentile of a field, by nearest rank.
    case valuePercentile = "value_percentile"
    /// The median of a field, by nearest rank.
    case valueMedian = "value_median"
    /// How many different rules matched; all of them where there is no condition.
    case temporal
    /// All rules matched, in the order of the list.
    case temporalOrdered = "temporal_ordered"

    /// True where the condition must name a field.
    var needsField: Bool {
      switch self {
      case .eventCount, .temporal, .temporalOrdered: false
      case .valueCount, .valueSum, .valueAverage, .valuePercentile, .valueMedian: true
      }
    }
  }

  /// A number to compare with.
  struct Condition: Sendable {
    let relation: NumberTest.Relation
    let threshold: Double
    /// What the numbers are taken from.
    let field: String?
    let percentile: Int

    func holds(for value: Double) -> Bool { relation.holds(value, threshold) }
  }

  /// What is looked at.
  package let kind: Kind
  /// The rules whose matches count, by their places in the set, in the order written; other
  /// correlations may be among them, but for such as count this one.
  package let rules: [Int]
  /// The fields whose values must be the same, as the correlation names them.
  ///
  /// An event that lacks one of them belongs to no group: what nobody did together counts nowhere.
  package let groupBy: [String]
  /// How long the time may be between the first and the last event, in seconds, both ends inside.
  package let timespan: Int64
  /// True where matches of the rules are findings of their own, too.
  package let generatesMatches: Bool
  let condition: Condition
  /// For each alias the field that each rule calls so.
  let aliases: [String: [Int: String]]

  /// The field that `name` in `groupBy` means in matches of `rule`.
  func field(_ name: String, of rule: Int) -> String {
    aliases[name]?[rule] ?? name
  }
}

/// One match of a rule that a correlation counts: of a detection, one event; of another
/// correlation, all its events, which count once, at the time of the last.
package struct CorrelationInput: Hashable, Sendable {
  /// The correlation, by its place in the set.
  package let correlation: Int
  /// The rule that matched, by its place in the set.
  package let rule: Int
  /// When, in seconds since 1970.
  package let time: Int64
  /// When its first event was.
  package let firstTime: Int64
  /// The events that matched, by time.
  package let eventIDs: [String]
  /// True where another correlation matched.
  let isOfCorrelation: Bool
  /// The values of the group-by fields.
  package let group: [String]
  /// The values of the condition's field.
  package let values: [String]
  /// What the caller wants to find again in a match: that of its first event.
  package var label = 0

  /// A match of a detection with what the correlation wants to know of it.
  package init(
    correlation: Int, rule: Int, time: Int64, eventID: String, group: [String], values: [String]
  ) {
    self.correlation = correlation
    self.rule = rule
    self.time = time
    firstTime = time
    eventIDs = [eventID]
    isOfCorrelation = false
    self.group = group
    self.values = values
  }

  /// A match of another correlation.
  init(correlation: Int, _ match: CorrelationMatch, group: [String], values: [String]) {
    self.correlation = correlation
    rule = match.correlation
    time = match.lastTime
    firstTime = match.firstTime
    eventIDs = match.eventIDs
    isOfCorrelation = true
    label = match.label
    self.group = group
    self.values = values
  }

  /// What stands for it among inputs of the same time: its last event.
  var eventID: String { eventIDs.last ?? "" }
}

/// Events that fulfil a correlation together.
package struct CorrelationMatch: Hashable, Sendable {
  /// The correlation, by its place in the set.
  package let correlation: Int
  /// The values that the events share, in the order of the group-by fields.
  package let group: [String]
  /// The time of the first event, in seconds since 1970.
  package let firstTime: Int64
  /// The time of the last event, in seconds since 1970.
  package let lastTime: Int64
  /// The events in the order in which they count, each once.
  package let eventIDs: [String]
  /// What the caller gave the first of them.
  package let label: Int

  /// By correlation, then by time, then by event.
  static func precedes(_ left: CorrelationMatch, _ right: CorrelationMatch) -> Bool {
    (left.correlation, left.firstTime, left.lastTime, left.eventIDs.first ?? "")
      < (right.correlation, right.firstTime, right.lastTime, right.eventIDs.first ?? "")
  }
}

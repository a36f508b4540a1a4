import Sigma

/// Makes events out of a correlation's own text: some that must match it, some that must not.
///
/// As naive as `RuleSampler`, whose records it puts on a line of time.
struct CorrelationSampler {
  /// An event: its record, and the second it happens in.
  struct Event {
    let json: String
    let second: Int64
  }

  private let kind: String
  private let bases: [RuleSampler]
  private let groupBy: [String]
  private let timespan: Int64
  private let count: Int
  private let field: String?

  /// A sampler for a `correlation:` mapping over the detections that it names, in their order.
  init?(_ node: YAMLNode, bases: [YAMLNode]) {
    guard let kind = node["type"]?.text, let span = node["timespan"]?.text,
      let length = Int64(span.dropLast())
    else { return nil }
    self.kind = kind
    self.bases = bases.map { RuleSampler(detection: $0) }
    groupBy = node["group-by"]?.oneOrMany.compactMap(\.text) ?? []
    timespan = length * (["s": 1, "m": 60, "h": 3_600, "d": 86_400][span.last ?? "s"] ?? 1)
    count = node["condition"]?["gte"]?.text.flatMap { Int($0) } ?? bases.count
    field = node["condition"]?["field"]?.text
  }

  /// What must be found: the last second of the window belongs to it.
  var positive: [Event] {
    (0..<count).compactMap { number in
      event(number, at: timespan * Int64(number) / Int64(count - 1))
    }
  }

  /// What must not be found, each with what is wrong with it.
  var negatives: [(flaw: String, events: [Event])] {
    let reversed = kind == "temporal_ordered"
    let sameValue = kind == "value_count"
    var flaws = [
      ("one event less", Array(positive.dropLast())),
      (
        "a second too long",
        positive.enumerated().map { number, event in
          Event(json: event.json, second: event.second + (number == count - 1 ? 1 : 0))
        }
      ),
      (
        "two groups",
        (0..<count).compactMap { event($0, at: 0, group: $0 == 0 ? "other" : "one") }
      ),
    ]
    if reversed {
      flaws.append(
        (
          "the wrong order",
          positive.map { Event(json: $0.json, second: timespan - $0.second) }
        ))
    }
    if sameValue {
      flaws.append(("one value", positive.map { Event(json: positive[0].json, second: $0.second) }))
    }
    return flaws.map { (flaw: $0.0, events: $0.1) }
  }

  private func event(_ number: Int, at second: Int64, group: String = "one") -> Event? {
    let base = bases[kind.hasPrefix("temporal") ? number : number % bases.count]
    let fields = Dictionary(uniqueKeysWithValues: groupBy.map { ($0, group) })
    return base.samples(picking: number, adding: fields).first(where: \.mustMatch)
      .map { Event(json: $0.json, second: second) }
  }
}

package import CloudTrail
internal import Sigma

/// What the people who know the place do not want to hear of, for a reason and a time.
///
/// It silences events until its time is over, by the clock of the logs: the same logs give the same
/// findings on every day. What it silenced is counted.
package struct Suppression: Sendable {
  /// The ids of findings, with wildcards.
  package var finding: String
  /// Runners by name, with wildcards; nil = all, and what is no runner's.
  package var runner: String?
  /// Why.
  package var reason: String
  /// Events from this moment on are heard of again.
  package var until: EventTime
  /// Which events; nil = all.
  let select: Detection?
  let needs: PlaybookRule.RecordNeed
}

/// What a suppression silenced.
package struct Silenced: Equatable, Sendable {
  /// The ids of findings that it names.
  package var finding: String
  /// Why.
  package var reason: String
  /// Until when.
  package var until: EventTime
  /// How many matches were silenced.
  package var count: Int
  /// True where it had run out before the last event that it would have silenced.
  package var isExpired: Bool

  /// A count of what was silenced.
  package init(
    finding: String, reason: String, until: EventTime, count: Int, isExpired: Bool = false
  ) {
    self.finding = finding
    self.reason = reason
    self.until = until
    self.count = count
    self.isExpired = isExpired
  }
}

/// Counts what suppressions silence.
struct SuppressionLedger {
  private let suppressions: [Suppression]
  private var counts: [Int]
  private var expired: [Bool]

  init(_ suppressions: [Suppression]) {
    self.suppressions = suppressions
    counts = suppressions.map { _ in 0 }
    expired = suppressions.map { _ in false }
  }

  /// True where a match is not to be heard of; the first suppression that fits counts it.
  mutating func silence(
    _ id: String, runner: String?, _ view: EventView, _ context: EventContext
  ) -> Bool {
    silence(id, runner, at: view.time) { suppression in
      suppression.select.map {
        view.evaluate($0, needs: suppression.needs, context) == .yes
      } ?? true
    }
  }

  /// The same for what stands for several events: a suppression that chooses events leaves it.
  mutating func silence(_ finding: Finding) -> Bool {
    silence(finding.id, finding.runner, at: finding.lastTime) { $0.select == nil }
  }

  private mutating func silence(
    _ id: String, _ runner: String?, at time: EventTime, _ fits: (Suppression) -> Bool
  ) -> Bool {
    for (number, suppression) in suppressions.enumerated() {
      guard Wildcard(suppression.finding).matches(id),
        suppression.runner.map({ Wildcard($0).matches(runner ?? "") }) ?? true, fits(suppression)
      else { continue }
      if time >= suppression.until {
        expired[number] = true
        continue
      }
      counts[number] += 1
      return true
    }
    return false
  }

  /// What each suppression silenced, in the order of the playbook.
  var silenced: [Silenced] {
    zip(suppressions, zip(counts, expired)).map { suppression, counted in
      Silenced(
        finding: suppression.finding, reason: suppression.reason, until: suppression.until,
        count: counted.0, isExpired: counted.1)
    }
  }
}

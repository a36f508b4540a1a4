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
  /// The runners that it names; nil = all, and what is no runner's.
  package var runner: String?
  /// Why.
  package var reason: String
  /// Until when.
  package var until: EventTime
  /// How many matches were silenced.
  package var count: Int
  /// How many matches came when it had run out, and are told.
  package var late: Int

  /// A count of what was silenced.
  package init(
    finding: String, runner: String? = nil, reason: String, until: EventTime, count: Int,
    late: Int = 0
  ) {
    self.finding = finding
    self.runner = runner
    self.reason = reason
    self.until = until
    self.count = count
    self.late = late
  }
}

/// Counts what suppressions silence.
struct SuppressionLedger {
  private let suppressions: [Suppression]
  private var counts: [Int]
  private var late: [Int]

  init(_ suppressions: [Suppression]) {
    self.suppressions = suppressions
    counts = suppressions.map { _ in 0 }
    late = counts
  }

  /// True where nothing is suppressed.
  var isEmpty: Bool { suppressions.isEmpty }

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
        late[number] += 1
        continue
      }
      counts[number] += 1
      return true
    }
    return false
  }

  /// What each suppression silenced, in the order of the playbook.
  var silenced: [Silenced] {
    suppressions.indices.map { number in
      let suppression = suppressions[number]
      return Silenced(
        finding: suppression.finding, runner: suppression.runner, reason: suppression.reason,
        until: suppression.until, count: counts[number], late: late[number])
    }
  }
}

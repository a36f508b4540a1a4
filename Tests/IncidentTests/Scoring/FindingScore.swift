import Incident

/// How far the findings agree with the attacks that the generator planted.
///
/// A finding is right where one of its events belongs to an attack: to its own calls, or to
/// whatever else was done with a credential that the attack used or got.
struct FindingScore {
  /// Attacks that no finding of their id shows.
  private(set) var missed: [String] = []
  /// Findings above informational that no attack explains.
  private(set) var unexplained: [String] = []
  private(set) var planted = 0
  private(set) var told = 0

  init(_ findings: [Finding], _ truth: Truth) {
    let attacked = Self.events(of: truth)
    planted = truth.attacks.count
    for attack in truth.attacks {
      let events = Set(attack.eventIDs)
      let isFound = findings.contains {
        $0.id == attack.id && !events.isDisjoint(with: $0.eventIDs)
      }
      if !isFound { missed.append("\(attack.id) on \(attack.runner): \(attack.title)") }
    }
    for finding in findings where finding.level > .informational {
      told += 1
      if attacked.isDisjoint(with: finding.eventIDs) {
        unexplained.append(
          "\(finding.id) \(finding.runner ?? "-") \(finding.why) \(finding.eventIDs)")
      }
    }
  }

  private static func events(of truth: Truth) -> Set<String> {
    var events = Set(truth.attacks.flatMap(\.eventIDs))
    let own = events.compactMap { truth.events[$0] }
    let credentials = Set(own.compactMap(\.session) + own.compactMap(\.issued))
    for (id, event) in truth.events {
      if let session = event.session, credentials.contains(session) { events.insert(id) }
    }
    return events
  }

  /// Precision and recall in percent.
  var summary: String {
    func percent(_ part: Int, _ whole: Int) -> String {
      whole == 0 ? "-" : "\(Double(part * 1_000 / whole) / 10) %"
    }
    return "precision \(percent(told - unexplained.count, told)) of \(told) findings, "
      + "recall \(percent(planted - missed.count, planted)) of \(planted) planted attacks"
  }
}

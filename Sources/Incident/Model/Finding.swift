package import CloudTrail

/// One detection: something in the logs that an attacker does and a runner does not.
package struct Finding: Equatable, Sendable {
  /// How bad it is.
  package enum Level: String, CaseIterable, Comparable, Sendable {
    /// Worth knowing.
    case informational
    /// Unusual.
    case low
    /// Suspicious.
    case medium
    /// Hard to explain otherwise.
    case high
    /// An attack, or damage.
    case critical

    /// Less bad levels order first.
    package static func < (a: Level, b: Level) -> Bool {
      a.order < b.order
    }

    private var order: Int {
      switch self {
      case .informational: 0
      case .low: 1
      case .medium: 2
      case .high: 3
      case .critical: 4
      }
    }
  }

  /// The id in the catalogue, or of the rule.
  package var id: String
  /// What was found, in a few words.
  package var title: String
  /// How bad it is.
  package var level: Level
  /// The runner by name.
  package var runner: String?
  /// The session by id.
  package var session: String?
  /// Who did it, as far as named: the first few of them.
  package var actors: [String] = []
  /// Where they called from: the first few places.
  package var sourceIPAddresses: [String] = []
  /// MITRE ATT&CK techniques, old ids and new.
  package var techniques: [String] = []
  /// MITRE ATT&CK tactics.
  package var tactics: [String] = []
  /// The times of the first and the last event.
  package var firstTime: EventTime
  package var lastTime: EventTime
  /// How many events it stands for.
  package var count = 1
  /// The events by id.
  package var eventIDs: [String] = []
  /// Why it was found.
  package var why: String
  /// What else could explain it.
  package var benign: [String] = []
  /// What to do next.
  package var next: String

  /// How far along the chain it stands: logins first, then sessions, tasks, data, keys, IAM, logs,
  /// network; behind them what is not of the catalogue.
  package var stage: Int {
    guard id.utf8.count == 3, id.utf8.dropFirst().allSatisfy({ $0 &- 0x30 < 10 }) else {
      return Self.families.count
    }
    return Self.families.firstIndex(of: id.prefix(1)) ?? Self.families.count
  }

  private static let families: [Substring] = ["F", "S", "E", "D", "K", "I", "L", "N", "O"]

  /// A finding of one event; what is optional is set afterwards.
  package init(
    id: String, title: String, level: Level, time: EventTime, eventID: String, why: String,
    next: String
  ) {
    self.id = id
    self.title = title
    self.level = level
    firstTime = time
    lastTime = time
    eventIDs = [eventID]
    self.why = why
    self.next = next
  }
}

internal import Sigma

/// Which calls a rule can match at all: a cheap first question, by service and call.
struct CallIndex: Sendable {
  private let keys: [EventKey]

  /// The calls that `detection` can match.
  init(_ detection: Detection) {
    keys = detection.eventKeys
  }

  /// True where no call can match.
  var isEmpty: Bool { keys.isEmpty }

  /// True where the rule names the calls it asks about.
  var isNarrow: Bool { keys.allSatisfy { $0.name != .any || $0.source != .any } }

  /// True where a call of a service may match.
  func admits(_ source: String, _ name: String) -> Bool {
    keys.contains { $0.source.admits(source) && $0.name.admits(name) }
  }
}

extension EventKey.Side {
  fileprivate func admits(_ text: String) -> Bool {
    switch self {
    case .any: true
    case .exactly(let known): known == text.lowercased()
    case .like(let pattern): pattern.matches(text)
    }
  }
}

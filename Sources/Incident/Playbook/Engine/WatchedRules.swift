internal import Sigma

/// Rules of which something must be kept while scanning, found by the calls that they can match.
struct WatchedRules: Sendable {
  let calls: [WatchedCall]
  /// The calls by what they can match.
  let index: DetectionIndex
  /// The detections that ask for the user agent alone.
  let ofAgents: [WatchedCall]
  /// Those that name no calls and ask for the caller.
  let ofIdentities: [WatchedCall]

  /// What is to be kept for the sake of rules.
  init(_ all: [WatchedCall]) {
    calls = all.filter { $0.keeping != .nothing && !$0.asksForAgentAlone }
    index = DetectionIndex(calls.map(\.calls.keys))
    ofAgents = all.filter(\.asksForAgentAlone)
    ofIdentities = all.filter { !$0.identityFields.isEmpty }
  }
}

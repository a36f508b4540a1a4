internal import CloudTrail
internal import Sigma

/// A rule of the pack or of the user, compiled for asking it about events in their order.
struct DetectionRule: Sendable {
  /// Its place in the set.
  var number: Int
  var rule: Rule
  var detection: Detection
  /// The calls it can match.
  var calls: CallIndex
  /// How much of a record its questions need.
  var needs: PlaybookRule.RecordNeed
  var options = DetectionOptions()
  /// True where a match is a finding, and not only fed to correlations.
  var isFinding: Bool
  /// True where it can only match events that a detector in code has noted something of.
  var needsSignal: Bool
  /// The signals that can make it match.
  var signalNames: Set<Signal.Name>
  /// True where it can only match what a session did, or what holds an indicator.
  var needsSession: Bool
  var needsIndicator: Bool
  /// True where the answer depends on which runner is asked about.
  var asksForRunner: Bool

  /// True where it can match a call that failed, or one that did not.
  var admitsFailure = true
  var admitsSuccess = true

  /// True where a call that failed, or did not, may match.
  func mayEnd(failed: Bool) -> Bool { failed ? admitsFailure : admitsSuccess }

  /// True where it is asked only of events that a detector noted, or that hold an indicator.
  var waits: Bool { needsSignal || needsIndicator }

  /// The id of its findings.
  var id: String { rule.identifier }
}

/// What a rule says under its key `trailscan`, beyond what Sigma can say.
struct DetectionOptions: Sendable {
  /// A level for those matches that another question says yes to.
  struct Grade: Sendable {
    var level: Finding.Level
    var detection: Detection
  }

  /// What a denied call counts.
  enum Denial: String, CaseIterable {
    case same, lower
  }

  /// What to do next.
  var next = ""
  /// How the call must have ended.
  var outcomes = Set(Outcome.allCases)
  /// True where a denied call counts one level less.
  var lowersDenied = false
  /// True where denied calls are a finding apart from those that were let through.
  var partsDenied = false
  /// True where those who deploy the infrastructure are no exception.
  var includesDeployers = true
  /// True where what services do for themselves counts.
  var includesServices = true
  /// The first that says yes decides.
  var grades: [Grade] = []
  /// Fields whose values make findings of their own.
  var per: [String] = []
  /// A field whose values complete the reason.
  var show: String?

  /// What a rule says that does not say anything.
  init() {}
}
